/** Export, import and move through the command line, on real stores and a real socket. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Memory } from "../client/store.ts";
import { createHandler, type Incoming } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { listen } from "./listen.ts";
import { copyOf } from "./records.ts";
import { recordLists } from "./testdata/memories.ts";
import { sample } from "fast-check";
import { withWorld, type World } from "./testdata/captured_io.ts";

/** Some memories of all kinds, as they come to be: captured, extracted, edited, expired. */
async function fill(world: World): Promise<void> {
  const store = await EmbeddedStore.open({ path: world.path("home", ".mem0", "memories.db") });
  for (const record of sample(recordLists, { numRuns: 4, seed: 7 }).flat()) {
    const { created_at: _, copy_of: __, copy_row: ___, ...metadata } = copyOf(record).metadata!;
    await store.add({ ...copyOf(record), metadata });
  }
  const [change] = await store.add({
    scope: { user: "ann", agent: "p1" },
    messages: [{ role: "user", content: "We use npm" }],
    infer: false,
    metadata: { app_id: "p1", "zeta": 1, "alpha": { b: 1, a: [2] } },
    expirationDate: "2020-01-01",
  });
  await store.update(change!.id, { text: "We use pnpm" });
  await store.close();
}

Deno.test("export -> import into an empty store -> export gives the same bytes, in both forms", () =>
  withWorld(async (world) => {
    await fill(world);
    const before = await world.run("export");
    assert.equal(before.code, 0);
    assert.ok(before.out.split("\n").length > 20);
    for (const form of [[], ["--markdown"]]) {
      const file = world.path(`export-${form.length}`);
      await world.run("export", ...form, "--output", file);
      const db = world.path(`copy-${form.length}.db`);
      const { code, err } = await world.run("import", file, "--db", db);
      assert.equal(code, 0, err);
      assert.equal((await world.run("export", "--db", db)).out, before.out);
      const again = await world.run("import", file, "--db", db);
      assert.match(again.out, /^Imported 0 memories; \d+ there already/);
      assert.equal((await world.run("export", "--db", db)).out, before.out);
    }
  }));

Deno.test("an export imported where it came from stores nothing", () =>
  withWorld(async (world) => {
    await fill(world);
    world.input = (await world.run("export")).out;
    assert.match((await world.run("import", "-")).out, /^Imported 0 memories;/);
    assert.equal((await world.run("export")).out, world.input);
  }));

Deno.test("import takes notes once, also when their text is stored already", () =>
  withWorld(async (world) => {
    await world.run("add", "Tabs, not spaces");
    const file = join(world.project, "MEMORY.md");
    await Deno.writeTextFile(file, "# Notes\n- Tabs, not spaces\n- Deploys on Fridays\n");
    const first = await world.run("import", "MEMORY.md");
    assert.equal(first.out, "Imported 1 memory; 1 there already\n");
    assert.equal((await world.run("import", "MEMORY.md")).out.slice(0, 19), "Imported 0 memories");
    await Deno.writeTextFile(file, "# Notes\n- Deploys on Fridays\n- One more\n");
    assert.match((await world.run("import", file)).out, /^Imported 1 memory/);
    assert.equal((await world.json<Memory[]>("list")).length, 3);
  }));

Deno.test("import --dry-run stores nothing and says what it would", () =>
  withWorld(async (world) => {
    await Deno.writeTextFile(join(world.project, "AGENTS.md"), "- Run make test\n");
    const { out } = await world.run("import", "AGENTS.md", "--dry-run");
    assert.equal(out, "convention\tlighthouse\tRun make test\n");
    assert.deepEqual(await world.json("list"), []);
  }));

Deno.test("import takes secrets out of texts and fields", () =>
  withWorld(async (world) => {
    const secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    await Deno.writeTextFile(join(world.project, "notes.md"), `- The token is ${secret}\n- Fine\n`);
    const { err } = await world.run("import", "notes.md");
    assert.match(err, /Secrets were taken out/);
    assert.doesNotMatch((await world.run("export")).out, /ghp_/);
  }));

Deno.test("import refuses other users' memories by name, unless they are taken over", () =>
  withWorld(async (world) => {
    await world.run("add", "Bob's own", "--user", "bob");
    const file = world.path("bob.jsonl");
    await world.run("export", "--user", "bob", "--output", file);
    const refused = await world.run("import", file);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /it holds memories of bob, and you are ann; add --as-mine/);
    assert.deepEqual(await world.json("list"), []);
    assert.equal((await world.run("import", file, "--as-mine")).code, 0);
    assert.equal((await world.json<Memory[]>("list"))[0]?.scope.user, "ann");
  }));

Deno.test("import reads a gzipped file, and refuses what it can't read", () =>
  withWorld(async (world) => {
    const row = { id: "a", content: "Kept", metadata: {}, state: "active", categories: [] };
    const file = world.path("memories.jsonl.gz");
    await Deno.writeFile(file, gzipSync(`${JSON.stringify(row)}\n`));
    assert.match((await world.run("import", file)).out, /^Imported 1 memory/);
    for (const [name, message] of [["nothere", /no such file/], [".", /it is a folder/]] as const) {
      const { code, err } = await world.run("import", name);
      assert.equal(code, 1);
      assert.match(err, message);
    }
  }));

Deno.test("a cut export is refused as a whole: nothing of it is stored", () =>
  withWorld(async (world) => {
    await fill(world);
    const { out } = await world.run("export");
    await Deno.writeTextFile(world.path("cut.jsonl"), out.slice(0, -20));
    const { code, err } = await world.run("import", world.path("cut.jsonl"), "--db", "other.db");
    assert.equal(code, 1);
    assert.match(err, /line \d+ is no valid JSON; the file may be cut off/);
    assert.equal((await world.run("export", "--db", "other.db")).out, "");
  }));

/** The embedded store behind the HTTP contract, on a port of its own; asked things can be spoiled. */
async function withServer(
  body: (server: { url: string; store: EmbeddedStore; spoil: Spoil }) => Promise<void>,
): Promise<void> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(store);
  const spoil: Spoil = {};
  const listener = await listen(
    async (request) => await spoil.before?.(request) ?? await handle(request),
    "127.0.0.1",
    0,
  );
  try {
    await body({ url: listener.url, store, spoil });
  } finally {
    await listener.close(100);
    await store.close();
  }
}

interface Spoil {
  /** Answers instead of the store, when it answers. */
  before?: (request: Incoming) => Response | undefined | Promise<Response | undefined>;
}

Deno.test("move to the server and back: all there once, with ids, times and fields", () =>
  withWorld(async (world) => {
    await fill(world);
    await withServer(async ({ url }) => {
      const before = (await world.run("export")).out;
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      const there = await world.json<Record<string, unknown>>("move", "--to", "server");
      assert.equal(there.copied, there.total);
      assert.equal(there.verified, true);
      assert.equal((await world.run("export", "--host", url)).out, before);
      const back = await world.run("move", "--to", "embedded", "--db", "back.db");
      assert.equal(back.code, 0, back.err);
      assert.equal((await world.run("export", "--db", "back.db")).out, before);
      // Where they come from nothing is stored again.
      const again = await world.json<Record<string, unknown>>("move", "--to", "embedded");
      assert.deepEqual([again.copied, again.present], [0, again.total]);
    });
  }));

Deno.test("move --remove deletes what is verified, and nothing that changed meanwhile", () =>
  withWorld(async (world) => {
    await fill(world);
    await withServer(async ({ url, store }) => {
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      assert.equal((await world.run("move", "--to", "server", "--remove")).code, 2);
      await world.run("move", "--to", "server");
      const [some] = await store.listAll(1);
      await store.update(some!.id, { text: "Changed on the server" });
      const { code, err } = await world.run("move", "--to", "server", "--remove", "--yes");
      assert.equal(code, 1);
      assert.match(err, /Another content is there already, and was left as it is, for 1 memory/);
      assert.match(err, /Left at the source: 1 memory/);
      assert.equal((await world.run("export")).out.trimEnd().split("\n").length, 1);
    });
  }));

Deno.test("a move goes on where a dying server stopped it, and doubles nothing", () =>
  withWorld(async (world) => {
    await fill(world);
    await withServer(async ({ url, store, spoil }) => {
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      const before = (await world.run("export")).out;
      const total = before.trimEnd().split("\n").length;
      let posts = 0;
      const handle = createHandler(store);
      // Every seventh memory is stored, and its answer lost.
      spoil.before = async (request) => {
        if (request.method !== "POST" || ++posts % 7 > 0) return undefined;
        await handle(request);
        return new Response("upstream died", { status: 502 });
      };
      let runs = 0;
      for (let code = 1; code !== 0 && runs < total; runs++) {
        const outcome = await world.run("move", "--to", "server", "--settle", "0");
        code = outcome.code;
        if (code !== 0) assert.match(outcome.err, /run the same command again, it goes on/);
      }
      assert.ok(runs > 2, `${runs} runs`);
      spoil.before = undefined;
      assert.equal((await store.listAll(1000)).length, total);
      assert.equal((await world.run("export", "--host", url)).out, before);
    });
  }));

Deno.test("what was sent without an answer is waited for before it is sent again", () =>
  withWorld(async (world) => {
    await world.run("add", "Slowly stored");
    await withServer(async ({ url, store, spoil }) => {
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      const handle = createHandler(store);
      let late: (() => Promise<unknown>) | undefined;
      spoil.before = (request) => {
        if (request.method !== "POST" || late !== undefined) return undefined;
        // The client is told of a failure while the server goes on.
        late = () => handle(request);
        return new Response("gateway timeout", { status: 504 });
      };
      assert.equal((await world.run("move", "--to", "server")).code, 1);
      setTimeout(() => void late!(), 300);
      const { code, err } = await world.run("move", "--to", "server", "--settle", "1");
      assert.equal(code, 0, err);
      assert.match(
        err,
        /Waiting 1 s: 1 memory that an interrupted run sent may still be under way/,
      );
      assert.equal((await store.listAll(10)).length, 1);
    });
  }));

Deno.test("a memory that the server refuses is named, and the others are moved", () =>
  withWorld(async (world) => {
    for (const text of ["one", "two", "three"]) await world.run("add", text);
    await withServer(async ({ url, store, spoil }) => {
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      spoil.before = async (request) => {
        const text = new TextDecoder().decode(await request.arrayBuffer());
        return text.includes('"two"')
          ? Response.json({ detail: "too long" }, { status: 422 })
          : undefined;
      };
      const { code, out, err } = await world.run("move", "--to", "server");
      assert.equal(code, 1);
      assert.match(out, /Copied 2 memories; 1 refused/);
      assert.match(err, /the server answered 422 \(too long\)/);
      spoil.before = undefined;
      assert.equal((await world.run("move", "--to", "server")).code, 0);
      assert.equal((await store.listAll(10)).length, 3);
    });
  }));

Deno.test("an interrupt ends a move in order, and the next one finishes it", () =>
  withWorld(async (world) => {
    await fill(world);
    await withServer(async ({ url, spoil }) => {
      world.env.MEM0_HOST = url;
      world.env.MEM0_BACKEND = "embedded";
      let posts = 0;
      spoil.before = (request) => {
        if (request.method === "POST" && ++posts === 5) world.aborter.abort();
        return undefined;
      };
      const { code, err } = await world.run("move", "--to", "server");
      assert.equal(code, 1);
      assert.match(err, /it was interrupted; run the same command again/);
      world.aborter = new AbortController();
      const done = await world.json<Record<string, unknown>>("move", "--to", "server");
      assert.equal(done.verified, true);
      assert.ok(Number(done.present) >= 5);
    });
  }));

Deno.test("move without a server is wrong usage, and says what to set", () =>
  withWorld(async (world) => {
    const { code, err } = await world.run("move", "--to", "server");
    assert.equal(code, 2);
    assert.match(err, /set MEM0_HOST and MEM0_API_KEY, or give --host/);
  }));
