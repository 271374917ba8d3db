import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { EmbeddedStore, purge } from "./mod.ts";
import { makeToyEmbedder } from "./testdata/toy_embedder.ts";

const scope = { user: "ann" };
const said = (content: string) => [{ role: "user", content }];

/** Which of the words stand anywhere in the files of a folder, whatever their case. */
async function wordsIn(folder: string, words: string[]): Promise<string[]> {
  let all = "";
  for await (const { name } of Deno.readDir(folder)) {
    all += new TextDecoder("latin1").decode(await Deno.readFile(`${folder}/${name}`)).toLowerCase();
  }
  return words.filter((word) => all.includes(word));
}

Deno.test("purge leaves no byte of the text in the store's files", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = await EmbeddedStore.open({
      path: `${folder}/memories.db`,
      embedder: makeToyEmbedder(),
    });
    const add = async (text: string, metadata = {}) =>
      (await store.add({ scope, infer: false, messages: said(text), metadata }))[0]!.id;
    const neighbours = [];
    for (let i = 0; i < 300; i++) neighbours.push(await add(`ordinary memory number ${i} zzqtwin`));
    const id = await add("The secret word is zzqalpha", { note: "zzqbravo" });
    await store.update(id, {
      text: "The secret word is now zzqcharlie",
      metadata: { note: "zzqdelta" },
    });
    const gone = await add("Deleted long ago: zzqecho");
    await store.remove(gone);
    await store.settle();
    const secrets = ["zzqalpha", "zzqbravo", "zzqcharlie", "zzqdelta"];
    assert.deepEqual(await wordsIn(folder, [...secrets, "zzqecho"]), [...secrets, "zzqecho"]);

    assert.deepEqual(await purge(store, { ids: [id] }), { purged: 1, copies: [] });
    assert.deepEqual(await wordsIn(folder, secrets), []);
    assert.equal(await store.get(id), undefined);
    assert.deepEqual(await store.history(id), []);
    assert.equal((await store.search({ scope, text: "zzqtwin", limit: 400 })).length, 300);

    assert.deepEqual(await purge(store, { ids: [gone] }), { purged: 1, copies: [] });
    assert.deepEqual(await wordsIn(folder, ["zzqecho"]), []);

    assert.equal((await purge(store, { filter: { scope } })).purged, 300);
    assert.deepEqual(await wordsIn(folder, ["zzqtwin", "ordinary"]), []);
    await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("purge waits for a reader who still holds older pages of the journal", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/memories.db`;
    const store = await EmbeddedStore.open({ path });
    const [made] = await store.add({ scope, infer: false, messages: said("secret zzqfoxtrot") });
    const reader = new DatabaseSync(path);
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM memory").get();
    const purged = purge(store, { ids: [made!.id] });
    await new Promise((wake) => setTimeout(wake, 400));
    assert.deepEqual(await wordsIn(folder, ["zzqfoxtrot"]), ["zzqfoxtrot"]);
    reader.close();
    assert.equal((await purged).purged, 1);
    assert.deepEqual(await wordsIn(folder, ["zzqfoxtrot"]), []);
    await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("purge by a filter takes what matches and nobody else's", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const add = async (text: string, more = {}) =>
    (await store.add({ scope, infer: false, messages: said(text), ...more }))[0]!.id;
  const kept = await add("kept", { metadata: { n: 1 } });
  const gone = await add("gone", { metadata: { n: 2 }, expirationDate: "2020-01-01" });
  const other = await add("other", { scope: { user: "ben" }, metadata: { n: 2 } });
  const removed = await add("removed");
  await store.remove(removed);
  const where = { field: "n", is: 2 };
  assert.equal((await purge(store, { filter: { scope, where } })).purged, 1);
  assert.equal(await store.get(gone), undefined);
  assert.equal((await store.history(removed)).length, 2);
  assert.equal((await purge(store, { filter: { scope } })).purged, 2);
  assert.deepEqual(await store.history(removed), []);
  assert.equal(await store.get(kept), undefined);
  assert.equal((await store.get(other))?.text, "other");
  assert.equal((await purge(store, { ids: ["no uuid"] })).purged, 0);
  await store.close();
});
