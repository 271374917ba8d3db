import assert from "node:assert/strict";
import fc from "fast-check";
import { openDatabase } from "./database.ts";
import { migrate } from "./schema.ts";
import { makePlainScanner, quantize, VectorIndex } from "./vectors.ts";

const part = fc.float({ min: -1, max: 1, noNaN: true });
const vector = (length: number) =>
  fc.array(part, { minLength: length, maxLength: length }).map((parts) => Float32Array.from(parts))
    .filter((one) => Math.hypot(...one) > 0.1);

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = a.reduce((sum, x, i) => sum + x * b[i]!, 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}

Deno.test("VectorIndex gives cosines within 0.02 of the exact ones, and the greatest first", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(vector(16), { minLength: 1, maxLength: 40 }),
      vector(16),
      async (all, query) => {
        const db = await openDatabase(":memory:");
        migrate(db, ":memory:");
        all.forEach((one, i) => {
          const data = new Uint8Array(quantize(one).buffer);
          db.run("INSERT INTO vector VALUES (?, ?, 'toy', ?)", i + 100, i + 1, data);
        });
        const index = new VectorIndex("toy", 16);
        index.refresh(db);
        const cosines = index.compare(query);
        all.forEach((one, i) => {
          const found = cosines.of(i + 100, i + 1)!;
          assert.ok(Math.abs(found - cosine(query, one)) < 0.02, `${found} ${cosine(query, one)}`);
          assert.equal(cosines.of(i + 100, 999), undefined, "another stamp: another vector");
        });
        const stampOf = (seq: number) => seq - 99;
        const top = cosines.top(3).map((seq) => cosines.of(seq, stampOf(seq))!);
        const best = all.map((_, i) => cosines.of(i + 100, i + 1)!).sort((a, b) => b - a).slice(
          0,
          3,
        );
        assert.deepEqual(top.sort((a, b) => b - a), best);
        db.close();
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("VectorIndex takes in new and replaced vectors, and no other embedder's", async () => {
  const db = await openDatabase(":memory:");
  migrate(db, ":memory:");
  const put = (seq: number, stamp: number, embedder: string, parts: number[]) =>
    db.run(
      "INSERT OR REPLACE INTO vector VALUES (?, ?, ?, ?)",
      seq,
      stamp,
      embedder,
      new Uint8Array(Int8Array.from(parts).buffer),
    );
  const index = new VectorIndex("toy", 2);
  const query = Float32Array.from([1, 0]);
  put(1, 1, "toy", [127, 0]);
  put(2, 2, "other", [127, 0]);
  index.refresh(db);
  assert.deepEqual(index.compare(query).top(10), [1]);
  put(1, 3, "toy", [0, 127]);
  put(3, 4, "toy", [127, 0]);
  index.refresh(db);
  const cosines = index.compare(query);
  assert.deepEqual([cosines.of(1, 3), cosines.of(1, 1)], [0, undefined]);
  assert.equal(cosines.of(3, 4)?.toFixed(6), "1.000000");
  assert.deepEqual(cosines.top(1), [3]);
  assert.deepEqual(cosines.top(5, [1, 2]), [1]);
  db.close();
});

Deno.test("makePlainScanner keeps its rows when it grows", () => {
  const scanner = makePlainScanner(2);
  scanner.reserve(1).set([3, 4]);
  const room = scanner.reserve(5_000);
  room.set([1, 2], 2 * 4_999);
  const products = scanner.scan(Int8Array.from([10, 1]), 5_000);
  assert.deepEqual([products[0], products[1], products[4_999]], [34, 0, 12]);
});
