import assert from "node:assert/strict";
import process from "node:process";
import { isMemoryError } from "../client/errors.ts";
import { openDatabase } from "./database.ts";
import { describeFailure, kindOfFailure } from "./database_errors.ts";
import { EmbeddedStore } from "./mod.ts";
import { upgrade } from "./opening.ts";
import { MIGRATIONS, schemaVersion } from "./schema.ts";

const scope = { user: "ann" };
const said = (content: string) => [{ role: "user", content }];

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function names(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name).sort();
}

async function fill(path: string, rows: number): Promise<void> {
  const store = await EmbeddedStore.open({ path });
  const messages = Array.from({ length: rows }, (_, i) => said(`memory number ${i} of the file`))
    .flat();
  await store.add({ scope, infer: false, messages });
  await store.close();
}

Deno.test("open makes folder and file for their owner alone", () =>
  withFolder(async (folder) => {
    const path = `${folder}/new/deep/memories.db`;
    const store = await EmbeddedStore.open({ path });
    await store.add({ scope, infer: false, messages: said("x") });
    assert.equal((await Deno.stat(`${folder}/new/deep`)).mode! & 0o777, 0o700);
    for (const name of await names(`${folder}/new/deep`)) {
      assert.equal((await Deno.stat(`${folder}/new/deep/${name}`)).mode! & 0o777, 0o600, name);
    }
    await store.close();
    const again = await EmbeddedStore.open({ path });
    assert.equal((await again.count({ scope })).count, 1);
    await again.close();
  }));

Deno.test("open refuses a path that can't be a file", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    for (const path of [folder, `${folder}/file/memories.db`]) {
      await assert.rejects(EmbeddedStore.open({ path }), { name: "MemoryError", code: "storage" });
    }
  }));

Deno.test("open leaves another program's SQLite file alone", () =>
  withFolder(async (folder) => {
    const path = `${folder}/other.db`;
    const db = await openDatabase(path);
    db.exec("CREATE TABLE theirs (n)");
    db.close();
    const before = await Deno.readFile(path);
    await assert.rejects(EmbeddedStore.open({ path }), {
      message: /another program's SQLite file/,
    });
    const after = await openDatabase(path);
    assert.equal(after.all("SELECT name FROM sqlite_master").length, 1);
    after.close();
    assert.equal((await Deno.readFile(path)).length, before.length);
  }));

Deno.test("open and writes refuse a file of a newer schema by a sentence", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    const store = await EmbeddedStore.open({ path });
    await store.add({ scope, infer: false, messages: said("kept") });
    const newer = await openDatabase(path);
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    const refused = {
      code: "storage",
      message: /schema 2 and this version knows 1; update opencode-mem0-selfhost/,
    };
    await assert.rejects(store.add({ scope, infer: false, messages: said("x") }), refused);
    assert.equal((await store.count({ scope })).count, 1);
    await store.close();
    await assert.rejects(EmbeddedStore.open({ path }), refused);
    assert.deepEqual((await names(folder)).filter((name) => name.includes("corrupt")), []);
  }));

Deno.test("a migration runs as a whole or not at all, and keeps a copy of the file before it", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    await fill(path, 3);
    const db = await openDatabase(path);
    const now = new Date("2026-03-04T05:06:07Z");
    const broken = [...MIGRATIONS, (on: typeof db) => {
      on.exec("CREATE TABLE half (n)");
      throw new Error("cut off");
    }];
    assert.throws(() => upgrade(db, path, now, broken), { message: "cut off" });
    assert.equal(schemaVersion(db), MIGRATIONS.length);
    assert.equal(db.all("SELECT 1 FROM sqlite_master WHERE name = 'half'").length, 0);
    upgrade(db, path, now, [...MIGRATIONS, (on) => on.exec("DELETE FROM memory")]);
    assert.equal(schemaVersion(db), MIGRATIONS.length + 1);
    db.close();
    const copies = (await names(folder)).filter((name) => name.includes(".backup-v1-"));
    assert.equal(copies.length, 2);
    assert.equal(copies[0], "memories.db.backup-v1-20260304T050607Z");
    const copy = await EmbeddedStore.open({ path: `${folder}/${copies[1]}` });
    assert.equal((await copy.count({ scope })).count, 3);
    await copy.close();
  }));

Deno.test("a file that is no database is set aside under a dated name, and the store goes on", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    await Deno.writeTextFile(path, "this is no database\n".repeat(500));
    const lines: string[] = [];
    const store = await EmbeddedStore.open({
      path,
      now: () => new Date("2026-03-04T05:06:07Z"),
      log: (level, message) => lines.push(`${level}: ${message}`),
    });
    await store.add({ scope, infer: false, messages: said("goes on") });
    assert.match(
      lines.join("\n"),
      /warn: .* was damaged: it was set aside as .*corrupt-20260304T050607Z/,
    );
    assert.match((await store.check()).problem ?? "", /set aside/);
    await store.close();
    const aside = await Deno.readTextFile(`${path}.corrupt-20260304T050607Z`);
    assert.ok(aside.startsWith("this is no database"));
    const again = await EmbeddedStore.open({ path });
    assert.equal((await again.check()).problem, undefined);
    await again.close();
  }));

Deno.test("what can be read of a file with damaged pages is kept", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    await fill(path, 2_000);
    const bytes = await Deno.readFile(path);
    const pages = bytes.length / 4096;
    for (let page = 20; page < pages; page += 20) {
      crypto.getRandomValues(bytes.subarray(page * 4096, page * 4096 + 4096));
    }
    await Deno.writeFile(path, bytes);
    const reading = await EmbeddedStore.open({ path });
    // Whatever a call meets is told as a typed error; then the next start repairs.
    await assert.rejects(
      (async () => {
        await reading.search({ scope, text: "memory number", minScore: 0, limit: 5_000 });
        await reading.list({ scope });
        await reading.add({ scope, infer: false, messages: said("memory") });
        await reading.removeAll({ scope });
      })(),
      { name: "MemoryError", code: "storage" },
    );
    await reading.close();
    const store = await EmbeddedStore.open({ path });
    const { memories } = await store.list({ scope });
    assert.ok(memories.length > 1_000 && memories.length < 2_000, `${memories.length} kept`);
    for (const { text } of memories) assert.match(text, /^memory number \d+ of the file$/);
    const [words] = store.core.connection.db.all<{ n: number }>(
      "SELECT count(*) AS n FROM words_docsize WHERE id > 0",
    );
    assert.equal(words!.n, memories.length, "indexed before the first search");
    const [some] = memories;
    const found = await store.search({ scope, text: some!.text, limit: 2_000, minScore: 0 });
    assert.equal(found.length, memories.length);
    await store.close();
  }));

Deno.test("a damaged word index alone is made anew, and nothing is set aside", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    await fill(path, 50);
    const bytes = await Deno.readFile(path);
    const at = new TextDecoder("latin1").decode(bytes).lastIndexOf("memori"); // the stem in the index
    assert.ok(at > 0);
    bytes.fill(0xff, at + 6, at + 60);
    await Deno.writeFile(path, bytes);
    const broken = await EmbeddedStore.open({ path });
    await assert.rejects(broken.search({ scope, text: "memory" }), {
      code: "storage",
      message: /open it again/,
    });
    await broken.close();
    const store = await EmbeddedStore.open({ path });
    assert.equal(
      (await store.search({ scope, text: "number 7" }))[0]?.text,
      "memory number 7 of the file",
    );
    assert.equal((await store.count({ scope })).count, 50);
    await store.close();
    assert.deepEqual(await names(folder), ["memories.db"]);
  }));

Deno.test("a file that another process keeps locked is a failure that may be tried again", () =>
  withFolder(async (folder) => {
    const path = `${folder}/memories.db`;
    const store = await EmbeddedStore.open({ path });
    const other = await openDatabase(path);
    other.exec("BEGIN IMMEDIATE");
    const add = (call = {}) => store.add({ scope, infer: false, messages: said("x") }, call);
    await assert.rejects(add({ timeoutMs: 150 }), {
      code: "storage",
      retryable: true,
      message: /another process keeps it locked/,
    });
    assert.equal((await store.list({ scope })).memories.length, 0, "reads go on");
    setTimeout(() => other.exec("COMMIT"), 200);
    assert.equal((await add()).length, 1, "a write waits");
    other.close();
    await store.close();
  }));

/** Runs a test as a user whom file rights restrain: they don't restrain root. */
async function withoutPrivileges(test: () => Promise<void>): Promise<void> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid!(65534);
  try {
    await test();
  } finally {
    if (root) process.seteuid!(0);
  }
}

for (const what of ["file", "folder"] as const) {
  Deno.test(`a ${what} that can't be written: memories are found, and writes say why they fail`, () =>
    withFolder(async (folder) => {
      const path = `${folder}/memories.db`;
      await fill(path, 20);
      await Deno.chmod(path, 0o444);
      await Deno.chmod(folder, what === "folder" ? 0o555 : 0o777);
      await withoutPrivileges(async () => {
        const store = await EmbeddedStore.open({ path });
        const [hit] = await store.search({ scope, text: "number 7" });
        assert.equal(hit?.text, "memory number 7 of the file");
        await assert.rejects(store.add({ scope, infer: false, messages: said("x") }), {
          code: "storage",
          retryable: false,
          message: /can't be written; check the owner and rights/,
        });
        const { writable, problem } = await store.check();
        assert.equal(writable, false);
        assert.match(problem ?? "", /can't be written/);
        await store.close();
      });
      await Deno.chmod(folder, 0o700);
    }));
}

Deno.test("describeFailure names a full disk, a read-only file and a damaged one", () =>
  withFolder(async (folder) => {
    const path = `${folder}/small.db`;
    const db = await openDatabase(path);
    db.exec("CREATE TABLE t (x); PRAGMA max_page_count = 3");
    const failure = (body: () => unknown) => {
      try {
        body();
      } catch (error) {
        return { kind: kindOfFailure(error), error: describeFailure(error, "Cannot add memories") };
      }
      throw new Error("it did not fail");
    };
    const full = failure(() => db.run("INSERT INTO t VALUES (zeroblob(100000))"));
    assert.equal(full.kind, "full");
    assert.match(full.error.message, /^Cannot add memories: the disk is full; free some space/);
    assert.equal(full.error.retryable, true);
    db.close();
    const reading = await openDatabase(path, { readOnly: "yes" });
    const readonly = failure(() => reading.run("INSERT INTO t VALUES (1)"));
    assert.equal(readonly.kind, "readonly");
    assert.match(readonly.error.message, /can't be written; check the owner and rights/);
    assert.equal(readonly.error.retryable, false);
    reading.close();
    await Deno.writeTextFile(path, "x".repeat(5_000));
    const damaged = await openDatabase(path);
    assert.equal(failure(() => damaged.all("SELECT * FROM t")).kind, "corrupt");
    damaged.close();
  }));

Deno.test("on a full disk writes say so and lose nothing, and go on when there is room again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const store = await EmbeddedStore.open({ path: `${folder}/memories.db` });
    const { db } = store.core.connection;
    const [pages] = db.all<{ page_count: number }>("PRAGMA page_count");
    // SQLite's own limit gives the error that a full disk gives.
    db.exec(`PRAGMA max_page_count = ${Number(pages!.page_count) + 20}`);
    const scope = { user: "ann" };
    const add = (content: string) =>
      store.add({ scope, infer: false, messages: [{ role: "user", content }] });
    let kept = 0;
    const fill = async () => {
      for (;; kept++) await add(`memory ${kept} ${"of some length ".repeat(40)}`);
    };
    await assert.rejects(
      fill(),
      (error) => isMemoryError(error) && error.retryable && /the disk is full/.test(error.message),
    );
    assert.ok(kept > 0);
    assert.equal((await store.count({ scope })).count, kept);
    assert.ok((await store.search({ scope, text: "memory 0" })).length > 0);
    assert.equal((await store.check()).reachable, true);
    db.exec("PRAGMA max_page_count = 1000000");
    await add("room again");
    assert.equal((await store.count({ scope })).count, kept + 1);
    await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
