/**
 * What every {@link MemoryStore} must do, as one set of tests. Each test works under users of its own,
 * so that a suite may run on a store that others use too, and deletes what it wrote.
 *
 * @module
 */

import assert from "node:assert/strict";
import { type Code, isMemoryError } from "../../client/errors.ts";
import type { Memory, MemoryStore, Metadata, NewMemory, Where } from "../../client/store.ts";

/** A store to be tested, and how to let go of it. */
export interface Opened {
  store: MemoryStore;
  close?(): Promise<void>;
}

/** What differs between back ends. */
export interface SuiteOptions {
  /** How many rows the long-list test writes; more than 1,000. Default 1,100. */
  rows?: number;
  /** A statement that `infer: true` keeps. */
  statement?: string;
}

/** Register the contract's tests as top-level tests named `contract <name>: …`. */
export function contract(
  name: string,
  open: () => Promise<Opened>,
  options: SuiteOptions = {},
): void {
  const test = (title: string, run: (store: MemoryStore, user: string) => Promise<void>) =>
    Deno.test(`contract ${name}: ${title}`, async () => {
      const { store, close } = await open();
      const user = `contract-${crypto.randomUUID()}`;
      try {
        try {
          await run(store, user);
        } finally {
          for (const one of [user, `${user}-other`]) {
            await store.removeAll({ scope: { user: one } });
          }
        }
      } finally {
        await store.close();
        await close?.();
      }
    });

  test("a scope without identifiers is refused everywhere", async (store) => {
    const scope = {};
    await fails("invalid", store.add({ scope, messages: [said("x")] }));
    await fails("invalid", store.search({ scope, text: "x" }));
    await fails("invalid", store.list({ scope }));
    await fails("invalid", store.count({ scope }));
    await fails("invalid", store.removeAll({ scope }));
    await fails("invalid", collect(store.iterate({ scope })));
  });

  for (const id of ["", "  ", "*", "a\0b", "a\ud800"]) {
    test(`the identifier ${JSON.stringify(id)} is refused`, async (store) => {
      await fails("invalid", store.add({ scope: { user: id }, messages: [said("x")] }));
      await fails("invalid", store.list({ scope: { user: "someone", run: id } }));
      await fails("invalid", store.search({ scope: { agent: id }, text: "x" }));
      await fails("invalid", store.removeAll({ scope: { user: id } }));
    });
  }

  test("white space in an identifier becomes a dash, a slash stays", async (store, user) => {
    const spaced = user.replace("-", " ");
    await remember(store, { user: ` ${spaced} `, agent: "team/a b" }, "Deploys happen on Fridays");
    const [found] = await listed(store, { user, agent: "team/a-b" });
    assert.deepEqual(found?.scope, { user, agent: "team/a-b" });
    assert.equal((await listed(store, { user: spaced })).length, 1);
  });

  test("a raw memory comes back as it was written", async (store, user) => {
    const metadata: Metadata = {
      app_id: "shop",
      n: 3,
      f: 1.5,
      on: true,
      off: null,
      tags: ["a", "b"],
      deep: { a: { b: [1, 2] } },
      "ünï ☕": "日本語",
    };
    const [change, ...more] = await store.add({
      scope: { user, agent: "shop", run: "r1" },
      messages: [said("Metadata is kept as it is")],
      infer: false,
      metadata,
    });
    assert.ok(change && more.length === 0);
    assert.equal(change.event, "ADD");
    assert.equal(change.text, "Metadata is kept as it is");
    assert.match(change.id, /^[0-9a-f-]{36}$/);
    const memory = await store.get(change.id);
    assert.ok(memory);
    assert.equal(memory.text, "Metadata is kept as it is");
    assert.deepEqual(memory.scope, { user, agent: "shop", run: "r1" });
    assert.deepEqual(memory.metadata, metadata);
    assert.equal(memory.role, "user");
    assert.match(memory.hash ?? "", /^[0-9a-f]{32}$/);
    assert.match(memory.createdAt, /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/);
    assert.ok(Math.abs(Date.parse(memory.createdAt) - Date.now()) < 300_000);
    assert.deepEqual(await listed(store, { user }), [memory]);
  });

  test("a raw add keeps each message but the system's", async (store, user) => {
    const changes = await store.add({
      scope: { user },
      messages: [
        { role: "system", content: "You are terse" },
        said("Call me Sam"),
        { role: "assistant", content: "Hello Sam" },
      ],
      infer: false,
    });
    assert.deepEqual(changes.map(({ text, role }) => [text, role]), [
      ["Call me Sam", "user"],
      ["Hello Sam", "assistant"],
    ]);
    assert.equal((await listed(store, { user })).length, 2);
  });

  test("raw adds of one text are kept twice", async (store, user) => {
    const first = await remember(store, { user }, "Same text twice");
    const second = await remember(store, { user }, "Same text twice");
    assert.notEqual(first, second);
    assert.equal((await store.count({ scope: { user } })).count, 2);
  });

  test("an inferring add keeps a fact", async (store, user) => {
    const statement = options.statement ?? "Remember that our deploys happen on Fridays at noon.";
    const changes = await store.add({ scope: { user }, messages: [said(statement)] });
    assert.ok(changes.some(({ event, text }) => event === "ADD" && text.includes("Fridays")));
    const memories = await listed(store, { user });
    assert.equal(memories.length, changes.length);
    assert.ok(memories.every(({ role }) => role === undefined));
  });

  test("the default type is stored where the metadata has none", async (store, user) => {
    const given: (Metadata | undefined)[] = [undefined, { n: 1 }, { type: "bug_fix" }];
    for (const metadata of given) {
      const [added] = await store.add({
        scope: { user },
        messages: [said("Deploys happen on Fridays")],
        infer: false,
        metadata,
        defaultType: "decision",
      });
      assert.deepEqual((await store.get(added!.id))?.metadata, { type: "decision", ...metadata });
    }
  });

  test("identifiers in metadata change nobody's rows", async (store, user) => {
    const id = await remember(store, { user }, "Mine alone", {
      user_id: `${user}-other`,
      agent_id: "intruder",
    });
    assert.deepEqual((await store.get(id))?.scope, { user });
    assert.deepEqual(await listed(store, { user: `${user}-other` }), []);
  });

  test("scopes are ANDed and kept apart", async (store, user) => {
    const other = `${user}-other`;
    const a = await remember(store, { user, agent: "p1" }, "One of project one");
    const b = await remember(store, { user, agent: "p2", run: "r" }, "Two of project two");
    const c = await remember(store, { user: other, agent: "p1" }, "Three of someone else");
    const ids = async (scope: NewMemory["scope"]) =>
      (await listed(store, scope)).map(({ id }) => id);
    assert.deepEqual((await ids({ user })).sort(), [a, b].sort());
    assert.deepEqual(await ids({ user, agent: "p1" }), [a]);
    assert.deepEqual(await ids({ user, agent: "p2", run: "r" }), [b]);
    assert.deepEqual(await ids({ user, agent: "p1", run: "r" }), []);
    assert.deepEqual(await ids({ user: other }), [c]);
  });

  test("a filter finds what the plain predicate finds", async (store, user) => {
    const rows: Record<string, Metadata> = {
      a: { app_id: "alpha", n: 1, flag: true, tags: ["db", "ops"], note: "100% done_" },
      b: { app_id: "alpha", n: 2, flag: false, kind: "Decision" },
      c: { app_id: "beta", n: 10, kind: "decision", scope: "global" },
      d: { app_id: "beta", n: 3.5, word: "abc" },
      e: { n: "7", none: null, scope: "global" },
      f: { app_id: "*", kind: "1000 done" },
    };
    for (const [name, metadata] of Object.entries(rows)) {
      await remember(store, { user }, `The memory of row ${name}`, metadata);
    }
    await remember(store, { user: `${user}-other` }, "The memory of row x", rows.a);
    const is = (field: string, is: never | string | number | boolean | null): Where => ({
      field,
      is,
    });
    const cases: [Where, string][] = [
      [{ all: [] }, "abcdef"],
      [{ any: [] }, ""],
      [is("app_id", "alpha"), "ab"],
      [is("app_id", "*"), "f"],
      [is("app_id", null), "e"],
      [is("none", null), "abcdf"],
      [is("n", 7), "e"],
      [is("n", "2"), "b"],
      [is("flag", true), "a"],
      [is("flag", "false"), "b"],
      [{ field: "app_id", is: ["beta", "gamma"] }, "cd"],
      [{ field: "n", is: [1, "7", true] }, "ae"],
      [{ field: "app_id", is: [] }, ""],
      [{ field: "tags", is: [["db", "ops"]] }, "a"],
      [{ field: "tags", op: "contains", value: '"db"' }, "a"],
      [{ field: "app_id", op: "ne", value: "alpha" }, "cdf"],
      [{ field: "none", op: "ne", value: "x" }, ""],
      [{ field: "n", op: "gt", value: 2 }, "cde"],
      [{ field: "n", op: "lte", value: 3.5 }, "abd"],
      [{ field: "word", op: "gt", value: 1 }, ""],
      [{ field: "note", op: "contains", value: "0% done_" }, "a"],
      [{ field: "kind", op: "contains", value: "0% done" }, ""],
      [{ field: "kind", op: "icontains", value: "DECI" }, "bc"],
      [{ any: [is("app_id", "beta"), is("scope", "global")] }, "cde"],
      [{ any: [is("app_id", "alpha"), is("app_id", null)] }, "abe"],
      [{ all: [is("app_id", "beta"), { any: [is("n", 10), is("kind", "decision")] }] }, "c"],
      [{ all: [is("app_id", "alpha"), is("app_id", "beta")] }, ""],
      [{ none: [is("app_id", "alpha")] }, "cdef"],
      [{ none: [is("app_id", null), is("kind", null)] }, "bcf"],
      [{ none: [{ none: [is("app_id", "alpha")] }] }, "ab"],
      [
        { any: [{ all: [is("app_id", "beta"), is("n", 10)] }, { none: [is("app_id", null)] }] },
        "abcdf",
      ],
      [{ field: "data", op: "contains", value: "row b" }, "b"],
      [{ field: "nowhere", is: null }, "abcdef"],
      [{ field: "AND", is: null }, "abcdef"],
    ];
    for (const [where, wanted] of cases) {
      const name = ({ text }: Memory) => text.slice(-1);
      const found = (await listed(store, { user }, where)).map(name).sort().join("");
      assert.equal(found, wanted, `list where ${JSON.stringify(where)}`);
      const hits = await store.search({
        scope: { user },
        where,
        text: "memory of row",
        minScore: 0,
        limit: 50,
      });
      assert.equal(hits.map(name).sort().join(""), wanted, `search where ${JSON.stringify(where)}`);
    }
  });

  test("a filter can't reach another user's rows", async (store, user) => {
    const other = `${user}-other`;
    await remember(store, { user: other }, "A secret of the other one", { app_id: "x" });
    for (const field of ["user_id", "agent_id", "run_id"]) {
      const where: Where = { any: [{ field, is: other }, { field: "app_id", is: "x" }] };
      await fails("invalid", store.list({ scope: { user }, where }));
      await fails("invalid", store.search({ scope: { user }, where, text: "secret" }));
      await fails("invalid", store.removeAll({ scope: { user }, where }));
    }
    assert.equal((await listed(store, { user: other })).length, 1);
  });

  test("a search finds by words, best first, within limit and scope", async (store, user) => {
    await remember(store, { user }, "The billing service runs on Postgres", { app_id: "alpha" });
    await remember(store, { user }, "The search page is written in Rust", { app_id: "beta" });
    await remember(store, { user }, "Unit tests run with deno test", { app_id: "beta" });
    await remember(store, { user: `${user}-other` }, "The billing service of another user");
    const hits = await store.search({ scope: { user }, text: "billing service Postgres" });
    assert.equal(hits[0]?.text, "The billing service runs on Postgres");
    assert.ok(hits.every(({ scope }) => scope.user === user));
    assert.ok(hits.every(({ score }) => score >= 0 && score <= 1));
    assert.ok(hits.every(({ score }, index) => index === 0 || score <= hits[index - 1]!.score));
    const one = await store.search({
      scope: { user },
      text: "service test page",
      limit: 1,
      minScore: 0,
    });
    assert.equal(one.length, 1);
    const beta = await store.search({
      scope: { user },
      text: "billing service Postgres test page",
      where: { field: "app_id", is: "beta" },
      minScore: 0,
    });
    assert.ok(beta.length > 0 && beta.every(({ metadata }) => metadata.app_id === "beta"));
  });

  test("a search refuses an empty text and passes over odd ones", async (store, user) => {
    await remember(store, { user }, "Quotes and stars are harmless");
    for (const text of ["", "  \n"]) {
      await fails("invalid", store.search({ scope: { user }, text }));
    }
    for (const text of ['"', "a AND (b", "NEAR(x*)", "-- ; DROP", "%_\\", "👩‍💻", "x".repeat(5000)]) {
      assert.ok(Array.isArray(await store.search({ scope: { user }, text })), text);
    }
  });

  test("a list is newest first, complete, and cut by its limit", async (store, user) => {
    for (const n of [1, 2, 3]) await remember(store, { user }, `Number ${n}`);
    const all = await store.list({ scope: { user } });
    assert.deepEqual(all.memories.map(({ text }) => text), ["Number 3", "Number 2", "Number 1"]);
    assert.equal(all.complete, true);
    const two = await store.list({ scope: { user }, limit: 2 });
    assert.deepEqual(two.memories, all.memories.slice(0, 2));
    assert.deepEqual(await store.list({ scope: { user: `${user}-other` } }), {
      memories: [],
      complete: true,
    });
  });

  test("counting and iterating agree with the list", async (store, user) => {
    for (const n of [1, 2, 3]) await remember(store, { user }, `Number ${n}`, { odd: n % 2 === 1 });
    const where: Where = { field: "odd", is: true };
    assert.deepEqual(await store.count({ scope: { user } }), { count: 3, complete: true });
    assert.deepEqual(await store.count({ scope: { user }, where }), { count: 2, complete: true });
    const ids = (memories: Memory[]) => memories.map(({ id }) => id).sort();
    assert.deepEqual(
      ids(await collect(store.iterate({ scope: { user }, where }))),
      ids(await listed(store, { user }, where)),
    );
    assert.equal((await collect(store.iterate({ scope: { user }, limit: 2 }))).length, 2);
  });

  for (const id of ["00000000-0000-4000-8000-000000000000", "not-a-uuid", "", "1a2b3c4d"]) {
    test(`the id ${JSON.stringify(id)} is not there`, async (store) => {
      assert.equal(await store.get(id), undefined);
      assert.equal(await store.remove(id), false);
      assert.deepEqual(await store.history(id), []);
      await fails("missing", store.update(id, { text: "nobody home" }));
    });
  }

  test("an update changes the text and merges the metadata", async (store, user) => {
    const id = await remember(store, { user }, "The office is in Porto", { app_id: "x", n: 1 });
    const before = await store.get(id);
    await store.update(id, { text: "The office is in Faro" });
    await store.update(id, { metadata: { n: 2, k: "v", app_id: null } });
    const memory = await store.get(id);
    assert.equal(memory?.text, "The office is in Faro");
    assert.deepEqual(memory?.metadata, { app_id: null, n: 2, k: "v" });
    assert.deepEqual(memory?.scope, { user });
    assert.equal(memory?.createdAt, before?.createdAt);
    assert.notEqual(memory?.hash, before?.hash);
    assert.ok((memory?.updatedAt ?? "") > (before?.updatedAt ?? ""));
    const hits = await store.search({ scope: { user }, text: "office Faro", minScore: 0 });
    assert.equal(hits[0]?.text, "The office is in Faro");
    await fails("invalid", store.update(id, {}));
  });

  test("an update can't move a memory to another user", async (store, user) => {
    const id = await remember(store, { user }, "Mine");
    await store.update(id, { text: "Still mine", metadata: { user_id: `${user}-other` } });
    assert.deepEqual((await store.get(id))?.scope, { user });
    assert.deepEqual(await listed(store, { user: `${user}-other` }), []);
  });

  test("a memory is removed once", async (store, user) => {
    const id = await remember(store, { user }, "Delete me");
    assert.equal(await store.remove(id.toUpperCase()), true);
    assert.equal(await store.get(id), undefined);
    assert.equal(await store.remove(id), false);
    assert.deepEqual(await listed(store, { user }), []);
  });

  test(
    "removing all leaves other users, projects, sessions and rows alone",
    async (store, user) => {
      const other = `${user}-other`;
      await remember(store, { user, agent: "p", run: "r" }, "Goes 1", { app_id: "p" });
      await remember(
        store,
        { user, agent: "p", run: "r" },
        "Goes 2",
        { app_id: "p" },
        "2020-01-01",
      );
      const stay = [
        await remember(store, { user, agent: "p", run: "r2" }, "Stays 1", { app_id: "p" }),
        await remember(store, { user, agent: "p2", run: "r" }, "Stays 2", { app_id: "p" }),
        await remember(store, { user, agent: "p", run: "r" }, "Stays 3", { app_id: "q" }),
        await remember(store, { user, run: "r" }, "Stays 4", { app_id: "p" }),
      ];
      const foreign = await remember(store, { user: other, agent: "p", run: "r" }, "Stays 5", {
        app_id: "p",
      });
      const steps: number[] = [];
      const filter = { scope: { user, agent: "p", run: "r" }, where: { field: "app_id", is: "p" } };
      const call = { onProgress: (removed: number) => void steps.push(removed) };
      assert.deepEqual(await store.removeAll(filter, call), { removed: 2, left: 0 });
      assert.equal(steps.at(-1), 2);
      assert.deepEqual((await listed(store, { user })).map(({ id }) => id).sort(), stay.sort());
      assert.deepEqual((await listed(store, { user: other })).map(({ id }) => id), [foreign]);
      assert.deepEqual(await store.removeAll(filter), { removed: 0, left: 0 });
      await fails("invalid", store.removeAll({ ...filter, limit: 1 }));
    },
  );

  test("history tells a memory's life, oldest first", async (store, user) => {
    const id = await remember(store, { user }, "History starts here");
    await store.update(id, { text: "History goes on" });
    await store.remove(id);
    const steps = await store.history(id);
    assert.deepEqual(steps.map(({ event, before, after }) => [event, before, after]), [
      ["ADD", null, "History starts here"],
      ["UPDATE", "History starts here", "History goes on"],
      ["DELETE", "History goes on", null],
    ]);
    assert.ok(steps.every(({ memoryId }) => memoryId === id));
  });

  test("entities are counted", async (store, user) => {
    await remember(store, { user, agent: `${user}-p`, run: `${user}-r` }, "One");
    await remember(store, { user, agent: `${user}-p` }, "Two");
    const mine = (await store.entities()).filter(({ id }) => id.startsWith(user));
    assert.deepEqual(mine.map(({ type, id, count }) => `${type} ${id} ${count}`).sort(), [
      `agent ${user}-p 2`,
      `run ${user}-r 1`,
      `user ${user} 2`,
    ]);
  });

  test(
    "an expired memory is hidden from lists and searches, and shown on demand",
    async (store, user) => {
      const scope = { user };
      const gone = await remember(store, scope, "The old price was nine", {}, "2020-01-01");
      const kept = await remember(store, scope, "The new price is ten", {}, "2999-12-31");
      assert.deepEqual((await listed(store, scope)).map(({ id }) => id), [kept]);
      assert.equal((await store.count({ scope })).count, 1);
      const hits = await store.search({ scope, text: "price", minScore: 0 });
      assert.deepEqual(hits.map(({ id }) => id), [kept]);
      assert.equal((await store.get(gone))?.expirationDate, "2020-01-01");
      assert.equal((await store.list({ scope, showExpired: true })).memories.length, 2);
      const all = await store.search({ scope, text: "price", minScore: 0, showExpired: true });
      assert.equal(all.length, 2);
      await store.update(gone, { expirationDate: null });
      assert.equal((await listed(store, scope)).length, 2);
      assert.equal((await store.get(gone))?.expirationDate, null);
      for (const date of ["soon", "2026-02-30", "2999-12-31T00:00:00Z", ""]) {
        await fails("invalid", store.update(kept, { expirationDate: date }));
        const input = { scope, messages: [said("x")], infer: false, expirationDate: date };
        await fails("invalid", store.add(input));
      }
    },
  );

  test("many expired memories don't hide a living one from a search", async (store, user) => {
    const scope = { user };
    for (let n = 0; n < 5; n++) {
      await store.add({
        scope,
        messages: Array.from({ length: 14 }, () => said("The price of apples")),
        infer: false,
        expirationDate: "2020-01-01",
      });
    }
    const kept = await remember(store, scope, "The price of apples and of ripe pears is ten");
    const hits = await store.search({ scope, text: "The price of apples", limit: 3, minScore: 0 });
    assert.deepEqual(hits.map(({ id }) => id), [kept]);
  });

  test("any Unicode text is kept", async (store, user) => {
    const text = "Ünïcödé ☕ 日本語 👩‍💻 \u202eright to left\u2028\t\r\n ' \" \\ % _ {} <b>";
    const id = await remember(store, { user }, text, { "k\n'\"": text });
    const memory = await store.get(id);
    assert.equal(memory?.text, text);
    assert.equal(memory?.metadata["k\n'\""], text);
  });

  test("a text of 48,000 characters is kept whole", async (store, user) => {
    const text = "lorem ipsum ".repeat(4000);
    const id = await remember(store, { user }, text);
    assert.equal((await store.get(id))?.text, text);
  });

  test("what can't be stored is refused", async (store, user) => {
    const scope = { user };
    for (const text of ["a\0b", "half \ud83d"]) {
      await fails("invalid", store.add({ scope, messages: [said(text)], infer: false }));
    }
    const messages = [said("x")];
    const bad: Metadata[] = [{ n: NaN }, { deep: [{ n: Infinity }] }, { t: "a\0" }, { "k\0": 1 }];
    for (const metadata of bad) {
      await fails("invalid", store.add({ scope, messages, infer: false, metadata }));
    }
    assert.deepEqual(await listed(store, scope), []);
  });

  test("concurrent writes are all kept", async (store, user) => {
    const scope = { user };
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    const ids = await Promise.all(numbers.map((n) => remember(store, scope, `Parallel ${n}`)));
    assert.equal(new Set(ids).size, 20);
    assert.equal((await store.count({ scope })).count, 20);
    const id = ids[0]!;
    await Promise.all(numbers.map((n) => store.update(id, { metadata: { [`k${n}`]: n } })));
    assert.equal(Object.keys((await store.get(id))?.metadata ?? {}).length, 20);
    const removed = await Promise.all(ids.map((one) => store.remove(one)));
    assert.ok(removed.every(Boolean));
    assert.deepEqual(await listed(store, scope), []);
  });

  test("a list of more than 1,000 rows is complete, and so is its removal", async (store, user) => {
    const rows = options.rows ?? 1_100;
    const other = `${user}-other`;
    for (let at = 0; at < rows; at += 50) {
      const messages = Array.from(
        { length: Math.min(50, rows - at) },
        (_, n) => said(`Row ${at + n} of many`),
      );
      await store.add({
        scope: { user },
        messages,
        infer: false,
        metadata: { app_id: `p${at % 100}` },
      });
    }
    await remember(store, { user: other }, "Row of someone else", { app_id: "p0" });
    const scope = { user };
    const { memories, complete } = await store.list({ scope });
    assert.equal(new Set(memories.map(({ text }) => text)).size, rows);
    assert.equal(memories.length, rows);
    assert.equal(complete, true);
    assert.deepEqual(await store.count({ scope }), { count: rows, complete: true });
    assert.equal((await collect(store.iterate({ scope }))).length, rows);
    const where: Where = { field: "app_id", is: "p0" };
    const half = await store.count({ scope, where });
    assert.equal(half.complete, true);
    assert.deepEqual(await store.removeAll({ scope, where }), { removed: half.count, left: 0 });
    assert.equal((await store.count({ scope })).count, rows - half.count);
    assert.deepEqual(await store.removeAll({ scope }), { removed: rows - half.count, left: 0 });
    assert.equal((await store.count({ scope: { user: other } })).count, 1);
  });

  test("an aborted call ends with the code aborted", async (store, user) => {
    const call = { signal: AbortSignal.abort() };
    const scope = { user };
    await fails("aborted", store.list({ scope }, call));
    await fails("aborted", store.search({ scope, text: "x" }, call));
    await fails("aborted", store.add({ scope, messages: [said("x")], infer: false }, call));
    await fails("aborted", store.removeAll({ scope }, call));
    assert.deepEqual(await listed(store, scope), []);
  });

  test("a removal can be interrupted and run again", async (store, user) => {
    const scope = { user };
    const messages = Array.from({ length: 30 }, (_, n) => said(`Row ${n}`));
    await store.add({ scope, messages, infer: false });
    const stop = new AbortController();
    const call = { signal: stop.signal, onProgress: (n: number) => n >= 5 && stop.abort() };
    try {
      await store.removeAll({ scope }, { ...call, onProgress: (n) => void call.onProgress(n) });
    } catch (error) {
      assert.ok(isMemoryError(error) && error.code === "aborted");
    }
    const { count } = await store.count({ scope });
    const { removed, left } = await store.removeAll({ scope });
    assert.equal(left, 0);
    // A server still ends the few deletes that were under way when they were aborted.
    assert.ok(removed <= count && removed >= count - 4, `${removed} of ${count}`);
    assert.equal((await store.count({ scope })).count, 0);
  });

  test("the check says that all is well", async (store) => {
    const health = await store.check();
    assert.equal(health.reachable, true);
    assert.equal(health.authorized, true);
    assert.equal(health.problem, undefined);
    assert.ok(!health.address.includes("@"));
    assert.notEqual(health.version, "");
  });

  test("a closed store refuses to work", async () => {
    const { store, close } = await open();
    await store.close();
    await assert.rejects(store.list({ scope: { user: "x" } }), isMemoryError);
    await close?.();
  });
}

function said(content: string) {
  return { role: "user", content };
}

async function remember(
  store: MemoryStore,
  scope: NewMemory["scope"],
  text: string,
  metadata?: Metadata,
  expirationDate?: string,
): Promise<string> {
  const [change] = await store.add({
    scope,
    messages: [said(text)],
    infer: false,
    ...(metadata && { metadata }),
    ...(expirationDate !== undefined && { expirationDate }),
  });
  assert.ok(change);
  return change.id;
}

async function listed(store: MemoryStore, scope: NewMemory["scope"], where?: Where) {
  return (await store.list({ scope, ...(where && { where }) })).memories;
}

async function collect(memories: AsyncIterable<Memory>): Promise<Memory[]> {
  const all: Memory[] = [];
  for await (const memory of memories) all.push(memory);
  return all;
}

/** The promise rejects with a MemoryError of this code. */
async function fails(code: Code, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(isMemoryError(error), `no MemoryError: ${error}`);
    assert.equal(error.code, code, error.message);
    return true;
  });
}
