/**
 * Times the embedded store: `deno run -A tasks/bench_embedded.ts [rows…]` (default 1000 10000 100000).
 * Prints medians and 95th percentiles in milliseconds; files lie in a temporary folder and are deleted.
 *
 * The texts are made of 20,000 words whose frequencies follow Zipf's law, 8 to 37 words each; one owner
 * has nine tenths of the rows, in 20 projects; each row has the six metadata fields that the plugin
 * writes. Queries are five words of ordinary frequency.
 *
 * @module
 */
import os from "node:os";
import { cpuUsage } from "node:process";
import { parseArgs } from "node:util";
import type { Hit, Where } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { EmbeddedStore } from "../embedded/mod.ts";
import { makeKernelScanner } from "../embedder/scan.ts";

const { positionals } = parseArgs({ args: Deno.args, allowPositionals: true });
const sizes = positionals.length > 0 ? positionals.map(Number) : [1_000, 10_000, 100_000];
const SAMPLES = 300;
const VOCABULARY = 20_000;
const COMMON = 100;

/** A small generator of repeatable random numbers (mulberry32). */
function makeRandom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const random = makeRandom(7);
const steps: number[] = [];
for (let rank = 1, sum = 0; rank <= VOCABULARY; rank++) steps.push(sum += 1 / (rank + 2));

/** The rank of a random word, 0 the commonest. */
function drawRank(): number {
  const drawn = random() * steps.at(-1)!;
  let low = 0;
  for (let high = VOCABULARY - 1; low < high;) {
    const middle = (low + high) >> 1;
    if (steps[middle]! < drawn) low = middle + 1;
    else high = middle;
  }
  return low;
}

const SYLLABLES = "ka lo mi ter pan do ru sel vi ton gra fe ny bo zu han cor pli esh wa".split(" ");

/** Each rank as a word that can be pronounced. */
function wordOf(rank: number): string {
  let word = "";
  for (let rest = rank + 21; rest > 0; rest = Math.floor(rest / 20)) word += SYLLABLES[rest % 20];
  return word;
}

function makeText(): string {
  const words = Array.from({ length: 8 + Math.floor(random() * 30) }, () => wordOf(drawRank()));
  return words.join(" ");
}

function makeQuery(): string {
  const words = new Set<string>();
  while (words.size < 5) {
    const rank = drawRank();
    if (rank >= COMMON) words.add(wordOf(rank));
  }
  return [...words].join(" ");
}

/** Unit vectors that depend on nothing but the generator: only the store's own time is measured. */
const embedder: Embedder = {
  id: "random",
  dimensions: 384,
  ready: true,
  embed: (texts) => Promise.resolve(texts.map(() => makeVector())),
  close: () => Promise.resolve(),
};

function makeVector(): Float32Array {
  const vector = Float32Array.from({ length: 384 }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((part) => part / length);
}

/** Prints p50 and p95 of repeated calls, and the mean processor time, which other programs hardly change. */
async function report(name: string, call: (i: number) => Promise<unknown>, samples = SAMPLES) {
  const times: number[] = [];
  const before = cpuUsage();
  for (let i = 0; i < samples; i++) {
    const start = performance.now();
    await call(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(samples - 1, Math.floor(share * samples))]!.toFixed(3);
  const { user, system } = cpuUsage(before);
  const cpu = ((user + system) / 1000 / samples).toFixed(3);
  console.log(
    `  ${name.padEnd(38)} p50 ${at(0.5).padStart(8)}  p95 ${at(0.95).padStart(8)}  ` +
      `cpu ${cpu.padStart(8)}`,
  );
}

const owner = (i: number) => ({ user: i % 10 === 0 ? "ben" : "ann" });
const project = (i: number) => `project-${i % 20}`;

async function fill(store: EmbeddedStore, rows: number): Promise<void> {
  const batch = 200; // the messages of one add share one transaction
  for (let made = 0; made < rows; made += batch) {
    const i = made / batch;
    await store.add({
      scope: owner(i),
      infer: false,
      messages: Array.from({ length: batch }, () => ({ role: "user", content: makeText() })),
      metadata: metadataOf(i),
    });
  }
}

function metadataOf(i: number) {
  return {
    app_id: project(i),
    type: "decision",
    confidence: 0.7,
    source: "opencode",
    branch: "main",
    session_id: `ses_${i}`,
  };
}

async function bench(rows: number): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/memories.db`;
  try {
    let store = await EmbeddedStore.open({ path });
    const start = performance.now();
    await fill(store, rows);
    console.log(`${rows} memories, made in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    const where = (i: number): Where => ({
      any: [{ field: "app_id", is: project(i) }, { field: "scope", is: "global" }],
    });
    const scope = { user: "ann" };
    await report("search, scope", () => store.search({ scope, text: makeQuery() }));
    await report(
      "search, scope and filter",
      (i) => store.search({ scope, text: makeQuery(), where: where(i) }),
    );
    await report(
      "search, small scope",
      () => store.search({ scope: { user: "ben" }, text: makeQuery() }),
    );
    await report("insert", (i) =>
      store.add({
        scope,
        infer: false,
        messages: [{ role: "user", content: makeText() }],
        metadata: metadataOf(i),
      }), 1000);
    await report("insert, compared with what is there", (i) =>
      store.add({
        scope,
        messages: [{ role: "user", content: makeText() }],
        metadata: metadataOf(i),
      }));
    const some: Hit[] = await store.search({ scope, text: makeQuery(), minScore: 0, limit: 300 });
    await report("get", (i) => store.get(some[i]!.id));
    await report("update text", (i) => store.update(some[i]!.id, { text: makeText() }));
    await report("delete", (i) => store.remove(some[i]!.id));
    await report("list of 100", () => store.list({ scope, limit: 100 }), 30);
    await store.close();
    await report("open and first query", async () => {
      const opened = await EmbeddedStore.open({ path });
      await opened.search({ scope, text: makeQuery() });
      await opened.close();
    }, 30);
    store = await EmbeddedStore.open({ path, embedder, scanner: makeKernelScanner });
    const embedding = performance.now();
    await store.settle();
    console.log(`  vectors written in ${((performance.now() - embedding) / 1000).toFixed(1)} s`);
    const loading = performance.now();
    await store.search({ scope, text: makeQuery() });
    console.log(`  first search by meaning ${(performance.now() - loading).toFixed(1)} ms`);
    await report(
      "search with vectors, scope and filter",
      (i) => store.search({ scope, text: makeQuery(), where: where(i) }),
      rows > 50_000 ? 50 : SAMPLES,
    );
    await store.close();
    console.log(`  file ${((await Deno.stat(path)).size / 1e6).toFixed(1)} MB`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

console.log(`times in ms; ${os.cpus().length} cores, load ${os.loadavg()[0]!.toFixed(1)}`);
for (const rows of sizes) await bench(rows);
