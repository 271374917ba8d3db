import type { Filter, Scope } from "../client/store.ts";
import type { Database } from "./database.ts";
import { filterCondition, type Visibility } from "./filters.ts";
import type { MemoryRow } from "./rows.ts";
import { queryWords, quoteWord } from "./text.ts";
import { scopeWord } from "./word_index.ts";

/** A memory and how well the query's words cover it, 0..1. */
export interface Covered {
  /** The row. */
  row: MemoryRow;
  /** Share of the query's information that the memory holds, 0..1. */
  coverage: number;
}

/** The most a term can add to FTS5's bm25(): k1 + 1, with its fixed k1 = 1.2. */
const TERM_MAX = 2.2;

/** The best memories by words; all that match when there are at most `limit`. */
export function searchWords(
  db: Database,
  filter: Filter,
  text: string,
  limit: number,
  visible: Visibility,
): Covered[] {
  const words = queryWords(text);
  if (words.length === 0 || limit <= 0) return [];
  const condition = filterCondition(filter, visible);
  const [total] = db.all<{ n: number }>("SELECT count(*) AS n FROM memory");
  const rows = Number(total?.n ?? 0);
  let information = 0;
  for (const word of words) {
    const [found] = db.all<{ n: number }>(
      "SELECT count(*) AS n FROM words WHERE words MATCH ?",
      `{text extra} : ${quoteWord(word)}`,
    );
    information += idf(rows, Number(found?.n ?? 0));
  }
  const found = db.all<MemoryRow & { score: number }>(
    `SELECT m.*, -bm25(words, 1.0, 0.5, 0.0) AS score FROM words JOIN memory m ON m.seq = words.rowid
     WHERE words MATCH ? AND ${condition.sql} ORDER BY score DESC, m.seq DESC LIMIT ?`,
    matchExpression(words, filter.scope),
    ...condition.parameters,
    limit,
  );
  return found.map(({ score, ...row }) => ({
    row: row as MemoryRow,
    coverage: Math.min(1, Number(score) / (TERM_MAX * information)),
  }));
}

/** FTS5's own idf (its fts5_aux.c): never below 1e-6. */
function idf(rows: number, holding: number): number {
  return Math.max(1e-6, Math.log((rows - holding + 0.5) / (holding + 0.5)));
}

/** Any of the words, within the scope's rows. */
export function matchExpression(words: string[], scope: Scope): string {
  const owners = (["user", "agent", "run"] as const).filter((part) => scope[part] !== undefined)
    .map((part) => `{scope} : ${scopeWord(part, scope[part]!)}`);
  return [...owners, `{text extra} : (${words.map(quoteWord).join(" OR ")})`].join(" AND ");
}
