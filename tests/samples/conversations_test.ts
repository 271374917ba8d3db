/**
 * Extraction on the open sample tables, by the rules of CONVERSATIONS.md, with the judge and by words
 * alone: what was reached is a floor. Each time something was learned anew some floors rose and some
 * fell, so that the sum got better: docs/adr/0009 to 0016 say which and why. `tasks/eval_extract.ts`
 * lists what is wrong; the locked tables are run by `tasks/eval_extract.ts --locked` only.
 */
import assert from "node:assert/strict";
import { ruleExtractor } from "../../embedded/extract.ts";
import { scoreExtraction, type Table, TABLES } from "../../tasks/lib/extraction_score.ts";

interface Floor {
  facts: number;
  extras: number;
  superseded: number;
  untouched: number;
  kept: number;
  junk: number;
}

const JUDGED: Record<Table, Floor> = {
  first: { facts: 117, extras: 2, superseded: 16, untouched: 16, kept: 161, junk: 1 },
  second: { facts: 110, extras: 1, superseded: 27, untouched: 27, kept: 225, junk: 0 },
  third: { facts: 69, extras: 0, superseded: 34, untouched: 34, kept: 312, junk: 3 },
  fourth: { facts: 63, extras: 3, superseded: 31, untouched: 31, kept: 247, junk: 2 },
  fifth: { facts: 72, extras: 2, superseded: 33, untouched: 32, kept: 0, junk: 0 },
  sixth: { facts: 73, extras: 1, superseded: 34, untouched: 34, kept: 0, junk: 0 },
  seventh: { facts: 70, extras: 0, superseded: 34, untouched: 33, kept: 0, junk: 0 },
  eighth: { facts: 47, extras: 2, superseded: 34, untouched: 33, kept: 0, junk: 0 },
  ninth: { facts: 57, extras: 3, superseded: 12, untouched: 12, kept: 0, junk: 0 },
  tenth: { facts: 64, extras: 2, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  eleventh: { facts: 58, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twelfth: { facts: 65, extras: 3, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  thirteenth: { facts: 57, extras: 3, superseded: 12, untouched: 12, kept: 0, junk: 0 },
  fourteenth: { facts: 48, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fifteenth: { facts: 54, extras: 4, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  sixteenth: { facts: 58, extras: 3, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  seventeenth: { facts: 55, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  eighteenth: { facts: 52, extras: 1, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  nineteenth: { facts: 60, extras: 1, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  twentieth: { facts: 63, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentyfirst: { facts: 56, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentysecond: { facts: 60, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentythird: { facts: 63, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentyfourth: { facts: 57, extras: 3, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentyfifth: { facts: 61, extras: 0, superseded: 12, untouched: 12, kept: 0, junk: 0 },
  twentysixth: { facts: 60, extras: 4, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentyseventh: { facts: 56, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  twentyeighth: { facts: 59, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  twentyninth: { facts: 59, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  thirtieth: { facts: 54, extras: 1, superseded: 12, untouched: 12, kept: 0, junk: 0 },
  thirtyfirst: { facts: 65, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  thirtysecond: { facts: 58, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  thirtythird: { facts: 62, extras: 1, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  thirtyfourth: { facts: 55, extras: 2, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  thirtyfifth: { facts: 57, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  thirtysixth: { facts: 56, extras: 9, superseded: 11, untouched: 13, kept: 0, junk: 0 },
  thirtyseventh: { facts: 52, extras: 3, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  thirtyeighth: { facts: 59, extras: 2, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  thirtyninth: { facts: 57, extras: 1, superseded: 12, untouched: 12, kept: 0, junk: 0 },
  fortieth: { facts: 55, extras: 3, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  fortyfirst: { facts: 58, extras: 1, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  fortysecond: { facts: 56, extras: 1, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fortythird: { facts: 49, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fortyfourth: { facts: 61, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  fortyfifth: { facts: 55, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  fortysixth: { facts: 59, extras: 3, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fortyseventh: { facts: 56, extras: 3, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  fortyeighth: { facts: 55, extras: 1, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  fortyninth: { facts: 59, extras: 4, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  fiftieth: { facts: 59, extras: 5, superseded: 11, untouched: 13, kept: 0, junk: 0 },
  fiftyfirst: { facts: 56, extras: 3, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fiftysecond: { facts: 54, extras: 6, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fiftythird: { facts: 62, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fiftyfourth: { facts: 48, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fiftyfifth: { facts: 52, extras: 0, superseded: 13, untouched: 13, kept: 0, junk: 0 },
  fiftysixth: { facts: 59, extras: 2, superseded: 13, untouched: 13, kept: 0, junk: 0 },
};

const WORDS: Record<Table, Floor> = {
  first: { facts: 120, extras: 4, superseded: 15, untouched: 16, kept: 159, junk: 1 },
  second: { facts: 106, extras: 5, superseded: 25, untouched: 26, kept: 224, junk: 0 },
  third: { facts: 68, extras: 2, superseded: 31, untouched: 32, kept: 322, junk: 1 },
  fourth: { facts: 63, extras: 6, superseded: 28, untouched: 30, kept: 249, junk: 0 },
  fifth: { facts: 71, extras: 9, superseded: 28, untouched: 28, kept: 0, junk: 0 },
  sixth: { facts: 72, extras: 7, superseded: 31, untouched: 31, kept: 0, junk: 0 },
  seventh: { facts: 67, extras: 9, superseded: 29, untouched: 31, kept: 0, junk: 0 },
  eighth: { facts: 49, extras: 9, superseded: 31, untouched: 34, kept: 0, junk: 0 },
  ninth: { facts: 51, extras: 18, superseded: 9, untouched: 11, kept: 0, junk: 0 },
  tenth: { facts: 56, extras: 29, superseded: 10, untouched: 9, kept: 0, junk: 0 },
  eleventh: { facts: 50, extras: 19, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  twelfth: { facts: 59, extras: 10, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  thirteenth: { facts: 55, extras: 4, superseded: 11, untouched: 11, kept: 0, junk: 0 },
  fourteenth: { facts: 45, extras: 14, superseded: 9, untouched: 13, kept: 0, junk: 0 },
  fifteenth: { facts: 49, extras: 9, superseded: 13, untouched: 10, kept: 0, junk: 0 },
  sixteenth: { facts: 50, extras: 9, superseded: 8, untouched: 13, kept: 0, junk: 0 },
  seventeenth: { facts: 49, extras: 11, superseded: 9, untouched: 10, kept: 0, junk: 0 },
  eighteenth: { facts: 49, extras: 14, superseded: 10, untouched: 13, kept: 0, junk: 0 },
  nineteenth: { facts: 54, extras: 14, superseded: 8, untouched: 10, kept: 0, junk: 0 },
  twentieth: { facts: 50, extras: 6, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  twentyfirst: { facts: 48, extras: 8, superseded: 9, untouched: 12, kept: 0, junk: 0 },
  twentysecond: { facts: 50, extras: 10, superseded: 9, untouched: 10, kept: 0, junk: 0 },
  twentythird: { facts: 57, extras: 10, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  twentyfourth: { facts: 49, extras: 7, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  twentyfifth: { facts: 55, extras: 5, superseded: 8, untouched: 10, kept: 0, junk: 0 },
  twentysixth: { facts: 57, extras: 11, superseded: 9, untouched: 13, kept: 0, junk: 0 },
  twentyseventh: { facts: 50, extras: 8, superseded: 6, untouched: 10, kept: 0, junk: 0 },
  twentyeighth: { facts: 53, extras: 12, superseded: 11, untouched: 12, kept: 0, junk: 0 },
  twentyninth: { facts: 56, extras: 6, superseded: 11, untouched: 13, kept: 0, junk: 0 },
  thirtieth: { facts: 50, extras: 9, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  thirtyfirst: { facts: 60, extras: 10, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  thirtysecond: { facts: 54, extras: 12, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  thirtythird: { facts: 58, extras: 4, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  thirtyfourth: { facts: 52, extras: 10, superseded: 7, untouched: 13, kept: 0, junk: 0 },
  thirtyfifth: { facts: 48, extras: 8, superseded: 10, untouched: 11, kept: 0, junk: 0 },
  thirtysixth: { facts: 53, extras: 14, superseded: 10, untouched: 13, kept: 0, junk: 0 },
  thirtyseventh: { facts: 44, extras: 12, superseded: 10, untouched: 13, kept: 0, junk: 0 },
  thirtyeighth: { facts: 51, extras: 15, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  thirtyninth: { facts: 51, extras: 16, superseded: 7, untouched: 12, kept: 0, junk: 0 },
  fortieth: { facts: 53, extras: 11, superseded: 10, untouched: 10, kept: 0, junk: 0 },
  fortyfirst: { facts: 53, extras: 5, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  fortysecond: { facts: 52, extras: 8, superseded: 8, untouched: 11, kept: 0, junk: 0 },
  fortythird: { facts: 39, extras: 27, superseded: 9, untouched: 13, kept: 0, junk: 0 },
  fortyfourth: { facts: 49, extras: 5, superseded: 8, untouched: 11, kept: 0, junk: 0 },
  fortyfifth: { facts: 47, extras: 14, superseded: 6, untouched: 13, kept: 0, junk: 0 },
  fortysixth: { facts: 58, extras: 18, superseded: 11, untouched: 11, kept: 0, junk: 0 },
  fortyseventh: { facts: 51, extras: 8, superseded: 8, untouched: 13, kept: 0, junk: 0 },
  fortyeighth: { facts: 55, extras: 13, superseded: 9, untouched: 12, kept: 0, junk: 0 },
  fortyninth: { facts: 52, extras: 18, superseded: 9, untouched: 12, kept: 0, junk: 0 },
  fiftieth: { facts: 51, extras: 17, superseded: 7, untouched: 13, kept: 0, junk: 0 },
  fiftyfirst: { facts: 53, extras: 13, superseded: 9, untouched: 12, kept: 0, junk: 0 },
  fiftysecond: { facts: 47, extras: 16, superseded: 9, untouched: 13, kept: 0, junk: 0 },
  fiftythird: { facts: 56, extras: 10, superseded: 7, untouched: 13, kept: 0, junk: 0 },
  fiftyfourth: { facts: 44, extras: 9, superseded: 8, untouched: 10, kept: 0, junk: 0 },
  fiftyfifth: { facts: 49, extras: 5, superseded: 13, untouched: 10, kept: 0, junk: 0 },
  fiftysixth: { facts: 54, extras: 9, superseded: 10, untouched: 12, kept: 0, junk: 0 },
};

type Score = Awaited<ReturnType<typeof scoreExtraction>>;

/** Each thread loads both models, some 200 MB. */
const MOST_THREADS = 4;

/** The scores of all tables with the judge, on as many threads as there are cores, at most four. */
async function judgeAll(): Promise<Map<Table, Score>> {
  const scores = new Map<Table, Score>();
  const waiting = [...TABLES];
  const work = async () => {
    const worker = new Worker(new URL("./extraction_worker.ts", import.meta.url), { type: "module" });
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      const score = new Promise<Score>((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      });
      worker.postMessage(table);
      scores.set(table, await score);
    }
    worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(MOST_THREADS, navigator.hardwareConcurrency) }, work));
  return scores;
}

const judged = await judgeAll();
for (
  const [name, scoreOf, floors] of [
    ["judged", (table: Table) => judged.get(table)!, JUDGED],
    ["by words", (table: Table) => scoreExtraction("open", table, ruleExtractor), WORDS],
  ] as const
) {
  for (const table of TABLES) {
    const floor = floors[table];
    const score = await scoreOf(table);

    Deno.test(`extraction ${name} finds the facts of the ${table} open conversations, and little else`, () => {
      const { found, misses, extras } = score.conversations;
      assert.ok(found >= floor.facts, `${found} found: ${misses.join("\n")}`);
      assert.ok(extras.length <= floor.extras, `${extras.length} extra: ${extras.join("\n")}`);
    });

    Deno.test(`extraction ${name} supersedes what the ${table} open statements replace, and no look-alike`, () => {
      const { superseded, untouched, wrong } = score.pairs;
      assert.ok(superseded >= floor.superseded, `${superseded} superseded: ${wrong.join("\n")}`);
      assert.ok(untouched >= floor.untouched, `${untouched} untouched: ${wrong.join("\n")}`);
    });

    Deno.test(`extraction ${name} keeps the facts of ${table} single messages and stores little noise`, () => {
      const { kept, lost, junk } = score.singles;
      assert.ok(kept >= floor.kept, `${kept} kept: ${lost.join("\n")}`);
      assert.ok(junk.length <= floor.junk, `${junk.length} stored: ${junk.join("\n")}`);
    });
  }
}
