import assert from "node:assert/strict";
import fc from "fast-check";
import { type Code, type ErrorFacts, MemoryError } from "./errors.ts";
import { LONGEST_WAIT_MS, POOL_RETRIES, RETRIES, retryAfterMs, retryDelay } from "./retry.ts";

function error(code: Code, facts: ErrorFacts = {}): MemoryError {
  return new MemoryError(code, "failed", facts);
}

const first = { tries: 1, repeatable: true, leftMs: 30_000, chance: 0.5 };
const refused = error("unavailable", { retryable: true, unsent: true });

const RETRIED: [string, MemoryError][] = [
  ["429", error("limited", { status: 429 })],
  ["503", error("unavailable", { status: 503 })],
  ["504", error("unavailable", { status: 504 })],
  [
    "502 of a limited provider",
    error("unavailable", { status: 502, providerCode: "provider_rate_limited" }),
  ],
  [
    "502 of a slow provider",
    error("unavailable", { status: 502, providerCode: "provider_timeout" }),
  ],
  [
    "502 of an absent provider",
    error("unavailable", { status: 502, providerCode: "provider_unavailable" }),
  ],
  [
    "502 after the database came back",
    error("unavailable", { status: 502, providerCode: "unknown" }),
  ],
];

for (const [name, failure] of RETRIED) {
  Deno.test(`retryDelay lets a read be repeated after ${name}, a POST not`, () => {
    assert.ok(retryDelay(failure, first)! > 0);
    assert.equal(retryDelay(failure, { ...first, repeatable: false }), undefined);
  });
}

const FINAL: [string, MemoryError][] = [
  ["400", error("invalid", { status: 400 })],
  ["401", error("unauthorized", { status: 401 })],
  ["404", error("missing", { status: 404 })],
  ["500", error("unavailable", { status: 500 })],
  ["502 of a gateway", error("unavailable", { status: 502 })],
  [
    "502 of a wrong provider key",
    error("unavailable", { status: 502, providerCode: "provider_auth_failed" }),
  ],
  [
    "502 of a bad request",
    error("unavailable", { status: 502, providerCode: "provider_bad_request" }),
  ],
  ["a broken connection", error("unavailable", { retryable: true })],
  ["a failed TLS handshake", error("unavailable", { unsent: true })],
  ["a timeout", error("timeout", { retryable: true })],
  ["an abort", error("aborted")],
  ["an answer that is none", error("protocol", { status: 200 })],
];

for (const [name, failure] of FINAL) {
  Deno.test(`retryDelay lets nothing be repeated after ${name}`, () => {
    assert.equal(retryDelay(failure, first), undefined);
  });
}

Deno.test("retryDelay lets any request be repeated that was never sent", () => {
  assert.ok(retryDelay(refused, { ...first, repeatable: false })! > 0);
});

Deno.test("retryDelay follows the server's hint, unless it goes past the deadline", () => {
  const hinted = error("limited", { status: 429, retryAfterMs: 7_000 });
  assert.equal(retryDelay(hinted, first), 7_000);
  assert.equal(retryDelay(hinted, { ...first, leftMs: 7_000 }), undefined);
});

Deno.test("retryDelay ends, stays within its bounds, grows, and never passes the deadline", () => {
  const failures = fc.constantFrom(refused, ...RETRIED.map(([, failure]) => failure));
  fc.assert(
    fc.property(
      failures,
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0, max: 0.9999, noNaN: true }),
      fc.integer({ min: 0, max: 10_000 }),
      (failure, tries, chance, leftMs) => {
        const wait = retryDelay(failure, { tries, repeatable: true, chance, leftMs });
        if (tries > POOL_RETRIES) assert.equal(wait, undefined);
        if (tries > RETRIES && failure.providerCode !== "unknown") assert.equal(wait, undefined);
        if (wait === undefined) return;
        assert.ok(wait > 0 && wait <= LONGEST_WAIT_MS && wait < leftMs);
        const next = retryDelay(failure, {
          tries: tries + 1,
          repeatable: true,
          chance,
          leftMs: 60_000,
        });
        if (next !== undefined) assert.ok(next >= wait);
        const least = retryDelay(failure, { tries, repeatable: true, chance: 0, leftMs: 60_000 })!;
        assert.ok(wait >= least && wait <= 2 * least);
      },
    ),
  );
});

Deno.test("retryAfterMs reads seconds and dates, and nothing else", () => {
  const now = Date.parse("2026-11-22T10:00:00Z");
  assert.equal(retryAfterMs("3", now), 3_000);
  assert.equal(retryAfterMs("0.5", now), 500);
  assert.equal(retryAfterMs("Sun, 22 Nov 2026 10:00:09 GMT", now), 9_000);
  assert.equal(retryAfterMs("Sun, 22 Nov 2026 09:00:00 GMT", now), 0);
  for (const odd of [null, "", " ", "soon", "-1", "NaN", "Infinity"]) {
    assert.equal(retryAfterMs(odd, now), undefined, String(odd));
  }
});
