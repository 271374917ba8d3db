/**
 * The reading of filters as users and the Mem0 REST API write them, into the algebra of
 * {@link Where}; with its plain predicate from `predicate.ts`.
 *
 * @module
 */

import { cleanId, ID_FIELDS } from "./identifiers.ts";
import { isObject } from "./json.ts";
import {
  checkWhere,
  EVERYTHING,
  invalid,
  isEverything,
  NOTHING,
  partsOf,
  textOf,
} from "./predicate.ts";
import type { Json, Scope, Where, WhereOperator } from "./store.ts";

export { ID_FIELDS } from "./identifiers.ts";
export {
  checkWhere,
  EVERYTHING,
  jsonbText,
  matches,
  NOTHING,
  numberOf,
  textOf,
} from "./predicate.ts";

/** What a filter in JSON says. */
export interface DecodedFilters {
  /** The identifiers that stand at its top level or in a top-level AND; may be empty. */
  scope: Scope;
  /** The rest; absent when there is none. */
  where?: Where;
}

/**
 * Read a filter as users and the REST API write it: flat (`{app_id: "x"}`), operators
 * (`{n: {gte: 2}}`: eq, ne, gt, gte, lt, lte, in, nin, contains, icontains), lists (any of), `"*"`
 * (the key is present), AND, OR and NOT in upper or lower case, nested as deep as one likes, and
 * `{metadata: {…}}`.
 *
 * It means what it means in the server's SQL: a comparison with an absent or null value is neither
 * true nor false, so that `NOT: [{k: v}]` leaves out rows without `k`; and null equals nothing. What
 * the server gets silently wrong means here what it says: nested logic, one key twice in an AND, and
 * `{eq: true}`.
 *
 * Identifiers go into the scope. One that is nested can narrow a filter but never widen it: where the
 * outer level names the same identifier, it is decided here whether the nested one can be true.
 *
 * @param outer identifiers that hold already, as if they stood at the top level. Not in the result.
 * @throws MemoryError `invalid`: an unknown operator, `*` or several values for an identifier, an
 * identifier inside OR or NOT that isn't also given outside, a malformed AND, OR or NOT.
 *
 * @example
 * ```ts
 * import { decodeFilters } from "./where.ts";
 * const { scope } = decodeFilters({ AND: [{ user_id: "ann" }, { metadata: { type: "decision" } }] });
 * if (scope.user !== "ann") throw new Error("identifiers belong to the scope");
 * ```
 */
export function decodeFilters(json: Json, outer: Scope = {}): DecodedFilters {
  const scope: Scope = {};
  const parts: Where[] = [];
  /** What must hold beside identifiers; read when all of these are known. */
  const rest: [key: string, value: Json][] = [];
  const gather = (node: Json) => {
    for (const [key, value] of Object.entries(condition(node))) {
      const inner = innerOf(key, value);
      const part = Object.hasOwn(ID_FIELDS, key) ? ID_FIELDS[key] : undefined;
      if (inner?.logic === "AND") inner.nodes.forEach(gather);
      else if (part === undefined) rest.push([key, value]);
      else {
        const id = identifier(key, value);
        const known = outer[part] ?? scope[part];
        if (known === undefined || known === id) scope[part] = id;
        else parts.push(NOTHING); // two values of one identifier
      }
    }
  };
  gather(json);
  const ids = { ...outer, ...scope };
  for (const [key, value] of rest) parts.push(decodeEntry(key, value, true, ids));
  const where = join(true, parts);
  return isEverything(where) ? { scope } : { scope, where };
}

/** An object of conditions, all of which must hold. */
function condition(json: Json): { [key: string]: Json } {
  if (!isObject(json)) throw invalid(`an object was expected, not ${JSON.stringify(json)}`);
  return json;
}

/** The conditions inside AND, OR, NOT or `metadata` (the same as an AND); undefined for a field. */
function innerOf(key: string, value: Json): { logic: string; nodes: Json[] } | undefined {
  if (key === "metadata" && isObject(value)) return { logic: "AND", nodes: [value] };
  if (!/^(AND|OR|NOT|and|or|not)$/.test(key)) return undefined;
  const logic = key.toUpperCase();
  const nodes = Array.isArray(value) ? value : [value];
  if (nodes.length === 0 && logic !== "AND") throw invalid(`${key} needs at least one condition`);
  return { logic, nodes };
}

function identifier(key: string, value: Json): string {
  let one = value;
  if (isObject(one) && Object.keys(one).length === 1) one = one.eq ?? one.in ?? one;
  if (Array.isArray(one) && one.length === 1) one = one[0]!;
  if (typeof one !== "string") {
    throw invalid(`"${key}" must be one text, not ${JSON.stringify(value)}`);
  }
  return cleanId(one);
}

/** The rows for which the condition is true (`wanted`), or false: never those where it is neither. */
function decodeEntry(key: string, value: Json, wanted: boolean, ids: Scope): Where {
  const inner = innerOf(key, value);
  if (inner === undefined) {
    return Object.hasOwn(ID_FIELDS, key)
      ? decodeId(key, value, wanted, ids)
      : decodeField(key, value, wanted);
  }
  const { logic, nodes } = inner;
  const want = logic === "NOT" ? !wanted : wanted;
  const decoded = nodes.map((node) => {
    const entries = Object.entries(condition(node));
    return join(want, entries.map(([key, value]) => decodeEntry(key, value, want, ids)));
  });
  // NOT [a, b] is true where both are false, and false where one is true.
  return join(logic === "OR" ? !wanted : wanted, decoded);
}

function decodeId(key: string, value: Json, wanted: boolean, ids: Scope): Where {
  const known = ids[ID_FIELDS[key]!];
  if (known === undefined) {
    throw invalid(
      `"${key}" stands inside OR or NOT, where it could reach other people's memories; ` +
        "put it at the top level",
    );
  }
  return (known === identifier(key, value)) === wanted ? EVERYTHING : NOTHING;
}

function decodeField(field: string, value: Json, wanted: boolean): Where {
  const absent: Where = { field, is: null };
  if (value === "*") return wanted ? { none: [absent] } : absent;
  const operators = isObject(value) ? value : { in: Array.isArray(value) ? value : [value] };
  return join(
    wanted,
    Object.entries(operators).map(([op, operand]) => decodeOperator(field, op, operand, wanted)),
  );
}

const OPPOSITE: Record<string, WhereOperator> = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" };

function decodeOperator(field: string, op: string, operand: Json, wanted: boolean): Where {
  switch (op) {
    case "eq":
    case "ne":
      return equalToAny(field, [operand], (op === "eq") === wanted);
    case "in":
    case "nin":
      if (!Array.isArray(operand)) throw invalid(`"${op}" of "${field}" needs a list`);
      return equalToAny(field, operand, (op === "in") === wanted);
    case "contains":
    case "icontains": {
      const value = textOf(operand);
      if (value === undefined) throw invalid(`"${op}" of "${field}" needs a text`);
      const where: Where = { field, op, value };
      return wanted ? where : { all: [hasText(field), { none: [where] }] };
    }
  }
  if (!Object.hasOwn(OPPOSITE, op)) throw invalid(`there is no operator "${op}" (on "${field}")`);
  const where = { field, op: wanted ? op as WhereOperator : OPPOSITE[op]!, value: operand };
  checkWhere(where);
  return where;
}

/** The field is there and not null: every text contains the empty one. */
function hasText(field: string): Where {
  return { field, op: "contains", value: "" };
}

function equalToAny(field: string, values: Json[], wanted: boolean): Where {
  const known = values.filter((value) => value !== null); // null equals nothing
  if (wanted) {
    return known.length === 1 && !Array.isArray(known[0])
      ? { field, is: known[0]! }
      : { field, is: known };
  }
  if (values.length === 0) return EVERYTHING;
  return known.length === 0
    ? hasText(field)
    : { all: known.map((value): Where => ({ field, op: "ne", value })) };
}

/** All of the parts, or any of them, without layers that say nothing. */
function join(all: boolean, parts: Where[]): Where {
  const [kind, other] = all ? ["all", "any"] as const : ["any", "all"] as const;
  const flat = parts.flatMap((part) => kind in part ? partsOf(part)! : [part]);
  if (flat.some((part) => other in part && partsOf(part)!.length === 0)) {
    return all ? NOTHING : EVERYTHING;
  }
  return flat.length === 1 ? flat[0]! : all ? { all: flat } : { any: flat };
}
