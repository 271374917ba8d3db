import assert from "node:assert/strict";
import fc from "fast-check";
import { redact } from "../../plugin/core/redact.ts";
import { loadSamples, type SecretSample } from "../samples/samples.ts";

const secrets = [
  ...await loadSamples<SecretSample>("open", "secrets"),
  ...await loadSamples<SecretSample>("open", "secrets_kinds"),
]
  .filter((sample) => !sample.kind.startsWith("private"));

/** Prose around a planted secret: words, signs and line breaks, but nothing that hides it. */
const around = fc.array(
  fc.constantFrom(
    "we",
    "use",
    "pnpm",
    "tests",
    "run",
    "in",
    "CI",
    "—",
    "ok.",
    "\n",
    "über",
    "日本",
    "42",
  ),
  { maxLength: 12 },
).map((words) => words.join(" "));

Deno.test("redact is idempotent on any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const once = redact(text).text;
      assert.deepEqual(redact(once), { text: once, found: [] });
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("redact is idempotent on texts made of what its rules look for", () => {
  const piece = fc.constantFrom(
    ..."password token key = : ' \" <private> </private> sk- ghp_ eyJ :// @ . - is aZ3kQ9pLx7VbN2mT5wYc"
      .split(" "),
    "[redacted:token]",
    "-----BEGIN PRIVATE KEY-----",
    " ",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const once = redact(pieces.join("")).text;
      assert.deepEqual(redact(once), { text: once, found: [] });
    }),
    { numRuns: 5_000 },
  );
});

Deno.test("redact lets no planted secret through, whatever stands around it", () => {
  fc.assert(
    fc.property(around, fc.constantFrom(...secrets), around, (before, sample, after) => {
      const { text } = redact(`${before}\n${sample.text}\n${after}`);
      for (const secret of sample.secrets) assert.ok(!text.includes(secret), sample.id);
    }),
    { numRuns: 3_000 },
  );
});

Deno.test("redact of two halves of a message leaks nothing that it takes out of the whole", () => {
  for (const sample of secrets) {
    const { text } = redact(`${sample.text} ${sample.text}`);
    for (const secret of sample.secrets) assert.ok(!text.includes(secret), sample.id);
  }
});

Deno.test("redact needs time in proportion to the text", () => {
  // The longest texts that are scanned: with a quadratic rule the test would not come back in its time.
  const hostile = [
    "password=",
    "token=token=",
    "http://a:",
    "<private ",
    '<private a="',
    "sk-",
    "eyJ",
    "curl -u a:",
    "-----BEGIN RSA PRIVATE KEY-----\nabcdefgh\n",
    "'\"`",
    "authorization: ",
    "aB3",
    'password: "',
    "key aB3dE5fG7hJ9kL1mN3pQ5 ",
    "Q~",
    "123456789",
    ":",
    "@",
    "a@b:",
    "mysql -p",
    " -p",
    "\\n",
    "<日",
    "a@b.c:1日",
    "https://",
    "cookie: sid=",
    "PIN ",
  ];
  for (const piece of hostile) {
    for (const end of ["", "|", "/", "@"]) {
      const text = piece.repeat(Math.floor(131_000 / piece.length)) + end;
      const once = redact(text);
      assert.ok(!once.found.includes("too_long"));
      if (end === "") assert.equal(redact(once.text).found.length, 0, piece);
    }
  }
});
