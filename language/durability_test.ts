import assert from "node:assert/strict";
import { judge } from "./durability.ts";

const judged = (text: string, assistant = false) =>
  judge({ text, assistant, item: false, before: "nothing" });

Deno.test("judge tells what lasts from what is asked, supposed, chatted or true only now", () => {
  const lasting = [
    "We decided to keep the monolith.",
    "Every endpoint must have a test.",
    "Never push directly to main.",
    "I prefer short answers.",
    "Our registry is at harbor.intra.example.",
    "The crash was caused by a missing lock.",
  ];
  const passing = [
    "Could you rename this function?",
    "Maybe we should use Redis some day.",
    "thanks, that looks great",
    "I'm running the tests now",
    "the build is red again",
    "What do you think?",
  ];
  for (const text of lasting) assert.ok(judged(text).odds > 0, text);
  for (const text of passing) assert.ok(judged(text).odds < -1, text);
});

Deno.test("judge takes an assistant's advice for what it is", () => {
  assert.ok(judged("You could always use a queue.", true).odds < 0);
  assert.ok(judged("Make sure that the port is open.", true).odds < 0);
  assert.ok(judged("Fixed: the cookie was dropped because the path was wrong.", true).odds > 0);
});

Deno.test("judge names the kind", () => {
  assert.equal(judged("We decided to keep the monolith.").type, "decision");
  assert.equal(judged("Never push directly to main.").type, "anti_pattern");
  assert.equal(judged("I prefer short answers.").type, "user_preference");
  assert.equal(judged("The crash was caused by a missing lock.").type, "bug_fix");
});

Deno.test("judge knows requests", () => {
  assert.equal(judged("please add a test for the parser").request, true);
  assert.equal(judged("We use pnpm here.").request, false);
});
