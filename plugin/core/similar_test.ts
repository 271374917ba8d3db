import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { contradicts, isSameFact, parseStatement, saysAll } from "./similar.ts";

interface Pair {
  id: string;
  a: string;
  b: string;
  same?: boolean;
}
const load = (name: string): Pair[] =>
  JSON.parse(
    readFileSync(new URL(`../../tests/samples/open/${name}.json`, import.meta.url), "utf8"),
  );
const both = ({ a, b }: Pair) => [parseStatement(a), parseStatement(b)] as const;

Deno.test("isSameFact tells restatements from facts that differ in what matters", () => {
  for (const pair of load("distinct_pairs")) {
    const [a, b] = both(pair);
    assert.equal(isSameFact(a, b), pair.same, `${pair.id} ${pair.a} | ${pair.b}`);
    assert.equal(isSameFact(b, a), pair.same, `${pair.id} the other way`);
    if (!pair.same) assert.ok(!saysAll(a, b) && !saysAll(b, a), pair.id);
    else assert.ok(!contradicts(a, b), pair.id);
  }
});

Deno.test("contradicts leaves statements about different subjects alone", () => {
  for (const pair of load("superseding_not")) {
    const [a, b] = both(pair);
    assert.ok(!contradicts(a, b) && !contradicts(b, a), `${pair.id} ${pair.a} | ${pair.b}`);
    assert.ok(!isSameFact(a, b) && !saysAll(a, b) && !saysAll(b, a), pair.id);
  }
});

const CONTRADICTING: [a: string, b: string, contradicts: boolean][] = [
  ["The staging database is on port 5433", "The staging database is on port 5432", true],
  ["Node 20 is required", "Node 22 is required", true],
  ["Deploys happen on Tuesdays", "Deploys happen on Thursdays", true],
  ["We use Redis for sessions", "We don't use Redis for sessions", true],
  ["Use tabs for indentation in Go files", "Use spaces for indentation in Go files", true],
  ["The cache lives in Redis", "Currently the cache lives in Memcached", true],
  ["The app uses Redis", "The app uses Stripe", false],
  ["Maya reviews database migrations", "Mayra reviews database migrations", false],
  ["The frontend calls the gateway", "The gateway calls the frontend", false],
  ["We use Vitest", "We use Postgres", false],
];
for (const [a, b, expected] of CONTRADICTING) {
  Deno.test(`contradicts ${expected ? "sees" : "doesn't see"} "${a}" against "${b}"`, () => {
    assert.equal(contradicts(parseStatement(a), parseStatement(b)), expected);
  });
}

const CONTAINED: [longer: string, shorter: string, contained: boolean][] = [
  ["Deploys always happen on Tuesdays before noon", "Deploys happen on Tuesdays before noon", true],
  [
    "The nightly backup job copies the orders table to cold storage",
    "The backup job copies the orders table to cold storage",
    true,
  ],
  ["The backup job never copies the orders table", "The backup job copies the orders table", false],
  [
    "The backup job 2 copies the orders table nightly",
    "The backup job copies the orders table nightly",
    false,
  ],
  ["Only admins may delete the orders table", "Admins may delete the orders table", false],
  ["Tests run with Vitest in CI", "Tests run with Vitest", false],
];
for (const [longer, shorter, expected] of CONTAINED) {
  Deno.test(`saysAll: "${longer}" ${expected ? "holds" : "doesn't hold"} "${shorter}"`, () => {
    assert.equal(saysAll(parseStatement(longer), parseStatement(shorter)), expected);
  });
}

Deno.test("parseStatement bears any text", () => {
  for (
    const text of ["", "…", "the", "]]>", "不", "\u0000", "a".repeat(100_000), ". ".repeat(5000)]
  ) {
    const parsed = parseStatement(text);
    assert.ok(!isSameFact(parsed, parseStatement("We deploy on Tuesdays")));
  }
});
