/**
 * The plain predicate of a {@link Where}.
 *
 * @module
 */

import { invalid as refuse, type MemoryError } from "./errors.ts";
import { checkJson, checkText, ID_FIELDS } from "./identifiers.ts";
import { bytesOf, compareTexts } from "./json.ts";
import type { Filter, Json, Memory, Where } from "./store.ts";

/** Matches every memory. */
export const EVERYTHING: Where = { all: [] };

/** Does it match every memory, by its form? */
export function isEverything(where: Where): boolean {
  return "all" in where && where.all.every(isEverything);
}

/** Matches no memory. */
export const NOTHING: Where = { any: [] };

/** Operators that compare numbers; the others compare texts. */
const NUMERIC = /^[gl]te?$/;

const OPERATORS = {
  gt: (left: number, right: number) => left > right,
  gte: (left: number, right: number) => left >= right,
  lt: (left: number, right: number) => left < right,
  lte: (left: number, right: number) => left <= right,
  ne: (text: string, wanted: string) => text !== wanted,
  contains: (text: string, wanted: string) => text.includes(wanted),
  icontains: (text: string, wanted: string) => text.toLowerCase().includes(wanted.toLowerCase()),
};

/** Fields that are not metadata: their names in a filter, and in a memory. */
const OWN_FIELDS: Record<string, keyof Memory> = {
  data: "text",
  hash: "hash",
  role: "role",
  actor_id: "actor",
  created_at: "createdAt",
  updated_at: "updatedAt",
  expiration_date: "expirationDate",
};

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
    const wanted = Array.isArray(where.is) ? where.is : [where.is];
    return text !== undefined && wanted.some((one) => textOf(one) === text);
  }
  const read = NUMERIC.test(where.op) ? numberOf : textOf;
  const [left, right] = [read(value), read(where.value)];
  if (left === undefined || right === undefined) return false;
  return OPERATORS[where.op](left as never, right as never);
}

/** Which rows a filter means: those that match and, unless it asks for them, are not expired. */
export function wantedBy(
  { where = EVERYTHING, showExpired = false }: Omit<Filter, "scope">,
): (memory: Memory) => boolean {
  return (memory) => matches(where, memory) && (showExpired || !isExpired(memory));
}

/**
 * Has the memory's expiration date passed? It is expired from the day after, in UTC.
 *
 * @param today default: the clock is read, only where there is a date to compare with
 */
export function isExpired({ expirationDate }: Memory, today?: string): boolean {
  return typeof expirationDate === "string" &&
    expirationDate < (today ?? new Date().toISOString().slice(0, 10));
}

/** A memory's value under a field name: one of its own fields, or a metadata key. */
function fieldOf(memory: Memory, field: string): Json | undefined {
  if (Object.hasOwn(OWN_FIELDS, field)) return memory[OWN_FIELDS[field]!] as Json | undefined;
  return Object.hasOwn(memory.metadata, field) ? memory.metadata[field] : undefined;
}

/**
 * A value as PostgreSQL's `->>` gives it, which is how a Mem0 server compares: scalars by their
 * text, arrays and objects by their jsonb text. Undefined for null and for an absent value.
 */
export function textOf(value: Json | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === "string" ? value : jsonbText(value);
}

/**
 * A value as a finite number: a JSON number, or a text that is a decimal number. Booleans are none.
 */
export function numberOf(value: Json | undefined): number | undefined {
  const isDecimal = typeof value === "string" &&
    /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
  const number = isDecimal ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** JSON in PostgreSQL's jsonb form: a blank after `,` and `:`, keys by length and then bytes. */
export function jsonbText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, inner]) => ({
    bytes: bytesOf(key),
    text: `${JSON.stringify(key)}: ${jsonbText(inner)}`,
  }));
  parts.sort(({ bytes: a }, { bytes: b }) => a.length - b.length || compareTexts(a, b));
  return `{${parts.map(({ text }) => text).join(", ")}}`;
}

/**
 * Refuse a filter that can't be right: an identifier as a field (it belongs into the scope, where no
 * filter can widen it), an unknown operator, an operand that is no number where one is needed.
 *
 * @throws MemoryError `invalid`
 */
export function checkWhere(where: Where): void {
  const parts = partsOf(where);
  if (parts) return parts.forEach(checkWhere);
  const { field, is, op, value } = where as { field: string; is?: Json; op?: string; value?: Json };
  if (Object.hasOwn(ID_FIELDS, field)) {
    throw invalid(`"${field}" is an identifier; put it into the scope`);
  }
  checkText(field, "the filter field");
  checkJson(is ?? value, "the filter value");
  if (op === undefined) return;
  if (!Object.hasOwn(OPERATORS, op)) throw invalid(`there is no operator "${op}"`);
  if (NUMERIC.test(op) && numberOf(value) === undefined) {
    throw invalid(
      `"${op}" compares numbers, and ${JSON.stringify(value)} is none (dates can't be compared)`,
    );
  }
}

/** The parts of `all`, `any` or `none`; undefined for a single condition. */
export function partsOf(where: Where): Where[] | undefined {
  const { all, any, none } = where as { all?: Where[]; any?: Where[]; none?: Where[] };
  return all ?? any ?? none;
}

/** The error of a filter that can't be right. */
export function invalid(why: string): MemoryError {
  return refuse("filter memories", why);
}
