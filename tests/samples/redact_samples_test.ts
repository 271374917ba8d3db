import assert from "node:assert/strict";
import { judgeRedaction } from "./judge.ts";

for (const table of ["", "_kinds", "_second", "_third", "_fourth", "_machines"]) {
  Deno.test(`redact lets no secret of open/secrets${table} through and leaves its look-alikes`, async () => {
    const { leaks, losses, wrong, lookalikes } = await judgeRedaction("open", table);
    assert.deepEqual(leaks, []);
    assert.deepEqual(losses, []);
    assert.ok(wrong.length <= lookalikes / 60, `redacted look-alikes: ${wrong}`);
  });
}

Deno.test("redact lets fewer of the secrets through that people tell in many ways", async () => {
  const { leaks, wrong, lookalikes } = await judgeRedaction("open", "_told");
  // A floor: lower it when less gets through, never raise it.
  assert.ok(leaks.length <= 69, `${leaks.length} leaked: ${leaks}`);
  assert.ok(wrong.length <= lookalikes / 60, `redacted look-alikes: ${wrong}`);
});
