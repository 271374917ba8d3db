/**
 * What each route does, in terms of a store. Status codes and words are the server's.
 *
 * @module
 */
import { isMemoryError } from "../../client/errors.ts";
import type { Json, Memory, MemoryStore, Scope } from "../../client/store.ts";
import {
  decodeNewMemory,
  decodePatch,
  encodeChange,
  encodeEntity,
  encodeHit,
  encodeMemory,
  encodeRevision,
  encodeScope,
  encodeSingle,
  type JsonObject,
} from "../../client/wire.ts";
import type { Owner } from "../owner.ts";
import type { Caller } from "./access.ts";
import { Fault, notHere, upstream } from "./faults.ts";
import { type NumericField, readFilters } from "./filters.ts";
import { BadIdentifier, readMemoryId, readScope } from "./identifiers.ts";
import {
  checkBody,
  checkQuery,
  LIST_QUERY,
  MEMORY_CREATE,
  MEMORY_UPDATE,
  type Model,
  SCOPE_QUERY,
  SEARCH_REQUEST,
} from "./models.ts";
import { pythonFloat } from "./python.ts";

/** The store that is served. */
export type ServedStore = MemoryStore & Pick<Owner, "listAll" | "removeEntity" | "reset">;

/** A request whose caller is known. */
export interface Call {
  store: ServedStore;
  caller: Caller;
  /** Decoded path parameters, in order. */
  parameters: string[];
  query: URLSearchParams;
  /** JSON, or text when the content type says so; undefined when there is none. */
  body: Json | undefined;
  signal: AbortSignal;
}

/** One method of one path. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  /** With `{}` for a parameter. */
  path: string;
  summary: string;
  /** Who may; `anybody` needs no key. Default: every key. */
  access?: "anybody" | "admin";
  body?: Model;
  query?: Model;
  /** The answer's body, with status 200. */
  run(call: Call): Promise<Json> | Json;
}

/** In the order in which the server declares them: the first of a path names `Allow` in a 405. */
export const ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/memories",
    summary: "Create memories",
    body: MEMORY_CREATE,
    run: add,
  },
  { method: "GET", path: "/memories", summary: "Get memories", query: LIST_QUERY, run: list },
  { method: "GET", path: "/memories/{}", summary: "Get a memory", run: get },
  {
    method: "POST",
    path: "/search",
    summary: "Search memories",
    body: SEARCH_REQUEST,
    run: search,
  },
  {
    method: "PUT",
    path: "/memories/{}",
    summary: "Update a memory",
    body: MEMORY_UPDATE,
    run: update,
  },
  { method: "GET", path: "/memories/{}/history", summary: "Get memory history", run: history },
  { method: "DELETE", path: "/memories/{}", summary: "Delete a memory", run: remove },
  {
    method: "DELETE",
    path: "/memories",
    summary: "Delete all memories",
    access: "admin",
    query: SCOPE_QUERY,
    run: removeAll,
  },
  { method: "POST", path: "/reset", summary: "Reset all memories", access: "admin", run: reset },
  { method: "GET", path: "/entities", summary: "List entities", run: entities },
  {
    method: "DELETE",
    path: "/entities/{}/{}",
    summary: "Delete an entity and its memories",
    access: "admin",
    run: removeEntity,
  },
  {
    method: "GET",
    path: "/auth/setup-status",
    summary: "Is an account to be made first?",
    access: "anybody",
    run: () => ({ needsSetup: false }),
  },
  ...foreign("Accounts", "anybody", [["POST", "/auth/register"], ["POST", "/auth/login"], [
    "POST",
    "/auth/refresh",
  ]]),
  ...foreign("Accounts", "account", [["GET", "/auth/me"], ["PATCH", "/auth/me"], [
    "POST",
    "/auth/change-password",
  ], ["POST", "/auth/onboarding-complete"]]),
  ...foreign("API keys of accounts", "account", [["GET", "/api-keys"], ["POST", "/api-keys"], [
    "DELETE",
    "/api-keys/{}",
  ]]),
  ...foreign("Configuration routes", undefined, [["GET", "/configure"], [
    "GET",
    "/configure/providers",
  ], ["POST", "/generate-instructions"]]),
  ...foreign("Configuration routes", "admin", [["POST", "/configure"]]),
  ...foreign("Request logs", "admin", [["GET", "/requests"]]),
];

/** Routes of the server that this store has no part of; the access rules hold all the same. */
function foreign(
  what: string,
  access: "anybody" | "admin" | "account" | undefined,
  routes: [Route["method"], string][],
): Route[] {
  return routes.map(([method, path]) => ({
    method,
    path,
    summary: `${what}: not here`,
    ...access === "anybody" || access === "admin" ? { access } : {},
    run: ({ caller }) => {
      if (access === "account" && caller === "nobody") {
        throw new Fault(401, "Authentication required.");
      }
      throw notHere(what);
    },
  }));
}

async function add({ store, body, signal }: Call): Promise<Json> {
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

/** Dates in any form of ISO 8601 become `YYYY-MM-DD`, as Python reads them. */
function normalizeDate(fields: JsonObject): void {
  const given = fields.expiration_date;
  if (typeof given !== "string") return;
  const date = plainDate(given) ?? weekDate(given);
  if (date === undefined) {
    throw new Fault(400, "expiration_date must be a valid date in YYYY-MM-DD format.");
  }
  fields.expiration_date = date;
}

function plainDate(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year === undefined || year === "0000") return undefined;
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined;
}

/** `2030-W01-1`, `2030W011`, `2030-W01`: week 1 holds January 4th, weeks begin on Monday. */
function weekDate(text: string): string | undefined {
  const [, year, week, day = "1"] = /^(\d{4})-W(\d\d)(?:-([1-7]))?$/.exec(text) ??
    /^(\d{4})W(\d\d)([1-7])?$/.exec(text) ?? [];
  if (year === undefined || Number(week) < 1 || Number(week) > 53) return undefined;
  const fourth = new Date(`${year}-01-04T00:00:00Z`);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000;
  const time = monday + ((Number(week) - 1) * 7 + Number(day) - 1) * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

async function list({ store, caller, query, signal }: Call): Promise<Json> {
  const fields = checkQuery(LIST_QUERY, query);
  const limit = fields.top_k as number | null ?? undefined;
  const scope = asUpstream(() => readScope(fields, "query"));
  if (Object.keys(scope).length === 0) {
    if (caller === "member") throw new Fault(403, "Admin role required to list all memories.");
    return { results: (await store.listAll(limit ?? 1000)).map(encodeRaw) };
  }
  const { memories } = await store.list({
    scope,
    // The server gives one row where none was asked for.
    limit: Math.max(limit ?? 20, 1),
    showExpired: fields.show_expired === true,
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

async function get({ store, parameters, signal }: Call): Promise<Json> {
  const memory = await store.get(memoryIdOf(parameters), { signal });
  return memory === undefined ? null : encodeSingle(memory);
}

async function search({ store, body, signal }: Call): Promise<Json> {
  const fields = checkBody(SEARCH_REQUEST, body);
  const filters: JsonObject = { ...fields.filters as JsonObject | null ?? {} };
  for (const name of ["user_id", "agent_id", "run_id"]) {
    if (fields[name]) filters[name] = fields[name]!; // it beats the filter
  }
  const threshold = fields.threshold as number | null ?? 0.1;
  const limit = fields.top_k as number | null ?? 20;
  if (!(threshold >= 0 && threshold <= 1)) {
    const value = pythonFloat(threshold);
    throw new Fault(400, `Invalid threshold: ${value}. Must be between 0 and 1 (inclusive).`);
  }
  if (limit < 0) {
    throw new Fault(400, `Invalid top_k: ${limit}. Must be a non-negative integer.`);
  }
  const query = (fields.query as string).trim();
  if (query === "") throw new Fault(400, "Invalid query: cannot be empty or whitespace-only.");
  const { scope, where, numeric } = readFilters(filters);
  if (limit > 2 ** 61) throw upstream(); // four times that overflows its 64 bits
  await refuseText(store, scope, numeric, signal);
  // NUL can't be stored, so it can't be found: a blank is as good.
  const text = query.replaceAll("\0", " ").trim();
  if (limit === 0 || text === "") return { results: [] };
  const hits = await store.search({
    scope,
    ...where === undefined ? {} : { where },
    text,
    limit: Math.min(limit, Number.MAX_SAFE_INTEGER),
    minScore: threshold,
    showExpired: fields.show_expired === true,
  }, { signal });
  return {
    results: hits.filter((hit) => hit.text !== "").map((hit) => {
      if (fields.explain !== true) return encodeHit(hit);
      const { semantic = 0, keyword = 0, final = hit.score } = hit.parts ?? {};
      const details = {
        semantic_score: semantic,
        bm25_score: keyword,
        entity_boost: 0,
        raw_score: final,
        max_possible_score: 1,
        final_score: hit.score,
        threshold,
      };
      return { ...encodeHit(hit), score_details: details };
    }),
  };
}

/** One value in reach that is no number, and the server's comparison fails. */
async function refuseText(
  store: ServedStore,
  scope: Scope,
  fields: readonly NumericField[],
  signal: AbortSignal,
): Promise<void> {
  for (const { field, guard } of fields) {
    const number = { field, op: "gte", value: -Number.MAX_VALUE } as const;
    const present = { field, op: "contains", value: "" } as const;
    const { count } = await store.count({
      scope,
      where: { all: [present, { none: [number] }, ...guard] },
      showExpired: true,
    }, { signal });
    if (count > 0) throw upstream();
  }
}

async function update({ store, parameters, body, signal }: Call): Promise<Json> {
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

async function history({ store, parameters, signal }: Call): Promise<Json> {
  const id = readMemoryId(parameters[0]!);
  return id === undefined ? [] : (await store.history(id, { signal })).map(encodeRevision);
}

async function remove({ store, parameters, signal }: Call): Promise<Json> {
  if (!await store.remove(memoryIdOf(parameters), { signal })) {
    throw new Fault(404, `Memory with id ${parameters[0]} not found`);
  }
  return { message: "Memory deleted successfully" };
}

async function removeAll({ store, query, signal }: Call): Promise<Json> {
  const fields = checkQuery(SCOPE_QUERY, query);
  const scope = asUpstream(() => readScope(fields, "query"));
  if (Object.keys(scope).length === 0) {
    throw new Fault(400, "At least one identifier is required.");
  }
  await store.removeAll({ scope, showExpired: true }, { signal });
  return { message: "All relevant memories deleted" };
}

async function reset({ store }: Call): Promise<Json> {
  await store.reset();
  return { message: "All memories reset" };
}

async function entities({ store, signal }: Call): Promise<Json> {
  const utc = (time: string | undefined) => time?.replace(/\+00:00$/, "Z");
  return (await store.entities({ signal })).map((entity) => {
    const { createdAt, updatedAt, ...rest } = entity;
    const first = utc(createdAt);
    const last = utc(updatedAt ?? createdAt);
    return encodeEntity({
      ...rest,
      ...first === undefined ? {} : { createdAt: first },
      ...last === undefined ? {} : { updatedAt: last },
    });
  });
}

async function removeEntity({ store, parameters }: Call): Promise<Json> {
  const [type, id] = parameters as [string, string];
  if (type !== "user" && type !== "agent" && type !== "run") {
    const expected = "'user', 'agent' or 'run'";
    throw new Fault(422, [{
      type: "literal_error",
      loc: ["path", "entity_type"],
      msg: `Input should be ${expected}`,
      input: type,
      ctx: { expected },
    }]);
  }
  await store.removeEntity(
    type,
    asUpstream(() => readScope({ [`${type}_id`]: id }, "query")[type] ?? ""),
  );
  return { message: "Entity deleted" };
}

function memoryIdOf(parameters: string[]): string {
  const id = readMemoryId(parameters[0]!);
  if (id === undefined) throw upstream();
  return id;
}

/** On these routes the server doesn't tell its own refusal of an identifier from a failure. */
function asUpstream<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadIdentifier) throw upstream();
    throw error;
  }
}
