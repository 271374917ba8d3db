import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json, Where } from "../client/store.ts";
import { codingSet, runSet } from "../tasks/lib/retrieval_eval.ts";
import { EmbeddedStore } from "./mod.ts";

const scope = { user: "ann" };

async function storeOf(...texts: string[]): Promise<EmbeddedStore> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const messages = texts.map((content) => ({ role: "user", content }));
  await store.add({ scope, infer: false, messages });
  return store;
}

async function find(store: EmbeddedStore, text: string): Promise<string[]> {
  return (await store.search({ scope, text })).map((hit) => hit.text);
}

Deno.test("any text that isn't blank is a valid query", async () => {
  const store = await storeOf("The deploy runs on Fridays", "AND OR NOT", "日本語 テスト");
  const nasty = fc.constantFrom(
    '"',
    "AND",
    "NEAR(",
    "*",
    "col:",
    "-",
    "^",
    "{a b}:",
    "\0",
    "''",
    "(",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.array(nasty, { minLength: 1 }).map((parts) => parts.join(" ")),
  ).filter((text) => text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(text, async (text) => {
      const hits = await store.search({ scope, text, minScore: 0 });
      assert.equal(hits.length, 3);
      for (const hit of hits) assert.ok(hit.score >= 0 && hit.score <= 1, `${hit.score}`);
    }),
    { numRuns: 500 },
  );
  await assert.rejects(store.search({ scope, text: " \n" }), { code: "invalid" });
  await store.close();
});

Deno.test("texts of a million characters of any kind are stored and found", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  for (const piece of ["a", "aB", " ", ".", "please ", "7", "本", "getUserById "]) {
    const text = `zebra ${piece.repeat(1_000_000 / piece.length)} x`;
    await store.add({ scope, infer: false, messages: [{ role: "user", content: text }] });
    await store.search({ scope, text });
  }
  assert.equal((await store.search({ scope, text: "zebra", minScore: 0 })).length, 8);
  await store.close();
});

Deno.test("a question finds its memory also when the store holds only that one", async () => {
  const store = await storeOf("Deploys happen on Fridays");
  for (const text of ["When do we deploy?", "deploy schedule", "Which day are deploys made on?"]) {
    assert.deepEqual(await find(store, text), ["Deploys happen on Fridays"], text);
  }
  assert.deepEqual(await find(store, "What is the capital of France?"), []);
  await store.close();
});

Deno.test("scores stand on an absolute scale: more of the question covered, higher score", async () => {
  const store = await storeOf(
    "The billing service runs on Postgres",
    "The search service runs in Rust",
    "Cats sleep",
  );
  const scoreOf = async (text: string) => (await store.search({ scope, text, minScore: 0 }))[0]!;
  const whole = await scoreOf("billing service Postgres");
  const half = await scoreOf("billing zeppelin Postgres xylophone");
  assert.equal(whole.text, "The billing service runs on Postgres");
  assert.ok(whole.score > 0.6, `${whole.score}`);
  assert.ok(half.score > 0.3 * whole.score && half.score < 0.7 * whole.score, `${half.score}`);
  assert.deepEqual(whole.parts, { semantic: 0, keyword: whole.score, final: whole.score });
  const other = await storeOf("The billing service runs on Postgres");
  const [alone] = await other.search({ scope, text: "billing service Postgres" });
  assert.ok(Math.abs(alone!.score - whole.score) < 0.1, "hardly depends on what else is stored");
  await other.close();
  await store.close();
});

Deno.test("words are found in other forms, inside names, and without blanks between them", async () => {
  const facts = {
    "deploying": "Deploys need an approval",
    "user by id": "Call getUserById for lookups",
    "HTTPServer": "The http server listens on 8080",
    "resume": "Das Résumé liegt im Archiv",
    "construct event": "construct_event() checks the signature",
    "数据库": "我们的数据库是 PostgreSQL",
    "テスト": "単体テストは Deno で動かす",
    "배포": "금요일에 배포한다",
  };
  const store = await storeOf(...Object.values(facts));
  for (const [query, fact] of Object.entries(facts)) {
    assert.equal((await find(store, query))[0], fact);
  }
  await store.close();
});

Deno.test("the date and the project of a memory are words that find it", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const add = (content: string, metadata: Record<string, string>) =>
    store.add({ scope, infer: false, messages: [{ role: "user", content }], metadata });
  await add("We chose Redis", { app_id: "ecommerce-api", created_at: "2025-01-15T10:00:00+00:00" });
  await add("We chose Kafka", { app_id: "telemetry", created_at: "2025-03-02T10:00:00+00:00" });
  assert.equal((await find(store, "What was chosen for the ecommerce-api?"))[0], "We chose Redis");
  assert.equal((await find(store, "What did we choose in March?"))[0], "We chose Kafka");
  assert.equal((await find(store, "chosen on 2025-01-15"))[0], "We chose Redis");
  await store.close();
});

Deno.test("a question of stop words alone still finds what holds them", async () => {
  const store = await storeOf("The Who is a band", "Rust has no nulls");
  assert.equal((await find(store, "who is the who"))[0], "The Who is a band");
  await store.close();
});

Deno.test("the threshold leaves out weak hits; at 0 other memories fill up the list", async () => {
  const store = await storeOf("The billing service", "Cats sleep", "", "Dogs bark");
  const search = (more: object) => store.search({ scope, text: "billing", ...more });
  assert.equal((await search({})).length, 1);
  assert.equal((await search({ minScore: 1 })).length, 0);
  const all = await search({ minScore: 0 });
  assert.deepEqual(all.map((hit) => hit.text), ["The billing service", "Dogs bark", "Cats sleep"]);
  assert.deepEqual(all.map((hit) => hit.score > 0), [true, false, false]);
  assert.equal((await search({ minScore: 0, limit: 2 })).length, 2);
  assert.equal((await search({ minScore: 0, limit: 0 })).length, 0);
  await store.close();
});

Deno.test("a filter that few memories pass still finds the best of them", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  for (let i = 0; i < 1_500; i++) {
    await store.add({
      scope,
      infer: false,
      messages: [{
        role: "user",
        content: i % 500 === 7 ? "alpha with many other words" : "alpha",
      }],
      metadata: { n: i },
    });
  }
  const where = { field: "n", is: [7, 507, 1007] };
  const hits = await store.search({ scope, text: "alpha", where });
  assert.deepEqual(hits.map((hit) => hit.metadata.n), [1007, 507, 7]);
  assert.equal((await store.search({ scope, text: "alpha", limit: 1_200 })).length, 1_200);
  await store.close();
});

Deno.test("a filter that the index tests itself finds what the plain one finds", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const projects: Json[] = ["shop", "blog", "x y", "", 7, "7", true, null, ["shop"], "ünï"];
  for (let i = 0; i < 120; i++) {
    await store.add({
      scope: { user: i % 3 === 0 ? "ann" : "ben", agent: `a${i % 7}` },
      infer: false,
      messages: [{ role: "user", content: `alpha ${i}` }],
      metadata: {
        ...(i % 11 === 0 ? {} : { app_id: projects[i % projects.length]! }),
        ...(i % 13 === 0 ? { scope: "global" } : {}),
      },
    });
  }
  const leaf = fc.oneof(
    fc.record({ field: fc.constant("app_id"), is: fc.constantFrom<Json>(...projects, "none") }),
    fc.record({ field: fc.constant("app_id"), is: fc.subarray(projects) }),
    fc.constant<Where>({ field: "scope", is: "global" }),
    fc.constant<Where>({ field: "scope", is: null }),
    fc.constant<Where>({ field: "app_id", op: "ne", value: "shop" }),
  );
  const where = fc.letrec<{ where: Where }>((tie) => ({
    where: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ all: fc.array(tie("where"), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("where"), { maxLength: 3 }) }),
      fc.record({ none: fc.array(tie("where"), { maxLength: 3 }) }),
    ),
  })).where;
  const owner = fc.constantFrom({ user: "ann" }, { agent: "a3" }, { user: "ben", agent: "a5" });
  await fc.assert(
    fc.asyncProperty(where, owner, async (where, scope) => {
      const found = await store.search({ scope, where, text: "alpha", limit: 200, minScore: 1e-9 });
      const wanted = await store.list({ scope, where });
      assert.deepEqual(
        found.map((hit) => hit.id).sort(),
        wanted.memories.map((memory) => memory.id).sort(),
      );
    }),
    { numRuns: 300 },
  );
  await store.close();
});

Deno.test("the nearest in meaning of one project are found, be it of a few memories or of most", async () => {
  /** The number in a text is its cosine with the question. */
  const vectorOf = (text: string) => {
    const cosine = Number(text.match(/[\d.]+/)?.[0] ?? 1);
    return Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2), ...Array<number>(14).fill(0));
  };
  const store = await EmbeddedStore.open({
    path: ":memory:",
    embedder: {
      id: "told",
      dimensions: 16,
      ready: true,
      embed: (texts) => Promise.resolve(texts.map(vectorOf)),
      close: () => Promise.resolve(),
    },
  });
  const add = (app_id: string, cosines: number[]) =>
    store.add({
      scope,
      infer: false,
      messages: cosines.map((cosine) => ({ role: "user", content: `alpha ${cosine}` })),
      metadata: { app_id, few: app_id === "few" },
    });
  // More than are looked at for their meaning alone are nearer than all of the other project's.
  await add("most", [...Array<number>(1_200).fill(0.95), 0.99]);
  await add("few", [...Array<number>(200).fill(0.3), 0.8, 0.85, 0.9]);
  await store.settle();
  const nearest = async (where: Where) =>
    (await store.search({ scope, text: "question", where, limit: 3 })).map((hit) => hit.text);
  const few = ["alpha 0.9", "alpha 0.85", "alpha 0.8"];
  assert.deepEqual(await nearest({ field: "app_id", is: "few" }), few);
  assert.deepEqual(await nearest({ field: "few", is: true }), few);
  assert.deepEqual(
    await nearest({ field: "app_id", is: "most" }),
    ["alpha 0.99", "alpha 0.95", "alpha 0.95"],
  );
  await store.close();
});

Deno.test("search by words finds the sessions that answer questions about code", async () => {
  const { n, at1, at5 } = await runSet(await codingSet());
  assert.equal(n, 105);
  // A ratchet a little below what was measured (83.8 and 98.1 %).
  assert.ok(at1 >= 0.82, `@1 ${at1}`);
  assert.ok(at5 >= 0.97, `@5 ${at5}`);
});

Deno.test("memories written and searched one by one leave the word index in few pieces", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const content = "alpha beta gamma";
  for (let i = 0; i < 255; i++) {
    await store.add({ scope, infer: false, messages: [{ role: "user", content }] });
    await store.search({ scope, text: "alpha" });
  }
  const [found] = store.core.connection.db.all<{ pieces: number }>(
    "SELECT count(DISTINCT segid) AS pieces FROM words_idx",
  );
  assert.ok(found!.pieces <= 4, `${found!.pieces} pieces; FTS5 by itself leaves 16`);
  await store.close();
});
