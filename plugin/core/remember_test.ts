import assert from "node:assert/strict";
import { findRemember } from "./remember.ts";

Deno.test("findRemember gives the words after the command and leaves the rest", () => {
  const found = findRemember(
    "Fix the footer. And remember that retries are capped at 4.\n\nThen test",
  );
  assert.equal(found?.text, "retries are capped at 4.");
  assert.match(found?.rest ?? "", /Fix the footer/);
  assert.match(found?.rest ?? "", /Then test/);
  assert.doesNotMatch(found?.rest ?? "", /retries/);
});

Deno.test("findRemember stops where a request begins", () => {
  assert.equal(
    findRemember("remember: the port is 7070. Now add a test for it")?.text,
    "the port is 7070.",
  );
});

Deno.test("findRemember takes a list whole", () => {
  assert.equal(findRemember("remember this:\n- a is b\n- c is d")?.text, "- a is b\n- c is d");
});

Deno.test("findRemember knows no command in questions, memories and names", () => {
  const texts = [
    "do you remember the port?",
    "remember when this was fast?",
    "the remember-me cookie is broken",
    "I can't remember who wrote it",
    "",
    "remember",
  ];
  for (const text of texts) assert.equal(findRemember(text), undefined, text);
});
