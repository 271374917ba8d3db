import assert from "node:assert/strict";
import { MemoryError } from "../../../client/errors.ts";
import type { MemoryStore, NewMemory } from "../../../client/store.ts";
import { EmbeddedStore } from "../../../embedded/store.ts";
import { onBench } from "./testdata/fixture.ts";
import { scenarios } from "./testdata/scenarios.ts";

scenarios("the embedded store");

/** A store whose search fails in the given way; all else is real. */
async function broken(error: unknown) {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  store.search = () => Promise.reject(error);
  return { store, close: () => store.close() };
}

const FAILURES: [what: string, error: unknown, says: RegExp][] = [
  [
    "a store that is down",
    new MemoryError("unavailable", "Cannot search: nothing answers at http://localhost:8888"),
    /^Cannot search: nothing answers at http:\/\/localhost:8888; check that the server runs/,
  ],
  [
    "a refused key",
    new MemoryError("unauthorized", "Cannot search: the server refused tok_0123456789abcdef."),
    /^Cannot search: the server refused \[redacted:token\]; check MEM0_API_KEY$/,
  ],
  [
    "an error that names its own next step",
    new MemoryError("limited", "Cannot search: too many requests; wait 3 s\n    at x (y.ts:1)"),
    /^Cannot search: too many requests; wait 3 s$/,
  ],
  ["a programming error", new TypeError("x is not a function"), /^Cannot run search_memories: an/],
  ["what is no error at all", { code: 7 }, /^Cannot run search_memories: an unexpected error/],
  ["an error without text", new MemoryError("storage", ""), /^The memory store failed; check/],
];
for (const [what, error, says] of FAILURES) {
  Deno.test(`createTools answers ${what} with one sentence`, () =>
    onBench(
      async ({ fails }) => assert.match(await fails("search_memories", { query: "x" }), says),
      () => broken(error),
    ));
}

Deno.test("add_memory says honestly when nothing new was stored", () =>
  onBench(
    async ({ call }) => {
      const answer = await call("add_memory", { text: "ok thanks" });
      assert.deepEqual(answer.results, []);
      assert.match(String(answer.message), /Nothing new was stored.*infer false/);
    },
    async () => {
      const store = await EmbeddedStore.open({
        path: ":memory:",
        extractor: { extract: () => Promise.resolve([]) },
      });
      return { store, close: () => store.close() };
    },
  ));

Deno.test("a prefix that fits two memories of the project is refused with both ids", () =>
  onBench(async ({ call, fails, seed, store }) => {
    const id = await seed("the first");
    const other = id.slice(0, 9) + "0000-4000-8000-000000000000".slice(0, 27);
    const twin = { ...(await store.get(id))!, id: other };
    const { iterate } = store;
    store.iterate = async function* (...args) {
      yield* iterate.apply(store, args);
      yield twin;
    };
    const message = await fails("get_memory", { id: id.slice(0, 8) });
    assert.match(message, /2 ids begin so/);
    assert.ok(message.includes(id) && message.includes(other));
    assert.equal((await call("get_memory", { id })).id, id);
  }));

Deno.test("a prefix means the project's memory before another project's", () =>
  onBench(async ({ call, seed, store }) => {
    const id = await seed("here");
    const far = await seed("elsewhere", { app_id: "blog" }, { user: "ann", agent: "blog" });
    assert.equal((await call("get_memory", { id: far.slice(0, 8) })).memory, "elsewhere");
    const twin = { ...(await store.get(far))!, id: id.slice(0, 35) + (id.endsWith("0") ? 1 : 0) };
    const { iterate } = store;
    store.iterate = async function* (filter, call) {
      yield* iterate.call(store, filter, call);
      if (filter.where === undefined) yield twin; // only beyond the project
    };
    assert.equal((await call("get_memory", { id: id.slice(0, 8) })).memory, "here");
  }));

Deno.test("what a delete tool deletes is not sent again when its first send went unanswered", async (t) => {
  const ways: [name: string, args: (id: string) => Record<string, unknown>, left: string[]][] = [
    ["delete_memory", (id) => ({ id }), ["there", "elsewhere"]],
    ["delete_all_memories", () => ({}), ["elsewhere"]],
    ["delete_entities", () => ({ agent_id: "shop" }), ["elsewhere"]],
    ["delete_all_memories", () => ({ scope: "global" }), []],
  ];
  for (const [name, args, left] of ways) {
    await t.step(
      `${name} ${JSON.stringify(args("id"))}`,
      () =>
        onBench(async ({ call, outbox, store, clock }) => {
          const deaf: MemoryStore = Object.assign(Object.create(store), {
            add: async (memory: NewMemory) => {
              await store.add(memory);
              throw new MemoryError("timeout", "No answer");
            },
          });
          for (
            const [text, project] of [["there", "shop"], ["here", "shop"], ["elsewhere", "blog"]]
          ) {
            await outbox.put({
              scope: { user: "ann", agent: project! },
              messages: [{ role: "user", content: text! }],
              metadata: { app_id: project! },
              infer: false,
            });
            await outbox.drain(deaf, { wake: true });
          }
          const texts = async () =>
            (await store.list({ scope: { user: "ann" } })).memories.map(({ text }) => text);
          assert.deepEqual((await texts()).sort(), ["elsewhere", "here", "there"]);
          const { memories } = await store.list({ scope: { user: "ann" } });
          await call(name, args(memories.find(({ text }) => text === "here")!.id));
          clock.now = new Date(clock.now.getTime() + 3_600_000);
          await outbox.drain(store, { wake: true });
          assert.deepEqual((await texts()).sort(), left.toSorted());
          assert.deepEqual(await outbox.status(), { waiting: 0, failed: 0, dropped: 0 });
        }),
    );
  }
});
