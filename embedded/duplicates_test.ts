import assert from "node:assert/strict";
import fc from "fast-check";
import { areSame, formOf } from "./duplicates.ts";

interface Pair {
  id: string;
  a: string;
  b: string;
  same: boolean;
}

async function readPairs(part: string): Promise<Pair[]> {
  const url = new URL(`../tests/samples/${part}/distinct_pairs.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url));
}

/** Ids of the pairs that were merged wrongly, and of the equal ones that were not recognised. */
function judge(pairs: Pair[]): { merged: string[]; missed: string[] } {
  const wrong = pairs.filter(({ a, b, same }) => areSame(a, b) !== same);
  return {
    merged: wrong.filter((pair) => !pair.same).map((pair) => pair.id),
    missed: wrong.filter((pair) => pair.same).map((pair) => pair.id),
  };
}

Deno.test("areSame judges the open sample pairs as a person does", async () => {
  assert.deepEqual(judge(await readPairs("open")), { merged: [], missed: [] });
});

Deno.test("areSame merges none of the locked sample pairs that differ", async () => {
  const pairs = await readPairs("locked");
  const { merged, missed } = judge(pairs);
  console.log(
    `  locked pairs: ${pairs.length}, wrongly merged ${merged.length}, missed ${missed.length}`,
  );
  assert.deepEqual(merged, []);
});

Deno.test("areSame is never true for texts that differ in one word", () => {
  const words = ["5432", "5433", "v1", "v2", "not", "never", "src/a.ts", "src/b.ts", "Ann", "Anna"];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("the", "server", "on", "port", "uses", "before", "deploy"), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.nat(8),
      fc.constantFrom(...words),
      fc.constantFrom(...words),
      (frame, at, one, other) => {
        const withWord = (word: string) =>
          [...frame.slice(0, at), word, ...frame.slice(at)].join(" ");
        assert.equal(areSame(withWord(one), withWord(other)), one === other);
      },
    ),
  );
});

Deno.test("areSame answers the same in both directions", () => {
  const word = fc.constantFrom("in", "go", "use", "tabs", "for", "files", "on", "prod");
  const text = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(areSame(a, b), areSame(b, a));
      if (formOf(a) === formOf(b)) assert.ok(areSame(a, b));
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("areSame keeps signs that carry meaning", () => {
  for (
    const [a, b] of [
      ["We write C", "We write C++"],
      ["We write C", "We write C#"],
      ["Load is < 5", "Load is > 5"],
      ["The offset is 5", "The offset is -5"],
      ["Read .env", "Read env"],
      ["We use Redis", "We use Redis?"],
      ["The field is userId", "The field is userid"],
      ["Add it to PATH", "Add it to path"],
      ["The area is in m²", "The area is in m2"],
    ] as const
  ) assert.equal(areSame(a, b), false, `${a} / ${b}`);
});
