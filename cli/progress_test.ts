import assert from "node:assert/strict";
import { breathing, drawBar } from "./progress.ts";

Deno.test("drawBar fits the terminal and never draws more than all", () => {
  assert.equal(drawBar("Copying", 5, 10, 80), `Copying ${"█".repeat(12)}${"░".repeat(12)} 5 of 10`);
  for (const [done, total] of [[0, 0], [11, 10], [10, 10]] as const) {
    assert.match(drawBar("x", done, total, 80), /^x █{24} /);
  }
  for (const columns of [10, 40]) {
    assert.ok([...drawBar("Copying", 1, 9, columns)].length < columns);
  }
});

Deno.test("breathing lets a timer in among work that never waits", async () => {
  const breath = breathing();
  let rang = false;
  setTimeout(() => rang = true);
  const end = performance.now() + 5_000;
  while (!rang && performance.now() < end) await breath();
  assert.equal(rang, true);
});
