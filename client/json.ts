/**
 * The shape of JSON that came from outside.
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import type { Json } from "./store.ts";

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Reads a value, or refuses it as `protocol`. */
export type Reader<T> = (json: Json | undefined) => T;

/** Is this a JSON object (no array, no null)? What is asked must have come from JSON. */
export function isObject(json: unknown): json is JsonObject {
  return json !== null && typeof json === "object" && !Array.isArray(json);
}

/** The value of a JSON text; undefined when it is none: cut by a crash, a page, edited by hand. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // SyntaxError: JSON.parse throws nothing else of a text
  }
}

/** The same fields but those that are undefined, for what is compared or listed by its keys. */
export function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Does it hold no field? */
export function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}

/** The order of two texts by their characters' codes. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The text in UTF-8, one character for each byte. */
export function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Check. @throws MemoryError `protocol` when it is no object */
export function objectOf(json: Json | undefined, what: string): JsonObject {
  if (!isObject(json)) throw wrongShape(`${what} that is no object`);
  return json;
}

/** Check. @throws MemoryError `protocol` when it is no list */
export function listOf(json: Json | undefined, what: string): Json[] {
  if (!Array.isArray(json)) throw wrongShape(`${what} that is no list`);
  return json;
}

/**
 * Reads one kind of row.
 *
 * @param what names it in the error: "a memory"
 * @param fields its texts: their names here, and on the wire, where that isn't the same in snake case.
 * With `?` behind it it is left out when it is no text, with `|null` it is null then; else it must be one.
 * @param more reads what is no text
 */
export function rowReader<T>(
  what: string,
  fields: { [K in keyof T]?: string },
  more?: (target: T, row: JsonObject) => void,
): Reader<T> {
  const plan = Object.entries(fields).map(([name, said]) => {
    const [, field, other] = /^(\w*)(.*)$/.exec(String(said))!;
    return {
      name,
      field: field || name.replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`),
      other,
    };
  });
  return (json) => {
    const row = objectOf(json, what);
    const target: JsonObject = {};
    for (const { name, field, other } of plan) {
      const value = row[field];
      if (typeof value === "string") target[name] = value;
      else if (!other) throw wrongShape(`a "${field}" that is no text`);
      else if (other !== "?") target[name] = null;
    }
    more?.(target as T, row);
    return target as T;
  };
}

/** Completed by the transport with what was attempted and where. */
export function wrongShape(what: string): MemoryError {
  return new MemoryError("protocol", `the answer holds ${what}`);
}
