/**
 * What tasks/bench_search.ts runs in each runtime, bundled, with the weights file beside it: fills a new
 * embedded store with the facts of a file, asks it with the file's questions, and prints its figures as
 * one line of JSON. Arguments: the database, the file (`{ facts, questions }`).
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { EmbeddedStore } from "../../embedded/mod.ts";
import { MiniLm } from "../../embedder/minilm.ts";
import { makeKernelScanner } from "../../embedder/scan.ts";

const [path = "", file = ""] = process.argv.slice(2);
const { facts, questions } = JSON.parse(readFileSync(file, "utf8")) as Record<string, string[]>;
const scope = { user: "ann", agent: "shop" };
const embedder = new MiniLm();
const store = await EmbeddedStore.open({ path, embedder, scanner: makeKernelScanner });
const started = performance.now();
for (let i = 0; i < facts!.length; i += 200) {
  const messages = facts!.slice(i, i + 200).map((content) => ({ role: "user", content }));
  await store.add({ scope, messages, infer: false });
}
const written = performance.now() - started;
await store.settle();
const settled = performance.now() - started;

const times: number[] = [];
let byMeaning = 0;
for (const text of questions!) {
  const start = performance.now();
  const hits = await store.search({ scope, text, limit: 20, minScore: 0.04, explain: true });
  times.push(performance.now() - start);
  if (hits.some(({ parts }) => parts!.semantic > 0 && parts!.keyword === 0)) byMeaning++;
}
times.sort((a, b) => a - b);
await store.close();
console.log(JSON.stringify({
  rows: facts!.length,
  writeSeconds: written / 1_000,
  settleSeconds: settled / 1_000,
  p50: times[Math.floor(times.length * 0.5)],
  p95: times[Math.floor(times.length * 0.95)],
  byMeaning: byMeaning / questions!.length,
}));
