/**
 * Measures how well memories are found: `deno task eval`. Prints recall at 1, 5 and 10 and the mean
 * reciprocal rank on three sets, for the embedded store by words alone and with the package's own
 * embedder, and for the server of MEM0_HOST and MEM0_API_KEY, where it writes under a user of its own
 * and deletes that again:
 *
 * - coding (tests/eval/coding): one memory per message; a question is hit at k when a message of one of
 *   its sessions is among the first k.
 * - paraphrase (tests/eval/paraphrase), first and second: fact and question share no word, among
 *   distractors.
 *
 * With --locked, the locked paraphrase pairs are asked, once at the end, and nothing else.
 * With --raise, the floors that the tests hold (tests/eval/floor.json) rise to what was measured.
 *
 * "given": an answer passes the plugin's relevance floor, so that the model gets it unasked.
 * "abstained": of the questions that no memory answers, those for which nothing passes.
 *
 * @module
 */
import { RestStore } from "../client/rest.ts";
import { raiseFloor } from "./lib/eval_floor.ts";
import {
  type EvalResult,
  measureEmbedded,
  openSets,
  paraphraseSet,
  runSetOn,
} from "./lib/retrieval_eval.ts";

const HEADS = ["@1", "@5", "@10", "MRR", "given", "abstained"];
console.log(
  `${"set, searched by".padEnd(38)}    n ${HEADS.map((head) => head.padStart(9)).join(" ")}`,
);
if (Deno.args.includes("--locked")) {
  const sets = [await paraphraseSet("locked"), await paraphraseSet("locked", "_second")];
  for (const [name, result] of Object.entries(await measureEmbedded(sets))) print(name, result);
  Deno.exit();
}
const measured = await measureEmbedded();
for (const [name, result] of Object.entries(measured)) print(name, result);

const host = Deno.env.get("MEM0_HOST");
const apiKey = Deno.env.get("MEM0_API_KEY");
if (host) {
  const server = new RestStore({ host, ...(apiKey && { apiKey }) });
  for (const set of await openSets()) {
    print(`${set.name}, live server`, await runSetOn(set, server, { backend: "server" }));
  }
  await server.close();
}
if (Deno.args.includes("--raise")) {
  const questions = Math.min(...Object.values(measured).map(({ n }) => n));
  console.log("Floors in tests/eval/floor.json:", await raiseFloor(measured, questions));
}

function print(name: string, result: EvalResult): void {
  const { n, at1, at5, at10, mrr, given, abstained } = result;
  const figures = [at1, at5, at10, mrr, given, abstained].map((share) =>
    (Number.isNaN(share) ? "-" : (100 * share).toFixed(1)).padStart(9)
  );
  console.log(`${name.padEnd(38)} ${String(n).padStart(4)} ${figures.join(" ")}`);
}
