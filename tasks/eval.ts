/**
 * Measures how well memories are found: `deno task eval`. Prints recall at 1, 5 and 10 and the mean
 * reciprocal rank on two sets, for the embedded store by words alone and with the package's own
 * embedder, and for the server of MEM0_HOST and MEM0_API_KEY, where it writes under a user of its own
 * and deletes that again:
 *
 * - coding (tests/eval/coding): one memory per message; a question is hit at k when a message of one of
 *   its sessions is among the first k.
 * - paraphrase (tests/eval/paraphrase): fact and question share no word, among distractors.
 *
 * "given": an answer passes the plugin's relevance floor, so that the model gets it unasked.
 * "abstained": of the questions that no memory answers, those for which nothing passes.
 *
 * @module
 */
import { RestStore } from "../client/rest.ts";
import { MiniLm } from "../embedder/minilm.ts";
import { makeKernelScanner } from "../embedder/scan.ts";
import {
  codingSet,
  type EvalResult,
  paraphraseSet,
  runSet,
  runSetOn,
} from "./lib/retrieval_eval.ts";

const sets = [await codingSet(), await paraphraseSet("open")];
const embedder = new MiniLm();
await embedder.embed(["ready"]); // a search doesn't wait for a model that isn't loaded
const host = Deno.env.get("MEM0_HOST");
const apiKey = Deno.env.get("MEM0_API_KEY");
const server = host ? new RestStore({ host, ...(apiKey && { apiKey }) }) : undefined;

const HEADS = ["@1", "@5", "@10", "MRR", "given", "abstained"];
console.log(
  `${"set".padEnd(12)} ${"searched by".padEnd(28)}    n ${
    HEADS.map((head) => head.padStart(9)).join(" ")
  }`,
);
for (const set of sets) {
  print(set.name, "words", await runSet(set));
  print(set.name, "words and meaning", await runSet(set, embedder, makeKernelScanner));
  if (server === undefined) continue;
  print(set.name, "live server", await runSetOn(set, server, { backend: "server" }));
}
await embedder.close();
await server?.close();

function print(set: string, way: string, result: EvalResult): void {
  const { n, at1, at5, at10, mrr, given, abstained } = result;
  const figures = [at1, at5, at10, mrr, given, abstained].map((share) =>
    (Number.isNaN(share) ? "-" : (100 * share).toFixed(1)).padStart(9)
  );
  console.log(`${set.padEnd(12)} ${way.padEnd(28)} ${String(n).padStart(4)} ${figures.join(" ")}`);
}
