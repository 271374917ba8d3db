/** Texts as search queries: any is a valid one, and none is taken for the index's own language. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { isMemoryError } from "../../client/errors.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { hostileText, INPUTS } from "./inputs.ts";

const scope = { user: "ann" };

async function withStore(body: (store: EmbeddedStore) => Promise<void>): Promise<void> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  try {
    for (const content of ["Deploys go out on Fridays", "Tests run in CI on port 5432"]) {
      await store.add({ scope, messages: [{ role: "user", content }], infer: false });
    }
    const other = { scope: { user: "bob" }, infer: false };
    await store.add({ ...other, messages: [{ role: "user", content: "tests of somebody else" }] });
    await body(store);
  } finally {
    await store.close();
  }
}

Deno.test("search takes any text, refuses only blank ones, and stays with the owner", async () => {
  await withStore(async (store) => {
    await fc.assert(
      fc.asyncProperty(hostileText, fc.integer({ min: 1, max: 30 }), async (text, limit) => {
        try {
          const hits = await store.search({ scope, text, limit, minScore: 0 });
          for (const hit of hits) {
            assert.equal(hit.scope.user, "ann");
            assert.ok(hit.score >= 0 && hit.score <= 1, `score ${hit.score}`);
          }
        } catch (error) {
          assert.ok(isMemoryError(error) && error.code === "invalid", String(error));
          assert.equal(text.trim(), "", `refused ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: INPUTS },
    );
  });
});

Deno.test("any text can be stored, is there as it was, and is found by a word of its own", async () => {
  await withStore(async (store) => {
    let stored = 0;
    await fc.assert(
      fc.asyncProperty(hostileText, async (text) => {
        const content = `zebra ${text}`;
        const memory = { scope: { user: "carl" }, infer: false };
        try {
          await store.add({ ...memory, messages: [{ role: "user", content }] });
        } catch (error) {
          // The characters that no store can hold.
          assert.match(content, /\0|\p{Surrogate}/u, String(error));
          assert.ok(isMemoryError(error) && error.code === "invalid", String(error));
          return;
        }
        stored++;
        const [hit] = await store.search({ scope: { user: "carl" }, text: "zebra", minScore: 0 });
        assert.equal(hit?.text, content);
        await store.removeAll({ scope: { user: "carl" } });
      }),
      { numRuns: INPUTS },
    );
    assert.ok(stored > INPUTS / 2, `only ${stored} were stored`);
  });
});
