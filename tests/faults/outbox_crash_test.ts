import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/store.ts";

const CHILD = new URL("./outbox_child.ts", import.meta.url).pathname;

function spawn(folder: string, killAt: number, sources: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CHILD, folder, String(killAt), ...sources],
    stdout: "null",
    stderr: "null",
  }).spawn();
}

async function run(folder: string, killAt: number, sources: string[]): Promise<boolean> {
  return (await spawn(folder, killAt, sources).status).success;
}

/** Each stored text, sorted. */
async function stored(folder: string): Promise<string[]> {
  const store = await EmbeddedStore.open({ path: `${folder}/memories.db` });
  const { memories } = await store.list({ scope: { user: "ann" }, showExpired: true });
  await store.close();
  return memories.map((memory) => memory.text).sort();
}

Deno.test("Outbox stores a memory once, wherever between two steps its process is killed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    let killed = 0;
    let finished = false;
    for (let step = 1; step < 60 && !finished; step++) {
      const place = `${folder}/${step}`;
      await Deno.mkdir(place);
      finished = await run(place, step, ["a message"]);
      if (!finished) killed++;
      // The next start gates the spool again, so it puts the same memory.
      assert.ok(await run(place, 0, ["a message"]), `step ${step}`);
      assert.deepEqual(await stored(place), ["Fact from a message"], `killed before step ${step}`);
    }
    assert.ok(finished && killed > 10, `${killed} places to be killed at`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Outbox delivers each memory once when three processes work on it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // All put the same messages, in different order, and deliver at the same time.
    const sources = Array.from({ length: 30 }, (_, index) => `message ${index}`);
    const orders = [sources, sources.toReversed(), sources.slice(15).concat(sources.slice(0, 15))];
    const results = await Promise.all(orders.map((order) => run(folder, 0, order)));
    assert.deepEqual(results, [true, true, true]);
    assert.deepEqual(await stored(folder), sources.map((one) => `Fact from ${one}`).sort());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
