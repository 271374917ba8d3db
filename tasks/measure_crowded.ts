/**
 * What messages hide in the store of a project of 150 memories: of those that they make untrue, and of
 * those that still hold. Every mistake is listed; with --locked the locked projects are measured, and
 * nothing is listed: whoever reads a locked sample has spoilt it. --words: without the judge.
 *
 *     deno run -A tasks/measure_crowded.ts [--quiet] [--words] [--locked]
 */
import { judgedExtractor, ruleExtractor } from "../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../embedder/mod.ts";
import { readProjects, scoreProject, sumOf } from "./lib/project_score.ts";

const locked = Deno.args.includes("--locked");
const model = new MiniLm();
const extractor = Deno.args.includes("--words")
  ? ruleExtractor
  : judgedExtractor(new MiniLmJudge(model));
const scores = [];
for (const project of readProjects(locked ? "locked" : "open")) {
  scores.push(await scoreProject(project, extractor));
}
await model.close();
const { untrue, hidden, changes, exact, wrong, lines } = sumOf(scores);
if (!locked && !Deno.args.includes("--quiet")) { for (const line of lines) console.log(line); }
console.log(`untrue memories hidden   ${hidden}/${untrue}`);
console.log(`changes exactly right    ${exact}/${changes}`);
console.log(
  `hidden though they hold  ${wrong.change} by ${changes} changes, ${wrong.addition} by additions, ${wrong.chatter} by daily work`,
);
