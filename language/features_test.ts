import assert from "node:assert/strict";
import fc from "fast-check";
import { FEATURE_SPACE, featuresOf } from "./features.ts";

const said = (text: string) =>
  featuresOf({ text, assistant: false, item: false, before: "nothing" });

Deno.test("featuresOf gives each number once, inside of the space, for any text", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const features = said(text);
    assert.equal(new Set(features).size, features.length);
    for (const feature of features) assert.ok(feature >= 0 && feature < FEATURE_SPACE);
  }));
});

Deno.test("featuresOf sees no difference between numbers, between paths, nor in a greeting", () => {
  assert.deepEqual(said("The relay is on port 80"), said("The relay is on port 8443"));
  assert.deepEqual(said("Jobs are in src/jobs"), said("Jobs are in lib/queue"));
  assert.deepEqual(said("Hey, we use tabs"), said("we use tabs"));
});

Deno.test("featuresOf sees who speaks, what went before, and the words", () => {
  const plain = { text: "we use tabs", assistant: false, item: false, before: "nothing" } as const;
  const seen = [
    plain,
    { ...plain, assistant: true },
    { ...plain, item: true },
    { ...plain, before: "request" } as const,
    { ...plain, text: "we use spaces" },
  ].map((one) => featuresOf(one).toSorted((a, b) => a - b).join());
  assert.equal(new Set(seen).size, seen.length);
});
