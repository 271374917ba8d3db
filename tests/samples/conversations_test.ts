/**
 * Extraction by rules on the open sample tables, by the rules of CONVERSATIONS.md: what was reached is
 * a floor. It is raised when the figures get better. It was lowered twice, when weights were learned anew
 * from much more data, for older tables that had been learned by heart: see docs/adr/0009 (facts 123,
 * 109, 71; extras 4, 6, 3; noise stored 1, 8, 10 before) and docs/adr/0010 (superseded 27 and 32
 * in the second and third, untouched 34 and 32 in the third and fourth before).
 * `tasks/eval_extract.ts` lists what is wrong; the locked tables are run by `tasks/eval_extract.ts --locked` only.
 */
import assert from "node:assert/strict";
import { scoreExtraction } from "../../tasks/lib/extraction_score.ts";

const FLOOR = {
  first: { facts: 120, extras: 4, superseded: 16, untouched: 16, kept: 159, junk: 1 },
  second: { facts: 106, extras: 5, superseded: 25, untouched: 26, kept: 224, junk: 0 },
  third: { facts: 69, extras: 1, superseded: 31, untouched: 33, kept: 321, junk: 1 },
  fourth: { facts: 62, extras: 5, superseded: 28, untouched: 31, kept: 245, junk: 0 },
  fifth: { facts: 71, extras: 9, superseded: 28, untouched: 31, kept: 0, junk: 0 },
};

for (const table of ["first", "second", "third", "fourth", "fifth"] as const) {
  const floor = FLOOR[table];
  const score = await scoreExtraction("open", table);

  Deno.test(`extractByRules finds the facts of the ${table} open conversations, and little else`, () => {
    const { found, misses, extras } = score.conversations;
    assert.ok(found >= floor.facts, `${found} found: ${misses.join("\n")}`);
    assert.ok(extras.length <= floor.extras, `${extras.length} extra: ${extras.join("\n")}`);
  });

  Deno.test(`EmbeddedStore supersedes what the ${table} open statements replace, and no look-alike`, () => {
    const { superseded, untouched, wrong } = score.pairs;
    assert.ok(superseded >= floor.superseded, `${superseded} superseded: ${wrong.join("\n")}`);
    assert.ok(untouched >= floor.untouched, `${untouched} untouched: ${wrong.join("\n")}`);
  });

  Deno.test(`extractByRules keeps the facts of ${table} single messages and stores little noise`, () => {
    const { kept, lost, junk } = score.singles;
    assert.ok(kept >= floor.kept, `${kept} kept: ${lost.join("\n")}`);
    assert.ok(junk.length <= floor.junk, `${junk.length} stored: ${junk.join("\n")}`);
  });
}
