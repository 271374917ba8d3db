/**
 * Extraction by rules on the open sample tables, by the rules of CONVERSATIONS.md: what was reached is
 * a floor. It is raised when the figures get better, and never lowered. `tasks/eval_extract.ts` lists
 * what is wrong; the locked tables are run by `tasks/eval_extract.ts --locked` only.
 */
import assert from "node:assert/strict";
import { scoreExtraction } from "../../tasks/lib/extraction_score.ts";

const FLOOR = {
  facts: 123,
  extras: 11,
  superseded: 12,
  untouched: 16,
  kept: 158,
  junk: 1,
};

const score = await scoreExtraction("open");

Deno.test("extractByRules finds the facts of the open conversations, and little else", () => {
  const { found, misses, extras } = score.conversations;
  assert.ok(found >= FLOOR.facts, `${found} found: ${misses.join("\n")}`);
  assert.ok(extras.length <= FLOOR.extras, `${extras.length} extra: ${extras.join("\n")}`);
});

Deno.test("EmbeddedStore supersedes what the open statements replace, and no look-alike", () => {
  const { superseded, untouched, wrong } = score.pairs;
  assert.ok(superseded >= FLOOR.superseded, `${superseded} superseded: ${wrong.join("\n")}`);
  assert.ok(untouched >= FLOOR.untouched, `${untouched} untouched: ${wrong.join("\n")}`);
});

Deno.test("extractByRules keeps the facts of single messages and stores little noise", () => {
  const { kept, lost, junk } = score.singles;
  assert.ok(kept >= FLOOR.kept, `${kept} kept: ${lost.join("\n")}`);
  assert.ok(junk.length <= FLOOR.junk, `${junk.length} stored: ${junk.join("\n")}`);
});
