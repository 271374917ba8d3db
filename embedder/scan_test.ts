import assert from "node:assert/strict";
import fc from "fast-check";
import { makePlainScanner } from "../embedded/vectors.ts";
import { makeKernelScanner } from "./scan.ts";

Deno.test("makeKernelScanner gives what the plain scanner gives, while rows are added", () => {
  const part = fc.integer({ min: -127, max: 127 });
  const cases = fc.record({
    dimensions: fc.constantFrom(16, 48, 384),
    counts: fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 4 }),
    pattern: fc.array(part, { minLength: 7, maxLength: 60 }),
  });
  fc.assert(
    fc.property(cases, ({ dimensions, counts, pattern }) => {
      const scanners = [makeKernelScanner(dimensions)!, makePlainScanner(dimensions)];
      const query = Int8Array.from({ length: dimensions }, (_, i) => pattern[(i * 5) % 7]!);
      for (const total of counts.sort((a, b) => a - b)) {
        const [actual, expected] = scanners.map((scanner) => {
          const room = scanner.reserve(total);
          for (let i = 0; i < total * dimensions; i++) room[i] = pattern[i % pattern.length]!;
          return [...scanner.scan(query, total)];
        });
        assert.deepEqual(actual, expected);
      }
    }),
    { numRuns: 20 },
  );
});

Deno.test("makeKernelScanner keeps the rows when it grows", () => {
  const scanner = makeKernelScanner(16)!;
  scanner.reserve(1).set(Int8Array.from({ length: 16 }, (_, i) => i));
  scanner.reserve(100_000);
  assert.deepEqual([...scanner.scan(new Int8Array(16).fill(1), 1)], [120]);
});

Deno.test("makeKernelScanner leaves odd lengths to others", () => {
  assert.equal(makeKernelScanner(100), undefined);
});
