/** What the fuzz tests share: how many inputs, and inputs that programs stumble over. */
import process from "node:process";
import fc from "fast-check";
import type { Json } from "../../client/store.ts";

/** Inputs to each target: 2,000 in the test run, 100,000 in `deno task soak`. */
export const INPUTS = Number(process.env.FUZZ_INPUTS ?? 2_000);

/** Texts with a meaning to some layer below: SQL, FTS5, JSON, prototypes, our own marks, Unicode. */
const PIECES = [
  '"',
  "'",
  "`",
  "*",
  "^",
  ":",
  "-",
  "+",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  "\\",
  "%",
  "_",
  ";",
  "--",
  "AND",
  "OR",
  "NOT",
  "NEAR",
  "NEAR(a b, 3)",
  "text:",
  "words MATCH",
  "NULL",
  "1=1",
  "/*",
  "\0",
  "\n",
  "\r\n",
  "\t",
  " ",
  "\u2028",
  "\u200b",
  "\u202e",
  "\ufeff",
  "\ud800",
  "\udfff",
  "é",
  "日本語",
  "👩‍💻",
  "__proto__",
  "constructor",
  "toString",
  "[mem0:1a2b3c4d]",
  "<mem0-memories>",
  "</mem0-memories>",
  "<private>",
  "</private>",
  "remember this",
  "where were we",
  "ghp_",
  "password=",
  "port 5432",
  "tests",
  "we decided that",
  "https://ann:pw@example.org/",
  "a".repeat(300),
];

/** A text that may be anything. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(" ")),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** Any value of JavaScript, with keys and texts that mean something more often than not. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.anything({
    maxDepth: 2,
    key: fc.oneof(hostileText, fc.constantFrom("id", "type", "text", "parts", "sessionID")),
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom(undefined, null, NaN, Infinity, -0, 1e308, "", [], {}, () => 1, Symbol("s")),
);

/** Any JSON; its keys from the list as often as others. */
export function jsonWith(keys: readonly string[]): fc.Arbitrary<Json> {
  const key = fc.oneof(fc.constantFrom(...keys), fc.constantFrom(...keys), hostileText);
  const leaf = fc.oneof(
    hostileText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -5, max: 50 }),
    fc.boolean(),
    fc.constant(null),
    fc.constant("*"),
  );
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.array(tie("json"), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie("json")), { maxLength: 5 }).map((entries) => own(entries)),
    ),
  })).json;
}

/** An object whose every key is its own, `__proto__` too, as JSON.parse makes it. */
function own(entries: readonly [string, Json][]): Json {
  return Object.fromEntries(entries);
}

/** A value that is as expected, or, once in so many times, anything else. */
export function mostly<T>(expected: fc.Arbitrary<T>, weight = 24): fc.Arbitrary<unknown> {
  return fc.oneof({ weight, arbitrary: expected as fc.Arbitrary<unknown> }, {
    weight: 1,
    arbitrary: anyValue,
  });
}
