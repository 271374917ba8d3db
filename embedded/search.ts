import type { Filter, Hit } from "../client/store.ts";
import type { Database } from "./database.ts";
import { type Condition, filterCondition, type Visibility } from "./filters.ts";
import { narrowingsOf } from "./narrowing.ts";
import { memoryOf, type MemoryRow } from "./rows.ts";
import type { Statistics } from "./statistics.ts";
import type { Cosines, VectorIndex } from "./vectors.ts";
import { coverRows, makeWordQuery, rankedFor, searchWords, type WordQuery } from "./word_search.ts";

/** How much a full coverage by words weighs beside a cosine of 1 (docs/embedded.md). */
const KEYWORD_WEIGHT = 0.8;

/** Rows that are looked at for their meaning alone; with a filter on metadata most may not pass. */
const NEAREST = 128;
const NEAREST_FILTERED = 384;

/** So few rows are read from the word index more quickly than others are tested in vain. */
const FEW = 1_000;

/** Rows found by words whose meaning is looked at. */
const WORDED = 128;

/** What is looked for. */
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

/** A row and what its score is made of. */
interface Candidate {
  seq: number;
  /** Of its vector; null without one. */
  stamp: number | null;
  /** By words, 0..1. */
  coverage: number;
  /** By meaning, 0..1. */
  semantic: number;
  /** Both together, 0..1. */
  score: number;
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
  const query = makeWordQuery(db, wanted.text, filter, statistics);
  const ranked = rankedFor(filter);
  const { coverage, cut } = searchWords(db, query, condition, {
    wanted: limit,
    keep: vector === undefined ? limit : ranked,
    ranked,
  });
  const cosines = vector === undefined ? undefined : compare(db, vectors, vector);
  const candidates = cosines === undefined
    ? [...coverage].map(([seq, score]) => ({
      seq,
      stamp: null,
      coverage: score,
      semantic: 0,
      score,
    }))
    : fuse(db, nearest(db, statistics, filter, condition, cosines), {
      limit,
      cosines,
      coverage,
      cutQuery: cut ? query : undefined,
    });
  const best = candidates.filter(({ score }) => score >= minScore && score > 0)
    .sort((a, b) => b.score - a.score || b.seq - a.seq).slice(0, limit);
  const hits = hitsOf(db, best);
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

/** The rows that words found and those nearest in meaning, with both parts of their scores. */
function fuse(
  db: Database,
  near: Stamped[],
  { limit, cosines, coverage, cutQuery }: {
    limit: number;
    cosines: Cosines;
    coverage: Map<number, number>;
    /** Set where the search by words was cut off. */
    cutQuery: WordQuery | undefined;
  },
): Candidate[] {
  const seen = new Set(near.map((row) => row.seq));
  const worded = [...coverage.keys()].slice(0, Math.max(WORDED, 2 * limit))
    .filter((seq) => !seen.has(seq));
  const rows = [...near, ...stampsOf(db, worded)];
  if (cutQuery !== undefined) {
    // The search by words was cut off: the nearest rows that it left out may hold words as well.
    const left = near.filter((row) => !coverage.has(row.seq))
      .sort((a, b) => (cosines.of(b.seq, b.stamp) ?? 0) - (cosines.of(a.seq, a.stamp) ?? 0));
    const more = coverRows(db, cutQuery, left.slice(0, 2 * limit).map((row) => row.seq));
    for (const [seq, share] of more) coverage.set(seq, share);
  }
  return rows.map(({ seq, stamp }) => {
    const share = coverage.get(seq) ?? 0;
    const semantic = Math.max(0, cosines.of(seq, stamp) ?? share);
    const score = (semantic + KEYWORD_WEIGHT * share) / (1 + KEYWORD_WEIGHT);
    return { seq, stamp, coverage: share, semantic, score };
  });
}

/** A row number with the stamp of its vector. */
type Stamped = Pick<Candidate, "seq" | "stamp">;

/**
 * The rows nearest in meaning that pass the filter. Where the word index tells that few rows can pass
 * it (one project of many), only these are compared. Else the nearest of all are tested; when too few
 * of them pass, all rows of the filter are compared.
 */
function nearest(
  db: Database,
  statistics: Statistics,
  filter: Filter,
  condition: Condition,
  cosines: Cosines,
): Stamped[] {
  const limit = filter.limit ?? 10;
  const few = fewRows(db, statistics, filter);
  const isWide = filter.where !== undefined && few === undefined;
  const count = Math.max(isWide ? NEAREST_FILTERED : NEAREST, 2 * limit);
  const top = cosines.top(count, few);
  const passing = testRows(db, top, condition);
  if (passing.length >= limit || top.length < count) return passing;
  const narrowings = narrowingsOf(filter).map(({ expression }) => expression).join(" AND ");
  const all = db.all<{ seq: number }>(
    `SELECT m.seq FROM words CROSS JOIN memory m ON m.seq = words.rowid
     WHERE words MATCH ? AND ${condition.sql}`,
    narrowings,
    ...condition.parameters,
  );
  return testRows(db, cosines.top(count, all.map((row) => row.seq)), condition);
}

/** The rows that can pass a filter, and some others by chance; undefined when there are many. */
function fewRows(db: Database, statistics: Statistics, filter: Filter): number[] | undefined {
  const documents = statistics.documents(db);
  const narrow = narrowingsOf(filter).map(({ expression }) => expression)
    .filter((expression) => statistics.matching(db, expression, documents) <= FEW);
  if (narrow.length === 0) return undefined;
  const [found] = db.all<{ seqs: string }>(
    "SELECT json_group_array(rowid) AS seqs FROM words WHERE words MATCH ?",
    narrow.join(" AND "),
  );
  return JSON.parse(found!.seqs);
}

function testRows(db: Database, seqs: number[], condition: Condition): Stamped[] {
  return db.all<Stamped>(
    `SELECT m.seq, v.stamp FROM json_each(?) j CROSS JOIN memory m ON m.seq = j.value
     LEFT JOIN vector v ON v.memory = m.seq WHERE m.text <> '' AND ${condition.sql}`,
    JSON.stringify(seqs),
    ...condition.parameters,
  );
}

function stampsOf(db: Database, seqs: number[]): Stamped[] {
  return db.all<Stamped>(
    `SELECT j.value AS seq, v.stamp FROM json_each(?) j LEFT JOIN vector v ON v.memory = j.value`,
    JSON.stringify(seqs),
  );
}

function hitsOf(db: Database, candidates: Candidate[]): Hit[] {
  const rows = new Map(
    db.all<MemoryRow>(
      "SELECT m.* FROM json_each(?) j CROSS JOIN memory m ON m.seq = j.value",
      JSON.stringify(candidates.map(({ seq }) => seq)),
    ).map((row) => [row.seq, row]),
  );
  return candidates.flatMap(({ seq, coverage, semantic, score }) => {
    const row = rows.get(seq);
    if (row === undefined) return [];
    return [{ ...memoryOf(row), score, parts: { semantic, keyword: coverage, final: score } }];
  });
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
