import assert from "node:assert/strict";
import { judgeCapture, judgeCommands, judgeMessages } from "./judge.ts";

Deno.test("capture keeps the good open samples and none of the noise", async () => {
  const { lost, junk, misheard, merged, counts } = await judgeCapture("open");
  assert.ok(lost.length <= counts.keep * 0.05, `lost: ${lost}`);
  assert.ok(junk.length <= counts.noise * 0.02, `junk: ${junk}`);
  assert.deepEqual(misheard, []);
  assert.deepEqual(merged, []);
});

for (const table of ["second", "third", "fourth"]) {
  Deno.test(`capture keeps the good ${table} open messages and little of the noise`, async () => {
    const { lost, junk, counts } = await judgeMessages("open", `_${table}`);
    assert.ok(lost.length <= counts.keep * 0.05, `lost: ${lost}`);
    // A floor: lower it when less is kept, never raise it.
    assert.ok(junk.length <= 2, `junk: ${junk}`);
    assert.deepEqual((await judgeCommands("open", `_${table}`)).misheard, []);
  });
}
