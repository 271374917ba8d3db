/**
 * Search on a Mem0 server: what it can't filter is asked for in excess and filtered here.
 *
 * @module
 */

import { isMemoryError } from "./errors.ts";
import { checkQuery } from "./inputs.ts";
import { isExpired } from "./listing.ts";
import { searchOlder } from "./older.ts";
import { matches } from "./predicate.ts";
import { isNothing, pushDown } from "./pushdown.ts";
import type { Server } from "./server.ts";
import type { Call, Hit, Memory, Query } from "./store.ts";
import { decodeHits, encodeSearch, ROUTES } from "./wire.ts";

const LIMIT = 10;
const MIN_SCORE = 0.1;

/** Hits asked for beyond the limit, so that a few expired ones cost no second request. */
const SPARE = 10;

/**
 * The best hits that match, best first.
 *
 * Which server it is must be known, since older ones answer with distances, worst first; but the first
 * search of a conversation should cost one request. So it asks for explanations, which only current
 * servers give: a hit that has one answers both questions, for the searches beside it as well. Only
 * when none of them has a hit the server's description is read.
 *
 * @param next gives the options of each request
 * @throws MemoryError `invalid` for an empty text, a limit or a score out of range
 */
export async function search(server: Server, query: Query, next: () => Call): Promise<Hit[]> {
  const clean = checkQuery(query);
  if (isNothing(clean.where)) return [];
  if (server.known?.distances) return await searchOlder(server, server.known, clean, next);
  if (server.known !== undefined || server.explains) {
    return (await searchCurrent(server, clean, next)).hits;
  }
  try {
    const { hits, explained } = await server.finding(
      searchCurrent(server, { ...clean, explain: true }, next),
    );
    const can = explained || await server.explained()
      ? undefined
      : await server.capabilities(next());
    if (can?.distances) return await searchOlder(server, can, clean, next);
    return clean.explain ? hits : hits.map(({ parts: _, ...hit }) => hit);
  } catch (error) {
    const status = isMemoryError(error) ? error.status : undefined;
    if (status === undefined || status === 401 || status === 403 || status === 429) throw error;
    // Servers of the 1.0 era answer 500 to this form of a search, and what is no Mem0 server at all
    // should be called by its name.
    const can = await server.capabilities(next());
    if (!can.distances) throw error;
    return await searchOlder(server, can, clean, next);
  }
}

/**
 * Expired rows are asked for as well and left out here: the server takes them out of its candidates
 * only after these were cut, so that many of them would hide living rows.
 */
async function searchCurrent(server: Server, query: Query, next: () => Call) {
  const { text, scope, where, limit = LIMIT, minScore = MIN_SCORE, showExpired = false } = query;
  const { filters, exact } = pushDown(where);
  const today = new Date().toISOString().slice(0, 10);
  const wanted = (memory: Memory) =>
    (exact || where === undefined || matches(where, memory)) &&
    (showExpired || !isExpired(memory, today));
  const first = exact ? (showExpired ? limit : limit + SPARE) : Math.max(50, limit * 4);
  for (let most = first;; most *= 4) {
    const form = { text, scope, filters, most, minScore, explain: query.explain };
    const hits: Hit[] = await server.ask(
      {
        method: "POST",
        path: ROUTES.search,
        body: encodeSearch(form),
        what: "search memories",
        repeatable: true,
      },
      decodeHits,
      next(),
    );
    const fitting = hits.filter(wanted);
    if (fitting.length >= limit || hits.length < most) {
      const explained = hits.some((hit) => hit.parts !== undefined);
      return { hits: fitting.slice(0, limit), explained };
    }
  }
}
