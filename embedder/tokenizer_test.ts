import assert from "node:assert/strict";
import fc from "fast-check";
import { references } from "./testdata/reference.ts";
import { makeTokenizer, SPECIAL } from "./tokenizer.ts";
import { readLayout } from "./weights.ts";
import { findWeights, openWeights } from "./weights_file.ts";

const tokenize = makeTokenizer(readVocabulary());

function readVocabulary(): string {
  const source = openWeights(findWeights());
  const { vocabulary } = readLayout(source);
  const bytes = new Uint8Array(vocabulary.bytes);
  source.read(vocabulary.at, bytes);
  source.close();
  return new TextDecoder().decode(bytes);
}

Deno.test("makeTokenizer gives the original's ids for 200 texts", () => {
  assert.equal(references.length, 200);
  for (const { text, ids } of references) {
    assert.deepEqual(tokenize(text, Infinity), ids, JSON.stringify(text.slice(0, 80)));
  }
});

Deno.test("makeTokenizer stops at the limit", () => {
  for (const { text, ids } of references) {
    assert.deepEqual(tokenize(text, 5), ids.slice(0, 5));
  }
});

Deno.test("makeTokenizer takes any text and gives known ids, none of them special", () => {
  const letters = fc.string({
    unit: fc.oneof(
      fc.string({ unit: "binary", maxLength: 1 }),
      fc.constantFrom("a", " ", "#", "[CLS]", "é", "中", "\ud800", "\0"),
    ),
  });
  fc.assert(fc.property(letters, (text) => {
    for (const id of tokenize(text, Infinity)) {
      assert.ok(Number.isInteger(id) && id >= 0 && id < 30522);
      assert.ok(id !== SPECIAL.start && id !== SPECIAL.end);
    }
  }));
});

Deno.test("makeTokenizer doesn't care about case, accents and the width of white space", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("Größe", "naïve", "DEPLOY", "x", "中", "?")), (words) => {
      const plain = tokenize(
        words.join(" ").normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase(),
        Infinity,
      );
      assert.deepEqual(tokenize(words.join("\t\n\u3000"), Infinity), plain);
    }),
  );
});
