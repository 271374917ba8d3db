/**
 * Identifiers of users, agents, runs and memories, in the one form that every store accepts.
 *
 * @module
 */

import { invalid } from "./errors.ts";
import { isEmpty } from "./json.ts";
import type { Json, Scope } from "./store.ts";

/** The identifiers' names on the wire. They stand in a scope, never in a filter. */
export const ID_FIELDS: Record<string, keyof Scope> = {
  user_id: "user",
  agent_id: "agent",
  run_id: "run",
};

const FIELDS = Object.entries(ID_FIELDS);

/** The identifiers of a scope, in the order in which they are sent. */
export const SCOPE_PARTS: readonly (keyof Scope)[] = Object.values(ID_FIELDS);

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The identifier as it is stored: trimmed, and with `-` for inner white space, which a Mem0 server
 * refuses (400 on POST, 502 on GET and DELETE). Slashes stay.
 *
 * @throws MemoryError `invalid` for an empty identifier, for `*` (on a Mem0 server it means
 * everybody's rows), and for NUL or half a surrogate pair, which can't be stored.
 *
 * @example
 * ```ts
 * import { cleanId } from "./identifiers.ts";
 * if (cleanId(" Ann Lee ") !== "Ann-Lee") throw new Error("not cleaned");
 * ```
 */
export function cleanId(id: string): string {
  if (typeof id !== "string") throw invalid(`use the identifier ${id}`, "it must be a text");
  const clean = id.trim().replace(/\s+/g, "-");
  if (clean === "") throw invalid("use an empty identifier", "name a user, agent or run");
  if (clean === "*") {
    throw invalid('use the identifier "*"', "it means everybody; leave it out or name one");
  }
  checkText(clean, "the identifier");
  return clean;
}

/**
 * The scope with clean identifiers; absent, null and undefined ones are left out.
 *
 * @throws MemoryError `invalid` when none is left, and as {@link cleanId} does.
 */
export function cleanScope(scope: Scope): Scope {
  const clean: Scope = {};
  for (const part of SCOPE_PARTS) {
    const id = scope[part];
    if (id !== undefined && id !== null) clean[part] = cleanId(id);
  }
  if (isEmpty(clean)) {
    throw invalid("work on memories without an owner", "give a user, an agent or a run");
  }
  return clean;
}

/**
 * The memory id in lower case, or undefined when the text is no UUID: then no memory has it, and a
 * Mem0 server would answer 502.
 */
export function memoryId(id: string): string | undefined {
  const clean = String(id).trim().toLowerCase();
  return UUID.test(clean) ? clean : undefined;
}

/**
 * Refuse what can't be stored: NUL (502 on a Mem0 server) and half a surrogate pair (400).
 *
 * @param what names the text in the error, e.g. "the query".
 * @throws MemoryError `invalid`
 */
export function checkText(text: string, what: string): void {
  if (text.includes("\0")) throw invalid(`send ${what}`, "it holds a NUL character; take it out");
  if (!text.isWellFormed()) {
    throw invalid(`send ${what}`, "it holds half a character; cut it between whole ones");
  }
}

/**
 * Refuse what JSON can't hold or a server can't store, at any depth.
 *
 * @param what names the value in the error, e.g. "the metadata".
 * @throws MemoryError `invalid`
 */
export function checkJson(value: Json | undefined, what: string): void {
  if (typeof value === "string") checkText(value, what);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw invalid(`send ${what}`, `${value} is no number in JSON`);
  }
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    checkText(key, what);
    checkJson(inner, what);
  }
}

/** A scope as `user_id`, `agent_id`, `run_id`; absent ones are absent. */
export function encodeScope(scope: Scope): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [field, part] of FIELDS) {
    const id = scope[part];
    if (id !== undefined) out[field] = id;
  }
  return out;
}

/** The scope in a body, a row or query parameters; empty and null identifiers are absent. */
export function decodeScope(fields: { [key: string]: Json | undefined }): Scope {
  const scope: Scope = {};
  for (const [field, part] of FIELDS) {
    const id = fields[field];
    if (typeof id === "string" && id) scope[part] = id;
  }
  return scope;
}
