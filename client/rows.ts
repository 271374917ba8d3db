/**
 * Rows of the Mem0 REST API: memories in their three shapes, hits, changes, history and entities,
 * written for the handler and read for the client.
 *
 * @module
 */

import { decodeScope, encodeScope } from "./identifiers.ts";
import {
  isObject,
  type JsonObject,
  listOf,
  objectOf,
  type Reader,
  rowReader,
  wrongShape,
} from "./json.ts";
import type { Change, Entity, Hit, Json, Memory, Revision } from "./store.ts";

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
export const decodeMemory: Reader<Memory> = rowReader<Memory>("a memory", {
  id: "",
  text: "memory?",
  hash: "?",
  role: "?",
  actor: "actor_id?",
  createdAt: "?",
  updatedAt: "?",
  expirationDate: "?",
}, (memory, row) => {
  const { memory: text, attributed_to, metadata, expiration_date } = row;
  if (text === null) memory.text = "";
  if (memory.text === undefined) throw wrongShape('a "memory" that is no text');
  memory.createdAt ??= "";
  memory.scope = decodeScope(row);
  memory.metadata = isObject(metadata) ? metadata : {};
  if (attributed_to) memory.metadata = { ...memory.metadata, attributed_to };
  if (expiration_date === null) memory.expirationDate = null;
});

/** Read the `results` of GET /memories. */
export const decodeMemories: Reader<Memory[]> = (json) => resultsOf(json).map(decodeMemory);

/** Read the `results` of POST /search; scores as they were sent. */
export const decodeHits: Reader<Hit[]> = (json) =>
  resultsOf(json).map((row) => {
    const hit = decodeMemory(row) as Hit;
    const { score, score_details: parts } = row as JsonObject;
    if (typeof score !== "number") throw wrongShape("a hit without a score");
    hit.score = score;
    if (isObject(parts)) {
      const number = (name: string) => Number(parts[`${name}_score`] ?? 0);
      hit.parts = { semantic: number("semantic"), keyword: number("bm25"), final: number("final") };
    }
    return hit;
  });

const decodeChange = rowReader<Change>("a change", {
  id: "",
  text: "memory",
  event: "",
  previous: "previous_memory?",
  role: "?",
}, ({ event }) => oneOf("event", event, ["ADD", "UPDATE", "DELETE", "NONE"]));

/** Read the `results` of POST /memories. */
export const decodeChanges: Reader<Change[]> = (json) => resultsOf(json).map(decodeChange);

const decodeRevision = rowReader<Revision>("a history step", {
  id: "",
  memoryId: "",
  before: "old_memory|null",
  after: "new_memory|null",
  event: "",
  createdAt: "|null",
  updatedAt: "|null",
  actor: "actor_id?",
  role: "?",
});

/** Read the answer of GET /memories/{id}/history. */
export const decodeRevisions: Reader<Revision[]> = (json) =>
  listOf(json, "a history").map(decodeRevision);

const decodeEntity = rowReader<Entity>("an entity", {
  type: "",
  id: "",
  createdAt: "?",
  updatedAt: "?",
}, (entity, { total_memories }) => {
  oneOf("type", entity.type, ["user", "agent", "run"]);
  entity.count = Number(total_memories ?? 0);
});

/** Read the answer of GET /entities. */
export const decodeEntities: Reader<Entity[]> = (json) =>
  listOf(json, "a list of entities").map(decodeEntity);

/** What a login or a refresh gives. */
export interface Tokens {
  /** JWT for `Authorization: Bearer`, valid for 30 minutes. */
  access: string;
  /** For one refresh, within 30 days. */
  refresh: string;
}

/** Read the answer of the login, register and refresh routes. */
export const decodeTokens: Reader<Tokens> = rowReader<Tokens>("tokens", {
  access: "access_token",
  refresh: "refresh_token",
});

function oneOf(field: string, text: string, known: string[]): void {
  if (!known.includes(text)) throw wrongShape(`the unknown ${field} "${text}"`);
}

function resultsOf(json: Json | undefined): Json[] {
  return listOf(objectOf(json, "a body").results, "results");
}
