/**
 * The HTTP form of the Mem0 REST API: routes, field names, encoding and decoding, both ways. The
 * client reads and writes with it, and the embedded handler serves with it.
 *
 * @module
 */

import { decodeScope, encodeScope } from "./identifiers.ts";
import { isEmpty, isObject, type JsonObject, type Reader } from "./json.ts";
import {
  decodeChanges,
  decodeEntities,
  decodeHits,
  decodeMemories,
  decodeMemory,
  decodeRevisions,
  decodeTokens,
} from "./rows.ts";
import { fieldsOf } from "./inputs.ts";
import type { Message, NewMemory, Patch, Scope } from "./store.ts";

export { decodeScope, encodeScope } from "./identifiers.ts";
export { isObject, type JsonObject, listOf, objectOf, type Reader, rowReader } from "./json.ts";
export * from "./rows.ts";

/** One thing that can be asked of a Mem0 server. */
export interface Route<T> {
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Without the host and its path prefix, as in /openapi.json: `/memories/{memory_id}`. */
  path: string;
  /** What is being done, for the error text: "search memories". */
  what: string;
  /** Reads the answer. */
  decoder: Reader<T>;
  /** Is it safe to repeat? Default: all but POST and PATCH. */
  repeatable?: boolean;
  /** Is it asked without credentials? Default false. */
  anonymous?: boolean;
}

/** @param line method and path: "GET /memories" */
export function route<T>(
  line: `${Route<T>["method"]} ${string}`,
  what: string,
  decoder: Reader<T>,
  more?: Partial<Route<T>>,
): Route<T> {
  const [method, path] = line.split(" ") as [Route<T>["method"], string];
  return { method, path, what, decoder, ...more };
}

/** Reads an answer of which nothing is needed. */
export function ignore(): void {}

const anonymous = true;
const ONE = "/memories/{memory_id}";

/** What a memory store asks; the other routes are in `admin.ts`. */
export const ROUTES = {
  add: route("POST /memories", "add a memory", decodeChanges),
  list: route("GET /memories", "list memories", decodeMemories),
  get: route(
    `GET ${ONE}`,
    "get a memory",
    (json) => json === null ? undefined : decodeMemory(json),
  ),
  update: route(`PUT ${ONE}`, "update a memory", ignore),
  remove: route(`DELETE ${ONE}`, "delete a memory", ignore),
  history: route(`GET ${ONE}/history`, "read a history", decodeRevisions),
  search: route("POST /search", "search memories", decodeHits, { repeatable: true }),
  entities: route("GET /entities", "list users, agents and runs", decodeEntities),
  login: route("POST /auth/login", "log in", decodeTokens, { anonymous }),
  refresh: route("POST /auth/refresh", "renew the login", decodeTokens, { anonymous }),
  openapi: route("GET /openapi.json", "read the server's description", (json) => json, {
    anonymous,
  }),
};

/**
 * The parameters of GET /memories: expired rows too, at most 1,000. Servers that don't know one of
 * them ignore it.
 */
export function encodeList(scope: Scope, limit = 1000): Record<string, string> {
  return { ...encodeScope(scope), top_k: String(limit), show_expired: "true" };
}

/** What a search asks for. */
export interface SearchForm {
  /** What is looked for. */
  text: string;
  /** Whose. */
  scope: Scope;
  /** Conditions in the server's language, without identifiers. */
  filters: JsonObject;
  /** At most so many. */
  most: number;
  /** The lowest score; default 0. */
  minScore?: number;
  /** With the parts of each score. */
  explain?: boolean;
}

/**
 * The body of POST /search, expired rows included; the identifiers last, so that none replaces them.
 *
 * @param old for servers of the 1.0 era: filters alone are a 500 there, an identifier in them overrides
 * the outer one, and a threshold would drop what is nearest
 */
export function encodeSearch(form: SearchForm, old: boolean): JsonObject {
  const { text: query, scope, filters, most, minScore = 0, explain } = form;
  const ids = encodeScope(scope);
  if (old) return { query, ...ids, limit: most, ...(!isEmpty(filters) && { filters }) };
  return {
    query,
    filters: { ...filters, ...ids },
    top_k: most,
    threshold: minScore,
    show_expired: true,
    ...(explain && { explain }),
  };
}

/** The body of POST /memories; what isn't given isn't sent. */
export function encodeNewMemory(input: NewMemory): JsonObject {
  const { messages, scope, infer = true, expirationDate } = input;
  return {
    messages: messages.map(({ role, content }) => ({ role, content })),
    ...encodeScope(scope),
    // Left out, it would be true on the server: said always, so that no default can drift.
    infer,
    // JSON leaves undefined fields out.
    ...{ metadata: fieldsOf(input), expiration_date: expirationDate } as JsonObject,
  };
}

/** Read the body of POST /memories, whose shape is already checked. */
export function decodeNewMemory(body: JsonObject): NewMemory {
  const input: NewMemory = {
    scope: decodeScope(body),
    messages: (body.messages as unknown as Message[]).map(({ role, content }) => ({
      role,
      content,
    })),
    infer: body.infer !== false,
  };
  if (isObject(body.metadata)) input.metadata = body.metadata;
  if (typeof body.expiration_date === "string") input.expirationDate = body.expiration_date;
  return input;
}

/** The body of PUT /memories/{id}; what isn't given isn't sent. */
export function encodePatch({ text, metadata, expirationDate }: Patch): JsonObject {
  // JSON leaves undefined fields out.
  return { text, metadata, expiration_date: expirationDate } as JsonObject;
}

/** Read the body of PUT /memories/{id}; null text and metadata are as if they weren't there. */
export function decodePatch(body: JsonObject): Patch {
  const patch: Patch = {};
  if (typeof body.text === "string") patch.text = body.text;
  if (isObject(body.metadata)) patch.metadata = body.metadata;
  if (body.expiration_date !== undefined) {
    patch.expirationDate = body.expiration_date as string | null;
  }
  return patch;
}
