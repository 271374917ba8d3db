import assert from "node:assert/strict";
import { addProduct } from "./adapter.ts";

Deno.test("addProduct adds the product of the factors, rank by rank", () => {
  const matrix = Float32Array.of(1, 2, 3, 4, 5, 6);
  addProduct(matrix, {
    up: Int8Array.of(1, 2, 0, -1), // two rows of two ranks
    down: Int8Array.of(1, 0, 2, 3, 4, 5),
    scale: Float32Array.of(0.5, 0.25),
  });
  assert.deepEqual([...matrix], [
    1 + 0.5 * 1 + 0.5 * 3,
    2 + 0.5 * 4,
    3 + 0.5 * 2 + 0.5 * 5,
    4 - 0.25 * 3,
    5 - 0.25 * 4,
    6 - 0.25 * 5,
  ]);
});

Deno.test("addProduct changes nothing where the factors are zero", () => {
  const matrix = Float32Array.of(0.1, -0.2);
  addProduct(matrix, { up: new Int8Array(1), down: Int8Array.of(7, 9), scale: Float32Array.of(3) });
  assert.deepEqual(matrix, Float32Array.of(0.1, -0.2));
});
