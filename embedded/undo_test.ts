import assert from "node:assert/strict";
import fc from "fast-check";
import { EmbeddedStore, supersede, undo } from "./mod.ts";

const scope = { user: "ann" };
const said = (content: string) => [{ role: "user", content }];

async function addOne(store: EmbeddedStore, text: string, more = {}): Promise<string> {
  const [change] = await store.add({ scope, infer: false, messages: said(text), ...more });
  return change!.id;
}

Deno.test("undo takes back an add, an update, a delete and a supersession, and words follow", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const a = await addOne(store, "Port is 5432", { metadata: { n: 1 } });
  await store.update(a, {
    text: "Port is 5433",
    metadata: { n: 2, k: "v" },
    expirationDate: "2999-01-01",
  });
  const b = await addOne(store, "Something else");
  await supersede(store, a, b);
  await store.remove(a);
  const undoOne = async () => (await undo(store, 1, scope)).map((step) => step.event);
  assert.deepEqual(await undoOne(), ["DELETE"]);
  assert.equal((await store.get(a))?.metadata.superseded_by, b);
  assert.deepEqual(await undoOne(), ["SUPERSEDE"]);
  assert.equal((await store.search({ scope, text: "5433" }))[0]?.id, a);
  assert.deepEqual(await undoOne(), ["ADD"]);
  assert.equal(await store.get(b), undefined);
  assert.deepEqual(await undoOne(), ["UPDATE"]);
  const memory = await store.get(a);
  assert.deepEqual([memory?.text, memory?.metadata, memory?.expirationDate], [
    "Port is 5432",
    { n: 1 },
    undefined,
  ]);
  assert.equal((await store.search({ scope, text: "5432" }))[0]?.id, a);
  assert.equal((await store.search({ scope, text: "5433" })).length, 0);
  assert.deepEqual(await undoOne(), ["ADD"]);
  assert.deepEqual(await store.listAll(10), []);
  assert.deepEqual(await undoOne(), []);
  assert.equal((await store.history(a)).filter((step) => step.event === "UNDO").length, 4);
  await store.close();
});

Deno.test("undo leaves other people's changes alone", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const mine = await addOne(store, "mine");
  const theirs = await addOne(store, "theirs", { scope: { user: "ben" } });
  assert.equal((await undo(store, 5, scope)).length, 1);
  assert.equal(await store.get(mine), undefined);
  assert.equal((await store.get(theirs))?.text, "theirs");
  await assert.rejects(undo(store, 1, {}), { code: "invalid" });
  await store.close();
});

Deno.test("undo of all changes since a moment gives back that moment, whatever they were", async () => {
  const step = fc.record({
    what: fc.constantFrom("add", "text", "metadata", "remove"),
    at: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const store = await EmbeddedStore.open({ path: ":memory:" });
      const ids = [
        await addOne(store, "first"),
        await addOne(store, "second", { metadata: { n: 0 } }),
      ];
      const snapshot = async () =>
        (await store.listAll(100)).map(({ id, text, metadata, hash }) => ({
          id,
          text,
          metadata,
          hash,
        }))
          .sort((a, b) => a.id < b.id ? -1 : 1);
      const before = await snapshot();
      let changes = 0;
      for (const [i, { what, at }] of steps.entries()) {
        const id = ids[at % ids.length]!;
        if (what === "add") ids.push(await addOne(store, `added ${i}`));
        else if (what === "remove") {
          if (!await store.remove(id)) continue;
        } else {
          if (await store.get(id) === undefined) continue;
          await store.update(id, what === "text" ? { text: `text ${i}` } : { metadata: { n: i } });
        }
        changes++;
      }
      assert.equal((await undo(store, changes, scope)).length, changes);
      assert.deepEqual(await snapshot(), before);
      assert.equal((await store.search({ scope, text: "first" })).length, 1);
      await store.close();
    }),
    { numRuns: 60 },
  );
});
