import assert from "node:assert/strict";
import fc from "fast-check";
import { failureLine, shortenQuery } from "./query.ts";

Deno.test("shortenQuery leaves a short question as it is", () => {
  const text = "which Node version do we need? sharp doesn't build";
  assert.equal(shortenQuery(text), text);
});

Deno.test("shortenQuery drops fenced code but keeps what failed in it", () => {
  const text =
    "why does this break?\n```ts\nconst a = 1;\nTypeError: x is not a function\n    at run (a.ts:1:2)\n```\nit worked yesterday";
  assert.equal(
    shortenQuery(text),
    "why does this break? it worked yesterday TypeError: x is not a function",
  );
});

Deno.test("shortenQuery drops logs, stack frames and diffs around the question", () => {
  const log = Array.from(
    { length: 200 },
    (_, n) => `2026-01-01T10:00:${n % 60} INFO request ${n} done`,
  );
  const frames = Array.from(
    { length: 30 },
    (_, n) => `    at handler${n} (/srv/app/src/h.ts:${n}:7)`,
  );
  const diff = ["diff --git a/x b/x", "@@ -1,2 +1,2 @@", "-old();", "+new();"];
  const query = shortenQuery(["the export is slow, why?", ...log, ...frames, ...diff].join("\n"));
  assert.equal(query, "the export is slow, why?");
});

Deno.test("shortenQuery keeps the asking sentence of a long message", () => {
  const filler = Array.from(
    { length: 60 },
    (_, n) => `We looked at part ${n} of the system for a while.`,
  );
  const text = [...filler.slice(0, 30), "Which queue library did we choose?", ...filler.slice(30)]
    .join(" ");
  const query = shortenQuery(text);
  assert.ok(query.includes("Which queue library did we choose?"));
  assert.ok(query.length <= 480);
});

Deno.test("shortenQuery falls back to the beginning of a pure paste", () => {
  const query = shortenQuery("```\nfunction reserveBerth(boat) {\n  return 1;\n}\n```");
  assert.ok(query.startsWith("function reserveBerth"));
});

Deno.test("shortenQuery never gives more than its limit, half a character or a blank for words", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 3000 }), (text) => {
    const query = shortenQuery(text);
    assert.ok(query.length <= 480);
    if (text.isWellFormed()) assert.ok(query.isWellFormed());
  }));
});

Deno.test("shortenQuery takes a megabyte in its stride", () => {
  const query = shortenQuery(`what is this?\n${"x".repeat(1_000_000)}\n${"a b ".repeat(250_000)}`);
  assert.ok(query.startsWith("what is this?"));
});

Deno.test("shortenQuery takes a page of blank lines in its stride", () => {
  const start = performance.now();
  assert.equal(shortenQuery("\n".repeat(65_536)), "");
  assert.ok(performance.now() - start < 1000);
});

const OUTPUTS: [what: string, output: string, line: string | undefined][] = [
  [
    "a Python traceback",
    'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: bad port\n',
    "ValueError: bad port",
  ],
  [
    "a Rust error",
    "error[E0382]: borrow of moved value: `x`\n --> src/main.rs:4:5",
    "error[E0382]: borrow of moved value: `x`",
  ],
  [
    "git",
    "fatal: not a git repository (or any of the parent directories): .git",
    "fatal: not a git repository (or any of the parent directories): .git",
  ],
  [
    "a time and colours",
    "2026-01-01T10:00:00Z \u001b[31mError: connect ECONNREFUSED 127.0.0.1:5432\u001b[0m",
    "Error: connect ECONNREFUSED 127.0.0.1:5432",
  ],
  ["a shell", "bash: foo: command not found", "bash: foo: command not found"],
  ["no failure", "all good\n12 files written\n", undefined],
  ["nothing", "", undefined],
];
for (const [what, output, line] of OUTPUTS) {
  Deno.test(`failureLine reads ${what}`, () => {
    assert.equal(failureLine(output), line);
  });
}
