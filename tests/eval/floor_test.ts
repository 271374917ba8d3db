/** Memories must be found at least as well as they once were: floor.json only rises. */
import assert from "node:assert/strict";
import { measureEmbedded } from "../../tasks/lib/retrieval_eval.ts";
import { belowFloor, readFloor } from "../../tasks/lib/eval_floor.ts";

const floor = await readFloor();

Deno.test("what the embedded store finds doesn't fall below its floor", async () => {
  assert.deepEqual(belowFloor(floor, await measureEmbedded()), []);
});

Deno.test("the floor speaks of each set and each way to search", () => {
  assert.deepEqual(Object.keys(floor).sort(), [
    "coding, words",
    "coding, words and meaning",
    "paraphrase, second, words and meaning",
    "paraphrase, words and meaning",
  ]);
});

Deno.test("belowFloor names what fell, and by how much", () => {
  const fallen = belowFloor(
    { "coding, words": { at1: 0.8, at5: 0.9 } },
    { "coding, words": { at1: 0.79, at5: 0.95 } },
  );
  assert.deepEqual(fallen, ["coding, words: at1 is 0.790, the floor 0.800"]);
  assert.deepEqual(belowFloor({ gone: { at1: 0.1, at5: 0.1 } }, {}), ["gone: not measured"]);
});
