/**
 * Complete listings from a server whose list route has no pages.
 *
 * GET /memories gives at most 1,000 rows: fewer are certainly all. Beyond that a search with
 * threshold 0 gives every row that has a text (contract, measured a: 3,000 of 3,000 at 120,000 rows).
 * That it did is checked against what the list route gave, and where the server counts (/entities)
 * against its count.
 *
 * @module
 */

import { isMemoryError } from "./errors.ts";
import { matches } from "./predicate.ts";
import type { Capabilities } from "./probe.ts";
import { pushDown } from "./pushdown.ts";
import { SCOPE_PARTS } from "./identifiers.ts";
import { searchAll } from "./older.ts";
import type { Server } from "./server.ts";
import type { Call, Filter, Memory, Scope } from "./store.ts";
import { decodeEntities, decodeMemories, encodeList, ROUTES } from "./wire.ts";

/** Rows that the first search of a long listing asks for. */
const FIRST_STEP = 4_000;

/** /entities counts over at most this many rows of the whole store (contract, trap 25). */
const ENTITY_ROWS = 10_000;

const WHAT = "list memories";

/**
 * All rows that match, in batches as they come, each row once. Returns whether that is certainly all.
 * The filter is clean already (scope, where); its limit is not looked at.
 *
 * @param next gives the options of each request
 */
export async function* enumerate(
  server: Server,
  filter: Filter,
  next: () => Call,
): AsyncGenerator<Memory[], boolean> {
  const [can, first] = await Promise.all([
    server.capabilities(next()),
    listOnce(server, filter.scope, next()),
  ]);
  const { where = { all: [] }, showExpired = false } = filter;
  const today = new Date().toISOString().slice(0, 10);
  const wanted = (memory: Memory) =>
    matches(where, memory) && (showExpired || !can.expiration || !isExpired(memory, today));
  const seen = new Set(first.map((memory) => memory.id));
  yield first.filter(wanted);
  if (first.length < can.listLimit) return true;

  const pushed = pushDown(where, can.language);
  const found = new Set<string>();
  try {
    for (let step = FIRST_STEP;; step *= 4) {
      const form = { text: "memory", scope: filter.scope, filters: pushed.filters, most: step };
      const rows = await searchAll(server, can, form, next(), WHAT);
      for (const row of rows) found.add(row.id);
      yield rows.filter((row) => !seen.has(row.id) && wanted(row));
      for (const row of rows) seen.add(row.id);
      if (rows.length < step) break;
    }
  } catch (error) {
    // The list route works, the search doesn't (its model provider may be down): a part is better
    // than nothing, as long as it is called a part.
    if (!isMemoryError(error) || error.status !== 502) throw error;
    server.log("warn", `A list of memories is cut off at ${first.length}: ${error.message}`);
    return false;
  }
  // The second check: what the list route shows, the search must have found (but for empty texts,
  // which it never shows, so that more of them may be hidden).
  if (first.some((row) => wanted(row) && !found.has(row.id))) return false;
  const whole = Object.keys(pushed.filters).length === 0;
  return !whole || await agreesWithCount(server, filter.scope, seen.size, can, next());
}

/** Has the memory's expiration date passed? It is expired from the day after, in UTC. */
export function isExpired(memory: Memory, today: string): boolean {
  return typeof memory.expirationDate === "string" && memory.expirationDate < today;
}

/** Newest first; rows of the same instant by id. */
export function newestFirst(memories: Memory[]): Memory[] {
  const keyed = memories.map((memory) => ({ memory, at: Date.parse(memory.createdAt) || 0 }));
  keyed.sort((a, b) =>
    b.at - a.at || compare(b.memory.createdAt, a.memory.createdAt) ||
    compare(a.memory.id, b.memory.id)
  );
  return keyed.map(({ memory }) => memory);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function listOnce(server: Server, scope: Scope, call: Call): Promise<Memory[]> {
  const request = { path: ROUTES.memories, query: encodeList(scope), what: WHAT };
  return await server.ask({ method: "GET", ...request }, decodeMemories, call);
}

/** False only when the server counts otherwise, and its count is one. */
async function agreesWithCount(
  server: Server,
  scope: Scope,
  rows: number,
  can: Capabilities,
  call: Call,
): Promise<boolean> {
  const parts = SCOPE_PARTS.filter((part) => scope[part] !== undefined);
  const part = parts[0]!;
  if (!can.entities || parts.length !== 1) return true;
  const entities = await server.ask(
    { method: "GET", path: ROUTES.entities, what: "count memories" },
    decodeEntities,
    call,
  );
  const total = entities.filter((one) => one.type === part).reduce(
    (sum, one) => sum + one.count,
    0,
  );
  if (total >= ENTITY_ROWS) return true; // cut off: no count of this scope
  const count = entities.find((one) => one.type === part && one.id === scope[part])?.count ?? 0;
  return count === rows;
}
