import assert from "node:assert/strict";
import fc from "fast-check";
import { proseOf } from "./pasted.ts";
import { clausesOf, sentencesOf, toldBefore } from "./sentences.ts";

const texts = (content: string) => sentencesOf(content).map(({ text }) => text);

Deno.test("sentencesOf cuts at marks, not inside versions, paths and abbreviations", () => {
  assert.deepEqual(texts("We run Node 20.11.1 here. See src/a.b/c.ts, e.g. the loader! Fine?"), [
    "We run Node 20.11.1 here.",
    "See src/a.b/c.ts, e.g. the loader!",
    "Fine?",
  ]);
  assert.deepEqual(texts("用 pnpm。不用 npm。"), ["用 pnpm。", "不用 npm。"]);
});

Deno.test("sentencesOf joins wrapped lines and keeps list items apart", () => {
  const wrapped = "The gateway only accepts connections from inside of the\nnetwork of the office.";
  assert.deepEqual(texts(wrapped), [wrapped.replace("\n", " ")]);
  assert.deepEqual(
    sentencesOf("Our setup:\n- backend: Django\n2. deploys via Dokku").map(({ text, item }) => [
      text,
      item,
    ]),
    [["Our setup:", false], ["backend: Django", true], ["deploys via Dokku", true]],
  );
});

Deno.test("sentencesOf takes a list inside a line apart", () => {
  assert.deepEqual(
    sentencesOf("From the retro: 1) two reviewers for core/, 2) no force pushes (2 strikes).").map((
      { text, item },
    ) => [text, item]),
    [["From the retro:", false], ["two reviewers for core/,", true], [
      "no force pushes (2 strikes).",
      true,
    ]],
  );
  assert.deepEqual(texts("Call f(1) or g(2) here."), ["Call f(1) or g(2) here."]);
});

Deno.test("toldBefore parts what a question is about from what it asks", () => {
  assert.equal(
    toldBefore("The hosts have driver 525, does 12.2 work with it?"),
    "The hosts have driver 525",
  );
  assert.equal(toldBefore("If the cache is cold, what happens?"), undefined);
  assert.equal(toldBefore("The error hook, does it scrub bodies?"), undefined);
  assert.equal(toldBefore("Where is the wiki?"), undefined);
});

Deno.test("sentencesOf leaves out what a program or somebody else wrote", () => {
  const foreign = [
    "```ts\n// always use tabs\n```",
    "> We never use tabs.",
    "<memories>\n- We use tabs.\n</memories>",
    "@@ -1 +1 @@\n+We use tabs.",
    "$ git status\nnothing to commit",
    "2026-01-02T10:00:00Z INFO tabs are used",
    "TypeError: tabs are not a function\n    at run (a.js:1:2)",
    "services:\n  db:\n    image: postgres:16",
    "Review the changes.\n\nArguments: $ARGUMENTS",
  ];
  for (const content of foreign) assert.deepEqual(texts(content), [], content);
  assert.deepEqual(texts("Look here:\n```\nx\n```\nWe use tabs."), ["Look here:", "We use tabs."]);
});

Deno.test("sentencesOf recognises questions without a question mark", () => {
  const asks = (content: string) => sentencesOf(content)[0]?.question;
  assert.equal(asks("how do i make it permanent"), true);
  assert.equal(asks("is there a flag for this?"), true);
  assert.equal(asks("What we use is pnpm."), false);
  assert.equal(asks("The port is 80."), false);
});

Deno.test("clausesOf cuts between independent clauses only", () => {
  const cases: [string, string[]][] = [
    ["Tables are partitioned by day, and nobody may write to gold", [
      "Tables are partitioned by day",
      "nobody may write to gold",
    ]],
    ["The stream is called ORDERS, and its retention is 72 hours", [
      "The stream is called ORDERS",
      "its retention is 72 hours",
    ]],
    ["If CI is red on main, nobody merges", ["If CI is red on main, nobody merges"]],
    ["Use tabs, because the linter wants it", ["Use tabs, because the linter wants it"]],
    ["The wiki is at w.acme.io, and login is via SSO", [
      "The wiki is at w.acme.io, and login is via SSO",
    ]],
    ["The step is 0.5 s, 1.0 was unstable", ["The step is 0.5 s, 1.0 was unstable"]],
    ["Second, the limit is 75", ["Second, the limit is 75"]],
    ["Ports (80, the others are closed) stay", ["Ports (80, the others are closed) stay"]],
  ];
  for (const [sentence, clauses] of cases) assert.deepEqual(clausesOf(sentence), clauses);
});

Deno.test("sentencesOf and clausesOf lose and change no word of prose", () => {
  const word = fc.constantFrom(
    "the",
    "port",
    "is",
    "8080",
    "and",
    "its",
    "we",
    "use",
    "Kafka",
    "a.b/c",
  );
  const mark = fc.constantFrom("", ",", ";", ".", "!", "?");
  const prose = fc.array(fc.tuple(word, mark), { minLength: 1, maxLength: 30 })
    .map((words) => words.map(([text, end]) => text + end).join(" "));
  const wordsOf = (text: string) => text.match(/[\w./]*\w/g) ?? [];
  let typed = 0;
  fc.assert(fc.property(prose, (text) => {
    const sentences = texts(text);
    // What looks like a program's line ("a.b/c port;") is left out before, and whole.
    const rest = proseOf(text).prose;
    if (rest === text) typed++;
    assert.deepEqual(sentences.flatMap(wordsOf), wordsOf(rest));
    for (const sentence of sentences) {
      const left = clausesOf(sentence).flatMap(wordsOf);
      const all = wordsOf(sentence);
      // Only "and" between two clauses goes.
      assert.deepEqual(left.filter((one) => one !== "and"), all.filter((one) => one !== "and"));
    }
  }));
  assert.ok(typed > 50, `${typed} of 100 are prose`);
});

Deno.test("sentencesOf cuts where something is taken back, not at every no", () => {
  const cases: [string, string[]][] = [
    ["The queue is Rabbit - no, sorry, it is NATS.", [
      "The queue is Rabbit",
      "no, sorry, it is NATS.",
    ]],
    ["It runs on 5433, oh no, on 5439.", ["It runs on 5433,", "oh no, on 5439."]],
    ["Hmm, scratch that.", ["Hmm, scratch that."]],
    ["We use tabs, no spaces.", ["We use tabs, no spaces."]],
    ["Prof. Adeyemi signs, Mrs. Quist pays.", ["Prof. Adeyemi signs, Mrs. Quist pays."]],
  ];
  for (const [said, pieces] of cases) {
    assert.deepEqual(sentencesOf(said).map(({ text }) => text), pieces);
  }
});
