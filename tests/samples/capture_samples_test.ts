import assert from "node:assert/strict";
import { judgeCapture } from "./judge.ts";

Deno.test("capture keeps the good open samples and none of the noise", async () => {
  const { lost, junk, misheard, merged, counts } = await judgeCapture("open");
  assert.ok(lost.length <= counts.keep * 0.05, `lost: ${lost}`);
  assert.ok(junk.length <= counts.noise * 0.02, `junk: ${junk}`);
  assert.deepEqual(misheard, []);
  assert.deepEqual(merged, []);
});
