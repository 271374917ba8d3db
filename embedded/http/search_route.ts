import type { Json, Scope } from "../../client/store.ts";
import { encodeHit, type JsonObject } from "../../client/wire.ts";
import type { Call, ServedStore } from "./call.ts";
import { Fault, upstream } from "./faults.ts";
import { type NumericField, readFilters } from "./filters.ts";
import { checkBody, SEARCH_REQUEST } from "./models.ts";
import { pythonFloat } from "./python.ts";

/** POST /search */
export async function search({ store, body, signal }: Call): Promise<Json> {
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
