import assert from "node:assert/strict";
import { judgeMessage } from "../language/message.ts";
import { sentencesOf } from "../language/sentences.ts";
import type { Unit } from "./compose.ts";
import { troubleOf, withStories, withTrouble } from "./stories.ts";
import { unitsOf, WORDED } from "./units.ts";

/** Which clauses go along with the one before, should every story be worth `odds`. */
function stories(content: string, odds: number): { text: string; along: boolean }[] {
  const sentences = sentencesOf(content);
  const clauses = judgeMessage(sentences, { assistant: true, enough: 1 });
  return withStories(clauses, sentences, () => ({ odds, type: "bug_fix" }), 1)
    .filter(({ durable, along }) => durable || along).map(({ text, along }) => ({ text, along }));
}

const CAUSE = "The tiles were cut at the antimeridian.";

Deno.test("withStories takes what was done along with the cause before it, whatever each is worth", () => {
  for (
    const remedy of [
      "I split the polygons there before they are simplified.",
      "I now split the polygons there.",
      "With the polygons split there the maps are whole again.",
      "Splitting the polygons there fixed the maps.",
      "We've set the option wrapdateline.",
    ]
  ) {
    assert.deepEqual(stories(`${CAUSE} ${remedy}`, 2), [
      { text: CAUSE, along: false },
      { text: remedy, along: true },
    ]);
  }
});

Deno.test("withStories makes no story of a check, a question or what is not worth it", () => {
  for (
    const told of [
      `${CAUSE} I tested it with Fiji and Chukotka.`,
      `${CAUSE} I checked all sheets.`,
      "Is the map cut at the antimeridian? I split the polygons there.",
      "I moved the files. I renamed the folder.",
    ]
  ) assert.ok(stories(told, 2).every(({ along }) => !along), told);
  assert.ok(stories(`${CAUSE} I split the polygons there.`, 0.5).every(({ along }) => !along));
});

const unitsIn = (content: string): Unit[] =>
  unitsOf(sentencesOf(content), {
    role: "user",
    choice: "",
    enough: WORDED.user,
    works: false,
    limits: WORDED,
  });

Deno.test("troubleOf takes a first message that asks for nothing as a report, of others what shows a trouble", () => {
  const report = "The labels come out upside down.";
  assert.equal(troubleOf(unitsIn(report), true), "The labels come out upside down");
  assert.equal(troubleOf(unitsIn(report), false), undefined);
  const asked = "The label printer hangs after ten sheets. Can you look at the spooler?";
  assert.equal(troubleOf(unitsIn(asked), false), "The label printer hangs after ten sheets");
  assert.equal(troubleOf(unitsIn("Can you add a test?"), true), undefined);
  assert.equal(
    troubleOf(unitsIn(`The export fails ${"again and ".repeat(40)}again.`), true),
    undefined,
  );
});

Deno.test("withTrouble names the trouble only where the solution doesn't", () => {
  const solution = "His scanner writes TIFF. I convert it first";
  const trouble = "The pages of the parish register came out black";
  assert.equal(withTrouble(trouble, solution), `${trouble}. ${solution}`);
  const named = "The pages of the parish register came out black because of the inverted palette";
  assert.equal(withTrouble(trouble, named), named);
});
