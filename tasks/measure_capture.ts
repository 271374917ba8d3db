/**
 * Prints what a user of the plugin gets of the sample tables: what capture hands to the embedded store,
 * turn by turn, and the store keeps. Beside it the same where the gate judges by words before the store
 * does, as for a Mem0 server. Sums over the last tables, and over the first four, which have single
 * messages; --locked: of their locked parts.
 *
 *     deno run -A tasks/measure_capture.ts [--last N, default 6] [--locked]
 */
import { parseArgs } from "node:util";
import { judgedExtractor } from "../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../embedder/mod.ts";
import { capturing } from "./lib/capture_score.ts";
import {
  readSamples,
  scoreConversations,
  scorePairs,
  scoreSingles,
  TABLES,
  WITH_SINGLES,
} from "./lib/extraction_score.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: { last: { type: "string", default: "6" }, locked: { type: "boolean", default: false } },
});
const last = Number(values.last);
if (!Number.isInteger(last) || last < 1 || last > TABLES.length) {
  console.error(`--last ${values.last} is no number of tables: give 1 to ${TABLES.length}`);
  Deno.exit(2);
}
const part = values.locked ? "locked" : "open";
const model = new MiniLm();
const extractor = judgedExtractor(new MiniLmJudge(model));

console.log(`the last ${last} tables, ${part} parts`);
for (const storeJudges of [true, false]) {
  const { extract, say } = capturing(extractor, storeJudges);
  const sum = { found: 0, facts: 0, extra: 0, stored: 0, superseded: 0, untouched: 0, pairs: 0 };
  for (const table of TABLES.slice(-last)) {
    const facts = await scoreConversations(readSamples(part, "conversations", table), extract);
    const pairs = await scorePairs(
      readSamples(part, "superseding", table),
      readSamples(part, "superseding_not", table),
      say,
    );
    sum.found += facts.found;
    sum.facts += facts.facts;
    sum.extra += facts.extras.length;
    sum.stored += facts.stored;
    sum.superseded += pairs.superseded;
    sum.untouched += pairs.untouched;
    sum.pairs += pairs.superseding;
  }
  const single = { kept: 0, facts: 0, junk: 0, noise: 0 };
  for (const table of WITH_SINGLES) {
    const keep = readSamples(part, "capture_keep", table);
    const score = await scoreSingles(keep, readSamples(part, "capture_noise", table), extract);
    single.kept += score.kept;
    single.facts += score.facts;
    single.junk += score.junk.length;
    single.noise += score.noise;
  }
  const percent = (count: number, of: number) =>
    `${count}/${of} (${(100 * count / of).toFixed(1)} %)`;
  console.log(storeJudges ? "the store judges" : "the gate judges first");
  console.log(`  facts found       ${percent(sum.found, sum.facts)}`);
  console.log(`  extra memories    ${percent(sum.extra, sum.stored)}`);
  console.log(`  superseding right ${percent(sum.superseded, sum.pairs)}`);
  console.log(`  look-alikes right ${percent(sum.untouched, sum.pairs)}`);
  console.log(`  single facts kept ${percent(single.kept, single.facts)}`);
  console.log(`  noise stored      ${percent(single.junk, single.noise)}`);
}
await model.close();
