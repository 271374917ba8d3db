import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { ruleExtractor } from "./extract.ts";
import { EmbeddedStore, purge, supersede, undo } from "./mod.ts";
import { withFile } from "./testdata/with_file.ts";
import { fillWordIndex } from "./word_index.ts";

const scope = { user: "ann" };

async function addOne(store: EmbeddedStore, content: string, infer = false): Promise<string> {
  const [change] = await store.add({ scope, infer, messages: [{ role: "user", content }] });
  return change?.id ?? ""; // said again: nothing is added
}

/** Every word of the index with its memory and its place. */
function indexOf(store: EmbeddedStore): unknown[] {
  const { db } = store.core.connection;
  db.exec("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(main, words, instance)");
  const all = db.all("SELECT * FROM temp.seen WHERE doc > 0 ORDER BY doc, term, col, offset");
  db.exec("DROP TABLE temp.seen");
  return all;
}

const pending = (store: EmbeddedStore) =>
  store.core.connection.db.all(
    "SELECT 1 FROM memory m WHERE NOT EXISTS (SELECT 1 FROM words_docsize d WHERE d.id = m.seq)",
  ).length;

Deno.test("new memories are indexed together: before a search, after 32, and when the store is closed", () =>
  withFile(async (path) => {
    const store = await EmbeddedStore.open({ path });
    for (let i = 1; i < 32; i++) await addOne(store, `alpha ${i}`);
    assert.equal(pending(store), 31);
    await addOne(store, "alpha 32");
    assert.equal(pending(store), 0);
    await addOne(store, "the last one");
    assert.equal(pending(store), 1);
    assert.equal((await store.search({ scope, text: "last" })).length, 1);
    assert.equal(pending(store), 0);
    await addOne(store, "beta");
    await store.close();
    const again = await EmbeddedStore.open({ path });
    assert.equal(pending(again), 0);
    await again.close();
  }));

Deno.test("the index is that of the rows, whatever was done while some were pending", async () => {
  const step = fc.record({
    what: fc.constantFrom(
      "add",
      "add",
      "many",
      "infer",
      "text",
      "remove",
      "supersede",
      "undo",
      "purge",
      "search",
      "reset",
    ),
    which: fc.nat(50),
    words: fc.constantFrom(
      "alpha beta",
      "beta gamma delta",
      "We deploy with Helm",
      "Grüße an 東京",
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const store = await EmbeddedStore.open({ path: ":memory:" });
      try {
        for (const { what, which, words } of steps) {
          const all = await store.listAll(100);
          const { id } = all[which % (all.length || 1)] ?? { id: "" };
          if (what === "add" || what === "infer") await addOne(store, words, what === "infer");
          else if (what === "many") { for (let i = 0; i < 20; i++) await addOne(store, words); }
          else if (what === "search") await store.search({ scope, text: words });
          else if (what === "undo") await undo(store, which % 3, scope);
          else if (what === "reset" && which < 5) await store.reset();
          else if (what === "remove") await store.remove(id);
          else if (what === "purge") await purge(store, { ids: [id] });
          else if (what === "text" && id) await store.update(id, { text: `${words} ${which}` });
          else if (what === "supersede" && id) await supersede(store, id, all[0]!.id);
        }
        await store.search({ scope, text: "alpha" });
        const kept = indexOf(store);
        const { db } = store.core.connection;
        db.transaction(() => fillWordIndex(db));
        assert.deepEqual(kept, indexOf(store));
      } finally {
        await store.close();
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("what another process added is found at once, changed or not", () =>
  withFile(async (path) => {
    const [one, two] = [await EmbeddedStore.open({ path }), await EmbeddedStore.open({ path })];
    const id = await addOne(one, "alpha is the first");
    await two.update(id, { text: "beta is the first" });
    assert.equal((await two.search({ scope, text: "beta" })).length, 1);
    assert.equal((await one.search({ scope, text: "alpha" })).length, 0);
    await addOne(two, "gamma is the second");
    assert.equal((await one.search({ scope, text: "gamma" })).length, 1);
    // And what is said again is known as the same.
    await addOne(two, "delta is the third");
    await one.add({ scope, messages: [{ role: "user", content: "delta is the third" }] });
    assert.equal((await one.list({ scope })).memories.length, 3);
    await one.close();
    await two.close();
  }));

Deno.test("while another process keeps the file, a search finds all but the newest, and the log says so", () =>
  withFile(async (path) => {
    const said: string[] = [];
    const store = await EmbeddedStore.open({
      path,
      log: (level, text) => said.push(`${level} ${text}`),
    });
    await addOne(store, "alpha is old");
    await store.search({ scope, text: "alpha" });
    await addOne(store, "alpha is new");
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const texts = async () =>
      (await store.search({ scope, text: "alpha" })).map(({ text }) => text);
    assert.deepEqual(await texts(), ["alpha is old"]);
    assert.match(said.join("\n"), /^warn .*locked.*searches may miss the newest until one can/m);
    other.exec("COMMIT");
    other.close();
    assert.deepEqual((await texts()).toSorted(), ["alpha is new", "alpha is old"]);
    await store.close();
    await store.close();
    assert.equal(said.length, 1, said.join("\n"));
  }));

Deno.test("what says the same as a pending memory, or as one told with it, is not stored twice", async () => {
  const one = "Kubernetes keeps the certificates of the gateway on Windows";
  const same = "On Windows Kubernetes keeps the certificates of the gateway";
  const said = (...texts: string[]) => ({
    scope,
    messages: texts.map((content) => ({ role: "user", content })),
  });
  const store = await EmbeddedStore.open({ path: ":memory:" });
  await store.add({ ...said(one), infer: false });
  assert.deepEqual(await store.add(said(same)), []);
  await store.reset();
  assert.equal((await store.add(said(one, same))).length, 1);
  await store.close();
});

Deno.test("a new statement hides a pending memory that it makes untrue", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor: ruleExtractor });
  await addOne(store, "We deploy with Helm");
  await addOne(store, "We deploy with Kamal now, no longer with Helm.", true);
  assert.deepEqual((await store.list({ scope })).memories.map(({ text }) => text), [
    "We deploy with Kamal now, no longer with Helm",
  ]);
  await store.close();
});

Deno.test("where nothing is noted of the index, it is made anew", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  await addOne(store, "alpha");
  await addOne(store, "beta");
  const { db } = store.core.connection;
  await store.search({ scope, text: "alpha" });
  const before = indexOf(store);
  db.exec("DELETE FROM note");
  assert.equal((await store.search({ scope, text: "beta" })).length, 1);
  assert.deepEqual(indexOf(store), before);
  await store.close();
});
