/**
 * Prints the figures of extraction by rules on the open samples, with every miss and extra.
 *
 *     deno run -A tasks/eval_extract.ts [--quiet]
 */
import { extractByRules } from "../embedded/extract.ts";
import { supersedes } from "../embedded/supersede.ts";
import {
  readSamples,
  scoreConversations,
  scorePairs,
  scoreSingles,
} from "./lib/extraction_score.ts";

const quiet = Deno.args.includes("--quiet");
const say = (line: string) => quiet || console.log(line);

const conversations = scoreConversations(readSamples("open", "conversations"), extractByRules);
for (const line of conversations.misses) say(`miss  ${line}`);
for (const line of conversations.extras) say(`extra ${line}`);
/** As the store does it: what a statement surely makes untrue goes. */
function sayInTurn(...statements: string[]): string[] {
  let active: string[] = [];
  for (const content of statements) {
    for (const { text } of extractByRules([{ role: "user", content }])) {
      active = [...active.filter((old) => supersedes(text, old) !== true), text];
    }
  }
  return active;
}
const pairs = await scorePairs(
  readSamples("open", "superseding"),
  readSamples("open", "superseding_not"),
  sayInTurn,
);
for (const line of pairs.wrong) say(`pair  ${line}`);
const singles = scoreSingles(
  readSamples("open", "capture_keep"),
  readSamples("open", "capture_noise"),
  extractByRules,
);
for (const line of singles.lost) say(`lost  ${line}`);
for (const line of singles.junk) say(`junk  ${line}`);
const percent = (part: number, whole: number) =>
  `${part}/${whole} (${(100 * part / whole).toFixed(1)} %)`;
console.log(`facts found          ${percent(conversations.found, conversations.facts)}`);
console.log(`of the type expected ${percent(conversations.typed, conversations.found)}`);
console.log(`extra memories       ${percent(conversations.extras.length, conversations.stored)}`);
console.log(`superseding right    ${percent(pairs.superseded, pairs.superseding)}`);
console.log(`look-alikes right    ${percent(pairs.untouched, pairs.lookalikes)}`);
console.log(`single facts kept    ${percent(singles.kept, singles.facts)}`);
console.log(`noise stored         ${percent(singles.junk.length, singles.noise)}`);
