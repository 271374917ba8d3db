/**
 * The reading of filters as users and the Mem0 REST API write them, into the algebra of
 * {@link Where}; with its plain predicate from `predicate.ts`.
 *
 * @module
 */

import { cleanId, ID_FIELDS } from "./identifiers.ts";
import { isObject } from "./json.ts";
import { checkWhere, EVERYTHING, invalid, isEverything, NOTHING, textOf } from "./predicate.ts";
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
  const conflict = collectIds(condition(json), scope, outer);
  const where = conflict
    ? NOTHING
    : decodeCondition(condition(json), true, { ...outer, ...scope }, true);
  return isEverything(where) ? { scope } : { scope, where };
}

/** An object of conditions, all of which must hold. */
type Condition = { [key: string]: Json };

function condition(json: Json | undefined): Condition {
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw invalid(`an object was expected, not ${JSON.stringify(json ?? null)}`);
  }
  return json;
}

function logicOf(key: string): "AND" | "OR" | "NOT" | undefined {
  const upper = key.toUpperCase();
  const isLogic = upper === "AND" || upper === "OR" || upper === "NOT";
  return isLogic && (key === upper || key === upper.toLowerCase()) ? upper : undefined;
}

function conditionsOf(key: string, value: Json): Condition[] {
  const list = (Array.isArray(value) ? value : [value]).map(condition);
  if (list.length === 0 && logicOf(key) !== "AND") {
    throw invalid(`${key} needs at least one condition`);
  }
  return list;
}

/** Gather what must hold; true when two places ask for different values of one identifier. */
function collectIds(node: Condition, scope: Scope, outer: Scope): boolean {
  let conflict = false;
  for (const [key, value] of Object.entries(node)) {
    if (logicOf(key) === "AND") {
      for (const part of conditionsOf(key, value)) {
        conflict = collectIds(part, scope, outer) || conflict;
      }
    } else if (key === "metadata" && isObject(value)) {
      conflict = collectIds(value, scope, outer) || conflict;
    } else if (Object.hasOwn(ID_FIELDS, key)) {
      const part = ID_FIELDS[key]!;
      const id = identifier(key, value);
      const known = outer[part] ?? scope[part];
      if (known === undefined || known === id) scope[part] = id;
      else conflict = true;
    }
  }
  return conflict;
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
function decodeCondition(node: Condition, wanted: boolean, ids: Scope, sure: boolean): Where {
  const parts: Where[] = [];
  for (const [key, value] of Object.entries(node)) {
    const logic = logicOf(key);
    if (logic !== undefined) {
      const list = conditionsOf(key, value);
      const inner = logic === "NOT" ? !wanted : wanted;
      const decoded = list.map((one) => decodeCondition(one, inner, ids, sure && logic === "AND"));
      // NOT [a, b] is true where both are false, and false where one is true.
      const every = logic === "OR" ? !wanted : wanted;
      parts.push(every ? { all: decoded } : { any: decoded });
    } else if (key === "metadata" && isObject(value)) {
      parts.push(decodeCondition(value, wanted, ids, sure));
    } else if (Object.hasOwn(ID_FIELDS, key)) {
      parts.push(decodeId(key, value, wanted, ids, sure));
    } else {
      parts.push(decodeField(key, value, wanted));
    }
  }
  return simplify(wanted ? { all: parts } : { any: parts });
}

function decodeId(key: string, value: Json, wanted: boolean, ids: Scope, sure: boolean): Where {
  if (sure) return EVERYTHING; // it stands in the scope
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
  if (Array.isArray(value)) return equalToAny(field, value, wanted);
  if (!isObject(value)) return equalToAny(field, [value], wanted);
  const parts = Object.entries(value).map(([op, operand]) => decode(field, op, operand, wanted));
  return wanted ? { all: parts } : { any: parts };
}

const OPPOSITE: Record<string, WhereOperator> = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" };

function decode(field: string, op: string, operand: Json, wanted: boolean): Where {
  switch (op) {
    case "eq":
      return equalToAny(field, [operand], wanted);
    case "ne":
      return equalToAny(field, [operand], !wanted);
    case "in":
    case "nin":
      if (!Array.isArray(operand)) throw invalid(`"${op}" of "${field}" needs a list`);
      return equalToAny(field, operand, (op === "in") === wanted);
    case "gt":
    case "gte":
    case "lt":
    case "lte": {
      const where: Where = { field, op: wanted ? op : OPPOSITE[op]!, value: operand };
      checkWhere(where);
      return where;
    }
    case "contains":
    case "icontains": {
      const text = textOf(operand);
      if (text === undefined) throw invalid(`"${op}" of "${field}" needs a text`);
      const where: Where = { field, op, value: text };
      return wanted ? where : { all: [hasText(field), { none: [where] }] };
    }
    default:
      throw invalid(`there is no operator "${op}" (on "${field}")`);
  }
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

/** Take out layers that say nothing. */
function simplify(where: Where): Where {
  if ("all" in where) {
    const parts = where.all.map(simplify).flatMap((part) => "all" in part ? part.all : [part]);
    if (parts.some((part) => "any" in part && part.any.length === 0)) return NOTHING;
    return parts.length === 1 ? parts[0]! : { all: parts };
  }
  if ("any" in where) {
    const parts = where.any.map(simplify).flatMap((part) => "any" in part ? part.any : [part]);
    if (parts.some(isEverything)) return EVERYTHING;
    return parts.length === 1 ? parts[0]! : { any: parts };
  }
  return where;
}
