import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { asksForMemory, asksToResume } from "./resume.ts";

for (const folder of ["open"]) {
  Deno.test(`asksToResume judges the ${folder} samples`, () => {
    const path = new URL(`../../tests/samples/${folder}/resume.json`, import.meta.url);
    const rows: { text: string; resume: boolean }[] = JSON.parse(readFileSync(path, "utf8"));
    const wrong = rows.filter(({ text, resume }) => asksToResume(text) !== resume);
    console.log(`${folder}: ${rows.length - wrong.length} of ${rows.length} right`);
    assert.ok(wrong.length <= rows.length * 0.15, JSON.stringify(wrong.map(({ text }) => text)));
  });
}

Deno.test("asksToResume takes no long message and nothing quoted for a request", () => {
  assert.equal(asksToResume('rename the button to "continue where we left off"'), false);
  assert.equal(asksToResume(`where were we? ${"x ".repeat(200)}`), false);
  assert.equal(asksToResume(""), false);
});

Deno.test("asksToResume takes a bare word for a request at the start of a conversation only", () => {
  for (const word of ["continue", "ok, keep going.", "weiter", "继续", "Resume please"]) {
    assert.equal(asksToResume(word), true, word);
    assert.equal(asksToResume(word, false), false, word);
  }
  assert.equal(asksToResume("where were we?", false), true);
});

const TASKS: [task: string, asks: boolean][] = [
  ["Check memory for the database decisions and report them", true],
  ["Recall what the user prefers for test names", true],
  ["Find out whether we decided on a queue library before", true],
  ["Follow the project's conventions when you name the files", true],
  ["Look whether earlier sessions fixed this build error", true],
  ["Continue where we left off", true],
  ["Find all callers of parseAddress and list them with line numbers", false],
  ["Search the codebase for usages of the payment API", false],
  ["Run the tests and report failures", false],
  ["Explore the folder src/ and summarise the architecture", false],
  ["Profile the memory usage of the worker and fix the memory leak", false],
  ["Move the in-memory cache to Redis", false],
  ["Review this diff for bugs", false],
];
for (const [task, asks] of TASKS) {
  Deno.test(`asksForMemory says ${asks} to "${task}"`, () => {
    assert.equal(asksForMemory(task), asks);
  });
}
