/**
 * The shape of JSON that came from outside.
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import type { Json } from "./store.ts";

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Is this a JSON object (no array, no null)? What is asked must have come from JSON. */
export function isObject(json: unknown): json is JsonObject {
  return json !== null && typeof json === "object" && !Array.isArray(json);
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

/** Check. @throws MemoryError `protocol` when the field is no text */
export function textIn(row: JsonObject, field: string): string {
  const value = row[field];
  if (typeof value !== "string") throw wrongShape(`a "${field}" that is no text`);
  return value;
}

/** Completed by the transport with what was attempted and where. */
export function wrongShape(what: string): MemoryError {
  return new MemoryError("protocol", `the answer holds ${what}`);
}
