/**
 * Search on a Mem0 server: what it can't filter is asked for in excess and filtered here.
 *
 * @module
 */

import { statusOf } from "./errors.ts";
import { checkQuery } from "./inputs.ts";
import { wantedBy } from "./predicate.ts";
import { type Capabilities, CURRENT } from "./probe.ts";
import { isNothing, pushDown } from "./pushdown.ts";
import type { Server } from "./server.ts";
import type { Call, Hit, Query } from "./store.ts";
import { encodeSearch, ROUTES, type SearchForm } from "./wire.ts";

/** Hits asked for beyond the limit, so that a few expired ones cost no second request. */
const SPARE = 10;

/** Rows that an older server is asked for at first: the best come last, and a smaller cut loses them. */
const FIRST_STEP = 1_000;

/** How many times as many rows are asked for when there may be more. */
export const GROWTH = 4;

/**
 * The rows of a search, as they were sent; fewer than `form.most` are all there are.
 *
 * @param what is being done, where it is no search for the caller
 */
export function searchRows(
  server: Server,
  era: Capabilities["era"],
  form: SearchForm,
  call: Call,
  what: string = ROUTES.search.what,
): Promise<Hit[]> {
  return server.ask(ROUTES.search, call, { body: encodeSearch(form, era === "1.0"), what });
}

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
  let failure: unknown;
  if (!server.known) {
    const asked = searchCurrent(server, { ...clean, explain: true }, next);
    server.searches.add(asked);
    try {
      const hits = await asked;
      if (!server.known) await Promise.allSettled(server.searches);
      const can = server.known ?? await server.capabilities(next());
      if (can.era === "current") {
        return clean.explain ? hits : hits.map(({ parts: _, ...hit }) => hit);
      }
    } catch (error) {
      const status = statusOf(error);
      if (!status || [401, 403, 429].includes(status)) throw error;
      failure = error;
    } finally {
      server.searches.delete(asked);
    }
  }
  // Servers of the 1.0 era answer 500 to this form of a search, and what is no Mem0 server at all
  // should be called by its name.
  const { era } = server.known ?? await server.capabilities(next());
  if (era !== "current") return await searchOlder(server, era, clean, next);
  if (failure) throw failure;
  return await searchCurrent(server, clean, next);
}

/**
 * Expired rows are asked for as well and left out here: the server takes them out of its candidates
 * only after these were cut, so that many of them would hide living rows.
 */
async function searchCurrent(server: Server, query: Query, next: () => Call): Promise<Hit[]> {
  const { text, scope, where, limit = 10, minScore = 0.1, showExpired, explain } = query;
  const { filters, exact } = pushDown(where);
  const wanted = wantedBy({ where: exact ? undefined : where, showExpired });
  let most = exact ? (showExpired ? limit : limit + SPARE) : Math.max(50, limit * 4);
  for (;; most *= GROWTH) {
    const form = { text, scope, filters, most, minScore, explain };
    const hits = await searchRows(server, "current", form, next());
    if (explain && hits.some((hit) => hit.parts)) server.known ??= CURRENT;
    const fitting = hits.filter(wanted);
    if (fitting.length >= limit || hits.length < most) return fitting.slice(0, limit);
  }
}

/**
 * Search where scores are distances: all rows are asked for, turned round and sorted here. On servers
 * of April 2026 it depends on their library (mem0ai 2.0.0 to 2.0.4) which way round scores are; a row
 * searched by its own text tells.
 */
async function searchOlder(
  server: Server,
  era: Capabilities["era"],
  query: Query,
  next: () => Call,
): Promise<Hit[]> {
  const { scope, where, limit = 10, minScore = 0.1 } = query;
  const { filters } = pushDown(where, "equal");
  const all = async (text: string, first: number): Promise<Hit[]> => {
    for (let most = first;; most *= GROWTH) {
      const hits = await searchRows(server, era, { text, scope, filters, most }, next());
      if (hits.length < most) return hits;
    }
  };
  const hits = await all(query.text, FIRST_STEP);
  const sample = hits.find((hit) => hit.text);
  if (!sample) return [];
  if (era !== "1.0" && server.distances === undefined) {
    const again = await all(sample.text, Math.max(FIRST_STEP, hits.length + 1));
    server.distances = (again.find((hit) => hit.id === sample.id)?.score ?? 0) < 0.3;
  }
  const isNear = server.distances === false;
  return hits
    .filter(wantedBy({ where, showExpired: true }))
    .map((hit) => {
      const score = isNear ? hit.score : 1 - hit.score;
      return { ...hit, score: Math.min(1, Math.max(0, score)) };
    })
    .filter((hit) => hit.score >= minScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}
