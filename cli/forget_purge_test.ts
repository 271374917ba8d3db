/** `forget --purge`: after it no file of ours holds the text, and what can't be reached is named. */
import assert from "node:assert/strict";
import { MemoryError } from "../client/errors.ts";
import type { Memory, MemoryStore, NewMemory } from "../client/store.ts";
import { createHandler } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/mod.ts";
import { Intake } from "../plugin/core/intake.ts";
import { CursorFile } from "../plugin/core/cursor.ts";
import { takeLock } from "../plugin/core/files.ts";
import { Outbox } from "../plugin/core/outbox.ts";
import { Spool } from "../plugin/core/spool.ts";
import { withWorld, type World } from "./testdata/captured_io.ts";

async function addTo(world: World, ...args: string[]): Promise<string> {
  const [change] = await world.json<{ id: string }[]>("add", ...args);
  return change!.id;
}

/** A file's bytes as text; "" when it was moved away after its folder had been read. */
async function readIfThere(path: string): Promise<string> {
  try {
    return new TextDecoder("latin1").decode(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** The files below `~/.mem0` that hold a word, in order. */
async function filesWith(world: World, word: string): Promise<string[]> {
  const found: string[] = [];
  const look = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) await look(path);
      else if ((await readIfThere(path)).includes(word)) found.push(path.slice(world.home.length));
    }
  };
  await look(`${world.home}/.mem0`);
  return found.sort();
}

const ownBackend = (world: World) => `embedded:${world.home}/.mem0/memories.db`;
const stateOf = (world: World) => `${world.home}/.mem0/state`;

/** An outbox of this world, as a plugin's process would have left it. */
function outboxOf(world: World, user = "ann", backend = ownBackend(world)): Outbox {
  return new Outbox({
    dir: `${stateOf(world)}/outbox`,
    target: { backend, user },
    log: () => undefined,
    serverLimitMs: 0,
  });
}

const said = (content: string, user = "ann", agent = "lighthouse") => ({
  scope: { user, agent },
  messages: [{ role: "user" as const, content }],
  metadata: { app_id: agent },
});

/** A line of the spool. */
const heard = (world: World, text: string, messageID: string) => ({
  ...{ sessionID: "s", messageID, user: "ann", project: "lighthouse" },
  ...{ backend: ownBackend(world), text, createdAt: Date.now() },
});

/** Refuses whatever it is given. */
const REFUSING = {
  add: () => Promise.reject(new MemoryError("invalid", "Cannot store it: no", { status: 422 })),
  list: () => Promise.resolve({ memories: [], complete: true }),
} as unknown as MemoryStore;

Deno.test("forget --purge leaves no byte of it in the store, earlier texts included", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "The unforgettable zanzibar word");
    await world.run("edit", id, "It is another zanzibar now");
    await world.json("forget", id, "--purge", "--yes");
    assert.deepEqual(await world.json("history", id), []);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("forget --purge takes it out of queue and given-up memories, and it never comes back", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    await world.run("edit", id, 'It is the "new" zanzibar');
    const outbox = outboxOf(world);
    await outbox.put(said("Given up: we met at the zanzibar, on Monday"), "one");
    for (let round = 0; round < 12; round++) await outbox.drain(REFUSING, { wake: true });
    assert.equal((await outbox.status()).failed, 1);
    await outbox.put(said('Again: It is the "new" zanzibar.'), "two");
    await outbox.put(said("We met at the zanzibars"), "others");
    await outboxOf(world, "bob").put(said("We met at the zanzibar", "bob"), "bob");
    await outboxOf(world, "ann", "server:http://far").put(said("We met at the zanzibar"), "far");

    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 0, err);
    assert.match(err, /3 memories that waited to be stored are forgotten too/);
    const left = await filesWith(world, "zanzibar");
    for (const path of left) {
      const text = await Deno.readTextFile(`${world.home}${path}`);
      assert.match(text, /zanzibars|"user":"bob"/, `${path}: ${text}`);
    }
    assert.equal(left.length, 4, "what another user or another memory said stays: ids and queue");
    // The same message is not taken anew, what was given up isn't brought back, the rest is stored.
    await outbox.put(said("Given up: we met at the zanzibar, on Monday"), "one");
    assert.equal(await outbox.retryFailed(), 0);
    const store = await EmbeddedStore.open({ path: `${world.home}/.mem0/memories.db` });
    assert.deepEqual(await outbox.drain(store), { delivered: 1, waiting: 0, failed: 0 });
    assert.deepEqual(
      (await store.list({ scope: { user: "ann" } })).memories.map(({ text }) => text),
      ["We met at the zanzibars"],
    );
    await store.close();
  }));

Deno.test("forget --purge takes a memory's own message out, even if it was put into other words", () =>
  withWorld(async (world) => {
    const outbox = outboxOf(world);
    const origin = await outbox.put(said("let's say we meet at zanzibar, ok?"), "one");
    // Stored, but the answer got lost: it would be looked for by its origin, and sent again.
    const lost = {
      ...REFUSING,
      add: () => Promise.reject(new MemoryError("timeout", "No answer")),
    };
    await outbox.drain(lost);
    const store = await EmbeddedStore.open({ path: `${world.home}/.mem0/memories.db` });
    const [made] = await store.add({
      ...said("Ann meets at Zanzibar"),
      metadata: { app_id: "lighthouse", origin },
      infer: false,
    });
    await world.run("forget", made!.id, "--purge", "--yes");
    assert.equal((await outbox.status()).waiting, 0);
    assert.equal((await outbox.drain(store, { wake: true })).delivered, 0);
    await store.close();
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("forget keeps what was stored without an answer from coming back", () =>
  withWorld(async (world) => {
    const outbox = outboxOf(world);
    const store = await EmbeddedStore.open({ path: `${world.home}/.mem0/memories.db` });
    const deaf: MemoryStore = Object.assign(Object.create(store), {
      add: async (memory: NewMemory) => {
        await store.add(memory);
        throw new MemoryError("timeout", "No answer");
      },
    });
    for (const text of ["We eat at the bosporus", "We meet at the zanzibar"]) {
      await outbox.put({ ...said(text), infer: false });
    }
    while ((await store.list({ scope: { user: "ann" } })).memories.length < 2) {
      await outbox.drain(deaf, { wake: true });
    }
    const { memories } = await store.list({ scope: { user: "ann" } });
    await world.run("forget", memories.find(({ text }) => text.includes("zanzibar"))!.id, "--yes");
    await outbox.drain(store, { wake: true });
    const left = (await store.list({ scope: { user: "ann" } })).memories;
    assert.deepEqual(left.map(({ text }) => text), ["We eat at the bosporus"]);
    await store.close();
  }));

Deno.test("forget --purge takes it out of what was heard, the log and the notes of a tidying", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const state = stateOf(world);
    const spool = new Spool({ dir: `${state}/spool`, log: () => undefined });
    await spool.write(heard(world, "Well, we met at the zanzibar", "m1"));
    await spool.write(heard(world, "We always deploy with make release", "m2"));
    await spool.close();
    await Deno.writeTextFile(`${state}/mem0.log`, "a line\nsaid: We met at the zanzibar\nlast\n");
    await Deno.writeTextFile(
      `${state}/mem0.log.1`,
      'x {\\"text\\":\\"We met at the zanzibar\\"}\n',
    );
    const notes = `${state}/dream/x`;
    await Deno.mkdir(notes, { recursive: true });
    const note = (text: string) =>
      `${JSON.stringify({ kind: "delete", text, metadata: {}, scope: { user: "ann" } })}\n`;
    await Deno.writeTextFile(`${notes}/p.undo.jsonl`, note("We met at the zanzibar"));
    await Deno.writeTextFile(
      `${notes}/q.undo.jsonl`,
      note("We met at the zanzibar") + note("Something else"),
    );
    await Deno.writeTextFile(`${state}/mem0.log.999999.0badcafe.tmp`, "We met at the zanzibar");

    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 0, err);
    assert.match(err, /1 message that was just heard is forgotten too/);
    assert.match(err, /2 lines of the log are gone/);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
    assert.equal(await Deno.readTextFile(`${state}/mem0.log`), "a line\nlast\n");
    assert.equal(await Deno.readTextFile(`${notes}/q.undo.jsonl`), note("Something else"));

    // The next process stores what else was heard; of the forgotten message nothing is taken, nor
    // when its conversation is opened again.
    const box = outboxOf(world);
    const intake = new Intake({
      mode: "auto",
      backendId: ownBackend(world),
      spool: new Spool({ dir: `${state}/spool`, log: () => undefined }),
      cursors: new CursorFile({ dir: `${state}/cursors` }),
      outbox: () => box,
      templates: [],
      storeJudges: false,
      log: () => undefined,
    });
    const turn = (text: string, messageID: string) => ({
      ...{ messageID, role: "user" as const, text, createdAt: Date.now(), complete: true },
    });
    assert.equal(await intake.recover(), 1);
    const who = { user: "ann", project: "lighthouse" };
    await intake.gate("s", [turn("Remember that we met at the zanzibar", "m1")], who);
    assert.equal(await intake.gate("s", [turn("Remember that tabs are wide", "m3")], who), 1);
    assert.equal((await box.status()).waiting, 2);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("forget --purge stops before a memory that is just being sent, and can be run again", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Sent from the zanzibar");
    const outbox = outboxOf(world);
    await outbox.put(said("Sent from the zanzibar"), "one");
    const ended = Promise.withResolvers<[]>();
    const sending = outbox.drain({ ...REFUSING, add: () => ended.promise });
    while ((await filesWith(world, "zanzibar")).every((path) => !path.includes("/claimed/"))) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 1);
    assert.match(err, /just sending 1 memory .* run the same command again/);
    assert.equal((await world.run("show", id)).code, 0);
    ended.resolve([]);
    await sending;
    assert.equal((await world.run("forget", id, "--purge", "--yes")).code, 0);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("a memory whose send fails after it was forgotten is not sent again", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Sent from the zanzibar");
    const outbox = outboxOf(world);
    await outbox.put(said("Sent from the zanzibar"), "one");
    const ended = Promise.withResolvers<[]>();
    const sending = outbox.drain({ ...REFUSING, add: () => ended.promise });
    while ((await filesWith(world, "zanzibar")).every((path) => !path.includes("/claimed/"))) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
    await world.run("forget", id, "--purge", "--yes");
    ended.reject(new MemoryError("unavailable", "Gone", { unsent: true }));
    await sending;
    const store = await EmbeddedStore.open({ path: `${world.home}/.mem0/memories.db` });
    assert.equal((await outbox.drain(store, { wake: true })).delivered, 0);
    await store.close();
  }));

Deno.test("forget --purge names the file of a running OpenCode that heard it; it isn't stored", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const { pid } = Deno;
    await Deno.mkdir(`${stateOf(world)}/spool`, { recursive: true });
    const file = `${stateOf(world)}/spool/${pid}-${Math.round(performance.timeOrigin)}-1.jsonl`;
    await Deno.writeTextFile(
      file,
      `\n${JSON.stringify(heard(world, "We met at the zanzibar", "m1"))}`,
    );
    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 1);
    assert.ok(err.includes(file), err);
    assert.match(err, /a running OpenCode has just heard it/);
    assert.match(await Deno.readTextFile(file), /zanzibar/);
    const outbox = outboxOf(world);
    await outbox.put(said("We met at the zanzibar"), "s/m1");
    assert.equal((await outbox.status()).waiting, 0);
  }));

Deno.test("forget --purge leaves the notes of a tidying that is going on, and names them", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const notes = `${stateOf(world)}/dream/x`;
    await Deno.mkdir(notes, { recursive: true });
    const note = { text: "We met at the zanzibar", metadata: {}, scope: { user: "ann" } };
    await Deno.writeTextFile(`${notes}/p.undo.jsonl`, `${JSON.stringify(note)}\n`);
    const unlock = await takeLock(`${notes}/p.lock`, 60_000);
    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 1);
    assert.match(err, /Still in .*p\.undo\.jsonl: a running OpenCode is just tidying up/);
    assert.deepEqual(await filesWith(world, "zanzibar"), ["/.mem0/state/dream/x/p.undo.jsonl"]);
    await unlock?.();
  }));

Deno.test("forget --purge takes out what could not be read, and the reason of what was given up", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const outbox = outboxOf(world);
    await outbox.put(said("We met at the zanzibar"), "one");
    const quoting = {
      ...REFUSING,
      add: () =>
        Promise.reject(
          new MemoryError("invalid", "Cannot store it: We met at the zanzibar", { status: 422 }),
        ),
    };
    for (let round = 0; round < 12; round++) await outbox.drain(quoting, { wake: true });
    await outbox.put(said("We met at the zanzibar"), "two");
    const [target] = [...Deno.readDirSync(`${stateOf(world)}/outbox`)];
    const folder = `${stateOf(world)}/outbox/${target!.name}`;
    const [waiting] = [...Deno.readDirSync(`${folder}/queue`)];
    const cut = '{"nonce":"x","id":"y","memory":{"messages":[{"content":"We met at the zanzibar"';
    await Deno.writeTextFile(`${folder}/queue/${waiting!.name}`, cut);
    await outbox.drain(REFUSING, { wake: true });
    assert.ok((await filesWith(world, "zanzibar")).some((path) => path.endsWith(".broken")));
    await world.run("forget", id, "--purge", "--yes");
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("forget ID --purge reaches a memory that was deleted before without --purge", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Deleted long ago: zanzibar");
    const bobs = await addTo(world, "Bob deleted the zanzibar", "--user", "bob");
    await world.run("forget", id, "--yes");
    await world.run("forget", bobs, "--yes", "--user", "bob");
    assert.equal((await world.run("forget", id.slice(0, 8), "--yes")).code, 1);
    assert.equal((await world.run("forget", bobs, "--purge", "--yes")).code, 1);
    const { code, err } = await world.run("forget", id.slice(0, 8), "--purge", "--yes");
    assert.equal(code, 0, err);
    assert.deepEqual(await world.json("history", id), []);
    assert.equal((await world.json<unknown[]>("history", bobs)).length, 2);
  }));

Deno.test("forget --all --purge takes what was deleted or replaced earlier, and what still waits", () =>
  withWorld(async (world) => {
    const gone = await addTo(world, "Deleted long ago: zanzibar");
    await world.run("forget", gone, "--yes");
    const away = await addTo(world, "Deleted elsewhere: zanzibar", "--project", "elsewhere");
    await world.run("forget", away, "--yes");
    await addTo(world, "A zanzibar elsewhere", "--project", "elsewhere");
    await outboxOf(world).put(said("Waiting for the zanzibar"), "here");
    await outboxOf(world).put(said("Waiting at zanzibar", "ann", "elsewhere"), "there");
    await Deno.writeTextFile(`${stateOf(world)}/mem0.log`, "x: Waiting for the zanzibar\n");
    world.answers = [true];
    assert.equal((await world.run("forget", "--all", "--purge")).code, 0);
    assert.deepEqual(world.asked, [
      'Delete 0 memories of the project "lighthouse", and what is left of 1 deleted before, for good?',
    ]);
    assert.deepEqual(await world.json("history", gone), []);
    assert.equal((await world.json<unknown[]>("history", away)).length, 2);
    const texts = async () => (await world.run("list", "--all-projects")).out;
    assert.match(await texts(), /A zanzibar elsewhere/);
    assert.equal((await outboxOf(world).status()).waiting, 1);
    const { out } = await world.run("forget", "--all", "--all-projects", "--purge", "--yes");
    assert.match(out, /^Deleted\t[0-9a-f-]+\tA zanzibar elsewhere$/m);
    assert.match(out, /^Purged\t[0-9a-f-]+\tDeleted elsewhere: zanzibar$/m);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
    assert.match((await world.run("forget", "--all", "--purge", "--yes")).err, /Nothing to forget/);
  }));

Deno.test("forget --purge names the copies that still hold it, with the command that deletes them", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const copy = (end: string) => `${world.home}/.mem0/memories.db.${end}`;
    await Deno.copyFile(`${world.home}/.mem0/memories.db`, copy("corrupt-20260101T000000Z"));
    await Deno.writeTextFile(copy("corrupt-20260101T000000Z-wal"), "… We met at the zanzibar …");
    await Deno.writeTextFile(copy("backup-1"), "nothing of it");
    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 0, err);
    const named = ["corrupt-20260101T000000Z", "corrupt-20260101T000000Z-wal"];
    const [command] = /rm .*/.exec(err) ?? [];
    for (const end of named) assert.ok(command?.includes(`'${copy(end)}'`), err);
    assert.ok(!err.includes("backup-1"), err);
    assert.deepEqual((await filesWith(world, "zanzibar")).length, 2);
  }));

Deno.test("forget --purge says which other memories hold the same text", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    const edited = await addTo(world, "Another: We met at the zanzibar");
    await world.run("edit", edited, "Another text");
    const { code, err } = await world.run("forget", id, "--purge", "--yes");
    assert.equal(code, 0);
    assert.match(err, new RegExp(`another memory, .*${edited}`));
    assert.equal((await world.run("forget", edited, "--purge", "--yes")).code, 0);
    assert.deepEqual(await filesWith(world, "zanzibar"), []);
  }));

Deno.test("forget --purge --json tells all that went and all that is left", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    await outboxOf(world).put(said("We met at the zanzibar"), "one");
    await Deno.copyFile(
      `${world.home}/.mem0/memories.db`,
      `${world.home}/.mem0/memories.db.backup-1`,
    );
    assert.deepEqual(await world.json("forget", id, "--purge", "--yes"), {
      deleted: [id],
      left: 0,
      purged: { earlier: [], replaced: 0, waiting: 1, heard: 0, logged: 0, noted: 0 },
      kept: [{
        path: `${world.home}/.mem0/memories.db.backup-1`,
        why: "a copy that was set aside",
      }],
    });
  }));

Deno.test("forget --purge on a server forgets here what it can, and says what the server keeps", () =>
  withWorld(async (world) => {
    const store = await EmbeddedStore.open({ path: ":memory:" });
    const handle = createHandler(store);
    const server = Deno.serve({ port: 0, onListen: () => {} }, (request) => handle(request));
    try {
      world.env.MEM0_HOST = `http://127.0.0.1:${server.addr.port}`;
      const id = await addTo(world, "We met at the zanzibar");
      await world.run("edit", id, "It is another zanzibar now");
      const outbox = outboxOf(world, "ann", `server:${world.env.MEM0_HOST}`);
      await outbox.put(said("We met at the zanzibar"), "one");
      await outbox.drain({
        ...REFUSING,
        add: () => Promise.reject(new MemoryError("timeout", "No answer")),
      });
      const { code, err } = await world.run("forget", id, "--purge", "--yes");
      assert.equal(code, 0, err);
      assert.match(err, /1 memory had been sent without an answer and may still arrive/);
      assert.match(err, /server keeps a history of what was deleted/);
      assert.equal((await outbox.status()).waiting, 0);
      assert.deepEqual(await filesWith(world, "zanzibar"), []);
      assert.equal((await store.list({ scope: { user: "ann" } })).memories.length, 0);
    } finally {
      await server.shutdown();
      await store.close();
    }
  }));

Deno.test("without --purge nothing but the memory is touched", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We met at the zanzibar");
    await outboxOf(world).put(said("We met at the zanzibar"), "one");
    await world.run("forget", id, "--yes");
    assert.equal((await outboxOf(world).status()).waiting, 1);
    const [memory] = await world.json<Memory[]>("list").catch(() => []);
    assert.equal(memory, undefined);
  }));
