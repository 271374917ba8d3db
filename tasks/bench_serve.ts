/**
 * Load on the served embedded store: 8 connections from this process against `deno task serve` in
 * another one. Prints a Markdown table; `--requests N` per row (default 5,000), `--soak N` watches the
 * server's memory over that many requests instead.
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";

const CONNECTIONS = 8;
const { values } = parseArgs({
  args: Deno.args,
  options: { requests: { type: "string", default: "5000" }, soak: { type: "string" } },
});

/** 4,000 made-up words; as in prose, the first ones are common and most are rare. */
const SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo zu she tro pli gra nde".split(" ");
const WORDS = Array.from({ length: 4_000 }, (_, index) => {
  const [a, b, c] = [index % 20, Math.floor(index / 20) % 20, Math.floor(index / 400)];
  return SYLLABLES[a]! + SYLLABLES[b]! + SYLLABLES[c]!;
});

/** The same words for the same seed. */
function words(seed: number, count: number): string {
  let state = seed * 2_654_435_761 >>> 0 || 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return WORDS[Math.floor((state / 2 ** 32) ** 2.5 * WORDS.length)];
  }).join(" ");
}

const folder = await Deno.makeTempDir({ prefix: "mem0-bench-" });
const port = 20_000 + Math.floor(Math.random() * 20_000);
const server = new Deno.Command(Deno.execPath(), {
  args: ["run", "-A", "tasks/serve.ts", "--port", String(port), "--db", `${folder}/bench.db`],
  env: { MEM0_EMBEDDER: "none" },
  stdout: "null",
  stderr: "null",
}).spawn();
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

try {
  await ready();
  if (values.soak !== undefined) await soak(Number(values.soak));
  else await bench(Number(values.requests));
} finally {
  agent.destroy();
  server.kill("SIGTERM");
  await server.status;
  await Deno.remove(folder, { recursive: true });
}

async function bench(requests: number): Promise<void> {
  console.log(`| what | memories | requests/s | p50 ms | p95 ms | p99 ms | errors |`);
  console.log(`|---|---:|---:|---:|---:|---:|---:|`);
  await fill(1_000);
  await row("search", 1_000, requests, search);
  await fill(9_000);
  await row("search", 10_000, requests, search);
  await row("add", 10_000, requests, add);
}

async function soak(requests: number): Promise<void> {
  await fill(1_000);
  const step = Math.ceil(requests / 10);
  console.log(`| requests | resident MB |\n|---:|---:|`);
  for (let done = 0; done < requests; done += step) {
    await run(step, search);
    console.log(`| ${done + step} | ${(await residentBytes() / 1e6).toFixed(0)} |`);
  }
}

async function row(
  what: string,
  memories: number,
  requests: number,
  send: (index: number) => Promise<number>,
): Promise<void> {
  await run(Math.min(requests, 500), send); // warm
  const { seconds, times, errors } = await run(requests, send);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(1);
  const rate = (requests / seconds).toFixed(0);
  console.log(
    `| ${what} | ${memories} | ${rate} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${errors} |`,
  );
}

async function run(count: number, send: (index: number) => Promise<number>) {
  const times: number[] = [];
  let next = 0, errors = 0;
  const started = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (next < count) {
      const index = next++;
      const begin = performance.now();
      if (await send(index) !== 200) errors++;
      times.push(performance.now() - begin);
    }
  }));
  return { seconds: (performance.now() - started) / 1000, times, errors };
}

function search(index: number): Promise<number> {
  return post("/search", {
    query: words(index, 5),
    filters: { user_id: "bench", app_id: `project-${index % 10}` },
    top_k: 10,
  });
}

function add(index: number): Promise<number> {
  return post("/memories", memory(100_000 + index));
}

function memory(index: number) {
  return {
    messages: [{ role: "user", content: `Fact ${index}: ${words(index, 14)}` }],
    user_id: "bench",
    agent_id: `project-${index % 10}`,
    metadata: { app_id: `project-${index % 10}`, type: "convention" },
    infer: false,
  };
}

async function fill(count: number): Promise<void> {
  const { errors } = await run(count, (index) => post("/memories", memory(index)));
  if (errors > 0) throw new Error(`${errors} of ${count} writes failed while filling the store`);
}

function post(path: string, body: unknown): Promise<number> {
  const payload = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request({
      host: "127.0.0.1",
      port,
      path,
      method: "POST",
      agent,
      headers: {
        "content-type": "application/json",
        "content-length": new TextEncoder().encode(payload).length,
      },
    }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    call.on("error", reject);
    call.end(payload);
  });
}

async function ready(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/auth/setup-status`)).ok) return;
    } catch (error) {
      if (tries === 99) throw error; // it isn't listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server didn't start");
}

async function residentBytes(): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${server.pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) * 1024;
}
