import assert from "node:assert/strict";
import { EmbeddedStore, purge } from "./mod.ts";
import { textsOf } from "./purge.ts";
import { deletedMemories, idsHolding } from "./remains.ts";

const scope = { user: "ann", agent: "lighthouse" };

async function withStore(
  body: (
    store: EmbeddedStore,
    add: (content: string, more?: object) => Promise<string>,
  ) => Promise<void>,
): Promise<void> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  try {
    await body(store, async (content, more = {}) => {
      const messages = [{ role: "user", content }];
      return (await store.add({ scope, infer: false, messages, ...more }))[0]!.id;
    });
  } finally {
    await store.close();
  }
}

Deno.test("deletedMemories tells what was deleted, as it was last, of its owner only", () =>
  withStore(async (store, add) => {
    const gone = await add("one", { metadata: { app_id: "lighthouse" } });
    await store.update(gone, { text: "two" });
    await store.remove(gone);
    await add("still there");
    await store.remove(await add("bob's", { scope: { user: "bob" } }));
    const deleted = await deletedMemories(store, { user: "ann" });
    assert.deepEqual(deleted.map(({ id, text }) => [id, text]), [[gone, "two"]]);
    assert.deepEqual(deleted[0]!.scope, scope);
    assert.deepEqual(deleted[0]!.metadata, { app_id: "lighthouse" });
    assert.deepEqual(await textsOf(store, { ids: [gone] }), ["one", "two"]);
    await purge(store, { ids: [gone] });
    assert.deepEqual(await deletedMemories(store, { user: "ann" }), []);
  }));

Deno.test("deletedMemories tells what a repair saved without its row", () =>
  withStore(async (store, add) => {
    const id = await add("saved by its history");
    store.core.connection.db.run("DELETE FROM memory WHERE id = ?", id);
    const [memory] = await deletedMemories(store, { user: "ann" });
    assert.deepEqual(
      [memory?.id, memory?.text, memory?.scope, memory?.metadata],
      [id, "saved by its history", scope, {}],
    );
  }));

Deno.test("textsOf a filter knows what a newer memory has replaced", () =>
  withStore(async (store, add) => {
    const old = await add("We deploy on Fridays");
    const fresh = await add("We deploy on Mondays");
    store.core.connection.db.run("UPDATE memory SET superseded_by = ? WHERE id = ?", fresh, old);
    assert.deepEqual((await store.list({ scope })).memories.map(({ id }) => id), [fresh]);
    assert.deepEqual(
      (await textsOf(store, { filter: { scope } })).sort(),
      ["We deploy on Fridays", "We deploy on Mondays"],
    );
  }));

Deno.test("idsHolding finds a text in memories and in what they were, of their owner only", () =>
  withStore(async (store, add) => {
    const now = await add("It is zanzibar now");
    const then = await add("It was zanzibar");
    await store.update(then, { text: "It isn't" });
    await add("zanzibar", { scope: { user: "bob" } });
    await add("another");
    assert.deepEqual(
      (await idsHolding(store, ["zanzibar", "nowhere"], { user: "ann" })).sort(),
      [now, then].sort(),
    );
  }));
