import assert from "node:assert/strict";
import fc from "fast-check";
import { onBench } from "./testdata/fixture.ts";
import { ToolFailure } from "./spec.ts";

const value = fc.oneof(
  fc.constantFrom("ann", "bob", "*", "shop", "blog", "s1", "decision", "", "ANN", " ann "),
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
);
const operand = fc.oneof(
  { weight: 4, arbitrary: value },
  fc.array(value, { maxLength: 3 }),
  fc.record({ op: fc.constantFrom("eq", "ne", "in", "nin", "contains", "gt"), value }).map(
    (one) => ({ [one.op]: one.op.endsWith("in") ? [one.value] : one.value }),
  ),
);
// Mostly what fits, so that many filters find something; now and then what is bent.
const fitting = {
  user_id: fc.oneof({ weight: 8, arbitrary: fc.constant("ann") }, fc.constantFrom("bob", "*")),
  app_id: fc.constantFrom("shop", "*"),
  agent_id: fc.constant("shop"),
  run_id: fc.constant("s1"),
  type: fc.constant("decision"),
  pinned: fc.constant(true),
};
const leaf = fc.record(
  Object.fromEntries(
    Object.entries(fitting).map(([name, arbitrary]) => [
      name,
      fc.oneof({ weight: 20, arbitrary }, operand),
    ]),
  ),
  { requiredKeys: [] },
);
const { filters } = fc.letrec((tie) => ({
  leaf,
  logic: fc.record({
    key: fc.constantFrom("AND", "OR", "NOT", "and", "or", "not", "metadata"),
    parts: fc.array(tie("filters"), { maxLength: 3 }),
    rest: tie("leaf"),
  }).map(({ key, parts, rest }) => ({
    ...rest as object,
    [key]: key === "metadata" ? parts[0] ?? {} : parts,
  })),
  filters: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("logic")),
}));

Deno.test("no filter, scope or identifier shows a memory of another user", () =>
  onBench(async ({ call, seed }) => {
    for (const user of ["ann", "bob", "ANN"]) {
      for (const app of ["shop", "blog"]) {
        const metadata = { app_id: app, type: "decision", pinned: true };
        await seed(`a decision of ${user} in ${app}`, metadata, { user, agent: app, run: "s1" });
        await seed(`a global decision of ${user}`, { scope: "global" }, { user });
      }
    }
    const scope = fc.constantFrom("project", "session", "global", null);
    const id = fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      fc.constantFrom("shop", "blog", "*", "bob"),
    );
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(filters, scope, id, id, async (filters, scope, app_id, agent_id) => {
        const args = { filters, scope, app_id, agent_id };
        for (
          const [tool, more] of [["search_memories", { query: "decision" }], [
            "get_memories",
            {},
          ]] as const
        ) {
          try {
            const { results } = await call(tool, { ...args, ...more });
            for (const row of results) assert.equal(row.user_id, "ann");
            answered += results.length;
          } catch (error) {
            if (!(error instanceof ToolFailure)) throw error;
            assert.match(error.message, /^(Cannot|The)[^\n]+$/);
          }
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(answered > 50, "many of them find something");
  }));
