/**
 * The HTTP form of the Mem0 REST API: routes, field names, encoding and decoding, both ways. The
 * client reads and writes with it, and the embedded handler serves with it.
 *
 * @module
 */

import { decodeScope, encodeScope } from "./identifiers.ts";
import { isObject, type JsonObject } from "./json.ts";
import type { Message, NewMemory, Patch, Scope } from "./store.ts";

export { decodeScope, encodeScope } from "./identifiers.ts";
export { isObject, type JsonObject, listOf, objectOf, textIn } from "./json.ts";
export * from "./rows.ts";

/** The routes of a memory store, without the host and its path prefix. */
export const ROUTES = {
  memories: "/memories",
  search: "/search",
  entities: "/entities",
  login: "/auth/login",
  refresh: "/auth/refresh",
  openapi: "/openapi.json",
} as const;

/** The other routes. */
export const ADMIN_ROUTES = {
  configure: "/configure",
  providers: "/configure/providers",
  instructions: "/generate-instructions",
  reset: "/reset",
  requests: "/requests",
  keys: "/api-keys",
  setupStatus: "/auth/setup-status",
  register: "/auth/register",
  me: "/auth/me",
  changePassword: "/auth/change-password",
  onboardingComplete: "/auth/onboarding-complete",
} as const;

/** `/memories/{id}`; the id must be a UUID (contract: anything else is answered with 502). */
export function memoryRoute(id: string): string {
  return `${ROUTES.memories}/${encodeURIComponent(id)}`;
}

/** `/memories/{id}/history` */
export function historyRoute(id: string): string {
  return `${memoryRoute(id)}/history`;
}

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

/** The body of POST /search, expired rows included; the identifiers last, so that none replaces them. */
export function encodeSearch({ text, scope, filters, most, minScore = 0, explain }: SearchForm) {
  return {
    query: text,
    filters: { ...filters, ...encodeScope(scope) },
    top_k: most,
    threshold: minScore,
    show_expired: true,
    ...(explain && { explain }),
  };
}

/**
 * The body for servers of the 1.0 era: filters alone are a 500 there, an identifier in them overrides
 * the outer one, and a threshold would drop what is nearest.
 */
export function encodeOldSearch({ text, scope, filters, most }: SearchForm): JsonObject {
  const empty = Object.keys(filters).length === 0;
  return { query: text, ...encodeScope(scope), limit: most, ...(!empty && { filters }) };
}

/** The body of POST /memories. */
export function encodeNewMemory(input: NewMemory): JsonObject {
  return {
    messages: input.messages.map(({ role, content }) => ({ role, content })),
    ...encodeScope(input.scope),
    // Left out, it would be true on the server: said always, so that no default can drift.
    infer: input.infer ?? true,
    ...(input.metadata && { metadata: input.metadata }),
    ...(input.expirationDate !== undefined && { expiration_date: input.expirationDate }),
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

/** The body of PUT /memories/{id}. */
export function encodePatch(patch: Patch): JsonObject {
  return {
    ...(patch.text !== undefined && { text: patch.text }),
    ...(patch.metadata !== undefined && { metadata: patch.metadata }),
    ...(patch.expirationDate !== undefined && { expiration_date: patch.expirationDate }),
  };
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
