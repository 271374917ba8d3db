import assert from "node:assert/strict";
import { findOutcome } from "./outcome.ts";

Deno.test("findOutcome keeps what was found or done, without offers and plans", () => {
  const text =
    "I looked at the tests.\n\nThe root cause was that `saveSession()` was not awaited " +
    "before the redirect; I fixed it by awaiting it in auth.ts.\n\n" +
    "Would you like me to fix src/cart.ts because it was caused by the same bug?\n" +
    "Let me know if you want me to switch from Jest because of the speed.";
  const outcome = findOutcome(text);
  assert.match(outcome, /saveSession/);
  assert.doesNotMatch(outcome, /Would you|Let me know|I looked/);
});

Deno.test("findOutcome finds nothing in explanations, code and praise", () => {
  const texts = [
    "A Map keeps insertion order, while an object has a prototype.",
    "```ts\n// the root cause was a race in Auth2\n```",
    "Done! All tests pass.",
    "I'll fix the root cause in auth.ts next.",
    "",
  ];
  for (const text of texts) assert.equal(findOutcome(text), "", text);
});

Deno.test("findOutcome is short, however long the answer", () => {
  const line = "The bug in Parser2 was caused by the cache, fixed by clearing it in reset().\n";
  assert.ok(findOutcome(line.repeat(200)).length <= 600);
});
