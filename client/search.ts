/**
 * Search on a Mem0 server: what it can't filter is asked for in excess and filtered here.
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import { checkText, cleanScope } from "./identifiers.ts";
import { isExpired } from "./listing.ts";
import { checkWhere, matches } from "./predicate.ts";
import { isNothing, pushDown } from "./pushdown.ts";
import type { Server } from "./server.ts";
import type { Call, Hit, Memory, Query } from "./store.ts";
import { decodeHits, encodeScope, ROUTES } from "./wire.ts";

const LIMIT = 10;
const MIN_SCORE = 0.1;

/**
 * The best hits that match, best first.
 *
 * Expired rows are asked for as well and left out here: the server takes them out of its candidates
 * only after these were cut, so that many of them would hide living rows.
 *
 * @param next gives the options of each request
 * @throws MemoryError `invalid` for an empty text, a limit or a score out of range
 */
export async function search(server: Server, query: Query, next: () => Call): Promise<Hit[]> {
  const scope = cleanScope(query.scope);
  const { where, limit = LIMIT, minScore = MIN_SCORE, showExpired = false } = query;
  const text = query.text.trim();
  if (text === "") throw invalid("the text is empty");
  checkText(text, "the query");
  if (!Number.isInteger(limit) || limit < 1) {
    throw invalid(`the limit ${limit} is no positive whole number`);
  }
  if (!(minScore >= 0 && minScore <= 1)) {
    throw invalid(`the lowest score ${minScore} is not in 0..1`);
  }
  if (where !== undefined) checkWhere(where);
  if (isNothing(where)) return [];
  const { filters, exact } = pushDown(where);
  const today = new Date().toISOString().slice(0, 10);
  const wanted = (memory: Memory) =>
    (exact || where === undefined || matches(where, memory)) &&
    (showExpired || !isExpired(memory, today));
  for (
    let most = exact ? (showExpired ? limit : limit + 10) : Math.max(50, limit * 4);;
    most *= 4
  ) {
    const hits = await server.ask(
      {
        method: "POST",
        path: ROUTES.search,
        body: {
          query: text,
          // The identifiers last: nothing can stand in for them.
          filters: { ...filters, ...encodeScope(scope) },
          top_k: most,
          threshold: minScore,
          show_expired: true,
        },
        what: "search memories",
        repeatable: true,
      },
      decodeHits,
      next(),
    );
    const fitting = hits.filter(wanted);
    if (fitting.length >= limit || hits.length < most) return fitting.slice(0, limit);
  }
}

function invalid(why: string): MemoryError {
  return new MemoryError("invalid", `Cannot search memories: ${why}`);
}
