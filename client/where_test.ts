import assert from "node:assert/strict";
import fc from "fast-check";
import { isMemoryError } from "./errors.ts";
import type { Json, Memory, Metadata, Where } from "./store.ts";
import { checkWhere, decodeFilters, jsonbText, matches } from "./where.ts";

const invalid = (error: unknown) => isMemoryError(error) && error.code === "invalid";

function memory(metadata: Metadata): Memory {
  return { id: "x", text: "The text", scope: { user: "me" }, metadata, createdAt: "2026-01-01" };
}

/** Rows like those of the recorded search cases. */
const ROWS: Record<string, Metadata> = {
  a: { app_id: "alpha", n: 1, flag: true, tags: ["db", "ops"], note: "100% done" },
  b: { app_id: "alpha", n: 2, flag: false, kind: "Decision" },
  c: { app_id: "beta", n: 10, kind: "decision", deep: { bb: 1, a: { b: 1 } } },
  d: { app_id: "beta", n: 3.5, word: "abc" },
  e: { n: "7", none: null },
};

function found(filters: Json): string {
  const { where = { all: [] } } = decodeFilters(filters, { user: "me" });
  return Object.keys(ROWS).filter((row) => matches(where, memory(ROWS[row]!))).join("");
}

const CASES: [Json, string][] = [
  [{}, "abcde"],
  [{ app_id: "alpha" }, "ab"],
  [{ n: 2 }, "b"],
  [{ n: 3.5 }, "d"],
  [{ n: 7 }, "e"],
  [{ flag: true }, "a"],
  [{ flag: { eq: true } }, "a"],
  [{ flag: "true" }, "a"],
  [{ none: null }, ""],
  [{ app_id: ["alpha", "gamma"] }, "ab"],
  [{ app_id: [] }, ""],
  [{ flag: [false] }, "b"],
  [{ tags: "db" }, ""],
  [{ tags: { contains: '"db"' } }, "a"],
  [{ tags: [["db", "ops"]] }, "a"],
  [{ deep: { eq: { a: { b: 1 }, bb: 1 } } }, "c"],
  [{ app_id: "*" }, "abcd"],
  [{ none: "*" }, "e"],
  [{ app_id: { eq: "beta" } }, "cd"],
  [{ app_id: { ne: "alpha" } }, "cd"],
  [{ app_id: { in: ["beta", "gamma"] } }, "cd"],
  [{ app_id: { nin: ["alpha"] } }, "cd"],
  [{ app_id: { nin: [] } }, "abcde"],
  [{ none: { ne: "x" } }, ""],
  [{ n: { gt: 2 } }, "cde"],
  [{ n: { gte: 2, lte: 3.5 } }, "bd"],
  [{ n: { lt: "2" } }, "a"],
  [{ word: { gt: 1 } }, ""],
  [{ flag: { gte: 0 } }, ""],
  [{ note: { contains: "100%" } }, "a"],
  [{ kind: { contains: "DECI" } }, ""],
  [{ kind: { icontains: "DECI" } }, "bc"],
  [{ AND: [{ app_id: "beta" }, { n: { gte: 5 } }] }, "c"],
  [{ AND: [{ app_id: "alpha" }, { app_id: "beta" }] }, ""],
  [{ AND: [] }, "abcde"],
  [{ and: [{ app_id: "beta" }] }, "cd"],
  [{ OR: [{ app_id: "beta" }, { n: "7" }] }, "cde"],
  [{ OR: [{ AND: [{ app_id: "beta" }, { n: 10 }] }, { n: 1 }] }, "ac"],
  [{ OR: [{ NOT: [{ app_id: "*" }] }, { n: 1 }] }, "ae"],
  [{ NOT: [{ app_id: "alpha" }] }, "cd"],
  [{ NOT: { app_id: "alpha" } }, "cd"],
  [{ NOT: [{ app_id: "alpha" }, { n: 10 }] }, "d"],
  [{ NOT: [{ app_id: "alpha", n: 1 }] }, "bcde"],
  [{ NOT: [{ app_id: "*" }] }, "e"],
  [{ NOT: [{ NOT: [{ app_id: "alpha" }] }] }, "ab"],
  [{ NOT: [{ OR: [{ app_id: "alpha" }, { kind: "decision" }] }] }, ""],
  [{ NOT: [{ kind: { icontains: "deci" } }] }, ""],
  [{ NOT: [{ app_id: { contains: "alp" } }] }, "cd"],
  [{ NOT: [{ n: { gt: 2 } }] }, "ab"],
  [{ NOT: [{ app_id: null }] }, "abcd"],
  [{ NOT: [{ app_id: { in: [] } }] }, "abcde"],
  [{ metadata: { app_id: "beta", n: { gt: 5 } } }, "c"],
  [{ AND: [{ metadata: { kind: "decision" } }, { app_id: "*" }] }, "c"],
  [{ data: { contains: "text" } }, "abcde"],
  [{ user_id: "me", OR: [{ user_id: "you" }, { app_id: "beta" }] }, "cd"],
  [{ user_id: "me", OR: [{ user_id: "me" }, { app_id: "beta" }] }, "abcde"],
  [{ user_id: "me", AND: [{ user_id: "you" }] }, ""],
  [{ user_id: "you" }, ""],
  [{ NOT: [{ user_id: "you" }] }, "abcde"],
  [{ NOT: [{ user_id: "me" }] }, ""],
];

for (const [filters, rows] of CASES) {
  Deno.test(`decodeFilters reads ${JSON.stringify(filters)}`, () => {
    assert.equal(found(filters), rows);
  });
}

Deno.test("decodeFilters puts identifiers into the scope", () => {
  assert.deepEqual(decodeFilters({ user_id: " Ann Lee ", run_id: { eq: "r" } }), {
    scope: { user: "Ann-Lee", run: "r" },
  });
  assert.deepEqual(decodeFilters({ AND: [{ user_id: "ann" }, { app_id: "x" }] }), {
    scope: { user: "ann" },
    where: { field: "app_id", is: "x" },
  });
});

const REFUSED: Json[] = [
  [],
  "app_id",
  null,
  { app_id: { regex: "a.*" } },
  { app_id: { eq: "alpha", regex: "a" } },
  { deep: { a: { b: 1 } } },
  { app_id: { in: "beta" } },
  { n: { gt: "many" } },
  { created_at: { gte: "2020-01-01" } },
  { n: { gt: null } },
  { OR: [] },
  { NOT: [] },
  { OR: "app_id" },
  { AND: [["app_id"]] },
  { user_id: "*" },
  { user_id: null },
  { user_id: 7 },
  { user_id: { in: ["me", "you"] } },
  { user_id: { ne: "you" } },
  { OR: [{ agent_id: "a" }, { app_id: "x" }] },
  { NOT: [{ run_id: "r" }] },
];

for (const filters of REFUSED) {
  Deno.test(`decodeFilters refuses ${JSON.stringify(filters)}`, () => {
    assert.throws(() => decodeFilters(filters, { user: "me" }), invalid);
  });
}

Deno.test("jsonbText is PostgreSQL's text of jsonb", () => {
  assert.equal(
    jsonbText({ bb: [1, "a", null], a: {}, c: true }),
    '{"a": {}, "c": true, "bb": [1, "a", null]}',
  );
});

Deno.test("matches treats a stored null as present, and compares it with nothing", () => {
  const row = memory({ k: null });
  assert.equal(matches({ field: "k", is: null }, row), false);
  assert.equal(matches({ field: "k", is: "null" }, row), false);
  assert.equal(matches({ field: "k", op: "ne", value: "x" }, row), false);
  assert.equal(matches({ field: "k", op: "contains", value: "" }, row), false);
});

Deno.test("matches reads no inherited property", () => {
  assert.equal(matches({ field: "constructor", is: null }, memory({})), true);
});

Deno.test("checkWhere refuses identifiers, unknown operators and operands that can't be compared", () => {
  const bad: Where[] = [
    { field: "user_id", is: "you" },
    { none: [{ any: [{ field: "agent_id", is: null }] }] },
    { field: "n", op: "gt", value: "soon" },
    { field: "n", is: NaN },
    { field: "n", op: "like", value: "x" } as unknown as Where,
    { field: "n", is: "a\0b" },
  ];
  for (const where of bad) assert.throws(() => checkWhere(where), invalid, JSON.stringify(where));
});

/** Three-valued logic over one filter, as SQL evaluates it: the reference for the push-down. */
function sql(node: { [key: string]: Json }, row: Metadata): boolean | null {
  const and = (values: (boolean | null)[]) =>
    values.includes(false) ? false : values.includes(null) ? null : true;
  const or = (values: (boolean | null)[]) =>
    values.includes(true) ? true : values.includes(null) ? null : false;
  return and(
    Object.entries(node).map(([key, value]) => {
      const list = () => (value as { [key: string]: Json }[]).map((one) => sql(one, row));
      if (key === "AND") return and(list());
      if (key === "OR") return or(list());
      if (key === "NOT") {
        const inner = or(list());
        return inner === null ? null : !inner;
      }
      if (value === "*") return Object.hasOwn(row, key);
      const stored = row[key] === undefined || row[key] === null ? null : String(row[key]);
      if (value === null) return stored === null ? null : false;
      if (Array.isArray(value)) {
        return value.length === 0
          ? false
          : stored === null
          ? null
          : value.map(String).includes(stored);
      }
      if (typeof value === "object") {
        return and(
          Object.entries(value).map(([op, operand]) => {
            if (op === "in" || op === "nin") {
              const texts = (operand as Json[]).map(String);
              const inside = texts.length === 0
                ? false
                : stored === null
                ? null
                : texts.includes(stored);
              return op === "in" || inside === null ? inside : !inside;
            }
            if (stored === null) return null;
            if (op === "eq") return stored === String(operand);
            if (op === "ne") return stored !== String(operand);
            if (op === "contains") return stored.includes(String(operand));
            return op === "gt"
              ? Number(stored) > Number(operand)
              : Number(stored) <= Number(operand);
          }),
        );
      }
      return stored === null ? null : stored === String(value);
    }),
  );
}

Deno.test("decodeFilters finds exactly the rows for which SQL says true", () => {
  const number = fc.integer({ min: 0, max: 3 });
  const key = fc.constantFrom("a", "b", "c");
  const operation = fc.oneof(
    fc.record({ eq: number }),
    fc.record({ ne: number }),
    fc.record({ gt: number }),
    fc.record({ lte: number }),
    fc.record({ contains: number }),
    fc.record({ in: fc.array(number, { maxLength: 2 }) }),
    fc.record({ nin: fc.array(number, { maxLength: 2 }) }),
  );
  const leaf = fc.dictionary(
    key,
    fc.oneof(
      number,
      operation,
      fc.array(number, { maxLength: 2 }),
      fc.constant("*"),
      fc.constant(null),
    ),
    { minKeys: 1, maxKeys: 2, noNullPrototype: true },
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.record({ AND: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ OR: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ NOT: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) }),
    ),
  }));
  const row = fc.dictionary(key, fc.oneof(number, fc.constant(null)), {
    maxKeys: 3,
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(node, row, (filters, metadata) => {
      const { where = { all: [] } } = decodeFilters(filters as Json);
      const wanted = sql(filters as { [key: string]: Json }, metadata) === true;
      assert.equal(matches(where, memory(metadata)), wanted);
    }),
    { numRuns: 2000 },
  );
});
