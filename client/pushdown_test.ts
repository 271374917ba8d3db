import assert from "node:assert/strict";
import fc from "fast-check";
import { isNothing, pushDown } from "./pushdown.ts";
import { matches } from "./predicate.ts";
import type { Json, Memory, Metadata, Where } from "./store.ts";

const is = (field: string, is: never | Json | Json[]): Where => ({ field, is });
const absent = (field: string): Where => ({ field, is: null });
const present = (field: string): Where => ({ none: [absent(field)] });

const CASES: [Where, Json, boolean][] = [
  [{ all: [] }, {}, true],
  [is("app_id", "x"), { app_id: "x" }, true],
  [is("n", 7), { n: "7" }, true],
  [is("flag", true), { flag: "true" }, true],
  [is("n", 1e21), {}, false],
  [is("app_id", "*"), { app_id: { eq: "*" } }, true],
  [is("app_id", ["x", 7, null]), { app_id: { in: ["x", "7"] } }, true],
  [is("tags", [["a"]]), {}, false],
  [absent("app_id"), { NOT: [{ app_id: "*" }] }, true],
  [present("app_id"), { app_id: "*" }, true],
  [{ field: "n", op: "ne", value: 7 }, { n: { ne: "7" } }, true],
  [{ field: "n", op: "contains", value: "7" }, { n: { contains: "7" } }, true],
  [{ field: "n", op: "gt", value: 7 }, {}, false],
  [{ field: "n", op: "icontains", value: "x" }, {}, false],
  [{ all: [is("a", 1), is("b", 2)] }, { a: "1", b: "2" }, true],
  [{ all: [is("a", 1), is("a", 1)] }, { a: "1" }, true],
  [{ all: [is("a", 1), is("a", 2)] }, { a: "1" }, false],
  [
    { all: [is("a", 1), { field: "a", op: "ne", value: 2 }] },
    { a: { eq: "1", ne: "2" } },
    true,
  ],
  [{ all: [present("a"), is("a", 1)] }, { a: "1" }, true],
  [{ all: [absent("a"), absent("b")] }, { NOT: [{ a: "*" }, { b: "*" }] }, true],
  [
    { any: [is("app_id", "p"), is("scope", "global")] },
    { OR: [{ app_id: "p" }, { scope: "global" }] },
    true,
  ],
  [{ any: [is("app_id", "p"), absent("app_id")] }, {}, false],
  [{ any: [] }, {}, false],
  [
    { all: [{ any: [is("a", 1)] }, { any: [is("b", 1), is("b", 2)] }] },
    { OR: [{ a: "1" }] },
    false,
  ],
  [
    { any: [{ all: [is("a", 1), { field: "n", op: "lt", value: 3 }] }] },
    { OR: [{ a: "1" }] },
    false,
  ],
  [{ none: [is("a", 1)] }, {}, false],
  [is("AND", 1), {}, false],
  [is("metadata", 1), {}, false],
];

for (const [where, filters, exact] of CASES) {
  Deno.test(`pushDown of ${JSON.stringify(where)}`, () => {
    assert.deepEqual(pushDown(where), { filters, exact });
  });
}

Deno.test("pushDown sends flat equality alone to servers that know no more", () => {
  const where: Where = {
    all: [is("a", 1), is("b", [1, 2]), absent("c"), present("d"), is("e", "*")],
  };
  assert.deepEqual(pushDown(where, "equal"), { filters: { a: "1" }, exact: false });
});

Deno.test("pushDown takes any word for a field, also those that every object knows", () => {
  for (const field of ["constructor", "__proto__", "toString"]) {
    const { filters, exact } = pushDown({ all: [is(field, "x"), present(field)] });
    assert.deepEqual([JSON.stringify(filters), exact], [`{"${field}":"x"}`, true]);
  }
  assert.equal("eq" in {} || "eq" in Object, false);
});

Deno.test("isNothing knows what can't match", () => {
  assert.equal(isNothing({ any: [] }), true);
  assert.equal(isNothing({ all: [is("a", 1), is("b", [])] }), true);
  assert.equal(isNothing({ none: [{ all: [] }] }), true);
  assert.equal(isNothing(is("a", null)), false);
  assert.equal(isNothing(undefined), false);
});

/**
 * What a current server does with a filter: AND-merge of the top level, then SQL in which a comparison
 * with an absent or null value is neither true nor false (mem0ai 2.2.1, memory/main.py and
 * vector_stores/pgvector.py). Comparisons are by text.
 */
function serverFinds(filters: { [key: string]: Json }, row: Metadata): boolean {
  return conjunction(filters, row) === true;
}

type Truth = boolean | null;
const and = (all: Truth[]): Truth => all.includes(false) ? false : all.includes(null) ? null : true;
const or = (all: Truth[]): Truth => all.includes(true) ? true : all.includes(null) ? null : false;

function conjunction(filters: { [key: string]: Json }, row: Metadata): Truth {
  return and(
    Object.entries(filters).map(([key, value]): Truth => {
      if (key === "OR" || key === "NOT") {
        const list = value as { [key: string]: Json }[];
        if (list.length === 0) throw new Error("400");
        // Inside, only plain fields count: anything nested would be silently wrong.
        assert.ok(
          list.every((one) => Object.keys(one).every((name) => !/^(AND|OR|NOT)$/.test(name))),
        );
        const truth = or(list.map((one) => conjunction(one, row)));
        return key === "OR" || truth === null ? truth : !truth;
      }
      assert.ok(!/_id$/.test(key), "an identifier must not stand in a filter");
      if (value === "*") return Object.hasOwn(row, key);
      const stored = row[key] ?? null;
      const text = stored === null ? null : pythonFreeText(stored);
      const operators = value !== null && typeof value === "object" ? value : { eq: value };
      return and(
        Object.entries(operators as { [key: string]: Json }).map(([op, operand]): Truth => {
          const operands = op === "in" ? operand as Json[] : [operand];
          assert.ok(operands.every((one) => typeof one === "string"), "operands go out as text");
          if (text === null) return null;
          if (op === "eq" || op === "in") return operands.includes(text);
          if (op === "ne") return text !== operand;
          assert.equal(op, "contains");
          return text.includes(operand as string);
        }),
      );
    }),
  );
}

function pythonFreeText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.integer({ min: 0, max: 2 }),
  fc.constantFrom("0", "1", "*", "a", "true"),
  fc.boolean(),
);
const key = fc.constantFrom("a", "b", "c");
const { where } = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      field: key,
      is: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }), fc.constant(null)),
    }),
    fc.record({
      field: key,
      op: fc.constantFrom("ne" as const, "gt" as const, "lte" as const, "contains" as const),
      value: fc.integer({ min: 0, max: 2 }),
    }),
    fc.record({ all: fc.array(tie("where"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("where"), { maxLength: 3 }) }),
    fc.record({ none: fc.array(tie("where"), { maxLength: 2 }) }),
  ),
}));

Deno.test("pushDown with the local filter is the plain predicate, on any row", () => {
  const row = fc.dictionary(key, fc.oneof(scalar, fc.constant(null)), { noNullPrototype: true });
  fc.assert(
    fc.property(
      where,
      row,
      fc.constantFrom("all" as const, "equal" as const),
      (where, metadata, language) => {
        const memory: Memory = { id: "", text: "", scope: {}, metadata, createdAt: "" };
        const wanted = matches(where, memory);
        const { filters, exact } = pushDown(where, language);
        const sent = serverFinds(filters, metadata);
        if (wanted) assert.ok(sent, "the server would hide a row that matches");
        if (exact) assert.equal(sent, wanted);
        if (isNothing(where)) assert.equal(wanted, false);
      },
    ),
    { numRuns: 3000 },
  );
});
