import assert from "node:assert/strict";
import { MemoryError } from "./errors.ts";
import { removeAll } from "./removal.ts";
import type { Memory } from "./store.ts";

function memory(id: string): Memory {
  return { id, text: id, scope: { user: "u" }, metadata: {}, createdAt: "" };
}

function rows(count: number): Map<string, Memory> {
  return new Map(Array.from({ length: count }, (_, n) => [`${n}`, memory(`${n}`)]));
}

Deno.test("removeAll goes on until a fresh listing is empty, though each shows a part only", async () => {
  const store = rows(250);
  const list = () => Promise.resolve([...store.values()].slice(0, 100));
  const progress: [number, number][] = [];
  const removal = await removeAll(
    list,
    (id) => Promise.resolve(store.delete(id)),
    (done, total) => void progress.push([done, total]),
  );
  assert.deepEqual(removal, { removed: 250, left: 0 });
  assert.equal(store.size, 0);
  assert.deepEqual(progress[0], [1, 100]);
  assert.deepEqual(progress.at(-1), [250, 250]);
});

Deno.test("removeAll deletes at most four rows at once", async () => {
  const store = rows(40);
  let running = 0;
  let most = 0;
  await removeAll(() => Promise.resolve([...store.values()]), async (id) => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 1));
    running--;
    return store.delete(id);
  });
  assert.equal(most, 4);
});

Deno.test("removeAll counts what is left when the server can't delete a row", async () => {
  const store = rows(5);
  const removal = await removeAll(() => Promise.resolve([...store.values()]), (id) => {
    if (id === "3") throw new MemoryError("unavailable", "stuck", { status: 502 });
    return Promise.resolve(store.delete(id));
  });
  assert.deepEqual(removal, { removed: 4, left: 1 });
});

Deno.test("removeAll stops at what concerns all rows", async () => {
  const store = rows(50);
  let asked = 0;
  await assert.rejects(
    removeAll(() => Promise.resolve([...store.values()]), () => {
      asked++;
      throw new MemoryError("forbidden", "no right", { status: 403 });
    }),
    { code: "forbidden" },
  );
  assert.ok(asked <= 4);
});

Deno.test("removeAll ends when a row that is said to be gone stays in the list", async () => {
  let lists = 0;
  const removal = await removeAll(() => {
    lists++;
    return Promise.resolve([memory("ghost")]);
  }, () => Promise.resolve(true));
  assert.equal(removal.left, 1);
  assert.ok(lists < 10);
});
