import type { Filter } from "../client/store.ts";
import type { Database } from "./database.ts";
import type { Condition } from "./filters.ts";
import { narrowingsOf } from "./narrowing.ts";
import type { MemoryRow } from "./rows.ts";
import type { Statistics } from "./statistics.ts";
import { queryWords, quoteWord } from "./text.ts";

/** What a search by words found: coverage (0..1) by row number, best first. */
export interface WordMatches {
  /** Rows and the share of the query's information that each holds. */
  coverage: Map<number, number>;
  /** Are rows with a lower coverage missing? */
  cut: boolean;
}

/** A query made ready for the index. */
export interface WordQuery {
  /** An FTS5 expression; undefined when the text holds no word. */
  expression: string | undefined;
  /** The bm25() of a row that holds all the words, ideally often: what coverage is a share of. */
  ceiling: number;
  /** Does the expression name owners too, which many more rows hold than the words? */
  narrowed: boolean;
}

/** The most that a word can add to FTS5's bm25() for each unit of its idf: k1 + 1, with k1 = 1.2. */
const WORD_MAX = 2.2;

/**
 * A word that more memories hold than this number and this share tells little and costs much: ranking
 * takes time for each row. It is left out while {@link TELLING} rarer ones are there.
 */
const COMMON = 1_000;
const COMMON_SHARE = 0.02;
const TELLING = 3;

/** Words of a long text that are considered at all. */
const CONSIDERED = 128;

/** More words than this (the rarest ones are taken) make a search slow and no better. */
const WORDS = 32;

/** Words by which a memory that has all of another text's is looked for at first. */
const ASKED = 8;

/**
 * Column weights of text, extra and scope. Words of the date or project count half; the scope's made-up
 * words nothing.
 */
const SCORE = "-bm25(words, 1.0, 0.5, 0.0)";

/**
 * Makes a query of any text: any of its words, within the rows of the filter as far as that helps.
 *
 * Coverage = bm25 / (2.2 x sum of the words' idf), words that no memory holds included: an absolute
 * scale, on which a memory that answers half the question has about half the score of one that answers
 * all of it, whatever else is stored.
 */
export function makeWordQuery(
  db: Database,
  text: string,
  filter: Filter,
  statistics: Statistics,
): WordQuery {
  const documents = statistics.documents(db);
  const found = queryWords(text).slice(0, CONSIDERED)
    .map((word) => ({ word, idf: idf(documents, statistics.holding(db, word, documents)) }));
  const limit = idf(documents, Math.max(COMMON, COMMON_SHARE * documents));
  const telling = found.filter((one) => one.idf > limit);
  const weighed = telling.length >= TELLING ? telling : found;
  if (weighed.length > WORDS) weighed.sort((a, b) => b.idf - a.idf).splice(WORDS);
  if (weighed.length === 0) return { expression: undefined, ceiling: 1, narrowed: false };
  const owners = narrowingsOf(filter)
    .filter(({ condition }) => !statistics.isLarge(db, condition, documents))
    .map(({ expression }) => expression);
  const words = weighed.map(({ word }) => quoteWord(word)).join(" OR ");
  return {
    expression: [...owners, `{text extra} : (${words})`].join(" AND "),
    ceiling: WORD_MAX * weighed.reduce((sum, { idf }) => sum + idf, 0),
    narrowed: owners.length > 0,
  };
}

/** The idf of FTS5's bm25() (fts5_aux.c): never below 1e-6. */
function idf(documents: number, holding: number): number {
  return Math.max(1e-6, Math.log((documents - holding + 0.5) / (holding + 0.5)));
}

/**
 * The best rows by words under a condition, at most `keep`.
 *
 * Reading rows to test a condition costs more than ranking them in the index. So the best `ranked` are
 * tested first, in their order and only until `keep` have passed; when fewer than `wanted` pass, all
 * rows that match are tested. CROSS JOIN keeps SQLite from walking all of the owner's rows and looking
 * for each among the matches.
 */
export function searchWords(
  db: Database,
  query: WordQuery,
  condition: Condition,
  { wanted, keep, ranked }: { wanted: number; keep: number; ranked: number },
): WordMatches {
  if (query.expression === undefined || wanted <= 0) return { coverage: new Map(), cut: false };
  const best = db.all<{ seq: number; score: number; tested: number }>(
    `WITH best AS MATERIALIZED (
       SELECT rowid AS seq, ${SCORE} AS score FROM words WHERE words MATCH ?
       ORDER BY score DESC, rowid DESC LIMIT ?
     )
     SELECT m.seq, score, (SELECT count(*) FROM best) AS tested
     FROM best CROSS JOIN memory m ON m.seq = best.seq
     WHERE ${condition.sql} LIMIT ?`,
    query.expression,
    ranked,
    ...condition.parameters,
    keep,
  );
  const whole = best.length > 0 && best[0]!.tested < ranked && best.length < keep;
  if (whole || best.length >= wanted) return { coverage: coverageOf(query, best), cut: !whole };
  const all = db.all<{ seq: number; score: number }>(
    `SELECT m.seq AS seq, ${SCORE} AS score FROM words CROSS JOIN memory m ON m.seq = words.rowid
     WHERE words MATCH ? AND ${condition.sql} ORDER BY score DESC, m.seq DESC LIMIT ?`,
    query.expression,
    ...condition.parameters,
    keep,
  );
  return { coverage: coverageOf(query, all), cut: all.length === keep };
}

/**
 * The coverage of given rows; rows that hold none of the words are missing. The index is asked once for
 * each row: all its lists of words are sought again, 0.1 ms a row. Without owners in the expression it
 * is quicker to go through all matches once (the sign keeps SQLite from asking by row): 0.3 ms instead
 * of 4.3 for 40 rows of 10,000.
 */
export function coverRows(db: Database, query: WordQuery, rows: number[]): Map<number, number> {
  if (query.expression === undefined || rows.length === 0) return new Map();
  return coverageOf(
    query,
    db.all<{ seq: number; score: number }>(
      `SELECT rowid AS seq, ${SCORE} AS score FROM words
       WHERE words MATCH ? AND ${
        query.narrowed ? "" : "+"
      }rowid IN (SELECT value FROM json_each(?))`,
      query.expression,
      JSON.stringify(rows),
    ),
  );
}

function coverageOf(
  query: WordQuery,
  rows: { seq: number; score: number }[],
): Map<number, number> {
  return new Map(rows.map(({ seq, score }) => [seq, Math.min(1, score / query.ceiling)]));
}

/**
 * Rows under a condition that hold all of the words, and maybe others; at most `limit`, in no order.
 * Looking up each word takes time, and few memories share the eight longest: more are asked for only
 * where these don't tell.
 */
export function searchAll(
  db: Database,
  words: string[],
  condition: Condition,
  limit: number,
): MemoryRow[] {
  if (words.length === 0) return [];
  const longest = words.toSorted((a, b) => b.length - a.length);
  const ask = (count: number) =>
    db.all<MemoryRow>(
      `SELECT m.* FROM words CROSS JOIN memory m ON m.seq = words.rowid
       WHERE words MATCH ? AND ${condition.sql} LIMIT ?`,
      `{text} : (${longest.slice(0, count).map(quoteWord).join(" AND ")})`,
      ...condition.parameters,
      limit,
    );
  const some = ask(ASKED);
  return some.length < limit ? some : ask(WORDS);
}

/** How many rows to rank at first: with a filter on metadata most of them may not pass. */
export function rankedFor(filter: Filter): number {
  const limit = filter.limit ?? 10;
  return filter.where === undefined ? Math.max(100, 2 * limit) : Math.max(400, 8 * limit);
}
