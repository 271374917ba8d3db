/**
 * The part of a {@link Where} that a Mem0 server answers correctly, in its own filter language. What
 * it gets wrong (contract, traps 14 to 16) stays here and is filtered from its answer.
 *
 * @module
 */

import { isEverything, textOf } from "./predicate.ts";
import type { Json, Where } from "./store.ts";
import { isEmpty, type JsonObject } from "./json.ts";

/** What to send, and whether that is all. */
export interface Pushdown {
  /**
   * Conditions to put beside the identifiers at the top level of `filters`. Every memory that
   * matches the Where fulfils them; they hold no identifier.
   */
  filters: JsonObject;
  /** Do only matching memories fulfil them? If not, the answer must be filtered. */
  exact: boolean;
}

/** No field: words of the filter language, and no word at all. */
const RESERVED = /^(and|\$?or|\$?not|metadata|)$/i;

/**
 * Translate for the server. All operands go out as text, since it compares texts; `true` inside an
 * operator, floats and null would be compared with Python's text of them.
 *
 * @param language what of the filter language can be trusted: `all` on current servers; `plain` inside
 * an OR, where NOT, absence and nested logic are silently wrong; `equal` is flat equality alone, on
 * servers where operators, lists, AND, OR, NOT and `*` find nothing
 */
export function pushDown(
  where: Where = { all: [] },
  language: "all" | "plain" | "equal" = "all",
): Pushdown {
  const fields: Fields = new Map();
  const absent: string[] = [];
  let or: JsonObject[] | undefined;
  /** Adds what can be sent; false when the rest must be filtered from the answer. */
  const add = (where: Where): boolean => {
    if ("all" in where) return where.all.map(add).every(Boolean);
    if (addSimple(where, fields, language === "equal")) return true;
    if (language !== "all") return false;
    if ("any" in where) {
      const branches = where.any.map((part) => pushDown(part, "plain"));
      // A branch of which nothing can be sent would let everything through; none at all is a 400.
      if (or || branches.length === 0 || branches.some((one) => isEmpty(one.filters))) return false;
      or = branches.map((one) => one.filters);
      return branches.every((one) => one.exact);
    }
    const field = absentField(where);
    if (!field || RESERVED.test(field)) return false;
    if (!absent.includes(field)) absent.push(field);
    return true;
  };
  const exact = add(where);
  const filters = encodeFields(fields);
  if (or) filters.OR = or;
  if (absent.length > 0) filters.NOT = absent.map((field) => ({ [field]: "*" }));
  return { filters, exact };
}

/** Per field: its operators. */
type Fields = Map<string, Record<string, Json>>;

/** `{field: {operator: operand}}` conditions; false when this one can't be said so. */
function addSimple(where: Where, fields: Fields, flat: boolean): boolean {
  const [field = "", operator, operand] = simple(where);
  if (operator === undefined || operand === undefined || RESERVED.test(field)) return false;
  const said = fields.get(field) ?? {};
  if (operator in said) return JSON.stringify(said[operator]) === JSON.stringify(operand);
  if (flat && (operator !== "eq" || operand === "*")) return false;
  // Presence is implied by every other operator, and can't stand beside one.
  if (operator === "*" && !isEmpty(said)) return true;
  delete said["*"];
  said[operator] = operand;
  fields.set(field, said);
  return true;
}

/** Field, operator and operand of a plain condition; without them when it is none. */
function simple(where: Where): [field?: string, operator?: string, operand?: Json] {
  if ("none" in where) {
    return where.none.length === 1 ? [absentField(where.none[0]!), "*", true] : [];
  }
  if ("is" in where) {
    const { field, is } = where;
    if (!Array.isArray(is)) return [field, "eq", operandOf(is)];
    const operands = is.filter((one) => one !== null).map(operandOf);
    const sendable = operands.length > 0 && !operands.includes(undefined);
    return sendable ? [field, "in", operands as string[]] : [];
  }
  // gt and the like end in 502 when one row of the scope holds a text there, and icontains depends
  // on the database's locale.
  return "op" in where && (where.op === "ne" || where.op === "contains")
    ? [where.field, where.op, operandOf(where.value)]
    : [];
}

function absentField(where: Where): string | undefined {
  return "is" in where && where.is === null ? where.field : undefined;
}

/** Only values whose text is the same everywhere: `1.0`, `1e21` and arrays are written differently. */
function operandOf(value: Json): string | undefined {
  const odd = typeof value === "object" ||
    typeof value === "number" && !/^-?\d{1,15}(\.\d{1,15})?$/.test(String(value));
  return odd ? undefined : textOf(value);
}

function encodeFields(fields: Fields): JsonObject {
  return Object.fromEntries(
    [...fields].map(([field, operators]) => {
      const { eq } = operators;
      if ("*" in operators) return [field, "*"];
      // Flat is the form that all servers understand; a literal "*" there would mean presence.
      const alone = eq !== undefined && eq !== "*" && Object.keys(operators).length === 1;
      return [field, alone ? eq : operators];
    }),
  );
}

/** Can no memory match? Then nothing need be asked. */
export function isNothing(where: Where | undefined): boolean {
  if (!where) return false;
  if ("all" in where) return where.all.some(isNothing);
  if ("any" in where) return where.any.every(isNothing);
  if ("none" in where) return where.none.some(isEverything);
  return "is" in where && Array.isArray(where.is) && where.is.length === 0;
}
