/**
 * The routes of single memories and lists.
 *
 * @module
 */
import { isMemoryError } from "../../client/errors.ts";
import type { Json, Memory } from "../../client/store.ts";
import {
  decodeNewMemory,
  decodePatch,
  encodeChange,
  encodeMemory,
  encodeRevision,
  encodeScope,
  encodeSingle,
  type JsonObject,
} from "../../client/wire.ts";
import { asUpstream, type Call, memoryIdOf } from "./call.ts";
import { normalizeDate } from "./dates.ts";
import { Fault, notHere, upstream } from "./faults.ts";
import { readMemoryId, readScope } from "./identifiers.ts";
import { checkBody, checkQuery, LIST_QUERY, MEMORY_CREATE, MEMORY_UPDATE } from "./models.ts";

export async function add({ store, body, signal }: Call): Promise<Json> {
  const fields = checkBody(MEMORY_CREATE, body);
  if (!fields.user_id && !fields.agent_id && !fields.run_id) {
    throw new Fault(400, "At least one identifier (user_id, agent_id, run_id) is required.");
  }
  normalizeDate(fields);
  const scope = readScope(fields, "body");
  const type = fields.memory_type ?? null;
  if (type !== null && type !== "procedural_memory") {
    const why = "Please pass procedural_memory to create procedural memories.";
    throw new Fault(400, `Invalid 'memory_type'. ${why}`);
  }
  if (type !== null && scope.agent !== undefined) throw notHere("Procedural memories");
  const input = { ...decodeNewMemory(fields), scope };
  if (input.messages.some((message) => !isIndexable(message.content))) throw upstream();
  if (input.messages.length === 0) return { results: [] };
  return { results: (await store.add(input, { signal })).map(encodeChange) };
}

/** PostgreSQL's text index takes 1,048,575 bytes of distinct words. */
const INDEX_BYTES = 1_048_575;

function isIndexable(text: string): boolean {
  if (text.length <= INDEX_BYTES / 4) return true;
  let bytes = 0;
  const encoder = new TextEncoder();
  for (const word of new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u))) {
    bytes += encoder.encode(word).length;
    if (bytes > INDEX_BYTES) return false;
  }
  return true;
}

export async function list({ store, caller, query, signal }: Call): Promise<Json> {
  const fields = checkQuery(LIST_QUERY, query);
  const limit = fields.top_k as number | null ?? undefined;
  const scope = asUpstream(() => readScope(fields, "query"));
  if (Object.keys(scope).length === 0) {
    if (caller === "member") throw new Fault(403, "Admin role required to list all memories.");
    return { results: (await store.listAll(limit ?? 1000)).map(encodeRaw) };
  }
  const showExpired = fields.show_expired === true;
  if (limit === 0 && showExpired) return { results: [] };
  const { memories } = await store.list({
    scope,
    // The server looks for living rows among more than were asked for, and gives one for none.
    limit: Math.max(limit ?? 20, 1),
    showExpired,
  }, { signal });
  return { results: memories.map(encodeMemory) };
}

/** The shape of the unscoped list: every identifier present, internal fields among the metadata. */
function encodeRaw(memory: Memory): Json {
  const { user_id = null, agent_id = null, run_id = null } = encodeScope(
    memory.scope,
  ) as JsonObject;
  return {
    id: memory.id,
    memory: memory.text,
    user_id,
    agent_id,
    run_id,
    hash: memory.hash ?? null,
    expiration_date: memory.expirationDate ?? null,
    metadata: {
      ...memory.metadata,
      ...memory.role === undefined ? {} : { role: memory.role },
      text_lemmatized: memory.text.toLowerCase(),
    },
    created_at: memory.createdAt,
    updated_at: memory.updatedAt ?? null,
  };
}

export async function get({ store, parameters, signal }: Call): Promise<Json> {
  const memory = await store.get(memoryIdOf(parameters), { signal });
  return memory === undefined ? null : encodeSingle(memory);
}

export async function update({ store, parameters, body, signal }: Call): Promise<Json> {
  const fields = checkBody(MEMORY_UPDATE, body);
  if (Object.keys(decodePatch(fields)).length === 0) {
    throw new Fault(400, "At least one of text, metadata, or expiration_date must be provided.");
  }
  normalizeDate(fields);
  const patch = decodePatch(fields);
  const id = memoryIdOf(parameters);
  if (patch.text !== undefined && !isIndexable(patch.text)) throw upstream();
  try {
    await store.update(id, patch, { signal });
  } catch (error) {
    if (!isMemoryError(error) || error.code !== "missing") throw error;
    const why = "not found. Please provide a valid 'memory_id'";
    throw new Fault(404, `Memory with id ${parameters[0]} ${why}`, { cause: error });
  }
  return { message: "Memory updated successfully!" };
}

export async function history({ store, parameters, signal }: Call): Promise<Json> {
  const id = readMemoryId(parameters[0]!);
  return id === undefined ? [] : (await store.history(id, { signal })).map(encodeRevision);
}

export async function remove({ store, parameters, signal }: Call): Promise<Json> {
  if (!await store.remove(memoryIdOf(parameters), { signal })) {
    throw new Fault(404, `Memory with id ${parameters[0]} not found`);
  }
  return { message: "Memory deleted successfully" };
}
