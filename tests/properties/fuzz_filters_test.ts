/**
 * Filters, as a model may write them: read or refused with a reason, never a crash, never another
 * user's rows.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { isMemoryError } from "../../client/errors.ts";
import type { Json, Memory, MemoryStore, Where } from "../../client/store.ts";
import { decodeFilters, matches } from "../../client/where.ts";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { onBench } from "../../plugin/core/tools/testdata/fixture.ts";
import { ToolFailure } from "../../plugin/core/tools/spec.ts";
import { INPUTS, jsonWith, mostly } from "./inputs.ts";

const FIELDS = "app_id type branch files pinned data created_at confidence n tags none deep".split(
  " ",
);
const OPERATORS = "eq ne gt gte lt lte in nin contains icontains".split(" ");

/** Filters as they are meant to be written, with a slip here and there. */
const plausible = fc.letrec<{ condition: Json; value: Json; leaf: Json }>((tie) => ({
  leaf: mostly(
    fc.constantFrom<Json>("shop", "blog", "decision", "a", 1, 0.5, true, null, "*", "Fridays"),
    40,
  ).map(asPlainJson),
  value: fc.oneof(
    { weight: 3, arbitrary: tie("leaf") },
    fc.tuple(fc.constantFrom(...OPERATORS), tie("leaf")).map(([op, leaf]): Json => ({
      [op]: op === "in" || op === "nin" ? [leaf] : leaf,
    })),
    fc.array(tie("leaf"), { maxLength: 3 }),
  ),
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.dictionary(fc.constantFrom(...FIELDS), tie("value"), { maxKeys: 3 }),
    fc.tuple(
      fc.constantFrom("AND", "OR", "NOT", "and"),
      fc.array(tie("condition"), { minLength: 1, maxLength: 3 }),
    ).map(([logic, list]): Json => ({ [logic]: list })),
    tie("condition").map((inner): Json => ({ metadata: inner })),
    tie("condition").map((inner): Json => ({ AND: [{ user_id: "ann" }, inner] })),
  ),
})).condition;

const filters = fc.oneof(
  { weight: 3, arbitrary: plausible },
  jsonWith([
    "AND",
    "OR",
    "NOT",
    "metadata",
    "user_id",
    "agent_id",
    "run_id",
    ...FIELDS,
    ...OPERATORS,
  ]),
);

const ROWS: { text: string; user: string; metadata: Memory["metadata"] }[] = [
  { text: "Deploys go out on Fridays", user: "ann", metadata: { app_id: "shop", n: 1 } },
  {
    text: "Tests run in CI",
    user: "ann",
    metadata: { app_id: "shop", type: "decision", tags: ["a"] },
  },
  {
    text: "The log is JSON",
    user: "ann",
    metadata: { app_id: "blog", none: null, deep: { a: 1 } },
  },
  { text: "A row of somebody else", user: "bob", metadata: { app_id: "shop", type: "decision" } },
];

async function fill(store: MemoryStore): Promise<void> {
  for (const { text, user, metadata } of ROWS) {
    const messages = [{ role: "user", content: text }];
    await store.add({ scope: { user, agent: "shop" }, messages, infer: false, metadata });
  }
}

Deno.test("decodeFilters reads any JSON or refuses it as invalid, and stores agree on what it means", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  await fill(store);
  const all = await store.list({ scope: { user: "ann" } });
  let read = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (json) => {
      const where = attempt(json);
      if (where === undefined) return;
      read++;
      let listed: Memory[];
      try {
        ({ memories: listed } = await store.list({ scope: { user: "ann" }, where }));
      } catch (error) {
        assert.ok(isMemoryError(error) && error.code === "invalid", String(error));
        return;
      }
      const expected = all.memories.filter((memory) => matches(where, memory));
      assert.deepEqual(listed.map(({ id }) => id), expected.map(({ id }) => id));
    }),
    { numRuns: INPUTS },
  );
  assert.ok(read > INPUTS / 4, `only ${read} filters were read`);
  await store.close();
});

function attempt(json: Json): Where | undefined {
  try {
    return decodeFilters(json, { user: "ann" }).where;
  } catch (error) {
    assert.ok(isMemoryError(error) && error.code === "invalid", String(error));
    return undefined;
  }
}

for (const tool of ["search_memories", "get_memories"]) {
  Deno.test(`${tool} answers any filters with own rows, or fails with a sentence`, async () => {
    await onBench(async ({ store, call }) => {
      await fill(store);
      const args = fc.record({
        filters: mostly(filters, 12),
        scope: mostly(fc.constantFrom("project", "session", "global"), 12),
        app_id: mostly(fc.constantFrom("shop", "*", "blog"), 12),
        page: mostly(fc.integer({ min: 1, max: 3 }), 12),
      }, { requiredKeys: [] });
      let answered = 0;
      await fc.assert(
        fc.asyncProperty(args, async (given) => {
          const { page: _, ...rest } = given;
          const full = tool === "search_memories" ? { ...rest, query: "tests" } : given;
          try {
            const { results } = await call(tool, full);
            for (const row of results) assert.equal(row.user_id, "ann");
            answered++;
          } catch (error) {
            assert.ok(error instanceof ToolFailure, String(error));
            assertSentence(error.message);
          }
        }),
        { numRuns: INPUTS },
      );
      assert.ok(answered > INPUTS / 4, `only ${answered} calls were answered`);
    });
  });
}

Deno.test("POST /search answers any body with own rows or a status, never 500", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  await fill(store);
  const handle = createHandler(store);
  const body = mostly(
    fc.record({
      query: mostly(fc.constantFrom("tests", "deploys", "log")),
      filters: mostly(
        filters.map((json) =>
          typeof json === "object" && json !== null && !Array.isArray(json)
            ? { user_id: "ann", ...json }
            : json
        ),
      ),
      top_k: mostly(fc.integer({ min: 1, max: 20 })),
      threshold: mostly(fc.double({ min: 0, max: 1, noNaN: true })),
    }, { requiredKeys: [] }),
    20,
  );
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(body, async (given) => {
      const response = await handle(
        new Request("http://localhost/search", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: asJson(given),
        }),
      );
      assert.notEqual(response.status, 500);
      const answer = await response.json();
      if (response.status !== 200) return;
      answered++;
      const { user_id } = (given as { filters: { user_id?: string } }).filters;
      for (const row of answer.results) assert.equal(row.user_id, user_id);
    }),
    { numRuns: INPUTS },
  );
  assert.ok(answered > INPUTS / 8, `only ${answered} searches were answered`);
  await store.close();
});

/** What JSON can hold of a value. */
function asPlainJson(value: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? "null");
  } catch (error) {
    return String(error);
  }
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "{"; // what JSON can't hold arrives broken
  }
}

function assertSentence(message: string): void {
  assert.match(message, /^[A-Z]/);
  assert.doesNotMatch(message, /\[object Object\]|\n\s+at /);
  assert.ok(message.length < 800, message);
}
