/** A purge beside a plugin that runs, and one that is killed: nothing comes back, nothing is left. */
import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/store.ts";
import { Outbox } from "../../plugin/core/outbox.ts";
import { Spool } from "../../plugin/core/spool.ts";
import { endOf, startCli, withFolders } from "./program.ts";

const scope = { user: "ann", agent: "lighthouse" };
const memory = (content: string) => ({
  scope,
  messages: [{ role: "user", content }],
  infer: false,
  metadata: { app_id: "lighthouse" },
});

/** What a plugin with this home keeps. */
function stateOf(home: string) {
  const path = `${home}/.mem0/memories.db`;
  const state = `${home}/.mem0/state`;
  const target = { backend: `embedded:${path}`, user: "ann" };
  const outbox = () =>
    new Outbox({ dir: `${state}/outbox`, target, log: () => undefined, serverLimitMs: 0 });
  return { path, state, target, outbox };
}

/** Memories, deleted ones, queued, given up and heard messages, logs and notes, all of one word. */
async function fill(home: string, rows: number): Promise<void> {
  const { path, state, target, outbox } = stateOf(home);
  const store = await EmbeddedStore.open({ path });
  for (let row = 0; row < rows; row++) {
    const [made] = await store.add(memory(`Stored ${row}: zanzibar`));
    if (row % 3 === 0) await store.remove(made!.id);
  }
  await store.close();
  for (let row = 0; row < 40; row++) {
    await outbox().put(memory(`Queued ${row}: zanzibar`), `${row}`);
  }
  const spool = new Spool({ dir: `${state}/spool`, log: () => undefined });
  for (let row = 0; row < 20; row++) {
    await spool.write({
      ...{ sessionID: "s", messageID: `m${row}`, user: "ann", project: "lighthouse" },
      ...{ backend: target.backend, text: `Heard ${row}: zanzibar`, createdAt: Date.now() },
    });
  }
  await spool.close();
  await Deno.writeTextFile(`${state}/mem0.log`, "x Queued 3: zanzibar\nx Stored 1: zanzibar\n");
}

async function filesWith(folder: string, word: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await filesWith(path, word));
    else if (new TextDecoder("latin1").decode(await Deno.readFile(path)).includes(word)) {
      found.push(path);
    }
  }
  return found;
}

const PURGE = ["forget", "--all", "--all-projects", "--purge", "--yes"];

Deno.test("a purge that is killed again and again leaves nothing once it is let finish", () =>
  withFolders(async ({ home, directory }) => {
    await fill(home, 300);
    const folders = { home, directory };
    const started = performance.now();
    const whole = await endOf(startCli(["list", "--limit", "1"], folders));
    assert.equal(whole.code, 0, whole.err);
    const start = performance.now() - started; // about what a process takes before its work begins
    let killed = 0;
    for (const share of [0.7, 0.9, 1.1, 1.3, 1.5]) {
      const child = startCli(PURGE, folders);
      const ended = endOf(child);
      await new Promise((wake) => setTimeout(wake, share * start));
      try {
        child.kill("SIGKILL");
      } catch {
        // it was quicker
      }
      if ((await ended).code !== 0) killed++;
    }
    assert.ok(killed > 0, "none was killed");
    const last = await endOf(startCli(PURGE, folders));
    assert.equal(last.code, 0, last.err);
    assert.deepEqual(await filesWith(`${home}/.mem0`, "zanzibar"), []);
  }));

Deno.test("what a running plugin delivers meanwhile does not come back", () =>
  withFolders(async ({ home, directory }) => {
    await fill(home, 60);
    const { path, outbox } = stateOf(home);
    const store = await EmbeddedStore.open({ path });
    const box = outbox();
    let isOver = false;
    const plugin = (async () => {
      // One at a time and slowly, so that the purge meets it in each of its steps.
      while (!isOver) {
        await box.drain({
          add: async (one: Parameters<EmbeddedStore["add"]>[0]) => {
            await new Promise((wake) => setTimeout(wake, 20));
            return await store.add(one);
          },
          list: store.list.bind(store),
        } as unknown as EmbeddedStore);
        await new Promise((wake) => setTimeout(wake, 5));
      }
    })();
    let ended = await endOf(startCli(PURGE, { home, directory }));
    for (let again = 0; ended.code !== 0 && again < 5; again++) {
      assert.match(ended.err, /just sending/);
      ended = await endOf(startCli(PURGE, { home, directory }));
    }
    assert.equal(ended.code, 0, ended.err);
    await new Promise((wake) => setTimeout(wake, 200));
    isOver = true;
    await plugin;
    assert.deepEqual((await store.list({ scope: { user: "ann" } })).memories, []);
    assert.deepEqual(await box.status(), { waiting: 0, failed: 0, dropped: 0 });
    await store.close();
    assert.deepEqual(await filesWith(`${home}/.mem0`, "zanzibar"), []);
  }));
