/**
 * Rows of the Mem0 REST API: memories in their three shapes, hits, changes, history and entities,
 * written for the handler and read for the client.
 *
 * @module
 */

import { decodeScope, encodeScope } from "./identifiers.ts";
import { isObject, type JsonObject, listOf, objectOf, textIn, wrongShape } from "./json.ts";
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

function resultsOf(json: Json): Json[] {
  return listOf(objectOf(json, "a body").results, "results");
}
