import assert from "node:assert/strict";
import fc from "fast-check";
import { matches } from "../client/predicate.ts";
import type { Json, Metadata, Where } from "../client/store.ts";
import { EmbeddedStore } from "./mod.ts";

const scope = { user: "ann" };

const scalar = fc.oneof(
  fc.constantFrom<Json>(
    ...'7,007, 7 ,1e3,1000,0.1,-0,.5,5.,+3,Zürich,ZÜRICH,zürich,abc,ABC,true,null,%,_,\\,"'.split(
      ",",
    ),
    "",
    "İ",
    "ß",
    7,
    1000,
    0.1,
    0.30000000000000004,
    1e21,
    1e-7,
    -3,
    true,
    false,
    null,
  ),
  fc.string({ unit: "grapheme", maxLength: 4 }).filter((text) => !text.includes("\0")),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("a", "bb", "Ü"), scalar, { maxKeys: 3 }) },
);
const key = fc.constantFrom("n", "app_id", "a.b", 'q"uote', "$.n", "ключ", "", "toString");
const field = fc.oneof(
  { weight: 4, arbitrary: key },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "data",
      "hash",
      "role",
      "actor_id",
      "created_at",
      "updated_at",
      "expiration_date",
    ),
  },
);
const where: fc.Arbitrary<Where> = fc.letrec<{ where: Where; list: Where[] }>((tie) => ({
  list: fc.array(tie("where"), { maxLength: 3 }),
  where: fc.oneof(
    { maxDepth: 3, depthIdentifier: "where" },
    fc.record({ field, is: fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.constant(null)) }),
    fc.record({
      field,
      op: fc.constantFrom("ne" as const, "contains" as const, "icontains" as const),
      value,
    }),
    fc.record({
      field,
      op: fc.constantFrom("gt" as const, "gte" as const, "lt" as const, "lte" as const),
      value: fc.constantFrom<Json>(7, "7", 0, -3, 1000, "1e3", 0.1),
    }),
    fc.record({ all: tie("list") }),
    fc.record({ any: tie("list") }),
    fc.record({ none: tie("list") }),
  ),
})).where;
const memory = fc.record({
  text: fc.oneof(fc.constantFrom("7", "Zürich", "ÄÖ", ""), fc.string({ maxLength: 6 }))
    .filter((text) => !text.includes("\0")),
  metadata: fc.dictionary(key, value, { maxKeys: 4 }) as fc.Arbitrary<Metadata>,
  role: fc.constantFrom("user", "7", "ÄRGER"),
  expires: fc.constantFrom("2999-01-01", null, undefined),
});

Deno.test("a filter in SQL finds the memories for which the plain predicate is true", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(memory, { minLength: 1, maxLength: 8 }),
      fc.array(where, { minLength: 1, maxLength: 12 }),
      async (memories, wheres) => {
        const store = await EmbeddedStore.open({ path: ":memory:" });
        try {
          for (const { text, metadata, role, expires } of memories) {
            const [change] = await store.add({
              scope,
              infer: false,
              messages: [{ role, content: text }],
              metadata,
            });
            if (expires !== undefined) await store.update(change!.id, { expirationDate: expires });
          }
          const { memories: all } = await store.list({ scope });
          assert.equal(all.length, memories.length);
          for (const where of wheres) {
            const found = (await store.list({ scope, where })).memories.map((one) => one.id);
            const wanted = all.filter((one) => matches(where, one)).map((one) => one.id);
            assert.deepEqual(found, wanted, JSON.stringify(where));
            assert.equal((await store.count({ scope, where })).count, wanted.length);
          }
        } finally {
          await store.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("a filter may hold thousands of values and hundreds of parts", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const messages = [{ role: "user", content: "one" }];
  await store.add({ scope, infer: false, messages, metadata: { n: 49_999 } });
  const is = Array.from({ length: 50_000 }, (_, i) => i);
  assert.equal((await store.count({ scope, where: { field: "n", is } })).count, 1);
  const any = Array.from({ length: 400 }, (_, i): Where => ({ field: "n", is: 49_999 - i }));
  assert.equal((await store.count({ scope, where: { any } })).count, 1);
  await store.close();
});

Deno.test("a filter nested without end is refused by a sentence", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  let where: Where = { field: "n", is: 1 };
  for (let i = 0; i < 200; i++) where = { none: [where] };
  await assert.rejects(store.list({ scope, where }), { name: "MemoryError", code: "invalid" });
  await store.close();
});

Deno.test("a filter's texts are never read as SQL", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const messages = [{ role: "user", content: "kept" }];
  await store.add({ scope, infer: false, messages });
  const bad = `x' OR 1=1; DROP TABLE memory; --`;
  const filters: Where[] = [
    { field: bad, is: bad },
    { field: bad, op: "contains", value: bad },
    { field: "data", is: bad },
  ];
  for (const where of filters) assert.equal((await store.count({ scope, where })).count, 0);
  assert.equal((await store.count({ scope: { user: bad } })).count, 0);
  assert.equal((await store.count({ scope })).count, 1);
  await store.close();
});
