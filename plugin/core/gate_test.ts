import assert from "node:assert/strict";
import { findOutcome, judgeMessage, typeOf } from "./gate.ts";

Deno.test("judgeMessage keeps the sentences that carry facts, with those around them", () => {
  const kept = judgeMessage(
    "Great work!\nSQL keywords uppercase, CTEs instead of subqueries. That's our style.\n" +
      "Can you fix the query in report.ts?",
  );
  assert.ok("text" in kept);
  assert.match(kept.text, /CTEs instead of subqueries/);
  assert.match(kept.text, /our style/);
  assert.doesNotMatch(kept.text, /Great work|Can you fix/);
});

Deno.test("judgeMessage reads what was typed beside a paste, not the paste", () => {
  const kept = judgeMessage(
    "that stack trace again:\n\nTypeError: fetch failed\n    at node:internal/deps/undici:12618:11\n\n" +
      "it's because localhost resolves to ::1 here. use 127.0.0.1 in all local urls",
  );
  assert.ok("text" in kept);
  assert.match(kept.text, /127\.0\.0\.1/);
  assert.doesNotMatch(kept.text, /undici/);
});

Deno.test("judgeMessage drops what nobody typed, with the reason", () => {
  const cases: [string, RegExp][] = [
    ["/mem0-search which port", /slash command/],
    ["Review $ARGUMENTS and never push", /template/],
    ["This session is being continued from a previous one. We always use pnpm.", /compaction/],
    ["```ts\n// always use const\n```", /pasted/],
    ["- [mem0:1a2b3c4d] We always use pnpm", /pasted/],
    ["> We always use pnpm", /pasted/],
    ["we should always blame the intern haha", /joke/],
    ["what if we always used Redis?", /nothing durable/],
  ];
  for (const [message, reason] of cases) {
    const kept = judgeMessage(message);
    assert.ok("reason" in kept, message);
    assert.match(kept.reason, reason, message);
  }
});

Deno.test("judgeMessage keeps a wish that sets a rule and drops one for this moment", () => {
  assert.ok("text" in judgeMessage("Could you use metric units in everything you write for me?"));
  assert.ok("reason" in judgeMessage("Could you use metric units in this table?"));
});

Deno.test("typeOf names the kind by the strongest cue", () => {
  const cases = {
    anti_pattern: "Never push directly to main",
    decision: "We decided to keep the monolith",
    bug_fix: "It turned out that the cookie was set after the redirect",
    user_preference: "I'd rather have short answers",
    auto_capture: "blue",
  };
  for (const [type, text] of Object.entries(cases)) assert.equal(typeOf(text), type, text);
});
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
