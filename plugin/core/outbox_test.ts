import assert from "node:assert/strict";
import { MemoryError } from "../../client/errors.ts";
import type { MemoryStore, NewMemory } from "../../client/store.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { DISK } from "./disk.ts";
import { Outbox, type OutboxOptions } from "./outbox.ts";

const TARGET = { backend: "http://server", user: "ann" };
const SCOPE = { user: "ann" };

function memory(text: string, more: Partial<NewMemory> = {}): NewMemory {
  return { scope: SCOPE, messages: [{ role: "user", content: text }], infer: false, ...more };
}

interface Bench {
  outbox: (more?: Partial<OutboxOptions>) => Outbox;
  store: EmbeddedStore;
  /** The clock, in milliseconds; wall and monotonic alike. */
  clock: { now: number };
  lines: string[];
  dir: string;
  texts: () => Promise<string[]>;
}

/** A real folder and a real store, with a clock that the test moves. */
async function withBench(body: (bench: Bench) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const clock = { now: Date.UTC(2026, 0, 1) };
  const lines: string[] = [];
  try {
    await body({
      store,
      clock,
      lines,
      dir,
      outbox: (more) =>
        new Outbox({
          dir,
          target: TARGET,
          log: (_, line) => lines.push(line),
          now: () => clock.now,
          monotonic: () => clock.now,
          random: () => 1,
          ...more,
        }),
      texts: async () =>
        (await store.list({ scope: SCOPE })).memories.map((one) => one.text).sort(),
    });
  } finally {
    await store.close();
    await Deno.remove(dir, { recursive: true });
  }
}

/** The store behind a fault: `before` and `after` throw around an add. */
function faulty(
  store: MemoryStore,
  fault: { before?: MemoryError; twice?: boolean; after?: MemoryError },
): MemoryStore {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "add") return typeof value === "function" ? value.bind(target) : value;
      return async (input: NewMemory) => {
        if (fault.before) throw fault.before;
        const changes = await target.add(input);
        if (fault.twice) await target.add(input);
        if (fault.after) throw fault.after;
        return changes;
      };
    },
  });
}

Deno.test("Outbox.put is durable and drain delivers with the origin in the metadata", () =>
  withBench(async ({ outbox, store }) => {
    const id = await outbox().put(memory("Use pnpm", { defaultType: "convention" }));
    assert.deepEqual(await outbox().status(), { waiting: 1, failed: 0, dropped: 0 });
    assert.deepEqual(await outbox().drain(store), { delivered: 1, waiting: 0, failed: 0 });
    const [row] = (await store.list({ scope: SCOPE })).memories;
    assert.equal(row?.metadata.origin, id);
    assert.equal(row?.metadata.type, "convention");
  }));

Deno.test("Outbox.put accepts the same source once, also after its delivery", () =>
  withBench(async ({ outbox, store, texts }) => {
    const first = await outbox().put(memory("a"), "ses/m1");
    assert.equal(await outbox().put(memory("a"), "ses/m1"), first);
    await outbox().drain(store);
    await outbox().put(memory("a"), "ses/m1");
    assert.deepEqual(await outbox().drain(store), { delivered: 0, waiting: 0, failed: 0 });
    assert.deepEqual(await texts(), ["a"]);
  }));

Deno.test("Outbox.put makes an entry of each message that is stored as it is", () =>
  withBench(async ({ outbox, store, texts }) => {
    const messages = ["a", "b"].map((content) => ({ role: "user", content }));
    await outbox().put(memory("", { messages }), "ses/m1");
    assert.equal((await outbox().status()).waiting, 2);
    await outbox().drain(store);
    assert.deepEqual(await texts(), ["a", "b"]);
  }));

Deno.test("Outbox leaves entries of another back end or user alone", () =>
  withBench(async ({ outbox, store, texts }) => {
    await outbox({ target: { ...TARGET, user: "bob" } }).put(memory("b"));
    await outbox({ target: { ...TARGET, backend: "http://other" } }).put(memory("c"));
    await outbox().drain(store);
    assert.deepEqual(await texts(), []);
    assert.equal((await outbox({ target: { ...TARGET, user: "bob" } }).status()).waiting, 1);
  }));

Deno.test("Outbox looks for a memory that may have arrived only after the server's limit", () =>
  withBench(async ({ outbox, store, clock, texts }) => {
    const box = outbox();
    await box.put(memory("a"));
    await box.drain(faulty(store, { after: new MemoryError("timeout", "No answer") }));
    for (let second = 0; second < 120; second += 10) {
      clock.now += 9_000;
      assert.equal((await box.drain(store, { wake: true })).delivered, 0, `after ${second} s`);
    }
    clock.now += 20_000;
    assert.deepEqual(await box.drain(store), { delivered: 1, waiting: 0, failed: 0 });
    assert.deepEqual(await texts(), ["a"]);
  }));

Deno.test("Outbox leaves one row of what a proxy sent twice, and that of another origin", () =>
  withBench(async ({ outbox, store, clock, texts }) => {
    await store.add({ ...memory("a"), metadata: { origin: "another" } });
    await outbox().put(memory("a"));
    const after = new MemoryError("unavailable", "Gateway timeout", { status: 504 });
    await outbox().drain(faulty(store, { twice: true, after }));
    assert.deepEqual(await texts(), ["a", "a", "a"]);
    clock.now += 121_000;
    assert.equal((await outbox().drain(store)).delivered, 1);
    assert.deepEqual(await texts(), ["a", "a"]);
    const { memories } = await store.list({
      scope: SCOPE,
      where: { field: "origin", is: "another" },
    });
    assert.equal(memories.length, 1);
  }));

Deno.test("Outbox sends once more what did not arrive", () =>
  withBench(async ({ outbox, store, clock, texts }) => {
    await outbox().put(memory("a"));
    await outbox().drain(faulty(store, { before: new MemoryError("timeout", "No answer") }));
    clock.now += 121_000;
    assert.equal((await outbox().drain(store)).delivered, 1);
    assert.deepEqual(await texts(), ["a"]);
  }));

Deno.test("Outbox does not trust a clock that jumps while a server may be working", () =>
  withBench(async ({ outbox, store, clock }) => {
    let wall = clock.now;
    const box = outbox({ now: () => wall });
    await box.put(memory("a"));
    await box.drain(faulty(store, { before: new MemoryError("timeout", "No answer") }));
    wall += 3_600_000;
    assert.equal((await box.drain(store)).delivered, 0);
    wall -= 7_200_000;
    clock.now += 121_000;
    assert.equal((await box.drain(store, { wake: true })).delivered, 0);
    wall += 121_000;
    assert.equal((await box.drain(store, { wake: true })).delivered, 1);
  }));

Deno.test("Outbox gives up on an invalid answer, says why, and brings it back on request", () =>
  withBench(async ({ outbox, store, texts }) => {
    await outbox().put(memory("a"));
    const error = new MemoryError("invalid", "The text is too long", { status: 413 });
    const drained = await outbox().drain(faulty(store, { before: error }));
    assert.deepEqual(drained, { delivered: 0, waiting: 0, failed: 1 });
    assert.deepEqual(await outbox().reasons(), ["The text is too long"]);
    assert.equal(await outbox().retryFailed(), 1);
    assert.deepEqual(await outbox().drain(store), { delivered: 1, waiting: 0, failed: 0 });
    assert.deepEqual(await texts(), ["a"]);
  }));

Deno.test("Outbox keeps everything else with backoff, and stops asking a back end that is down", () =>
  withBench(async ({ outbox, store, clock }) => {
    for (const text of ["a", "b", "c"]) await outbox().put(memory(text));
    let asked = 0;
    const down = new Proxy(store, {
      get: (target, name) =>
        name === "add"
          ? () => {
            asked++;
            throw new MemoryError("unauthorized", "No", { status: 401 });
          }
          : Reflect.get(target, name),
    });
    assert.deepEqual(await outbox().drain(down), { delivered: 0, waiting: 3, failed: 0 });
    assert.equal(asked, 1);
    clock.now += 1_000;
    await outbox().drain(down);
    assert.equal(asked, 2); // the second entry; the first waits
    // Seen alive: nobody waits out a backoff, and one success wakes the others.
    assert.equal((await outbox().drain(store)).delivered, 3);
  }));

Deno.test("Outbox survives an offline week, then delivers all", () =>
  withBench(async ({ outbox, store, clock, texts }) => {
    await outbox().put(memory("a"));
    const down = faulty(store, { before: new MemoryError("unavailable", "No", { unsent: true }) });
    for (let hour = 0; hour < 24 * 7; hour++) {
      clock.now += 3_600_000;
      await outbox().drain(down);
    }
    assert.deepEqual(await outbox().status(), { waiting: 1, failed: 0, dropped: 0 });
    await outbox().drain(store, { wake: true });
    assert.deepEqual(await texts(), ["a"]);
  }));

Deno.test("Outbox takes an empty answer to an extraction for a success", () =>
  withBench(async ({ outbox, store }) => {
    await outbox().put(memory("hello", { infer: true }));
    assert.deepEqual(await outbox().drain(store), { delivered: 1, waiting: 0, failed: 0 });
  }));

Deno.test("Outbox.drain begins nothing after its deadline or abort", () =>
  withBench(async ({ outbox, store }) => {
    await outbox().put(memory("a"));
    assert.equal((await outbox().drain(store, { deadlineMs: 0 })).delivered, 0);
    assert.equal((await outbox().drain(store, { signal: AbortSignal.abort() })).delivered, 0);
    assert.equal((await outbox().drain(store)).delivered, 1);
  }));

Deno.test("Outbox.put rejects on a full disk, and drain goes on with what is there", () =>
  withBench(async ({ outbox, store, texts }) => {
    await outbox().put(memory("a"));
    const full = () => Promise.reject(new MemoryError("storage", "Cannot write: the disk is full"));
    const box = outbox({ disk: { ...DISK, writeAtomic: full } });
    await assert.rejects(box.put(memory("b")), { code: "storage" });
    assert.equal((await box.drain(store)).delivered, 1);
    assert.deepEqual(await texts(), ["a"]);
    assert.deepEqual(await outbox().status(), { waiting: 0, failed: 0, dropped: 0 });
  }));

Deno.test("Outbox drops the oldest beyond its bounds, counted and logged", () =>
  withBench(async ({ outbox, store, clock, lines, texts }) => {
    const large = "x".repeat(22 * 1024 * 1024);
    for (const text of ["a", "b", "c"]) {
      clock.now += 10;
      await outbox().put(memory(text + large));
    }
    assert.deepEqual(await outbox().status(), { waiting: 2, failed: 0, dropped: 1 });
    assert.match(lines.join(), /Dropped the 1 oldest/);
    await outbox().drain(store);
    assert.deepEqual((await texts()).map((text) => text[0]), ["b", "c"]);
  }));

Deno.test("Outbox keeps a queued file that can't be read, and goes on", () =>
  withBench(async ({ outbox, store, dir, lines }) => {
    await outbox().put(memory("a"));
    const [target] = [...Deno.readDirSync(dir)];
    const queue = `${dir}/${target?.name}/queue`;
    const [file] = [...Deno.readDirSync(queue)];
    await Deno.writeTextFile(`${queue}/${file?.name}`, "{");
    await outbox().put(memory("b"));
    assert.equal((await outbox().drain(store)).delivered, 1);
    assert.match(lines.join(), /can't be read/);
  }));
