import assert from "node:assert/strict";
import fc from "fast-check";
import { LAYER_FORM, TOKEN_FORM } from "./make_weights.ts";
import { dequantise, type Form, quantise } from "./quantize.ts";

const FORMS: Record<string, { form: Form; bound: number }> = {
  // Bounds of the relative error for normally distributed values; the model's own matrices have 0.035
  // to 0.042 and 0.154.
  layer: { form: { ...LAYER_FORM, width: 384 }, bound: 0.045 },
  token: { form: TOKEN_FORM, bound: 0.18 },
};

/** Normally distributed values (the sum of twelve even ones), repeatable. */
function makeValues(seed: number, count: number, scale: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      sum += seed / 2 ** 32;
    }
    return sum * scale;
  });
}

for (const [name, { form, bound }] of Object.entries(FORMS)) {
  Deno.test(`quantise keeps the error of random matrices in bounds (${name})`, () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 }),
      scale: fc.constantFrom(1e-4, 0.05, 3),
    });
    fc.assert(
      fc.property(cases, ({ seed, scale }) => {
        const values = makeValues(seed, 40 * form.width, scale);
        const back = dequantise(quantise(values, form), form);
        let error = 0;
        let size = 0;
        values.forEach((value, i) => {
          error += (value - back[i]!) ** 2;
          size += value * value;
        });
        assert.ok(Math.sqrt(error / size) < bound, `relative error ${Math.sqrt(error / size)}`);
      }),
      { numRuns: 10 },
    );
  });

  Deno.test(`quantise takes zeros, single peaks and one sign only (${name})`, () => {
    const values = new Float32Array(4 * form.width);
    values[form.width] = -5;
    values.fill(0.25, 2 * form.width, 3 * form.width);
    values.fill(-0.25, 3 * form.width);
    const back = dequantise(quantise(values, form), form);
    assert.ok(back.subarray(0, form.width).every((value) => value === 0));
    assert.ok(Math.abs(back[form.width]! + 5) < 0.5);
    for (let i = 2 * form.width; i < back.length; i++) {
      assert.ok(Math.abs(back[i]! - values[i]!) < 0.02, `${values[i]} became ${back[i]}`);
    }
  });
}
