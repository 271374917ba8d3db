import assert from "node:assert/strict";
import fc from "fast-check";
import { splitWindows, unitSum } from "./windows.ts";

Deno.test("splitWindows keeps all tokens in order, in as few even windows as fit", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_064 }), (count) => {
    const tokens = Array.from({ length: count }, (_, i) => 1_000 + i);
    const windows = splitWindows(tokens);
    assert.deepEqual(windows.flatMap((window) => window.slice(1, -1)), tokens);
    assert.equal(windows.length, Math.max(1, Math.ceil(count / 254)));
    const lengths = windows.map((window) => window.length);
    assert.ok(Math.max(...lengths) <= 256);
    assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1);
    for (const window of windows) {
      assert.equal(window[0], 101);
      assert.equal(window.at(-1), 102);
    }
  }));
});

Deno.test("unitSum has length 1 and the direction of the sum", () => {
  const unit = unitSum([Float32Array.of(3, 0), Float32Array.of(0, 4)]);
  assert.ok(Math.abs(unit[0]! - 0.6) < 1e-6 && Math.abs(unit[1]! - 0.8) < 1e-6);
  assert.deepEqual(unitSum([new Float32Array(2)]), new Float32Array(2));
});
