/**
 * The part of a {@link Where} that a Mem0 server answers correctly, in its own filter language. What
 * it gets wrong (contract, traps 14 to 16) stays here and is filtered from its answer.
 *
 * @module
 */

import { isEverything, textOf } from "./predicate.ts";
import type { Json, Where } from "./store.ts";
import type { JsonObject } from "./wire.ts";

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

/**
 * What of the filter language can be trusted: `all` on current servers; `equal` is flat equality
 * alone, on servers where operators, lists, AND, OR, NOT and `*` find nothing.
 */
export type FilterLanguage = "all" | "equal";

/** Words of the filter language; a field of that name can't be asked for. */
const RESERVED = ["AND", "OR", "NOT", "and", "or", "not", "$or", "$not", "metadata"];

/**
 * Translate for the server. All operands go out as text, since it compares texts; `true` inside an
 * operator, floats and null would be compared with Python's text of them.
 */
export function pushDown(where: Where | undefined, language: FilterLanguage = "all"): Pushdown {
  const target: Target = { fields: {}, absent: [] };
  const exact = where === undefined || addAll(where, target, language);
  const filters: JsonObject = encodeFields(target.fields);
  if (target.or) filters.OR = target.or;
  if (target.absent.length > 0) filters.NOT = target.absent.map((field) => ({ [field]: "*" }));
  return { filters, exact };
}

/** Per field: its operators. */
type Fields = Record<string, Record<string, Json>>;

interface Target {
  fields: Fields;
  absent: string[];
  or?: JsonObject[];
}

/** Add what can be sent; false when the rest must be filtered from the answer. */
function addAll(where: Where, target: Target, language: FilterLanguage): boolean {
  if ("all" in where) {
    return where.all.map((part) => addAll(part, target, language)).every(Boolean);
  }
  if (addSimple(where, target.fields, language)) return true;
  if (language === "equal") return false;
  if ("any" in where) {
    const branches = where.any.map((part) => branch(part, language));
    // A branch of which nothing can be sent would let everything through; none at all is a 400.
    if (target.or || branches.length === 0 || branches.some((one) => one.empty)) return false;
    target.or = branches.map((one) => one.filters);
    return branches.every((one) => one.exact);
  }
  const absent = absentField(where);
  if (absent === undefined || !isSendable(absent)) return false;
  if (!target.absent.includes(absent)) target.absent.push(absent);
  return true;
}

/** Inside OR only plain conditions count: NOT, absence and nested logic are silently wrong there. */
function branch(where: Where, language: FilterLanguage) {
  const fields: Fields = {};
  const parts = "all" in where ? where.all : [where];
  const exact = parts.map((part) => addSimple(part, fields, language)).every(Boolean);
  return { filters: encodeFields(fields), exact, empty: Object.keys(fields).length === 0 };
}

/** `{field: {operator: operand}}` conditions; false when this one can't be said so. */
function addSimple(where: Where, fields: Fields, language: FilterLanguage): boolean {
  const said = simple(where);
  if (said === undefined || !isSendable(said.field)) return false;
  if (language === "equal" && (said.operator !== "eq" || said.operand === "*")) return false;
  const operators = fields[said.field] ?? {};
  if (said.operator in operators) {
    return JSON.stringify(operators[said.operator]) === JSON.stringify(said.operand);
  }
  // Presence is implied by every other operator, and can't stand beside one.
  if (said.operator === "*" && Object.keys(operators).length > 0) return true;
  delete operators["*"];
  if (language === "equal" && Object.keys(operators).length > 0) return false;
  operators[said.operator] = said.operand;
  fields[said.field] = operators;
  return true;
}

interface Said {
  field: string;
  operator: string;
  operand: Json;
}

function simple(where: Where): Said | undefined {
  if ("none" in where) {
    const field = where.none.length === 1 ? absentField(where.none[0]!) : undefined;
    return field === undefined ? undefined : { field, operator: "*", operand: true };
  }
  if ("is" in where) {
    if (where.is === null) return undefined;
    if (!Array.isArray(where.is)) {
      const operand = operandOf(where.is);
      return operand === undefined ? undefined : { field: where.field, operator: "eq", operand };
    }
    const operand = where.is.filter((one) => one !== null).map(operandOf);
    if (operand.length === 0 || operand.includes(undefined)) return undefined;
    return { field: where.field, operator: "in", operand: operand as string[] };
  }
  // gt and the like end in 502 when one row of the scope holds a text there, and icontains depends
  // on the database's locale.
  if ("op" in where && (where.op === "ne" || where.op === "contains")) {
    const operand = operandOf(where.value);
    return operand === undefined ? undefined : { field: where.field, operator: where.op, operand };
  }
  return undefined;
}

function absentField(where: Where): string | undefined {
  return "is" in where && where.is === null ? where.field : undefined;
}

/** Only values whose text is the same everywhere: `1.0`, `1e21` and arrays are written differently. */
function operandOf(value: Json): string | undefined {
  if (typeof value === "object") return undefined;
  if (typeof value === "number" && !/^-?\d{1,15}(\.\d{1,15})?$/.test(String(value))) {
    return undefined;
  }
  return textOf(value);
}

function isSendable(field: string): boolean {
  return field !== "" && !RESERVED.includes(field);
}

function encodeFields(fields: Fields): JsonObject {
  const out: JsonObject = {};
  for (const [field, operators] of Object.entries(fields)) {
    const names = Object.keys(operators);
    const only = operators[names[0]!];
    if (names[0] === "*") out[field] = "*";
    // Flat is the form that all servers understand; a literal "*" there would mean presence.
    else if (names.length === 1 && names[0] === "eq" && only !== "*") out[field] = only!;
    else out[field] = operators;
  }
  return out;
}

/** Can no memory match? Then nothing need be asked. */
export function isNothing(where: Where | undefined): boolean {
  if (where === undefined) return false;
  if ("all" in where) return where.all.some(isNothing);
  if ("any" in where) return where.any.every(isNothing);
  if ("none" in where) return where.none.some(isEverything);
  return "is" in where && Array.isArray(where.is) && where.is.length === 0;
}
