/**
 * Extraction on the open sample tables, by the rules of CONVERSATIONS.md, with the judge and by words
 * alone: what was reached is a floor. It is raised when the figures get better. The words' was lowered
 * twice, when weights were learned anew from much more data, for older tables that had been learned by
 * heart: see docs/adr/0009 (facts 123, 109, 71; extras 4, 6, 3; noise stored 1, 8, 10 before) and
 * docs/adr/0010 (superseded 27 and 32 in the second and third, untouched 34 and 32 in the third and
 * fourth before). The judged ones moved when the judges were learned from twice the conversations: up in
 * most, down in four (fifth facts 73 and extras 1, third and fourth untouched 33 and 32, before). They
 * moved again when a memory had to stand by itself and the limit for a user's statement was raised from
 * -0.3 to 0.5: extras 38 -> 24 in ten tables, facts 732 -> 714, single facts 948 -> 939 (facts 113, 109,
 * 69, 63, 71, 70, 72, 48, 53, 64, single ones 159, 224, 318, 247, superseded 34 in the sixth, untouched 32
 * and 11 in the fifth and tenth, before). Both lost a fact of the seventh (words 67 before) when pronouns were left standing unless what they mean is
 * sure: "GPS had first said 90" had kept the correction away from it. What replaces what was learned anew
 * with whole projects (docs/adr/0012): judged, superseded in the fifth and
 * eleventh fell by one (34, 12 before), untouched in the second, seventh and ninth (27, 34, 11); by words,
 * superseded fell in the first (16), untouched in the third, fourth, fifth and seventh (33, 31, 31, 32).
 * The judge learned it once more from thirty more projects and from contrasted pairs: superseded fell in the fourth
 * and sixth (32, 33 before) and rose in the tenth and twelfth (12, 10), untouched rose in four (280 -> 285 in twelve
 * tables). Then the statements' judge learned single statements of whole projects and messages in fours, and the
 * limit for a user's statement rose to 1.1: facts fell in four tables (second 105, sixth 69, eighth 47, eleventh 58
 * before) and rose in five, extras rose in three (fourth 2, sixth 1, ninth 4) and fell in four, single facts fell by
 * four; untouched fell in the fourth and sixth (31, 33), superseded in the fifth (33).
 * `tasks/eval_extract.ts` lists what is wrong; the locked
 * tables are run by `tasks/eval_extract.ts --locked` only.
 */
import assert from "node:assert/strict";
import { judgedExtractor, ruleExtractor } from "../../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../../embedder/mod.ts";
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
  first: { facts: 114, extras: 2, superseded: 16, untouched: 16, kept: 155, junk: 1 },
  second: { facts: 104, extras: 2, superseded: 27, untouched: 27, kept: 223, junk: 0 },
  third: { facts: 68, extras: 1, superseded: 34, untouched: 33, kept: 312, junk: 2 },
  fourth: { facts: 61, extras: 3, superseded: 31, untouched: 28, kept: 248, junk: 0 },
  fifth: { facts: 72, extras: 3, superseded: 32, untouched: 32, kept: 0, junk: 0 },
  sixth: { facts: 68, extras: 2, superseded: 32, untouched: 32, kept: 0, junk: 0 },
  seventh: { facts: 72, extras: 1, superseded: 34, untouched: 33, kept: 0, junk: 0 },
  eighth: { facts: 46, extras: 3, superseded: 34, untouched: 34, kept: 0, junk: 0 },
  ninth: { facts: 55, extras: 5, superseded: 13, untouched: 11, kept: 0, junk: 0 },
  tenth: { facts: 61, extras: 1, superseded: 13, untouched: 12, kept: 0, junk: 0 },
  eleventh: { facts: 57, extras: 5, superseded: 11, untouched: 12, kept: 0, junk: 0 },
  twelfth: { facts: 66, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  thirteenth: { facts: 55, extras: 4, superseded: 11, untouched: 11, kept: 0, junk: 0 },
  fourteenth: { facts: 47, extras: 1, superseded: 12, untouched: 13, kept: 0, junk: 0 },
  fifteenth: { facts: 49, extras: 4, superseded: 13, untouched: 13, kept: 0, junk: 0 },
};

const WORDS: Record<Table, Floor> = {
  first: { facts: 120, extras: 4, superseded: 15, untouched: 16, kept: 159, junk: 1 },
  second: { facts: 106, extras: 5, superseded: 25, untouched: 26, kept: 224, junk: 0 },
  third: { facts: 69, extras: 1, superseded: 31, untouched: 32, kept: 321, junk: 1 },
  fourth: { facts: 62, extras: 5, superseded: 28, untouched: 30, kept: 247, junk: 0 },
  fifth: { facts: 71, extras: 9, superseded: 28, untouched: 29, kept: 0, junk: 0 },
  sixth: { facts: 72, extras: 10, superseded: 31, untouched: 31, kept: 0, junk: 0 },
  seventh: { facts: 67, extras: 11, superseded: 29, untouched: 31, kept: 0, junk: 0 },
  eighth: { facts: 49, extras: 9, superseded: 31, untouched: 34, kept: 0, junk: 0 },
  ninth: { facts: 50, extras: 20, superseded: 8, untouched: 11, kept: 0, junk: 0 },
  tenth: { facts: 55, extras: 30, superseded: 10, untouched: 9, kept: 0, junk: 0 },
  eleventh: { facts: 50, extras: 20, superseded: 8, untouched: 12, kept: 0, junk: 0 },
  twelfth: { facts: 62, extras: 12, superseded: 10, untouched: 12, kept: 0, junk: 0 },
  thirteenth: { facts: 54, extras: 6, superseded: 11, untouched: 11, kept: 0, junk: 0 },
  fourteenth: { facts: 46, extras: 14, superseded: 9, untouched: 13, kept: 0, junk: 0 },
  fifteenth: { facts: 47, extras: 11, superseded: 13, untouched: 10, kept: 0, junk: 0 },
};

const model = new MiniLm();
const judged = judgedExtractor(new MiniLmJudge(model));
for (
  const [name, extractor, floors] of [
    ["judged", judged, JUDGED],
    ["by words", ruleExtractor, WORDS],
  ] as const
) {
  for (const table of TABLES) {
    const floor = floors[table];
    const score = await scoreExtraction("open", table, extractor);

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
await model.close();
