import assert from "node:assert/strict";
import type { Memory, NewMemory } from "../client/store.ts";
import { EmbeddedStore } from "./mod.ts";
import { md5 } from "./md5.ts";

const scope = { user: "ann" };
const said = (content: string, role = "user") => [{ role, content }];

/** Runs a test on a store in memory; the time is 2026-03-04 unless a test moves it. */
async function withStore(
  test: (store: EmbeddedStore, at: (iso: string) => void) => Promise<void>,
): Promise<void> {
  let now = new Date("2026-03-04T10:00:00Z");
  const store = await EmbeddedStore.open({ path: ":memory:", now: () => now });
  try {
    await test(store, (iso) => now = new Date(iso));
  } finally {
    await store.close();
  }
}

async function addOne(store: EmbeddedStore, text: string, more = {}): Promise<string> {
  const [change] = await store.add({ scope, infer: false, messages: said(text), ...more });
  return change!.id;
}

const texts = (memories: Memory[]) => memories.map((memory) => memory.text);

Deno.test("add without inference stores each message that isn't the system's, empty ones too", () =>
  withStore(async (store) => {
    const messages = [
      ...said("You are terse", "system"),
      ...said("Call me Sam"),
      ...said("", "assistant"),
      ...said("exit code 0", "tool"),
      ...said("Call me Sam"),
    ];
    const changes = await store.add({ scope, messages, infer: false });
    assert.deepEqual(changes.map(({ text, event, role }) => [text, event, role]), [
      ["Call me Sam", "ADD", "user"],
      ["", "ADD", "assistant"],
      ["exit code 0", "ADD", "tool"],
      ["Call me Sam", "ADD", "user"],
    ]);
    assert.equal((await store.count({ scope })).count, 4);
  }));

Deno.test("get returns what add stored, with fingerprint and times", () =>
  withStore(async (store) => {
    const metadata = { n: 1.5, on: true, off: null, deep: { a: ["ü", { b: 1 }] } };
    const id = await addOne(store, "Über alles ☕", {
      metadata,
      scope: { user: " ann ", agent: "p/x", run: "r" },
    });
    assert.deepEqual(await store.get(id), {
      id,
      text: "Über alles ☕",
      scope: { user: "ann", agent: "p/x", run: "r" },
      metadata,
      hash: md5("Über alles ☕"),
      role: "user",
      createdAt: "2026-03-04T10:00:00.000000+00:00",
      updatedAt: "2026-03-04T10:00:00.000000+00:00",
    });
    assert.equal(await store.get("00000000-0000-4000-8000-000000000000"), undefined);
    assert.equal(await store.get("no uuid"), undefined);
  }));

Deno.test("metadata can't set identifiers or own fields, but the creation time and the expiration", () =>
  withStore(async (store) => {
    const id = await addOne(store, "Reserved", {
      metadata: {
        user_id: "ben",
        agent_id: "x",
        data: "other",
        hash: "1",
        id: "mine",
        role: "boss",
        actor_id: "me",
        updated_at: "2020-01-02T03:04:05+00:00",
        created_at: "2020-01-02T03:04:05+00:00",
        expiration_date: "2999-01-01",
        score: 9,
      },
    });
    const memory = await store.get(id);
    assert.deepEqual(memory?.metadata, { score: 9 });
    assert.deepEqual(memory?.scope, { user: "ann" });
    assert.equal(memory?.role, "user");
    assert.equal(memory?.createdAt, "2020-01-02T03:04:05+00:00");
    assert.equal(memory?.updatedAt, "2020-01-02T03:04:05+00:00");
    assert.equal(memory?.expirationDate, "2999-01-01");
  }));

Deno.test("add refuses what can't be stored, and then stores nothing", () =>
  withStore(async (store) => {
    const bad: Partial<NewMemory>[] = [
      { messages: said("before\0after") },
      { messages: said("x"), metadata: { n: NaN } },
      { messages: said("x"), metadata: { deep: ["\ud800"] } },
      { messages: said("x"), scope: {} },
      { messages: said("x"), scope: { user: "*" } },
      { messages: said("x"), expirationDate: "2026-02-30" },
      { messages: said("x"), expirationDate: "2999-12-31T00:00:00Z" },
      { messages: [...said("fine"), ...said("\0")] },
    ];
    for (const input of bad) {
      await assert.rejects(
        store.add({ scope, infer: false, messages: [], ...input }),
        { name: "MemoryError", code: "invalid" },
        JSON.stringify(input),
      );
    }
    assert.deepEqual(await store.listAll(10), []);
  }));

Deno.test("update merges metadata, keeps nulls, and can clear an expiration but not remove it", () =>
  withStore(async (store, at) => {
    const id = await addOne(store, "The office is in Porto", { metadata: { a: 1, b: 2 } });
    at("2026-03-05T10:00:00Z");
    await store.update(id, { text: "The office is in Faro" });
    await store.update(id, { metadata: { b: null, c: [1], role: "boss", user_id: "ben" } });
    await store.update(id, { expirationDate: "2999-12-31" });
    assert.equal((await store.get(id))?.expirationDate, "2999-12-31");
    await store.update(id, { expirationDate: null });
    const memory = await store.get(id);
    assert.equal(memory?.expirationDate, null);
    assert.deepEqual(memory?.metadata, { a: 1, b: null, c: [1] });
    assert.equal(memory?.role, "boss");
    assert.equal(memory?.hash, md5("The office is in Faro"));
    assert.equal(memory?.createdAt, "2026-03-04T10:00:00.000000+00:00");
    assert.match(memory?.updatedAt ?? "", /^2026-03-05T10:00:00/);
    assert.equal((await store.search({ scope, text: "Porto" })).length, 0);
    assert.equal((await store.search({ scope, text: "Faro" })).length, 1);
  }));

Deno.test("update refuses an empty patch and tells a memory that is not there", () =>
  withStore(async (store) => {
    const id = await addOne(store, "x");
    await assert.rejects(store.update(id, {}), { code: "invalid" });
    await assert.rejects(store.update(id, { expirationDate: "soon" }), { code: "invalid" });
    for (const missing of ["00000000-0000-4000-8000-000000000000", "no uuid"]) {
      await assert.rejects(store.update(missing, { text: "y" }), { code: "missing" });
      assert.equal(await store.remove(missing), false);
    }
  }));

Deno.test("history tells every step, oldest first, and survives the memory", () =>
  withStore(async (store) => {
    const id = await addOne(store, "one");
    await store.update(id, { text: "two" });
    await store.update(id, { metadata: { n: 1 } });
    assert.equal(await store.remove(id), true);
    assert.equal(await store.remove(id), false);
    const steps = await store.history(id);
    assert.deepEqual(
      steps.map((step) => [step.event, step.before, step.after, step.role]),
      [
        ["ADD", null, "one", "user"],
        ["UPDATE", "one", "two", "user"],
        ["UPDATE", "two", "two", "user"],
        ["DELETE", "two", null, "user"],
      ],
    );
    assert.equal(new Set(steps.map((step) => step.id)).size, 4);
    assert.equal(new Set(steps.map((step) => step.createdAt)).size, 1);
    assert.deepEqual(await store.history("00000000-0000-4000-8000-000000000000"), []);
  }));

Deno.test("history names who wrote, when the store knows", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", actor: "cli" });
  const id = await addOne(store, "one");
  assert.equal((await store.history(id))[0]?.actor, "cli");
  await store.close();
});

Deno.test("list gives the newest first, iterate the same rows, count their number", () =>
  withStore(async (store) => {
    for (let i = 0; i < 1_200; i++) await addOne(store, `row ${i}`);
    const { memories, complete } = await store.list({ scope, limit: 3 });
    assert.deepEqual(texts(memories), ["row 1199", "row 1198", "row 1197"]);
    assert.equal(complete, true);
    const seen = await Array.fromAsync(store.iterate({ scope }));
    assert.equal(new Set(seen.map((memory) => memory.id)).size, 1_200);
    assert.equal((await Array.fromAsync(store.iterate({ scope, limit: 501 }))).length, 501);
    assert.deepEqual(await store.count({ scope }), { count: 1_200, complete: true });
  }));

Deno.test("identifiers are joined by AND, and nobody sees another's memories", () =>
  withStore(async (store) => {
    await addOne(store, "both", { scope: { user: "ann", agent: "shop" } });
    await addOne(store, "ann alone");
    await addOne(store, "ben", { scope: { user: "ben", agent: "shop" } });
    assert.deepEqual(texts((await store.list({ scope })).memories), ["ann alone", "both"]);
    assert.deepEqual(texts((await store.list({ scope: { agent: "shop" } })).memories), [
      "ben",
      "both",
    ]);
    const both = { user: "ann", agent: "shop" };
    assert.deepEqual(texts((await store.list({ scope: both })).memories), ["both"]);
    assert.deepEqual(texts(await store.search({ scope: both, text: "both ann ben" })), ["both"]);
    await assert.rejects(store.list({ scope: {} }), { code: "invalid" });
    await assert.rejects(store.search({ scope: {}, text: "x" }), { code: "invalid" });
  }));

Deno.test("an expired memory is hidden from the day after its date, and shown by id", () =>
  withStore(async (store, at) => {
    const id = await addOne(store, "The trial ends", { expirationDate: "2026-03-04" });
    assert.equal((await store.list({ scope })).memories.length, 1);
    at("2026-03-05T00:00:00Z");
    assert.equal((await store.list({ scope })).memories.length, 0);
    assert.equal((await store.search({ scope, text: "trial" })).length, 0);
    assert.equal((await store.list({ scope, showExpired: true })).memories.length, 1);
    assert.equal((await store.search({ scope, text: "trial", showExpired: true })).length, 1);
    assert.equal((await store.get(id))?.expirationDate, "2026-03-04");
    await addOne(store, "any write");
    assert.deepEqual((await store.history(id)).map((step) => step.event), ["ADD", "EXPIRE"]);
  }));

Deno.test("removeAll deletes what matches, expired ones too, tells its progress and what is left", () =>
  withStore(async (store) => {
    for (let i = 0; i < 700; i++) {
      await addOne(store, `row ${i}`, { metadata: { odd: i % 2 === 1 } });
    }
    await addOne(store, "old", { expirationDate: "2020-01-01", metadata: { odd: true } });
    await addOne(store, "ben's", { scope: { user: "ben" }, metadata: { odd: true } });
    const progress: [number, number][] = [];
    const removal = await store.removeAll(
      { scope, where: { field: "odd", is: true } },
      { onProgress: (removed, total) => progress.push([removed, total]) },
    );
    assert.deepEqual(removal, { removed: 351, left: 0 });
    assert.deepEqual(progress.at(-1), [351, 351]);
    assert.equal((await store.count({ scope, showExpired: true })).count, 350);
    assert.equal((await store.count({ scope: { user: "ben" } })).count, 1);
    await assert.rejects(store.removeAll({ scope, limit: 5 }), { code: "invalid" });
  }));

Deno.test("entities are counted by type, sorted by type and id", () =>
  withStore(async (store, at) => {
    await addOne(store, "one", { scope: { user: "u2", agent: "a" } });
    at("2026-03-06T10:00:00Z");
    await addOne(store, "two", { scope: { user: "u2", run: "r/1" } });
    await addOne(store, "three", { scope: { user: "u1" } });
    const entities = await store.entities();
    assert.deepEqual(entities.map(({ type, id, count }) => [type, id, count]), [
      ["agent", "a", 1],
      ["run", "r/1", 1],
      ["user", "u1", 1],
      ["user", "u2", 2],
    ]);
    assert.match(entities[3]?.createdAt ?? "", /^2026-03-04/);
    assert.match(entities[3]?.updatedAt ?? "", /^2026-03-06/);
    assert.equal(await store.removeEntity("user", "u2"), 2);
    assert.deepEqual((await store.entities()).map(({ id }) => id), ["u1"]);
  }));

Deno.test("reset leaves nothing, history included", () =>
  withStore(async (store) => {
    const id = await addOne(store, "wiped");
    await store.reset();
    assert.equal(await store.get(id), undefined);
    assert.deepEqual(await store.history(id), []);
    assert.deepEqual(await store.search({ scope, text: "wiped", minScore: 0 }), []);
    await addOne(store, "goes on");
    assert.equal((await store.search({ scope, text: "goes on" })).length, 1);
  }));

Deno.test("check tells what is there, and calls fail with a sentence once it is closed", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const health = await store.check();
  assert.match(health.version, /^SQLite 3\.\d+\.\d+, schema 1$/);
  assert.deepEqual([health.reachable, health.writable, health.problem], [true, true, undefined]);
  await store.close();
  await store.close();
  await assert.rejects(store.list({ scope }), { code: "storage", message: /the store is closed/ });
  assert.match((await store.check()).problem ?? "", /closed/);
});

Deno.test("a call whose signal has fired ends as aborted", () =>
  withStore(async (store) => {
    const call = { signal: AbortSignal.abort() };
    await assert.rejects(store.list({ scope }, call), { code: "aborted" });
    await assert.rejects(store.add({ scope, messages: said("x") }, call), { code: "aborted" });
    assert.equal((await store.count({ scope })).count, 0);
  }));
