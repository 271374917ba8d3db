import assert from "node:assert/strict";
import type { Metadata, Scope } from "../../../../client/store.ts";
import { type Answer, type Bench, onBench, type Open, SECRET } from "./fixture.ts";

const ANN: Scope = { user: "ann", agent: "shop" };
const texts = (answer: Answer) => answer.results.map((row) => row.memory).sort();
const ids = (answer: Answer) => answer.results.map((row) => row.id);

/**
 * What the tools must do on any back end, as top-level tests.
 * @param many rows of the long-list tests.
 */
export function scenarios(name: string, open?: Open, many = 450): void {
  const test = (title: string, body: (bench: Bench) => Promise<void>) =>
    Deno.test(`tools on ${name}: ${title}`, () => onBench(body, open));

  test("add_memory stamps project, session, branch and the defaults", async ({ call, store }) => {
    const answer = await call("add_memory", { text: "Deploys happen on Tuesdays", infer: false });
    assert.match(String(answer.message), /Stored 1 memory/);
    const memory = await store.get(String(answer.results[0]!.id));
    assert.deepEqual(memory?.scope, { user: "ann", agent: "shop" });
    const { confidence, source, type, session_id, branch, files, app_id } = memory!.metadata;
    assert.deepEqual({ confidence, source, type, session_id, branch, files, app_id }, {
      confidence: 0.7,
      source: "opencode",
      type: "task_learning",
      session_id: "s1",
      branch: "main",
      files: ["*"],
      app_id: "shop",
    });
  });

  test("add_memory keeps the caller's metadata, and confidence 1 stores verbatim", async (bench) => {
    const { call, store } = bench;
    const answer = await call("add_memory", {
      text: "hello there, this is no fact at all",
      metadata: { type: "decision", confidence: 1, files: ["a.ts"], team: { name: "core" } },
    });
    const memory = await store.get(String(answer.results[0]!.id));
    assert.equal(memory?.text, "hello there, this is no fact at all");
    assert.equal(memory.role, "user", "stored as it is, not extracted");
    assert.deepEqual(memory.metadata.files, ["a.ts"]);
    assert.deepEqual(memory.metadata.team, { name: "core" });
    assert.equal(memory.metadata.type, "decision");
  });

  test("add_memory writes session and global scope as such", async ({ call, store, settings }) => {
    const add = async (args: Record<string, unknown>) => {
      const { results } = await call("add_memory", { infer: false, ...args });
      return (await store.get(String(results[0]!.id)))!;
    };
    const session = await add({ text: "Session note one", scope: "session" });
    assert.deepEqual(session.scope, { user: "ann", agent: "shop", run: "s1" });
    // Prompts name the project with every call: that alone is no contradiction.
    const global = await add({ text: "Global note one", scope: "global", app_id: "shop" });
    assert.deepEqual(global.scope, { user: "ann" });
    assert.equal(global.metadata.app_id, undefined);
    assert.equal(global.metadata.scope, "global");
    const other = await add({ text: "Blog note", app_id: "my blog", agent_id: "bot" });
    assert.deepEqual(other.scope, { user: "ann", agent: "bot" });
    assert.equal(other.metadata.app_id, "my-blog");
    settings.defaultScope = "session";
    assert.equal((await add({ text: "By the user's setting" })).scope.run, "s1");
  });

  test("add_memory and update_memory store no secret, and say so", async ({ call, store }) => {
    const added = await call("add_memory", {
      text: `The key is ${SECRET} for staging`,
      infer: false,
      metadata: { note: `see ${SECRET}`, deep: [{ key: SECRET }], [`k ${SECRET}`]: 1 },
    });
    assert.deepEqual(added.redacted, ["token"]);
    const id = String(added.results[0]!.id);
    const changed = await call("update_memory", { id, text: `Now ${SECRET} is it` });
    assert.deepEqual(changed.redacted, ["token"]);
    const dump = JSON.stringify([await store.get(id), await store.history(id), added, changed]);
    assert.doesNotMatch(dump, new RegExp(SECRET));
    assert.match(dump, /\[redacted:token\] for staging/);
  });

  test("secrets that slipped into the store are not shown", async ({ call, seed }) => {
    const id = await seed(`The token is ${SECRET}`, { note: SECRET });
    for (
      const answer of [
        await call("get_memory", { id }),
        await call("get_memories"),
        await call("search_memories", { query: `token ${SECRET}` }),
        await call("delete_memory", { id }),
      ]
    ) {
      assert.match(JSON.stringify(answer), /The token is \[redacted:token\]/);
      assert.doesNotMatch(JSON.stringify(answer), new RegExp(SECRET));
    }
  });

  test("filters of every shape narrow, and combine with the scope", async ({ call, seed }) => {
    const decision = { type: "decision" };
    await seed("Deploy rule: shop decision", decision);
    await seed("Deploy rule: shop convention", { type: "convention", team: "core" });
    await seed("Deploy rule: shop session", decision, { ...ANN, run: "s1" });
    await seed("Deploy rule: blog decision", { ...decision, app_id: "blog" }, {
      user: "ann",
      agent: "blog",
    });
    await seed("Deploy rule: global decision", { ...decision, scope: "global" }, { user: "ann" });
    await seed("Deploy rule: old decision", { ...decision, app_id: "shop" }, { user: "ann" });
    await seed("Deploy rule: bob", { ...decision, app_id: "shop" }, { user: "bob", agent: "shop" });
    const shop = ["old decision", "shop decision", "shop session"];
    const TABLE: [args: Record<string, unknown>, found: string[], listed?: string[]][] = [
      [{}, [...shop, "global decision", "shop convention"], [...shop, "shop convention"]],
      [{ filters: decision }, [...shop, "global decision"], shop],
      [
        { filters: { AND: [{ user_id: "ann" }, { app_id: "shop" }, { metadata: decision }] } },
        shop,
      ],
      [{ filters: { AND: [{ user_id: "ann" }, { app_id: "shop" }] } }, [
        ...shop,
        "shop convention",
      ]],
      [{ filters: { user_id: "ann", app_id: "shop", ...decision } }, shop],
      [{ filters: { metadata: decision, app_id: "blog" } }, ["blog decision"]],
      [{ app_id: "blog" }, ["blog decision"]],
      [{ app_id: "blog", scope: "global" }, ["blog decision"]],
      [{ app_id: "shop", filters: decision }, shop],
      [
        { filters: { AND: [{ user_id: "ann" }, { app_id: "*" }, decision] } },
        [...shop, "blog decision", "global decision"],
      ],
      [{ filters: { app_id: "*", ...decision }, scope: "session" }, ["shop session"]],
      [{ filters: decision, scope: "session" }, ["shop session"]],
      [
        { filters: decision, scope: "global" },
        [...shop, "blog decision", "global decision"],
      ],
      [{ filters: { OR: [{ app_id: "blog" }, { type: "convention" }] } }, [
        "blog decision",
        "shop convention",
      ]],
      [{ filters: { app_id: { in: ["blog", "none"] } } }, ["blog decision"]],
      [{ filters: { run_id: "s1" } }, ["shop session"]],
      [{ filters: { AND: [{ run_id: "s1" }, decision] } }, ["shop session"]],
      [{ filters: { run_id: "s9" } }, []],
      [{ filters: { type: ["convention", "bug_fix"] } }, ["shop convention"]],
      [{ filters: { type: { in: ["convention"] } } }, ["shop convention"]],
      [{ filters: { type: { ne: "decision" } } }, ["shop convention"]],
      [{ filters: { NOT: [{ type: "decision" }] } }, ["shop convention"]],
      [{ filters: { metadata: { team: "core" } } }, ["shop convention"]],
      [{ filters: { team: "core" } }, ["shop convention"]],
      [{ filters: { pinned: true } }, []],
      [{ filters: {}, agent_id: "blog", scope: "global" }, ["blog decision"]],
      [{ user_id: "ann", filters: { user_id: { eq: "ann" }, type: "convention" } }, [
        "shop convention",
      ]],
    ];
    for (const [args, found, listed = found] of TABLE) {
      const full = (names: string[]) => names.map((one) => `Deploy rule: ${one}`).sort();
      const label = JSON.stringify(args);
      const search = await call("search_memories", { query: "deploy rule", limit: 20, ...args });
      assert.deepEqual(texts(search), full(found), `search ${label}`);
      const list = await call("get_memories", args);
      assert.deepEqual(texts(list), full(listed), `list ${label}`);
      assert.equal(list.count, listed.length);
    }
  });

  test("search follows the settings, and leaves other conversations out", async (bench) => {
    const { call, seed, settings } = bench;
    await seed("Lint rule of shop");
    await seed("Lint rule of another conversation", {}, { ...ANN, run: "s2" });
    await seed("Lint rule of blog", { app_id: "blog" }, { user: "ann", agent: "blog" });
    const find = async (args = {}) =>
      texts(await call("search_memories", { query: "lint rule", ...args }));
    assert.deepEqual(await find(), ["Lint rule of shop"]);
    assert.equal((await call("get_memories")).count, 2, "a list hides nothing of the project");
    settings.globalSearch = true;
    assert.deepEqual(await find(), ["Lint rule of blog", "Lint rule of shop"]);
    assert.deepEqual(await find({ scope: "project" }), ["Lint rule of shop"]);
    settings.globalSearch = false;
    settings.defaultScope = "global";
    assert.equal((await find()).length, 3);
    assert.deepEqual(await find({ limit: 1 }).then((found) => found.length), 1);
    assert.deepEqual(await find({ top_k: 2 }).then((found) => found.length), 2);
  });

  test("a memory is found by its id, a unique prefix and a citation", async ({ call, seed }) => {
    const id = await seed("Found by id");
    for (
      const given of [
        id,
        id.toUpperCase(),
        ` ${id} `,
        id.slice(0, 8),
        id.slice(0, 13),
        `[mem0:${id.slice(0, 8)}]`,
        `mem0:${id}`,
      ]
    ) {
      const answer = await call("get_memory", { id: given });
      assert.equal(answer.id, id);
      assert.equal(Object.keys(answer)[0], "id");
      assert.equal(answer.memory, "Found by id");
    }
  });

  test("another user's memory is neither shown nor changed nor deleted", async (bench) => {
    const { call, fails, seed, store } = bench;
    const id = await seed("Bob's own", { app_id: "shop" }, { user: "bob", agent: "shop" });
    for (const given of [id, id.slice(0, 8)]) {
      assert.match(await fails("get_memory", { id: given }), /another user|no id of yours/);
      assert.match(await fails("update_memory", { id: given, text: "x" }), /another user|of yours/);
      assert.match(await fails("delete_memory", { id: given }), /another user|no id of yours/);
    }
    await call("delete_all_memories", { scope: "global" });
    await call("delete_all_memories", {});
    await call("delete_entities", { agent_id: "shop" });
    await call("delete_entities", { user_id: "ann" });
    assert.equal((await store.get(id))?.text, "Bob's own");
    assert.equal((await call("list_entities")).count, 0);
  });

  test("update_memory merges metadata and keeps the rest", async ({ call, seed, store, fails }) => {
    const id = await seed("Old text", { type: "decision", files: ["a"] });
    const answer = await call("update_memory", {
      id: id.slice(0, 8),
      metadata: { pinned: true, app_id: "shop" },
    });
    assert.equal(answer.memory, "Old text");
    await call("update_memory", { id, text: "New text" });
    const memory = await store.get(id);
    assert.equal(memory?.text, "New text");
    const { type, files, pinned, app_id } = memory.metadata;
    assert.deepEqual({ type, files, pinned, app_id }, {
      type: "decision",
      files: ["a"],
      pinned: true,
      app_id: "shop",
    });
    assert.match(await fails("update_memory", { id, metadata: { app_id: "blog" } }), /"app_id"/);
  });

  test("delete_memory says what it deleted, so that it can be added again", async (bench) => {
    const { call, fails, seed } = bench;
    const id = await seed("Worth keeping", { type: "decision", confidence: 1 });
    const { memory, metadata } = await call("delete_memory", { id });
    assert.equal(memory, "Worth keeping");
    assert.match(await fails("get_memory", { id }), /there is none/);
    assert.match(await fails("delete_memory", { id }), /there is none/);
    await call("add_memory", { text: memory, metadata, infer: false });
    assert.deepEqual(texts(await call("get_memories")), ["Worth keeping"]);
  });

  test("pages put together give each memory once, with a true count", async (bench) => {
    const { call, store } = bench;
    const expected = await fill(bench, many, { type: "decision" });
    await bench.seed("Another type", { type: "convention" });
    for (const size of [200, 7 * Math.ceil(many / 60)]) {
      const seen: unknown[] = [];
      let at = 1;
      for (let more = true; more; at++) {
        const page = await call("get_memories", {
          page: at,
          page_size: size,
          filters: { type: "decision" },
        });
        assert.equal(page.count, many);
        assert.equal(page.page, at);
        assert.ok(JSON.stringify(page).length <= 40_000);
        seen.push(...ids(page));
        more = page.has_more as boolean;
      }
      assert.deepEqual(new Set(seen), expected);
      assert.equal(seen.length, many, "none twice");
    }
    const beyond = await call("get_memories", { page: 9999, filters: { type: "decision" } });
    assert.deepEqual([beyond.count, beyond.results, beyond.has_more], [many, [], false]);
    assert.equal((await store.count({ scope: { user: "ann" } })).count, many + 1);
  });

  test("large memories make all pages smaller alike", async ({ call, seed }) => {
    const all = new Set<string>();
    for (let at = 0; at < 30; at++) {
      all.add(await seed(`Number ${at}: ${"wörter ".repeat(at % 3 === 0 ? 900 : 30)}`));
    }
    const huge = await seed("huge ".repeat(9_000));
    all.add(huge);
    const sizes = new Set<unknown>();
    const seen: unknown[] = [];
    for (let at = 1, more = true; more; at++) {
      const page = await call("get_memories", { page: at, page_size: 31 });
      assert.ok(new TextEncoder().encode(JSON.stringify(page)).length <= 40_000);
      assert.equal(page.count, 31);
      assert.match(String(page.note), /instead of 31/);
      sizes.add(page.page_size);
      seen.push(...ids(page));
      more = page.has_more as boolean;
    }
    assert.equal(sizes.size, 1);
    assert.deepEqual(new Set(seen), all);
    assert.equal(seen.length, 31);
    const one = await call("get_memory", { id: huge });
    assert.ok(JSON.stringify(one).length < 41_000);
    assert.match(String(one.note), /Too long/);
    const found = await call("search_memories", { query: "huge number wörter", limit: 30 });
    assert.ok(new TextEncoder().encode(JSON.stringify(found)).length <= 40_000);
  });

  test("delete_all_memories stays in the project unless scope global is named", async (bench) => {
    const { call, seed, settings } = bench;
    settings.defaultScope = "global"; // must not matter
    await seed("shop one");
    await seed("shop two", {}, { ...ANN, run: "s1" });
    await seed("shop old", { app_id: "shop" }, { user: "ann" });
    await seed("blog", { app_id: "blog" }, { user: "ann", agent: "blog" });
    await seed("everywhere", { scope: "global" }, { user: "ann" });
    const session = await call("delete_all_memories", { scope: "session" });
    assert.deepEqual([session.deleted, session.left], [1, 0]);
    const project = await call("delete_all_memories", { user_id: "ann", app_id: "shop" });
    assert.deepEqual([project.deleted, project.left], [2, 0]);
    const list = await call("get_memories", { scope: "global" });
    assert.deepEqual(texts(list), ["blog", "everywhere"]);
    const named = await call("delete_all_memories", { scope: "global", app_id: "blog" });
    assert.equal(named.deleted, 1);
    assert.match(String((await call("delete_all_memories", { scope: "global" })).message), /1 mem/);
    assert.equal((await call("delete_all_memories", { scope: "global" })).deleted, 0);
  });

  test("delete_all_memories is complete, tells its progress, and can be stopped", async (bench) => {
    const { call, fails, store } = bench;
    await fill(bench, many);
    const stop = new AbortController();
    const told: string[] = [];
    const stopped = await fails("delete_all_memories", {}, {
      signal: stop.signal,
      progress: (line) => {
        told.push(line);
        stop.abort();
      },
    });
    assert.match(stopped, /stopped; \d+ memories are deleted so far, call it again/);
    assert.match(told[0]!, new RegExp(`Deleted \\d+ of ${many}`));
    await call("delete_all_memories");
    assert.equal((await store.count({ scope: { user: "ann" } })).count, 0);
    assert.match(await fails("get_memories", {}, { signal: stop.signal }), /stopped/);
  });

  test("delete_entities deletes what is kept under one identifier", async ({ call, seed, store }) => {
    const run = await seed("by run", {}, { ...ANN, run: "s7" });
    const agent = await seed("by agent", { app_id: "blog" }, { user: "ann", agent: "bot" });
    const old = await seed("by project alone", { app_id: "blog" }, { user: "ann" });
    const other = await seed("stays");
    assert.equal((await call("delete_entities", { run_id: "s7" })).deleted, 1);
    assert.equal(await store.get(run), undefined);
    assert.equal((await call("delete_entities", { agent_id: "bot" })).deleted, 1);
    assert.equal(await store.get(agent), undefined);
    const project = await call("delete_entities", { agent_id: "blog" });
    assert.match(String(project.message), /Deleted 1 memory.*never other users'/);
    assert.equal(await store.get(old), undefined);
    assert.equal((await store.get(other))?.text, "stays");
    assert.match(String((await call("delete_entities", { run_id: "s7" })).message), /^Nothing/);
    assert.equal((await call("delete_entities", { user_id: "ann" })).deleted, 1);
  });

  test("list_entities counts the caller's own, with projects", async ({ call, seed }) => {
    await seed("one");
    await seed("two", {}, { ...ANN, run: "s1" });
    await seed("old", { app_id: "blog" }, { user: "ann" });
    await seed("bot's", { app_id: "blog" }, { user: "ann", agent: "bot" });
    await seed("bob's", { app_id: "shop" }, { user: "bob", agent: "shop", run: "s3" });
    const lines = (await call("list_entities", { page_size: 200 })).results;
    assert.deepEqual(lines.map(({ type, id, count }) => `${type} ${id} ${count}`), [
      "user ann 4",
      "project blog 2",
      "project shop 2",
      "agent bot 1",
      "run s1 1",
    ]);
    const page = await call("list_entities", { page: 2, page_size: 2 });
    assert.deepEqual([page.results.length, page.count, page.has_more], [2, 5, true]);
  });

  test("get_event_status is kept for old prompts", async ({ call }) => {
    const answer = await call("get_event_status", { event_id: "e1" });
    assert.equal(answer.status, "UNSUPPORTED");
    assert.equal(answer.event_id, "e1");
  });

  test("null counts as not given, and texts of all scripts survive", async ({ call }) => {
    const text = "本番はポート8080です – “Größe” 🚀 עברית\n\tzweite Zeile";
    await call("add_memory", { text, scope: null, metadata: null, app_id: null, infer: false });
    assert.deepEqual(texts(await call("get_memories", { page: null, filters: null })), [text]);
  });
}

async function fill(bench: Bench, rows: number, metadata: Metadata = {}): Promise<Set<string>> {
  const done = new Set<string>();
  for (let at = 0; at < rows; at++) {
    done.add(await bench.seed(`Statement number ${at} of a long list`, metadata));
  }
  return done;
}
