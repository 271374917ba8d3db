import type { Filter, Hit, ScoreParts } from "../client/store.ts";
import type { Database } from "./database.ts";
import { type Condition, filterCondition, type Visibility } from "./filters.ts";
import { memoryOf, type MemoryRow } from "./rows.ts";
import type { Statistics } from "./statistics.ts";
import type { Cosines, VectorIndex } from "./vectors.ts";
import { coverRows, makeWordQuery, rankedFor, searchWords, type WordQuery } from "./word_search.ts";

/** How much a full coverage by words weighs beside a cosine of 1 (docs/embedded.md has the measurement). */
const KEYWORD_WEIGHT = 0.8;

/** Rows that are looked at for their meaning alone. */
const NEAREST = 256;

/** What a search knows of the index, and what it looks for. */
export interface Search {
  /** The filter, clean. */
  filter: Filter;
  /** What is looked for. */
  text: string;
  /** Its unit vector; undefined: by words alone. */
  vector?: Float32Array;
  /** Hits below are left out, 0..1. At 0 other memories fill up the list. */
  minScore: number;
}

/** A row with what its score is made of. */
interface Candidate {
  row: MemoryRow & { stamp: number | null };
  coverage: number;
}

/**
 * Finds memories by words and, given a vector, by meaning. Best first; equal scores newest first.
 *
 * By words alone the score is the coverage. With vectors it is (cosine + 0.8 coverage) / 1.8; where a
 * row has no vector yet, its coverage stands in for the cosine, so that it is not pushed back.
 */
export function search(
  db: Database,
  statistics: Statistics,
  vectors: VectorIndex | undefined,
  visible: Visibility,
  wanted: Search,
): Hit[] {
  const { filter, minScore, vector } = wanted;
  const limit = filter.limit ?? 10;
  if (limit <= 0) return [];
  const condition = filterCondition(filter, visible);
  const query = makeWordQuery(db, wanted.text, filter.scope, statistics);
  const { coverage, cut } = searchWords(db, query, condition, limit, rankedFor(filter));
  const cosines = vector === undefined ? undefined : compare(db, vectors, vector);
  const hits =
    (cosines === undefined
      ? rowsOf(db, [...coverage.keys()].slice(0, limit), condition, coverage)
      : nearest(db, cosines, condition, limit, coverage, cut ? query : undefined))
      .map((candidate) => hitOf(candidate, cosines))
      .filter((hit) => hit.score >= minScore && hit.text !== "")
      .sort((a, b) => b.score - a.score || compareTexts(b.createdAt, a.createdAt))
      .slice(0, limit);
  return minScore > 0 ? hits : [...hits, ...others(db, condition, hits, limit - hits.length)];
}

function compare(
  db: Database,
  vectors: VectorIndex | undefined,
  vector: Float32Array,
): Cosines | undefined {
  if (vectors === undefined || vector.length !== vectors.dimensions) return undefined;
  vectors.refresh(db);
  return vectors.compare(vector);
}

/**
 * The rows that words found and those nearest in meaning. When few of the nearest pass the filter, the
 * filter is narrow: then all its rows are compared.
 */
function nearest(
  db: Database,
  cosines: Cosines,
  condition: Condition,
  limit: number,
  coverage: Map<number, number>,
  cutQuery: WordQuery | undefined,
): Candidate[] {
  const count = Math.max(NEAREST, 2 * limit);
  const top = cosines.top(count);
  let near = rowsOf(db, top, condition, coverage);
  if (near.length < limit && top.length === count) {
    const all = db.all<{ seq: number }>(
      `SELECT m.seq FROM memory m WHERE ${condition.sql}`,
      ...condition.parameters,
    ).map((row) => row.seq);
    near = rowsOf(db, cosines.top(count, all), condition, coverage);
  }
  if (cutQuery !== undefined) coverMissing(db, cutQuery, cosines, near, 2 * limit);
  const seen = new Set(near.map(({ row }) => row.seq));
  const worded = [...coverage.keys()].filter((seq) => !seen.has(seq)).slice(0, count);
  return [...near, ...rowsOf(db, worded, condition, coverage)];
}

/** The search by words was cut off: asks for the coverage of the nearest rows that it left out. */
function coverMissing(
  db: Database,
  query: WordQuery,
  cosines: Cosines,
  near: Candidate[],
  count: number,
): void {
  const missing = near.filter(({ coverage }) => coverage === 0)
    .map((candidate) => ({ candidate, cosine: cosineOf(candidate, cosines) ?? 0 }))
    .sort((a, b) => b.cosine - a.cosine).slice(0, count);
  const found = coverRows(db, query, missing.map(({ candidate }) => candidate.row.seq));
  for (const { candidate } of missing) candidate.coverage = found.get(candidate.row.seq) ?? 0;
}

function rowsOf(
  db: Database,
  seqs: number[],
  condition: Condition,
  coverage: Map<number, number>,
): Candidate[] {
  if (seqs.length === 0) return [];
  return db.all<Candidate["row"]>(
    `SELECT m.*, v.stamp FROM json_each(?) j CROSS JOIN memory m ON m.seq = j.value
     LEFT JOIN vector v ON v.memory = m.seq WHERE ${condition.sql}`,
    JSON.stringify(seqs),
    ...condition.parameters,
  ).map((row) => ({ row, coverage: coverage.get(row.seq) ?? 0 }));
}

function cosineOf({ row }: Candidate, cosines: Cosines | undefined): number | undefined {
  return cosines?.of(row.seq, row.stamp);
}

function hitOf(candidate: Candidate, cosines: Cosines | undefined): Hit {
  const { row, coverage } = candidate;
  const semantic = Math.max(
    0,
    cosineOf(candidate, cosines) ?? (cosines === undefined ? 0 : coverage),
  );
  const score = cosines === undefined
    ? coverage
    : (semantic + KEYWORD_WEIGHT * coverage) / (1 + KEYWORD_WEIGHT);
  const parts: ScoreParts = { semantic, keyword: coverage, final: score };
  return { ...memoryOf(row), score, parts };
}

/** Memories that don't match at all, newest first: what a threshold of 0 asks for. */
function others(db: Database, condition: Condition, hits: Hit[], count: number): Hit[] {
  if (count <= 0) return [];
  return db.all<MemoryRow>(
    `SELECT m.* FROM memory m WHERE ${condition.sql} AND m.text <> ''
     AND m.id NOT IN (SELECT value FROM json_each(?)) ORDER BY m.created_at DESC, m.id DESC LIMIT ?`,
    ...condition.parameters,
    JSON.stringify(hits.map((hit) => hit.id)),
    count,
  ).map((row) => ({
    ...memoryOf(row),
    score: 0,
    parts: { semantic: 0, keyword: 0, final: 0 },
  }));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
