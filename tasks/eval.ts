/**
 * Measures how well the embedded store finds: `deno run -A tasks/eval.ts`. Prints recall at 1, 5 and 10
 * and the mean reciprocal rank on two sets, by words alone and with the package's own embedder:
 *
 * - coding (tests/eval/coding): one memory per message; a question is hit at k when a message of one of
 *   its sessions is among the first k. Questions without an answer are not counted.
 * - paraphrase (tests/eval/paraphrase): fact and question share no word, among distractors.
 *
 * @module
 */
import type { Embedder } from "../embedded/embedder.ts";
import { MiniLm } from "../embedder/minilm.ts";
import { makeKernelScanner } from "../embedder/scan.ts";
import { codingSet, type EvalSet, paraphraseSet, runSet } from "./lib/retrieval_eval.ts";

const sets: EvalSet[] = [await codingSet(), await paraphraseSet("open")];
const embedder = new MiniLm();
await embedder.embed(["ready"]); // a search doesn't wait for a model that isn't loaded
console.log(`${"set".padEnd(12)} ${"search by".padEnd(20)}    n     @1     @5    @10    MRR`);
for (const set of sets) {
  await print(set, undefined);
  await print(set, embedder);
}
await embedder.close();

async function print(set: EvalSet, embedder: Embedder | undefined): Promise<void> {
  const { n, at1, at5, at10, mrr } = await runSet(set, embedder, makeKernelScanner);
  const figures = [at1, at5, at10, mrr].map((share) => (100 * share).toFixed(1).padStart(6));
  const way = embedder === undefined ? "words" : "words and meaning";
  console.log(
    `${set.name.padEnd(12)} ${way.padEnd(20)} ${String(n).padStart(4)} ${figures.join(" ")}`,
  );
}
