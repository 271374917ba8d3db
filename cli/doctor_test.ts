/** Planted misconfigurations: each is named, with the next step, and nothing stops the other checks. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import process from "node:process";
import { createHandler, type Incoming } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { MemoryError } from "../client/errors.ts";
import { Outbox } from "../plugin/core/outbox.ts";
import { listen } from "./listen.ts";
import { withWorld, type World } from "./testdata/captured_io.ts";
import { examine, find, furnish, type Report, write } from "./testdata/patient.ts";

async function withHttp(
  handle: (request: Incoming) => Promise<Response> | Response,
  body: (url: string) => Promise<void>,
): Promise<void> {
  const listener = await listen((request) => Promise.resolve(handle(request)), "127.0.0.1", 0);
  try {
    await body(listener.url);
  } finally {
    await listener.close(100);
  }
}

async function withMem0(keys: { admin?: string }, body: (url: string) => Promise<void>) {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  await withHttp(createHandler(store, { keys }), body);
  await store.close();
}

Deno.test("doctor finds nothing where nothing is wrong, and leaves no trace", () =>
  withWorld(async (world) => {
    await furnish(world);
    const { code, findings, settings, text } = await examine(world);
    assert.equal(code, 0);
    assert.deepEqual(findings.filter(({ status }) => status !== "ok"), []);
    assert.deepEqual(settings.find(({ name }) => name === "backend"), {
      name: "backend",
      value: "embedded",
      origin: "no server is configured",
    });
    assert.match(text, /The store can be used: 0 failed, 0 to look at/);
    assert.equal((await world.run("export", "--user", "mem0-doctor")).out, "");
    const store = await EmbeddedStore.open({ path: join(world.home, ".mem0/memories.db") });
    assert.deepEqual(await store.listAll(10), []);
    await store.close();
  }));

Deno.test("doctor passes a server with its key, masks the key, and cleans up there", () =>
  withWorld(async (world) => {
    await furnish(world);
    await withMem0({ admin: "m0sk_1234567890abcdef" }, async (url) => {
      world.env.MEM0_HOST = url.replace("http://", "http://bob:hunter2@");
      world.env.MEM0_API_KEY = "m0sk_1234567890abcdef";
      world.dotenv.add("MEM0_API_KEY");
      const report = await examine(world);
      assert.equal(report.code, 0);
      const { detail } = find(report, "server", "ok");
      assert.ok(detail.endsWith(url), detail);
      assert.deepEqual(report.settings.find(({ name }) => name === "apiKey"), {
        name: "apiKey",
        value: "m0sk_123…",
        origin: "./.env MEM0_API_KEY",
      });
      assert.doesNotMatch(JSON.stringify(report), /hunter2|abcdef/);
      assert.doesNotMatch(report.text, /hunter2|abcdef/);
    });
  }));

Deno.test("misconfiguration: a wrong key", () =>
  withWorld(async (world) => {
    await withMem0({ admin: "m0sk_right" }, async (url) => {
      Object.assign(world.env, { MEM0_HOST: url, MEM0_API_KEY: "m0sk_wrong" });
      const report = await examine(world);
      assert.equal(report.code, 1);
      assert.match(find(report, "server", "ok").detail, /Mem0 server/);
      const { detail, next } = find(report, "credential", "failed");
      assert.match(detail, /401/);
      assert.match(next!, /^(export MEM0_API_KEY=|setx MEM0_API_KEY )/);
    });
  }));

Deno.test("misconfiguration: no server there", () =>
  withWorld(async (world) => {
    let url = "";
    await withHttp(() => new Response(), (free) => Promise.resolve(void (url = free)));
    world.env.MEM0_HOST = url;
    const report = await examine(world);
    const { detail, next } = find(report, "server", "failed");
    assert.equal(report.code, 1);
    assert.match(detail, /connection was refused/);
    assert.match(next!, /docker compose up -d/);
  }));

Deno.test("misconfiguration: a page answers", () =>
  withWorld(async (world) => {
    const page = () =>
      new Response("<!doctype html><html>Welcome", {
        headers: { "content-type": "text/html" },
      });
    await withHttp(page, async (url) => {
      world.env.MEM0_HOST = url;
      const report = await examine(world);
      assert.equal(report.code, 1);
      assert.match(find(report, "server", "failed").detail, /HTML|page/i);
    });
  }));

Deno.test("misconfiguration: OpenMemory", () =>
  withWorld(async (world) => {
    const paths = { "/api/v1/memories/": { get: {}, post: {} } };
    await withHttp(() => Response.json({ openapi: "3.1.0", paths }), async (url) => {
      world.env.MEM0_HOST = url;
      const { detail, next } = find(await examine(world), "server", "failed");
      assert.match(detail, /this is OpenMemory/);
      assert.match(next!, /MEM0_HOST/);
    });
  }));

Deno.test("misconfiguration: the hosted platform", () =>
  withWorld(async (world) => {
    world.env.MEM0_HOST = "https://api.mem0.ai";
    const { detail, next } = find(await examine(world), "server", "failed");
    assert.match(detail, /Mem0's hosted platform/);
    assert.match(next!, /MEM0_HOST/);
  }));

Deno.test("misconfiguration: an address that is none", () =>
  withWorld(async (world) => {
    world.env.MEM0_HOST = "ftp://files.example";
    const report = await examine(world);
    assert.equal(report.code, 1);
    const { detail, next } = find(report, "server", "failed");
    assert.match(detail, /"ftp:\/\/files.example": it must start with http/);
    assert.match(next!, /MEM0_HOST/);
  }));

Deno.test("misconfiguration: a damaged memory file is set aside, and its owner is told", () =>
  withWorld(async (world) => {
    const file = join(world.home, ".mem0", "memories.db");
    await write(file, "no database at all ".repeat(500));
    const { code, out } = await world.run("doctor", "--json");
    const report = JSON.parse(out) as Report;
    assert.equal(code, 0);
    const { detail, next } = find(report, "store", "warning");
    assert.match(detail, /was damaged: it was set aside as ".*corrupt/);
    assert.match(next!, /copy a backup/);
  }));

Deno.test("misconfiguration: a memory file of another program is left alone", () =>
  withWorld(async (world) => {
    const file = join(world.home, ".mem0", "memories.db");
    await Deno.mkdir(dirname(file));
    const { DatabaseSync } = await import("node:sqlite");
    const db = new DatabaseSync(file);
    db.exec("CREATE TABLE theirs (x)");
    db.close();
    const report = await examine(world);
    assert.equal(report.code, 1);
    assert.match(find(report, "store", "failed").detail, /another program's SQLite file/);
  }));

Deno.test({
  name: "misconfiguration: a memory file that can't be written",
  ignore: process.platform === "win32",
  fn: () =>
    withWorld(async (world) => {
      await world.run("add", "Something");
      const folder = join(world.home, ".mem0");
      world.env.MEM0_STATE_DIR = world.path("state");
      await Deno.mkdir(world.path("state"), { mode: 0o777 });
      await Deno.chmod(world.path("state"), 0o777);
      for (const path of [world.path(), world.home]) await Deno.chmod(path, 0o755);
      await Deno.chmod(join(folder, "memories.db"), 0o444);
      await Deno.chmod(folder, 0o555);
      const root = process.geteuid?.() === 0;
      if (root) process.seteuid!(65534);
      let report: Report;
      try {
        report = JSON.parse((await world.run("doctor", "--json")).out);
      } finally {
        if (root) process.seteuid!(0);
        await Deno.chmod(folder, 0o700);
      }
      assert.equal(report.usable, false);
      const { detail, next } = find(report, "store", "failed");
      assert.match(detail, /can't be written/);
      assert.match(next!, /chmod u\+w/);
      assert.match(find(report, "memory folder", "failed").detail, /permission is denied/);
    }),
});

Deno.test("misconfiguration: a home that can't be written", () =>
  withWorld(async (world) => {
    await write(join(world.home, ".mem0"), "a file where the folder should be");
    const report = await examine(world);
    assert.equal(report.code, 1);
    assert.match(find(report, "memory folder", "failed").detail, /Cannot write to/);
    assert.match(find(report, "state folder", "warning").detail, /Cannot write to/);
    assert.equal(find(report, "store", "failed").status, "failed");
  }));

Deno.test("misconfiguration: a broken settings.json", () =>
  withWorld(async (world) => {
    await furnish(world);
    await write(join(world.home, ".mem0", "settings.json"), '{"default_scope": "proj');
    const report = await examine(world);
    assert.equal(report.code, 0);
    const { detail, next } = find(report, "settings file", "warning");
    assert.match(detail, /settings.json": it is not valid JSON/);
    assert.match(next!, /settings.json/);
  }));

Deno.test("misconfiguration: a wrong MEM0_BACKEND", () =>
  withWorld(async (world) => {
    await furnish(world);
    world.env.MEM0_BACKEND = "postgres";
    const report = await examine(world);
    assert.equal(report.code, 0);
    const { detail, next } = find(report, "settings", "warning");
    assert.match(detail, /backend "postgres" \(environment MEM0_BACKEND\): it is one of server/);
    assert.match(next!, /set MEM0_BACKEND to one of/);
  }));

async function giveUpOn(world: World, text: string): Promise<void> {
  const file = join(world.home, ".mem0", "memories.db");
  const outbox = new Outbox({
    dir: join(world.home, ".mem0", "state", "outbox"),
    target: { backend: `embedded:${file}`, user: "ann" },
    log: () => {},
  });
  await outbox.put({
    scope: { user: "ann", agent: "lighthouse" },
    messages: [{ role: "user", content: text }],
    infer: false,
    metadata: { app_id: "lighthouse" },
  });
  const store = await EmbeddedStore.open({ path: ":memory:" });
  store.add = () =>
    Promise.reject(new MemoryError("invalid", "Cannot add: refused", { status: 422 }));
  await outbox.drain(store);
  await store.close();
}

Deno.test("misconfiguration: memories that the outbox gave up; --retry stores them", () =>
  withWorld(async (world) => {
    await furnish(world);
    await giveUpOn(world, "Nearly lost");
    const report = await examine(world);
    assert.equal(report.code, 0);
    const { detail, next } = find(report, "outbox", "warning");
    assert.match(detail, /1 memory could not be stored and is kept: .*refused/);
    assert.match(next!, /doctor --retry$/);
    const { out } = await world.run("doctor", "--retry");
    assert.match(out, /retry: 1 memory went back into the queue; 1 stored now, 0 still waiting/);
    assert.match(out, /outbox: empty/);
    assert.match((await world.run("list")).out, /Nearly lost/);
  }));

Deno.test("doctor goes through all checks when everything is broken at once", () =>
  withWorld(async (world) => {
    await write(join(world.home, ".mem0"), "a file");
    await write(join(world.home, ".config/opencode/opencode.json"), "[");
    Object.assign(world.env, { MEM0_HOST: "ftp://x", MEM0_CAPTURE: "sometimes", MEM0_LOG: "loud" });
    const { code, findings } = await examine(world);
    assert.equal(code, 1);
    const names = new Set(findings.map(({ name }) => name));
    for (
      const name of ["settings", "state folder", "server", "outbox", "opencode.json", "OpenCode"]
    ) {
      assert.ok(names.has(name), `${name} in ${[...names]}`);
    }
  }));
