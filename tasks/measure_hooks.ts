/**
 * How long a message waits for memory, through a whole plugin instance:
 *
 *     deno run -A tasks/measure_hooks.ts [rows=10000]
 *     MEM0_HOST=http://127.0.0.1:8888 MEM0_API_KEY=… deno run -A tasks/measure_hooks.ts 200
 *
 * Writes that many memories (into a file of its own; on a server under a user of its own, deleted
 * again) and sends 200 messages (40 on a server) in conversations of ten.
 */
import { openStore } from "../mod.ts";
import { startMemory } from "../plugin/start.ts";

const rows = Number(Deno.args[0] ?? 10_000);
const home = await Deno.makeTempDir({ prefix: "measure-hooks-" });
const host = Deno.env.get("MEM0_HOST");
const apiKey = Deno.env.get("MEM0_API_KEY");
const user = "measure-hooks";
const store = await openStore(host ?? `file:${home}/.mem0/memories.db`, { apiKey });

try {
  const verbs = ["talks to", "waits for", "writes into", "is tested against", "must never call"];
  for (let n = 0; n < rows; n++) {
    await store.add({
      scope: { user, agent: "shop" },
      messages: [{
        role: "user",
        content: `Module mod${n} ${verbs[n % 5]} queue q${n % 97} over port ${4_000 + n}`,
      }],
      infer: false,
      metadata: { app_id: "shop" },
    });
  }
  const env = {
    MEM0_USER_ID: user,
    MEM0_APP_ID: "shop",
    ...host ? { MEM0_HOST: host } : {},
    ...apiKey ? { MEM0_API_KEY: apiKey } : {},
  };
  const notify = (level: string, line: string) => console.log(`${level}: ${line}`);
  const parentOf = () => Promise.resolve(undefined);
  const runtime = await startMemory(
    { name: "measure", directory: home, parentOf, notify },
    {},
    { home, env },
  );
  const first: number[] = [], later: number[] = [];
  let shown = 0;
  for (let n = 0; n < (host ? 40 : 200); n++) {
    const text = `which queue does module mod${(n * 37) % rows} write into, and over which port?`;
    const started = performance.now();
    const block = await runtime.onPrompt({
      sessionID: `s${Math.floor(n / 10)}`,
      messageID: `m${n}`,
      text,
    });
    (n % 10 === 0 ? first : later).push(performance.now() - started);
    if (block) shown++;
    if (host) await new Promise((resolve) => setTimeout(resolve, 1_000)); // as people type
  }
  report("first message", first);
  report("later messages", later);
  console.log(`${shown} blocks`);
  await runtime.close();
} finally {
  await store.removeAll({ scope: { user } });
  await store.close();
  await Deno.remove(home, { recursive: true });
}

function report(what: string, times: number[]): void {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))]!.toFixed(1);
  console.log(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`);
}
