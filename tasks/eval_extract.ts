/**
 * Prints the figures of extraction by rules on the open samples, with every miss and extra. With
 * --locked the figures of the locked samples are printed instead, and nothing else: whoever reads a
 * locked sample has spoilt it. --second to --fiftysixth: the tables of later writers. --words: without the judge, as where
 * its weights are missing.
 *
 *     deno run -A tasks/eval_extract.ts [--quiet] [--locked] [--words] [--second … --fiftysixth]
 */
import { judgedExtractor, ruleExtractor } from "../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../embedder/mod.ts";
import { scoreExtraction, TABLES } from "./lib/extraction_score.ts";

const locked = Deno.args.includes("--locked");
const table = TABLES.find((name) => Deno.args.includes(`--${name}`)) ?? "first";
const model = new MiniLm();
const extractor = Deno.args.includes("--words")
  ? ruleExtractor
  : judgedExtractor(new MiniLmJudge(model));
const { conversations, pairs, singles } = await scoreExtraction(
  locked ? "locked" : "open",
  table,
  extractor,
);
await model.close();
if (!locked && !Deno.args.includes("--quiet")) {
  const lists: [string, string[]][] = [
    ["miss ", conversations.misses],
    ["extra", conversations.extras],
    ["pair ", pairs.wrong],
    ["lost ", singles.lost],
    ["junk ", singles.junk],
  ];
  for (const [name, lines] of lists) for (const line of lines) console.log(`${name} ${line}`);
}
const percent = (part: number, whole: number) =>
  `${part}/${whole} (${(100 * part / whole).toFixed(1)} %)`;
console.log(`facts found          ${percent(conversations.found, conversations.facts)}`);
console.log(`of the type expected ${percent(conversations.typed, conversations.found)}`);
console.log(`extra memories       ${percent(conversations.extras.length, conversations.stored)}`);
console.log(`superseding right    ${percent(pairs.superseded, pairs.superseding)}`);
console.log(`look-alikes right    ${percent(pairs.untouched, pairs.lookalikes)}`);
if (singles.facts > 0) {
  console.log(`single facts kept    ${percent(singles.kept, singles.facts)}`);
  console.log(`noise stored         ${percent(singles.junk.length, singles.noise)}`);
}
