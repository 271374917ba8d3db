import assert from "node:assert/strict";
import { judgeMessage } from "./message.ts";
import { sentencesOf } from "./sentences.ts";

/** Is anything of it worth keeping? */
const isDurable = (text: string, assistant = false) =>
  judgeMessage(sentencesOf(text), { assistant, enough: 0 }).some(({ durable }) => durable);

Deno.test("judgeMessage drops one piece of work, moments, troubles and hearsay", () => {
  const passing = [
    "now plot the latencies of the last run",
    "ok, call setUp() in the other files as well",
    "looks fine, go on with /v3/drivers",
    "let's do the hotfix for the header",
    "I'm on the train today",
    "I go eat something now",
    "The login page fails on Safari",
    "someone on reddit said that Deno is faster",
    "you used camelCase",
    "zeig mir die Datei",
  ];
  for (const text of passing) assert.equal(isDurable(text), false, text);
});

Deno.test("judgeMessage keeps rules, changes and troubles with their cause", () => {
  const lasting = [
    "write commit messages in the imperative",
    "run the linter before you commit",
    "never call the API in tests",
    "from today on releases are tagged",
    "The login page fails on Safari because the cookie has no SameSite",
    "use pnpm in this repo",
  ];
  for (const text of lasting) assert.equal(isDurable(text), true, text);
});

Deno.test("judgeMessage tells an assistant's advice and reports from what it found out", () => {
  const passing = [
    "In general, smaller batches help",
    "I'd suggest Playwright for this",
    "Added the header to 4 files",
    "Done. Updated the lockfile",
  ];
  for (const text of passing) assert.equal(isDurable(text, true), false, text);
  for (
    const text of [
      "The build failed because the cache was stale",
      "Removed the retry since the server already retries",
    ]
  ) assert.equal(isDurable(text, true), true, text);
});

/** Opinions by what a text holds; the longest known part counts. */
const consultOf = (odds: Record<string, number>) => (text: string) => ({
  odds: odds[text] ?? Math.max(
    ...Object.entries(odds).filter(([part]) => text.includes(part)).map(([, value]) => value),
    -5,
  ),
  type: "convention" as const,
});
const piecesOf = (text: string, odds: Record<string, number>) =>
  judgeMessage(sentencesOf(text), { assistant: false, enough: 0, consult: consultOf(odds) })
    .filter(({ durable }) => durable).map((clause) => clause.text);

Deno.test("judgeMessage keeps together what is said together, without what is idle around it", () => {
  assert.deepEqual(
    piecesOf("Tags are made by relbot, nobody tags by hand", {
      "Tags are made by relbot": 4,
      "nobody tags by hand": 1,
    }),
    ["Tags are made by relbot, nobody tags by hand"],
  );
  assert.deepEqual(
    piecesOf("Tests run with Vitest, can you fix the typo in the header", {
      "Tests run with Vitest": 4,
      "can you fix the typo in the header": -4,
    }),
    ["Tests run with Vitest"],
  );
  // Neither half says anything by itself.
  const moved = "They moved the metrics database, you find it on plover-1 now";
  const halves = { "They moved the metrics database": -3.3, "you find it on plover-1 now": -3.5 };
  assert.deepEqual(piecesOf(moved, { [moved]: 0.5, ...halves }), [moved]);
});

Deno.test("judgeMessage makes two of what is clearly two, and asks with what was said before", () => {
  assert.deepEqual(
    piecesOf("Tests run with Vitest, the API is written in Go", {
      "Tests run with Vitest": 5,
      "the API is written in Go": 5,
    }),
    ["Tests run with Vitest", "the API is written in Go"],
  );
  const asked: [string, string][] = [];
  judgeMessage(sentencesOf("First of all. Then this."), {
    assistant: false,
    enough: 0,
    consult: (text, before) => void asked.push([text, before]),
  });
  assert.deepEqual(asked, [["First of all.", ""], ["Then this.", "First of all."]]);
});
