/**
 * The plain predicate of a {@link Where}.
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import { checkText, ID_FIELDS } from "./identifiers.ts";
import type { Json, Memory, Where } from "./store.ts";

/** Matches every memory. */
export const EVERYTHING: Where = { all: [] };

/** Does it match every memory, by its form? */
export function isEverything(where: Where): boolean {
  return "all" in where && where.all.every(isEverything);
}

/** Matches no memory. */
export const NOTHING: Where = { any: [] };

const OPERATORS = ["ne", "gt", "gte", "lt", "lte", "contains", "icontains"];

/**
 * Does the memory match? This is the reference: every store's filter must answer the same.
 *
 * @example
 * ```ts
 * import { matches } from "./predicate.ts";
 * const memory = { id: "", text: "", scope: {}, metadata: { n: 7 }, createdAt: "" };
 * if (!matches({ field: "n", is: "7" }, memory)) throw new Error("compared by text");
 * ```
 */
export function matches(where: Where, memory: Memory): boolean {
  if ("all" in where) return where.all.every((part) => matches(part, memory));
  if ("any" in where) return where.any.some((part) => matches(part, memory));
  if ("none" in where) return !where.none.some((part) => matches(part, memory));
  const value = fieldOf(memory, where.field);
  if ("is" in where) {
    if (where.is === null) return value === undefined;
    const text = textOf(value);
    if (text === undefined) return false;
    return Array.isArray(where.is)
      ? where.is.some((one) => textOf(one) === text)
      : textOf(where.is) === text;
  }
  const text = textOf(value);
  const wanted = textOf(where.value);
  if (text === undefined || wanted === undefined) return false;
  switch (where.op) {
    case "ne":
      return text !== wanted;
    case "contains":
      return text.includes(wanted);
    case "icontains":
      return text.toLowerCase().includes(wanted.toLowerCase());
    default: {
      const left = numberOf(value);
      const right = numberOf(where.value);
      if (left === undefined || right === undefined) return false;
      if (where.op === "gt") return left > right;
      if (where.op === "gte") return left >= right;
      return where.op === "lt" ? left < right : left <= right;
    }
  }
}

/** A memory's value under a field name: one of its own fields, or a metadata key. */
export function fieldOf(memory: Memory, field: string): Json | undefined {
  switch (field) {
    case "data":
      return memory.text;
    case "hash":
      return memory.hash;
    case "role":
      return memory.role;
    case "actor_id":
      return memory.actor;
    case "created_at":
      return memory.createdAt;
    case "updated_at":
      return memory.updatedAt;
    case "expiration_date":
      return memory.expirationDate;
    default:
      return Object.hasOwn(memory.metadata, field) ? memory.metadata[field] : undefined;
  }
}

/**
 * A value as PostgreSQL's `->>` gives it, which is how a Mem0 server compares: scalars by their
 * text, arrays and objects by their jsonb text. Undefined for null and for an absent value.
 */
export function textOf(value: Json | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return value;
  return jsonbText(value);
}

/**
 * A value as a finite number: a JSON number, or a text that is a decimal number. Booleans are none.
 */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** JSON in PostgreSQL's jsonb form: a blank after `,` and `:`, keys by length and then bytes. */
export function jsonbText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const encoder = new TextEncoder();
  const keys = Object.keys(value).map((key) => ({ key, bytes: encoder.encode(key) }));
  keys.sort((a, b) => a.bytes.length - b.bytes.length || compareBytes(a.bytes, b.bytes));
  return `{${
    keys.map(({ key }) => `${JSON.stringify(key)}: ${jsonbText(value[key]!)}`).join(", ")
  }}`;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

/**
 * Refuse a filter that can't be right: an identifier as a field (it belongs into the scope, where no
 * filter can widen it), an unknown operator, an operand that is no number where one is needed.
 *
 * @throws MemoryError `invalid`
 */
export function checkWhere(where: Where): void {
  const parts = partsOf(where);
  if (parts !== undefined) return parts.forEach(checkWhere);
  const { field, is, op, value } = where as { field: string; is?: Json; op?: string; value: Json };
  if (Object.hasOwn(ID_FIELDS, field)) {
    throw invalid(`"${field}" is an identifier; put it into the scope`);
  }
  checkText(field, "the filter field");
  for (const one of op === undefined && Array.isArray(is) ? is : [is ?? value ?? null]) {
    if (typeof one === "string") checkText(one, "the filter value");
    if (typeof one === "number" && !Number.isFinite(one)) {
      throw invalid(`"${field}" is compared with ${one}, which is no finite number`);
    }
  }
  if (op === undefined) return;
  if (!OPERATORS.includes(op)) throw invalid(`there is no operator "${op}"`);
  if (/^[gl]te?$/.test(op) && numberOf(value) === undefined) {
    throw invalid(
      `"${op}" compares numbers, and ${JSON.stringify(value)} is none (dates can't be compared)`,
    );
  }
}

/** The parts of `all`, `any` or `none`; undefined for a single condition. */
function partsOf(where: Where): Where[] | undefined {
  return "all" in where
    ? where.all
    : "any" in where
    ? where.any
    : "none" in where
    ? where.none
    : undefined;
}

/** The error of a filter that can't be right. */
export function invalid(why: string): MemoryError {
  return new MemoryError("invalid", `Cannot filter memories: ${why}`);
}
