import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { isMemoryError } from "../client/errors.ts";
import { openKernel } from "./kernel.ts";

const kernel = openKernel();
kernel.memory.grow(64);
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

function makeRandom(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** Lays arrays into the kernel's memory, one after another: random integers up to a peak, or numbers. */
function makeArena(seed: number) {
  const random = makeRandom(seed);
  const { buffer } = kernel.memory;
  let end = 65536;
  const take = (bytes: number) => {
    const at = end;
    end = (end + bytes + 15) & ~15;
    return at;
  };
  const integer = (peak: number) => Math.round((random() * 2 - 1) * peak);
  const fill = <T extends Int8Array | Int16Array | Float32Array>(
    array: T,
    next: () => number,
  ): T => {
    for (let i = 0; i < array.length; i++) array[i] = next();
    return array;
  };
  return {
    random,
    bytes: (n: number) => fill(new Int8Array(buffer, take(n), n), () => integer(127)),
    shorts: (n: number, peak: number) =>
      fill(new Int16Array(buffer, take(n * 2), n), () => integer(peak)),
    integers: (n: number) => new Int32Array(buffer, take(n * 4), n),
    numbers: (n: number, peak = 1) =>
      fill(new Float32Array(buffer, take(n * 4), n), () => (random() * 2 - 1) * peak),
  };
}

function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const limit = tolerance * Math.max(1, Math.abs(expected[i]!));
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= limit,
      `${i}: ${actual[i]} for ${expected[i]}`,
    );
  }
}

/** What `deno task weights:kernel` printed when it made the one of the other. */
const HASHES = {
  "../tasks/weights/kernel.as": "ecdcfbf3f2dc6f15d446f14730b4a14760bb7447b2657ff8ca83cb96f9a6b36d",
  "weights/kernel.wasm": "c68c4218942d38bb0d88bb22aa0772dfe16ad829dac42fcee79b4169222cb655",
};

Deno.test("the kernel is made from kernel.as as it stands", () => {
  for (const [file, expected] of Object.entries(HASHES)) {
    const bytes = readFileSync(new URL(file, import.meta.url));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), expected, file);
  }
});

Deno.test("openKernel says what is missing: the file, or a runtime that understands it", () => {
  for (const [file, why] of [["nowhere.wasm", /can't be read/], ["kernel.ts", /SIMD/]] as const) {
    assert.throws(
      () => openKernel(new URL(file, import.meta.url)),
      (error) => isMemoryError(error) && error.code === "unavailable" && why.test(error.message),
    );
  }
});

Deno.test("linear equals the plain product, at its largest values too", () => {
  const shapes = fc.record({
    seed: seeds,
    rows: fc.integer({ min: 1, max: 13 }),
    columns: fc.integer({ min: 1, max: 9 }).map((n) => 2 * n),
    width: fc.constantFrom(8, 64, 384, 1536),
    full: fc.boolean(),
  });
  fc.assert(fc.property(shapes, ({ seed, rows, columns, width, full }) => {
    const arena = makeArena(seed);
    const padded = (rows + 3) & ~3;
    const a = arena.shorts(padded * width, 8191);
    const w = arena.bytes(columns * width);
    if (full) a.fill(8191), w.fill(-127);
    const aScales = arena.numbers(padded);
    const wScales = arena.numbers(columns);
    const bias = arena.numbers(columns);
    const out = arena.numbers(padded * columns);
    const at = (array: ArrayBufferView) => array.byteOffset;
    kernel.linear(at(a), at(aScales), at(w), at(wScales), at(bias), at(out), rows, columns, width);
    const expected: number[] = [];
    for (let t = 0; t < rows; t++) {
      for (let n = 0; n < columns; n++) {
        let sum = 0;
        for (let k = 0; k < width; k++) sum += a[t * width + k]! * w[n * width + k]!;
        expected.push(sum * aScales[t]! * wScales[n]! + bias[n]!);
      }
    }
    assertNear(out.subarray(0, rows * columns), expected, 1e-5);
  }));
});

Deno.test("scan equals plain dot products", () => {
  const shapes = fc.record({
    seed: seeds,
    count: fc.integer({ min: 1, max: 40 }),
    width: fc.constantFrom(16, 48, 384, 1536),
  });
  fc.assert(fc.property(shapes, ({ seed, count, width }) => {
    const arena = makeArena(seed);
    const query = arena.bytes(width);
    const rows = arena.bytes(count * width);
    const out = arena.integers(count);
    kernel.scan(query.byteOffset, rows.byteOffset, out.byteOffset, count, width);
    const expected = Array.from(
      out,
      (_, row) => query.reduce((sum, part, i) => sum + part * rows[row * width + i]!, 0),
    );
    assert.deepEqual([...out], expected);
  }));
});

Deno.test("unpack decodes 5-bit codes as weights.ts says", () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 20 }), (seed, blocks) => {
    const arena = makeArena(seed);
    const count = 32 * blocks;
    const codebook = arena.bytes(32);
    const low = arena.bytes(count / 2);
    const high = arena.bytes(count / 8);
    const scales = arena.bytes(count / 16);
    const out = arena.bytes(count);
    kernel.unpack(
      low.byteOffset,
      high.byteOffset,
      scales.byteOffset,
      codebook.byteOffset,
      out.byteOffset,
      count,
    );
    const expected = Array.from({ length: count }, (_, i) => {
      const nibble = low[(i >> 5) * 16 + (i & 15)]! >> (i & 16 ? 4 : 0) & 15;
      const code = nibble | (high[i >> 3]! >> (i & 7) & 1) << 4;
      return (codebook[code]! * scales[i >> 4]! + 64) >> 7;
    });
    assert.deepEqual([...out], expected);
  }));
});

Deno.test("quantize keeps each row within half a step", () => {
  fc.assert(fc.property(seeds, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (seed, peak) => {
    const arena = makeArena(seed);
    const [rows, width] = [5, 384];
    const x = arena.numbers(rows * width, peak);
    x.fill(0, 0, width); // a row of zeros
    const out = arena.shorts(rows * width, 0);
    const scales = arena.numbers(rows);
    kernel.quantize(x.byteOffset, out.byteOffset, scales.byteOffset, rows, width);
    for (let i = 0; i < x.length; i++) {
      const scale = scales[Math.floor(i / width)]!;
      assert.ok(
        Math.abs(x[i]! - out[i]! * scale) <= 0.502 * scale,
        `${x[i]} became ${out[i]} * ${scale}`,
      );
    }
  }));
});

Deno.test("gelu is x times the normal distribution function", () => {
  const arena = makeArena(1);
  const x = arena.numbers(4_000);
  for (let i = 0; i < x.length; i++) x[i] = (i - 2_000) / 200;
  const expected = Array.from(x, (value) => value * normal(value));
  kernel.gelu(x.byteOffset, x.length);
  assertNear(x, expected, 1e-5);
});

Deno.test("norm adds, centres and scales each row", () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 9 }), (seed, rows) => {
    const arena = makeArena(seed);
    const x = arena.numbers(rows * 384, 3);
    const y = arena.numbers(rows * 384, 3);
    const gain = arena.numbers(384);
    const bias = arena.numbers(384);
    const expected: number[] = [];
    for (let row = 0; row < rows; row++) {
      const sums = Array.from({ length: 384 }, (_, i) => x[row * 384 + i]! + y[row * 384 + i]!);
      const mean = sums.reduce((a, b) => a + b) / 384;
      const variance = sums.reduce((a, b) => a + (b - mean) ** 2, 0) / 384;
      sums.forEach((sum, i) =>
        expected.push((sum - mean) / Math.sqrt(variance + 1e-12) * gain[i]! + bias[i]!)
      );
    }
    kernel.norm(x.byteOffset, y.byteOffset, gain.byteOffset, bias.byteOffset, rows);
    assertNear(x, expected, 1e-4);
  }));
});

Deno.test("attend is softmax attention, head by head", () => {
  const cases = fc.record({
    seed: seeds,
    rows: fc.integer({ min: 1, max: 37 }),
    peak: fc.constantFrom(0.5, 5),
  });
  fc.assert(
    fc.property(cases, ({ seed, rows, peak }) => {
      const arena = makeArena(seed);
      const qkv = arena.numbers(rows * 1152, peak);
      const y = arena.numbers(rows * 384);
      const scratch = arena.numbers(33 * ((rows + 15) & ~15));
      kernel.attend(qkv.byteOffset, y.byteOffset, scratch.byteOffset, rows, 0, 5);
      kernel.attend(qkv.byteOffset, y.byteOffset, scratch.byteOffset, rows, 5, 12);
      const expected = new Float64Array(rows * 384);
      for (let head = 0; head < 12; head++) {
        const part = (kind: number, row: number, i: number) =>
          qkv[row * 1152 + kind * 384 + head * 32 + i]!;
        for (let row = 0; row < rows; row++) {
          const scores = Array.from({ length: rows }, (_, other) => {
            let sum = 0;
            for (let i = 0; i < 32; i++) sum += part(0, row, i) * part(1, other, i);
            return sum / Math.sqrt(32);
          });
          const top = Math.max(...scores);
          const shares = scores.map((score) => Math.exp(score - top));
          const total = shares.reduce((a, b) => a + b);
          for (let i = 0; i < 32; i++) {
            expected[row * 384 + head * 32 + i] = shares.reduce((sum, share, other) =>
              sum + share * part(2, other, i), 0) / total;
          }
        }
      }
      assertNear(y, expected, 2e-4);
    }),
    { numRuns: 30 },
  );
});

/** The normal distribution function: its series near 0, a continued fraction outside. */
function normal(x: number): number {
  const density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  const size = Math.abs(x);
  if (size < 4) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 100; n++) sum += term *= x * x / (2 * n + 1);
    return 0.5 + density * sum;
  }
  let fraction = size;
  for (let n = 60; n > 0; n--) fraction = size + n / fraction;
  return x > 0 ? 1 - density / fraction : density / fraction;
}
