import assert from "node:assert/strict";
import { MiniLm } from "../../embedder/minilm.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { stripBlocks } from "../../plugin/core/block.ts";
import { type FakeServer, inWorld, say, seed, serve, until, type World } from "./world.ts";

/** Both back ends must behave alike. */
const BACKENDS = ["embedded", "server"] as const;

for (const backend of BACKENDS) {
  Deno.test(`recall shows what helps with a message, and nothing else (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      const [id] = await seed(store, [
        "Sessions live in signed cookies, there is no session table",
        "German copy uses the informal Du",
      ]);
      const runtime = await world.start(env);
      const shown = await say(runtime, "where do sessions get stored, is there a table?");
      assert.deepEqual(shown?.ids, [id]);
      assert.match(
        shown!.text,
        new RegExp(`\\[mem0:${id!.slice(0, 8)}\\] Sessions live in signed`),
      );
      assert.equal(stripBlocks(shown!.text), "");
      assert.equal(await say(runtime, "write a haiku about autumn"), undefined);
    });
  });

  Deno.test(`recall shows a memory once, and again after a compaction (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      await seed(store, ["Sessions live in signed cookies, there is no session table"]);
      const runtime = await world.start(env);
      const question = "where do sessions get stored, is there a table?";
      const first = await say(runtime, question);
      assert.equal(first?.ids.length, 1);
      assert.equal(await say(runtime, question), undefined);
      assert.equal((await say(runtime, question, "s2"))?.text, first!.text);
      runtime.onCompacted("s1");
      assert.equal((await say(runtime, question))?.text, first!.text);
    });
  });

  Deno.test(`recall begins with pinned memories and the newest session state (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      const [, pinned, marked, newer] = await seed(store, [
        ["Stood at the parser of orders", { type: "session_state", session_id: "a" }],
        ["Never deploy on Fridays", { pinned: true }],
        "[PINNED] Money is stored as integer cents",
        ["Stood at the invoice export", { type: "session_state", session_id: "b" }],
        "Logs are JSON",
      ]);
      const runtime = await world.start(env);
      const shown = await say(runtime, "hello there");
      assert.deepEqual(shown?.ids, [pinned, marked, newer]);
      assert.match(shown!.text, /\(pinned\) Money is stored/);
      assert.equal(await say(runtime, "hello again"), undefined);
    });
  });

  Deno.test(`recall stays with this user, project and conversation (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      const fact = "Sessions live in signed cookies, no session table";
      await seed(store, [`${fact} (bob)`], { user: "bob" });
      await seed(store, [[`${fact} (bob, pinned)`, { pinned: true }]], { user: "bob" });
      await seed(store, [`${fact} (blog)`], { project: "blog" });
      await seed(store, [[`${fact} (blog, pinned)`, { pinned: true }]], { project: "blog" });
      await store.add({
        scope: { user: "ann", agent: "shop", run: "other" },
        messages: [{ role: "user", content: `${fact} (another conversation)` }],
        infer: false,
        metadata: { app_id: "shop" },
      });
      await seed(store, [[`${fact} everywhere`, { scope: "global" }]]);
      await store.add({
        scope: { user: "ann" },
        messages: [{ role: "user", content: `${fact} (older plugin)` }],
        infer: false,
        metadata: { app_id: "shop" },
      });
      const runtime = await world.start(env);
      const shown = await say(runtime, "where do sessions live, in a session table?");
      const lines = shown!.text.split("\n").filter((line) => line.startsWith("- "));
      assert.equal(lines.length, 2, shown!.text);
      assert.ok(lines.some((line) => line.endsWith("everywhere")));
      assert.ok(lines.some((line) => line.endsWith("(older plugin)")));
    });
  });

  Deno.test(`recall lets the newer of two states win (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      await seed(store, ["Staging listens on port 8080"]);
      await seed(store, ["Staging listens on port 9090"]);
      const shown = await say(await world.start(env), "which port does staging listen on?");
      assert.match(shown!.text, /9090/);
      assert.doesNotMatch(shown!.text, /8080/);
    });
  });

  Deno.test(`recall brings the last work back when it is asked for (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      const [state] = await seed(store, [
        ["Stood at the invoice export", { type: "session_state", session_id: "a" }],
      ]);
      const [fix] = await seed(store, ["The export timeout is 180 s now"]);
      const runtime = await world.start(env);
      const shown = await say(runtime, "where were we?");
      assert.deepEqual(shown?.ids, [state, fix]);
    });
  });

  Deno.test(`recall finds rows that other clients wrote without a project (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      await store.add({
        scope: { user: "ann" },
        messages: [{ role: "user", content: "Ann's time zone is Europe/Lisbon" }],
        infer: false,
      });
      const runtime = await world.start(env);
      await say(runtime, "hi");
      await runtime.onTurnEnd("s1", () => Promise.resolve([]));
      await until(() => world.told.some(({ line }) => line.startsWith("Memory is on")));
      const shown = await say(runtime, "which time zone is Ann in?", "s2");
      assert.match(shown?.text ?? "", /Europe\/Lisbon/);
    });
  });

  Deno.test(`recall gives a failing command its earlier fixes once (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      await seed(store, [
        ["ECONNREFUSED 5432 means the Postgres container is down: run just db", {
          type: "bug_fix",
        }],
        ["ECONNREFUSED is spelled with two E", { type: "decision" }],
      ]);
      const runtime = await world.start(env);
      const event = {
        sessionID: "s1",
        callID: "c1",
        tool: "bash",
        args: { command: "npm test" },
        output: "Error: connect ECONNREFUSED 127.0.0.1:5432 (Postgres)\n",
        exitCode: 1,
      };
      const shown = await runtime.onToolFailure(event);
      assert.match(shown ?? "", /just db/);
      assert.doesNotMatch(shown!, /two E/);
      assert.equal(await runtime.onToolFailure(event), undefined);
      assert.equal(
        await runtime.onToolFailure({ ...event, output: "fine", exitCode: 0 }),
        undefined,
      );
    });
  });

  Deno.test(`recall keeps within its budgets (${backend})`, async () => {
    await on(backend, async (world, store, env) => {
      const texts = Array.from(
        { length: 40 },
        (_, n) =>
          `The invoice export number${n} keeps column${n} because auditor${n} asked for it ${
            "x".repeat(200)
          }`,
      );
      await seed(store, texts);
      const runtime = await world.start(env);
      const first = await say(runtime, "what does the invoice export keep, which column?");
      const second = await say(
        runtime,
        "which column of the invoice export did the auditor ask for?",
      );
      const bytes = (text = "") => new TextEncoder().encode(text).length;
      assert.ok(bytes(first?.text) <= 4096 && bytes(first?.text) > 2048);
      assert.ok(bytes(second?.text) <= 2048 && bytes(second?.text) > 200);
      assert.deepEqual(first!.ids.filter((id) => second!.ids.includes(id)), []);
    });
  });
}

Deno.test("recall costs the server two requests for the first message and one for later ones", async () => {
  await on("server", async (world, store, env, server) => {
    await seed(store, ["Sessions live in signed cookies", ["Use pnpm", { pinned: true }]]);
    const runtime = await world.start(env);
    await say(runtime, "where do sessions live?");
    assert.deepEqual(server!.requests, ["POST /search", "POST /search"]);
    await say(runtime, "and where do cookies live?");
    assert.equal(server!.requests.length, 3);
    await say(runtime, "where were we?");
    assert.equal(server!.requests.length, 4);
    await say(runtime, "in a sub-agent's session?", "s2");
    assert.equal(server!.requests.length, 6);
  });
});

Deno.test("recall goes by a server's similarity, which its score halves when a row has the words", async () => {
  await on("server", async (world, _, env, server) => {
    const hit = (id: string, memory: string, semantic: number, keyword: number) => ({
      id,
      memory,
      user_id: "ann",
      agent_id: "shop",
      metadata: { app_id: "shop" },
      score: (semantic + keyword) / 2,
      score_details: {
        semantic_score: semantic,
        bm25_score: keyword,
        final_score: (semantic + keyword) / 2,
      },
    });
    const near = "11111111-1111-4111-8111-111111111111";
    const far = "22222222-2222-4222-8222-222222222222";
    const results = [hit(far, "Autumn colours", 0.2, 0.6), hit(near, "Cookies are signed", 0.5, 0)];
    server!.answer = (request) =>
      request.url.endsWith("/search")
        ? Promise.resolve(Response.json({ results }))
        : server!.honest(request);
    const runtime = await world.start(env);
    assert.deepEqual((await say(runtime, "how do people stay logged in?"))?.ids, [near]);
  });
});

Deno.test("recall is for sub-agents only when their task asks for it", async () => {
  await on("embedded", async (world, store, env) => {
    await seed(store, ["Sessions live in signed cookies, there is no session table"]);
    world.parents.set("child", "s1");
    const runtime = await world.start(env);
    assert.equal(
      await say(runtime, "List the files that touch the session table", "child"),
      undefined,
    );
    const task = "Check memory for where sessions are stored, and whether there is a table";
    assert.equal((await say(runtime, task, "child"))?.ids.length, 1);
  });
});

Deno.test("recall gives the same bytes for the same store and message in another process's stead", async () => {
  await on("embedded", async (world, store, env) => {
    await seed(store, ["Sessions live in signed cookies", "Session tokens expire after 2 hours", [
      "Use pnpm",
      { pinned: true },
    ]]);
    // The same store: one whose vectors are there already, not on their way.
    const path = `${world.home}/.mem0/memories.db`;
    const settled = await EmbeddedStore.open({ path, embedder: new MiniLm() });
    await settled.settle();
    await settled.close();
    const question = "how long do session tokens live?";
    const first = await say(await world.start(env), question);
    const second = await say(await world.start(env), question, "another");
    assert.ok(first && first.text === second?.text);
  });
});

Deno.test("recall leaves 50 turns of a conversation as they were sent", async () => {
  await on("embedded", async (world, store, env) => {
    await seed(
      store,
      Array.from(
        { length: 80 },
        (_, n) => `Module mod${n} talks to queue q${n % 7} over port ${4000 + n}`,
      ),
    );
    const runtime = await world.start(env);
    const ids = new Set<string>();
    let bytes = 0;
    for (let turn = 0; turn < 50; turn++) {
      const shown = await say(
        runtime,
        `which port does module mod${turn} use for queue q${turn % 7}?`,
      );
      bytes += new TextEncoder().encode(shown?.text ?? "").length;
      for (const id of shown?.ids ?? []) {
        assert.equal(ids.has(id), false, "shown twice");
        ids.add(id);
      }
    }
    assert.ok(ids.size > 40);
    assert.ok(bytes / 50 < 1024, `${bytes / 50} bytes a turn`);
  });
});

/** Runs the body over a store of the given kind, and the environment that leads a plugin to it. */
async function on(
  backend: "embedded" | "server",
  body: (
    world: World,
    store: EmbeddedStore,
    env: Record<string, string>,
    server?: FakeServer,
  ) => Promise<void>,
): Promise<void> {
  await inWorld(async (world) => {
    if (backend === "server") {
      const server = await serve();
      try {
        await body(world, server.store, { MEM0_HOST: server.url }, server);
      } finally {
        await server.close();
      }
    } else {
      const store = await EmbeddedStore.open({ path: `${world.home}/.mem0/memories.db` });
      try {
        await body(world, store, {});
      } finally {
        await store.close();
      }
    }
  });
}
