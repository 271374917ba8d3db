/**
 * Search on a Mem0 server: what it can't filter is asked for in excess and filtered here.
 *
 * @module
 */

import { isMemoryError } from "./errors.ts";
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

/**
 * The rows of a search, as they were sent; and again with four times as many, until there are no more.
 *
 * @param next gives the options of each request
 * @param what is being done, where it is no search for the caller
 */
export async function* searchRows(
  server: Server,
  era: Capabilities["era"],
  form: SearchForm,
  next: () => Call,
  what: string = ROUTES.search.what,
): AsyncGenerator<Hit[], void, undefined> {
  for (let { most } = form;; most *= 4) {
    const body = encodeSearch({ ...form, most }, era === "1.0");
    const rows = await server.ask(ROUTES.search, next(), { body, what });
    yield rows;
    if (rows.length < most) return;
  }
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
  const known = server.known;
  if (known) return await (known.distances ? searchOlder : searchCurrent)(server, clean, next);
  let failure: unknown;
  try {
    const hits = await server.finding(searchCurrent(server, { ...clean, explain: true }, next));
    const can = await server.found() ?? await server.capabilities(next());
    if (!can.distances) return clean.explain ? hits : hits.map(({ parts: _, ...hit }) => hit);
  } catch (error) {
    const status = isMemoryError(error) ? error.status : undefined;
    if (status === undefined || status === 401 || status === 403 || status === 429) throw error;
    failure = error;
  }
  // Servers of the 1.0 era answer 500 to this form of a search, and what is no Mem0 server at all
  // should be called by its name.
  if (!(await server.capabilities(next())).distances) throw failure;
  return await searchOlder(server, clean, next);
}

/**
 * Expired rows are asked for as well and left out here: the server takes them out of its candidates
 * only after these were cut, so that many of them would hide living rows.
 */
async function searchCurrent(server: Server, query: Query, next: () => Call): Promise<Hit[]> {
  const { text, scope, where, limit = 10, minScore = 0.1, showExpired = false, explain } = query;
  const { filters, exact } = pushDown(where);
  const wanted = wantedBy({ ...(where && !exact && { where }), showExpired });
  const most = exact ? (showExpired ? limit : limit + SPARE) : Math.max(50, limit * 4);
  const form = { text, scope, filters, most, minScore, explain };
  let fitting: Hit[] = [];
  for await (const hits of searchRows(server, "current", form, next)) {
    if (explain && hits.some((hit) => hit.parts)) server.known ??= CURRENT;
    fitting = hits.filter(wanted);
    if (fitting.length >= limit) break;
  }
  return fitting.slice(0, limit);
}

/**
 * Search where scores are distances: all rows are asked for, turned round and sorted here. On servers
 * of April 2026 it depends on their library (mem0ai 2.0.0 to 2.0.4) which way round scores are; a row
 * searched by its own text tells.
 */
async function searchOlder(server: Server, query: Query, next: () => Call): Promise<Hit[]> {
  const { scope, where, limit = 10, minScore = 0.1 } = query;
  const { era } = await server.capabilities(next());
  const all = async (text: string, most: number) => {
    const form = { text, scope, filters: pushDown(where, "equal").filters, most };
    let hits: Hit[] = [];
    for await (hits of searchRows(server, era, form, next));
    return hits;
  };
  const hits = await all(query.text, FIRST_STEP);
  const sample = hits.find((hit) => hit.text !== "");
  if (sample === undefined) return [];
  if (era !== "1.0" && server.distances === undefined) {
    const again = await all(sample.text, Math.max(FIRST_STEP, hits.length + 1));
    server.distances = (again.find((hit) => hit.id === sample.id)?.score ?? 0) < 0.3;
  }
  const score = (hit: Hit) => {
    const near = server.distances ?? true ? 1 - hit.score : hit.score;
    return Math.min(1, Math.max(0, near));
  };
  return hits
    .filter(wantedBy({ ...(where && { where }), showExpired: true }))
    .map((hit) => ({ ...hit, score: score(hit) }))
    .filter((hit) => hit.score >= minScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}
