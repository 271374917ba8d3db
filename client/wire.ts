/**
 * The HTTP form of the Mem0 REST API: routes, field names, encoding and decoding, both ways. The
 * client reads and writes with it, and the embedded handler serves with it.
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import { SCOPE_PARTS } from "./identifiers.ts";
import type {
  Change,
  Entity,
  Hit,
  Json,
  Memory,
  Message,
  NewMemory,
  Patch,
  Revision,
  Scope,
} from "./store.ts";

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

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

const SCOPE_FIELDS = { user: "user_id", agent: "agent_id", run: "run_id" } as const;

/** A scope as `user_id`, `agent_id`, `run_id`; absent ones are absent. */
export function encodeScope(scope: Scope): Record<string, string> {
  const out: Record<string, string> = {};
  for (const part of SCOPE_PARTS) {
    const id = scope[part];
    if (id !== undefined) out[SCOPE_FIELDS[part]] = id;
  }
  return out;
}

/** The scope in a body, a row or query parameters; empty and null identifiers are absent. */
export function decodeScope(fields: { [key: string]: Json | undefined }): Scope {
  const scope: Scope = {};
  for (const part of SCOPE_PARTS) {
    const id = fields[SCOPE_FIELDS[part]];
    if (typeof id === "string" && id !== "") scope[part] = id;
  }
  return scope;
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

/** A row of GET /memories with a scope: ids and the like only when stored, no `score`. */
export function encodeMemory(memory: Memory): JsonObject {
  const { attributed_to, ...metadata } = memory.metadata;
  const out: JsonObject = {
    id: memory.id,
    memory: memory.text,
    hash: memory.hash ?? null,
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
    created_at: memory.createdAt,
    updated_at: memory.updatedAt ?? null,
    ...encodeScope(memory.scope),
  };
  if (memory.actor !== undefined) out.actor_id = memory.actor;
  if (memory.role !== undefined) out.role = memory.role;
  if (attributed_to !== undefined) out.attributed_to = attributed_to;
  if (memory.expirationDate !== undefined) out.expiration_date = memory.expirationDate;
  return out;
}

/** The answer of GET /memories/{id}: a row with `score: null`. */
export function encodeSingle(memory: Memory): JsonObject {
  return { ...encodeMemory(memory), score: null };
}

/** A result of POST /search. */
export function encodeHit(hit: Hit): JsonObject {
  return { ...encodeMemory(hit), score: hit.score };
}

/** A result of POST /memories. */
export function encodeChange(change: Change): JsonObject {
  const out: JsonObject = { id: change.id, memory: change.text, event: change.event };
  if (change.previous !== undefined) out.previous_memory = change.previous;
  // Raw rows carry both keys on the wire, extracted ones neither.
  return change.role === undefined ? out : { ...out, actor_id: null, role: change.role };
}

/** A step of GET /memories/{id}/history. */
export function encodeRevision(step: Revision): JsonObject {
  return {
    id: step.id,
    memory_id: step.memoryId,
    old_memory: step.before,
    new_memory: step.after,
    event: step.event,
    created_at: step.createdAt,
    updated_at: step.updatedAt,
    is_deleted: step.event === "DELETE",
    actor_id: step.actor ?? null,
    role: step.role ?? null,
  };
}

/** A row of GET /entities. */
export function encodeEntity(entity: Entity): JsonObject {
  return {
    id: entity.id,
    type: entity.type,
    total_memories: entity.count,
    created_at: entity.createdAt ?? null,
    updated_at: entity.updatedAt ?? null,
  };
}

/** Read a row in any of its three shapes. */
export function decodeMemory(json: Json | undefined): Memory {
  const row = objectOf(json, "a memory");
  const { attributed_to, created_at, expiration_date, memory: text } = row;
  const memory: Memory = {
    id: textIn(row, "id"),
    text: text === null ? "" : textIn(row, "memory"),
    scope: decodeScope(row),
    metadata: isObject(row.metadata) ? row.metadata : {},
    createdAt: typeof created_at === "string" ? created_at : "",
  };
  if (attributed_to !== undefined && attributed_to !== null) {
    memory.metadata = { ...memory.metadata, attributed_to };
  }
  copyTexts(row, memory, {
    hash: "hash",
    role: "role",
    actor: "actor_id",
    updatedAt: "updated_at",
  });
  if (typeof expiration_date === "string" || expiration_date === null) {
    memory.expirationDate = expiration_date;
  }
  return memory;
}

/** Copy the fields that hold a text, under their names here. */
function copyTexts<T>(row: JsonObject, target: T, names: { [K in keyof T]?: string }): T {
  for (const name in names) {
    const value = row[names[name]!];
    if (typeof value === "string") target[name] = value as T[typeof name];
  }
  return target;
}

/** Read the `results` of GET /memories. */
export function decodeMemories(json: Json): Memory[] {
  return resultsOf(json).map(decodeMemory);
}

/** Read the `results` of POST /search; scores as they were sent. */
export function decodeHits(json: Json): Hit[] {
  return resultsOf(json).map((row) => {
    const score = objectOf(row, "a hit").score;
    if (typeof score !== "number") throw wrongShape("a hit without a score");
    const hit: Hit = { ...decodeMemory(row), score };
    const parts = (row as JsonObject).score_details;
    if (isObject(parts)) {
      const number = (name: string) => Number(parts[name] ?? 0);
      hit.parts = {
        semantic: number("semantic_score"),
        keyword: number("bm25_score"),
        final: number("final_score"),
      };
    }
    return hit;
  });
}

/** Read the `results` of POST /memories. */
export function decodeChanges(json: Json): Change[] {
  return resultsOf(json).map((one) => {
    const row = objectOf(one, "a change");
    const change: Change = {
      id: textIn(row, "id"),
      text: textIn(row, "memory"),
      event: oneOf(row, "event", ["ADD", "UPDATE", "DELETE", "NONE"]),
    };
    return copyTexts(row, change, { previous: "previous_memory", role: "role" });
  });
}

/** Read the answer of GET /memories/{id}/history. */
export function decodeRevisions(json: Json): Revision[] {
  return listOf(json, "a history").map((one) => {
    const row = objectOf(one, "a history step");
    const text = (name: string) => {
      const value = row[name];
      return typeof value === "string" ? value : null;
    };
    const step: Revision = {
      id: textIn(row, "id"),
      memoryId: textIn(row, "memory_id"),
      before: text("old_memory"),
      after: text("new_memory"),
      event: textIn(row, "event"),
      createdAt: text("created_at"),
      updatedAt: text("updated_at"),
    };
    return copyTexts(row, step, { actor: "actor_id", role: "role" });
  });
}

/** Read the answer of GET /entities. */
export function decodeEntities(json: Json): Entity[] {
  return listOf(json, "a list of entities").map((one) => {
    const row = objectOf(one, "an entity");
    const entity: Entity = {
      type: oneOf(row, "type", ["user", "agent", "run"]),
      id: textIn(row, "id"),
      count: Number(row.total_memories ?? 0),
    };
    return copyTexts(row, entity, { createdAt: "created_at", updatedAt: "updated_at" });
  });
}

function oneOf<T extends string>(row: JsonObject, field: string, known: T[]): T {
  const text = textIn(row, field) as T;
  if (!known.includes(text)) throw wrongShape(`the unknown ${field} "${text}"`);
  return text;
}

/** Is this a JSON object (no array, no null)? */
export function isObject(json: Json | undefined): json is JsonObject {
  return json !== null && typeof json === "object" && !Array.isArray(json);
}

/** @throws MemoryError `protocol` when it is no object */
export function objectOf(json: Json | undefined, what: string): JsonObject {
  if (!isObject(json)) throw wrongShape(`${what} that is no object`);
  return json;
}

/** @throws MemoryError `protocol` when it is no list */
export function listOf(json: Json | undefined, what: string): Json[] {
  if (!Array.isArray(json)) throw wrongShape(`${what} that is no list`);
  return json;
}

/** @throws MemoryError `protocol` when the field is no text */
export function textIn(row: JsonObject, field: string): string {
  const value = row[field];
  if (typeof value !== "string") throw wrongShape(`a "${field}" that is no text`);
  return value;
}

function resultsOf(json: Json): Json[] {
  return listOf(objectOf(json, "a body").results, "results");
}

/** Completed by the transport with what was attempted and where. */
function wrongShape(what: string): MemoryError {
  return new MemoryError("protocol", `the answer holds ${what}`);
}
