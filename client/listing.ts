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

import { statusOf } from "./errors.ts";
import { SCOPE_PARTS } from "./identifiers.ts";
import { compareTexts, isEmpty } from "./json.ts";
import { wantedBy } from "./predicate.ts";
import { pushDown } from "./pushdown.ts";
import { GROWTH, searchRows } from "./search.ts";
import type { Server } from "./server.ts";
import type { Call, Filter, Memory, Scope } from "./store.ts";
import { encodeList, ROUTES } from "./wire.ts";

export { isExpired } from "./predicate.ts";

/** Rows that the first search of a long listing asks for. */
const FIRST_STEP = 4_000;

/** /entities counts over at most this many rows of the whole store (contract, trap 25). */
const ENTITY_ROWS = 10_000;

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
  const { scope, where, showExpired = false } = filter;
  const [can, first] = await Promise.all([
    server.capabilities(next()),
    server.ask(ROUTES.list, next(), { query: encodeList(scope) }),
  ]);
  const wanted = wantedBy({ ...filter, showExpired: showExpired || !can.expiration });
  const seen = new Set(first.map((memory) => memory.id));
  yield first.filter(wanted);
  if (first.length < can.listLimit) return true;

  const { filters } = pushDown(where, can.era === "current" ? "all" : "equal");
  const unfound = new Set(first.filter(wanted).map((memory) => memory.id));
  try {
    for (let most = FIRST_STEP;; most *= GROWTH) {
      const form = { text: "memory", scope, filters, most };
      const rows = await searchRows(server, can.era, form, next(), ROUTES.list.what);
      yield rows.filter((row) => !seen.has(row.id) && wanted(row));
      for (const { id } of rows) {
        unfound.delete(id);
        seen.add(id);
      }
      if (rows.length < most) break;
    }
  } catch (error) {
    // The list route works, the search doesn't (its model provider may be down): a part is better
    // than nothing, as long as it is called a part.
    if (statusOf(error) !== 502) throw error;
    server.log("warn", `A list of memories is cut off at ${seen.size}: ${error}`);
    return false;
  }
  // The second check: what the list route shows, the search must have found (but for empty texts,
  // which it never shows, so that more of them may be hidden).
  if (unfound.size > 0) return false;
  return !isEmpty(filters) || !can.entities ||
    await agreesWithCount(server, scope, seen.size, next());
}

/** Newest first; rows of the same instant by id. */
export function newestFirst(memories: Memory[]): Memory[] {
  const keyed = memories.map((memory) => ({ memory, at: Date.parse(memory.createdAt) || 0 }));
  keyed.sort((a, b) =>
    b.at - a.at || compareTexts(b.memory.createdAt, a.memory.createdAt) ||
    compareTexts(a.memory.id, b.memory.id)
  );
  return keyed.map(({ memory }) => memory);
}

/** False only when the server counts otherwise, and its count is one. */
async function agreesWithCount(
  server: Server,
  scope: Scope,
  rows: number,
  call: Call,
): Promise<boolean> {
  const [part, ...more] = SCOPE_PARTS.filter((part) => scope[part]);
  if (more.length > 0) return true;
  const entities = await server.ask(ROUTES.entities, call, { what: "count memories" });
  const all = entities.filter((one) => one.type === part);
  const total = all.reduce((sum, one) => sum + one.count, 0);
  if (total >= ENTITY_ROWS) return true; // cut off: no count of this scope
  return (all.find((one) => one.id === scope[part!])?.count ?? 0) === rows;
}
