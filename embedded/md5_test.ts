import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { md5 } from "./md5.ts";

Deno.test("md5 is the digest that node:crypto computes, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      assert.equal(md5(text), createHash("md5").update(text).digest("hex"));
    }),
  );
});

Deno.test("md5 is right where the padding needs a block of its own", () => {
  for (const length of [0, 55, 56, 63, 64, 119, 120, 100_000]) {
    const text = "x".repeat(length);
    assert.equal(md5(text), createHash("md5").update(text).digest("hex"), `${length} bytes`);
  }
});
