import assert from "node:assert/strict";
import fc from "fast-check";
import { decode, encode, listed, oddsOf } from "./classifier.ts";

const weights = fc.uniqueArray(
  fc.tuple(fc.nat({ max: (1 << 17) - 1 }), fc.double({ min: -5, max: 5, noNaN: true })),
  { selector: ([feature]) => feature, maxLength: 200 },
).map((pairs) => new Map(pairs));

Deno.test("decode reads what encode wrote, but for half a step of each weight", () => {
  fc.assert(fc.property(weights, fc.integer({ min: -3, max: 3 }), (table, bias) => {
    const written = encode(bias, table);
    assert.doesNotMatch(written.text, /["\\]|[^ -~]/);
    const read = decode(written);
    assert.equal(read.bias, bias);
    for (const [feature, weight] of table) {
      const error = Math.abs((read.weights.get(feature) ?? 0) - weight);
      assert.ok(error <= written.step * 0.51 + 1e-9, `${feature}: ${weight}, off by ${error}`);
    }
    for (const feature of read.weights.keys()) assert.ok(table.has(feature));
  }));
});

Deno.test("a table that counts places in another one's list reads as if written alone", () => {
  fc.assert(fc.property(weights, weights, (first, second) => {
    const also = second.keys();
    const listing = encode(0, first, { also });
    assert.deepEqual(decode(listing), decode(encode(0, first)));
    const among = listed(listing);
    assert.deepEqual(decode(encode(0, second, { among }), among), decode(encode(0, second)));
  }));
});

Deno.test("oddsOf adds the weights of known features to the bias", () => {
  const classifier = { bias: 0.5, weights: new Map([[3, 2], [9, -1]]) };
  assert.equal(oddsOf(classifier, [3, 9, 77]), 1.5);
  assert.equal(oddsOf(classifier, []), 0.5);
});
