import assert from "node:assert/strict";
import { VectorCache } from "./cache.ts";

Deno.test("VectorCache forgets what wasn't asked for the longest", () => {
  const cache = new VectorCache(2);
  cache.set("a", Float32Array.of(1));
  cache.set("b", Float32Array.of(2));
  assert.deepEqual(cache.get("a"), Float32Array.of(1));
  cache.set("c", Float32Array.of(3));
  assert.equal(cache.get("b"), undefined);
  assert.deepEqual(cache.get("a"), Float32Array.of(1));
  assert.deepEqual(cache.get("c"), Float32Array.of(3));
});

Deno.test("VectorCache keeps its vectors to itself", () => {
  const cache = new VectorCache(2);
  const given = Float32Array.of(1);
  cache.set("a", given);
  given[0] = 9;
  cache.get("a")![0] = 9;
  assert.deepEqual(cache.get("a"), Float32Array.of(1));
});
