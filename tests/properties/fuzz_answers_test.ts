/**
 * Answers of a server that is none, or a broken one: the client reads them or refuses them with a
 * MemoryError, and the plugin's hooks go on.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { isMemoryError } from "../../client/errors.ts";
import { RestStore } from "../../client/rest.ts";
import type { MemoryStore } from "../../client/store.ts";
import { startMemory } from "../../plugin/start.ts";
import { hostileText, INPUTS, jsonWith, mostly } from "./inputs.ts";

const ID = "0a0a0a0a-0000-4000-8000-000000000001";
/** So many answers at a time: what a retry waits for is not waited for one by one. */
const BATCH = Math.min(1_000, Math.ceil(INPUTS / 8));

/** Rows as a server gives them, each field now and then something else. */
const row = fc.record({
  id: mostly(fc.constantFrom(ID, ID.replace(/1$/, "2"))),
  memory: mostly(hostileText),
  hash: mostly(fc.constant("8ab81fe314ba2abf3e274952cdb54225")),
  user_id: mostly(fc.constantFrom("ann", "bob")),
  agent_id: mostly(fc.constantFrom("shop", null)),
  metadata: mostly(fc.constantFrom(null, {}, { app_id: "shop", type: "decision" })),
  created_at: mostly(fc.constantFrom("2026-11-22T10:00:00+00:00", "yesterday")),
  updated_at: mostly(fc.constantFrom("2026-11-22T10:00:00+00:00", null)),
  score: mostly(fc.double({ min: -1, max: 2, noNaN: true })),
  event: mostly(fc.constantFrom("ADD", "UPDATE", "DELETE", "NONE", "BOOM")),
  type: mostly(fc.constantFrom("user", "agent", "run")),
  total_memories: mostly(fc.integer({ min: -1, max: 50 })),
}, { requiredKeys: ["id", "memory"] });
const rows = fc.array(row, { maxLength: 4 });
const text = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? "";
  } catch (error) {
    return String(error); // what JSON can't hold
  }
};
const body: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ results: rows }).map(text) },
  { weight: 3, arbitrary: rows.map(text) },
  { weight: 3, arbitrary: row.map(text) },
  jsonWith("results id memory detail code message openapi paths info".split(" ")).map(text),
  fc.record({ results: rows }).map((value) => text(value).slice(0, -2)),
  hostileText,
  fc.constant("<html><body>502 Bad Gateway</body></html>"),
);
const answer = fc.record({
  status: fc.oneof(
    { weight: 6, arbitrary: fc.constant(200) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(201, 204, 301, 307, 400, 401, 403, 404, 409, 422, 429),
    },
    fc.integer({ min: 200, max: 599 }),
  ),
  body,
  type: fc.constantFrom("application/json", "text/html", "application/octet-stream", ""),
  retryAfter: fc.constantFrom(undefined, undefined, "0", "1", "-5", "soon", "99999999999"),
});
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

function respond({ status, body, type, retryAfter }: Answer): Response {
  const headers = new Headers();
  if (type !== "") headers.set("content-type", type);
  if (retryAfter !== undefined) headers.set("retry-after", retryAfter);
  const isBodiless = [204, 205, 304].includes(status);
  return new Response(isBodiless ? null : body, { status, headers });
}

/** A function of fetch's form that gives the answers in turn, over and over. */
function answering(answers: readonly Answer[]): typeof fetch {
  let next = 0;
  return () => Promise.resolve(respond(answers[next++ % answers.length]!));
}

const CALLS: Record<string, (store: MemoryStore) => Promise<unknown>> = {
  add: (store) =>
    store.add({ scope: { user: "ann" }, messages: [{ role: "user", content: "x" }], infer: false }),
  search: (store) => store.search({ scope: { user: "ann" }, text: "tests" }),
  list: (store) => store.list({ scope: { user: "ann" }, where: { field: "app_id", is: "shop" } }),
  count: (store) => store.count({ scope: { user: "ann" } }),
  get: (store) => store.get(ID),
  update: (store) => store.update(ID, { text: "y", metadata: { a: 1 } }),
  remove: (store) => store.remove(ID),
  history: (store) => store.history(ID),
  entities: (store) => store.entities(),
  check: (store) => store.check(),
};

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test(`RestStore.${name} reads any answer or fails with a MemoryError`, async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(answer, { minLength: 1, maxLength: 3 }), {
          minLength: BATCH,
          maxLength: BATCH,
          size: "max",
        }),
        async (batch) => {
          await Promise.all(batch.map(async (answers) => {
            const store = new RestStore({
              host: "http://127.0.0.1:8888",
              apiKey: "m0sk_key",
              fetch: answering(answers),
              timeoutMs: 300,
            });
            try {
              await call(store);
              read++;
            } catch (error) {
              assert.ok(isMemoryError(error), `${name} threw ${error}`);
              assert.doesNotMatch(error.message, /\[object Object\]|m0sk_key|\n\s+at /);
            } finally {
              await store.close();
            }
          }));
        },
      ),
      { numRuns: Math.ceil(INPUTS / BATCH) },
    );
    assert.ok(read > 0, "no answer was read");
  });
}

Deno.test("the plugin works on over any answers of its server", async () => {
  let asked = 0;
  // An instance for each input: after the first failure it leaves its server alone.
  const play = async (answers: readonly Answer[], said: string): Promise<void> => {
    const home = mkdtempSync(join(tmpdir(), "mem0-fuzz-"));
    const told: string[] = [];
    const answer = answering(answers);
    const fetch: typeof globalThis.fetch = (...given) => {
      asked++;
      return answer(...given);
    };
    const notify = (_level: string, line: string) => void told.push(line);
    const runtime = await startMemory(
      { name: "test", directory: home, parentOf: () => Promise.resolve(undefined), notify },
      {},
      {
        home,
        env: { MEM0_USER_ID: "ann", MEM0_APP_ID: "shop", MEM0_HOST: "http://127.0.0.1:8888" },
        open: (_, log) =>
          Promise.resolve(new RestStore({ host: "http://127.0.0.1:8888", log, fetch })),
      },
    );
    const sessionID = "ses_1";
    const block = await runtime.onPrompt({ sessionID, messageID: "msg_1", text: said });
    if (block !== undefined) {
      assert.match(block.text, /^<mem0-(memories|task)>\n/);
      assert.equal(block.text.match(/<\/mem0-memories>/g)?.length ?? 0, 1);
    }
    await runtime.onTurnEnd(sessionID, () => Promise.resolve([]));
    const call = { sessionID, callID: "c", tool: "bash", args: {} };
    await runtime.onToolFailure({ ...call, output: `Error: ${said}`, exitCode: 1 });
    await runtime.onCompact(sessionID);
    await runtime.close();
    rmSync(home, { recursive: true, force: true });
    for (const line of told) assert.doesNotMatch(line, /\[object Object\]|undefined/);
  };
  const batch = 25;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(answer, { minLength: 1, maxLength: 4 }), hostileText), {
        minLength: batch,
        maxLength: batch,
        size: "max",
      }),
      async (inputs) => {
        await Promise.all(inputs.map(([answers, said]) => play(answers, `tests ${said}`)));
      },
    ),
    { numRuns: Math.ceil(INPUTS / batch / 8) },
  );
  assert.ok(asked > INPUTS / 8, `only ${asked} answers were given`);
});
