import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/mod.ts";
import { soak } from "../../tasks/lib/soak.ts";

Deno.test("processes that write at once and are killed lose and double nothing acknowledged", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const result = await soak(`${folder}/memories.db`, 4, 60);
    assert.deepEqual(
      { ...result, killed: 0 },
      {
        acknowledged: result.acknowledged,
        lost: [],
        doubled: [],
        unindexed: 0,
        errors: [],
        killed: 0,
      },
    );
    assert.ok(result.acknowledged >= 4 * 60, `${result.acknowledged}`);
    assert.ok(result.killed >= 1, "no writer was killed");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("parallel updates of one memory through two stores lose none of each other's keys", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/memories.db`;
    const stores = [await EmbeddedStore.open({ path }), await EmbeddedStore.open({ path })];
    const scope = { user: "ann" };
    const messages = [{ role: "user", content: "one" }];
    const [change] = await stores[0]!.add({ scope, infer: false, messages });
    await Promise.all(
      Array.from(
        { length: 50 },
        (_, i) => stores[i % 2]!.update(change!.id, { metadata: { [`key${i}`]: i } }),
      ),
    );
    assert.equal(Object.keys((await stores[1]!.get(change!.id))!.metadata).length, 50);
    const steps = await stores[0]!.history(change!.id);
    assert.equal(steps.length, 51);
    const times = steps.map((step) => step.updatedAt!);
    assert.equal(new Set(times.slice(1)).size > 1, true);
    for (const store of stores) await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
