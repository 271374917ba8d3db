import type { Database } from "./database.ts";
import type { Condition } from "./filters.ts";
import { quoteWord } from "./text.ts";

/** A count, and how many documents the index held when it was made. */
interface Counted {
  count: number;
  documents: number;
}

/** Words whose counts are kept, in some 1 MB: a team asks about more than a person does. */
const KEPT = 10_000;

/** A count is made anew when the index has grown or shrunk by this share since. */
const DRIFT = 0.05;

/** What at least this share of the rows have doesn't narrow a search. */
const LARGE_SHARE = 0.2;

/** Rows looked at to judge that. */
const SAMPLE = 100;

/**
 * What a search must know of the whole index: how many documents there are and how many hold a word.
 * Counting walks the index, so counts are kept until the index has changed noticeably.
 */
export class Statistics {
  readonly #counts = new Map<string, Counted>();

  /** Documents in the word index, the made-up ones included. Counts pages, not rows: some 10 µs. */
  documents(db: Database): number {
    const [found] = db.all<{ n: number }>("SELECT count(*) AS n FROM words_docsize");
    return Number(found?.n ?? 0);
  }

  /** Documents that hold a word. */
  holding(db: Database, word: string, documents: number): number {
    return this.matching(db, `{text extra} : ${quoteWord(word)}`, documents);
  }

  /** Documents that meet an FTS5 expression. */
  matching(db: Database, expression: string, documents: number): number {
    return this.#kept(`match ${expression}`, documents, () => {
      const [found] = db.all<{ n: number }>(
        "SELECT count(*) AS n FROM words WHERE words MATCH ?",
        expression,
      );
      return Number(found?.n ?? 0);
    });
  }

  /**
   * Do so many rows meet a condition that looking for it in the index costs more than it saves? Judged
   * by a sample of rows from all times: counting them all would take longer than the search.
   */
  isLarge(db: Database, condition: Condition, documents: number): boolean {
    const key = `${condition.sql} ${JSON.stringify(condition.parameters)}`;
    return this.#kept(key, documents, () => {
      const [last] = db.all<{ seq: number | null }>("SELECT max(seq) AS seq FROM memory");
      const step = Number(last?.seq ?? 0) / SAMPLE;
      const seqs = Array.from({ length: SAMPLE }, (_, i) => Math.ceil(step * (i + 0.5)));
      const [found] = db.all<{ looked: number; meeting: number }>(
        `SELECT count(*) AS looked, ifnull(sum(${condition.sql}), 0) AS meeting
         FROM json_each(?) j CROSS JOIN memory m ON m.seq = j.value`,
        ...condition.parameters,
        JSON.stringify(seqs),
      );
      return Number(found?.meeting ?? 0) >= LARGE_SHARE * Number(found?.looked ?? 0) ? 1 : 0;
    }) === 1;
  }

  #kept(key: string, documents: number, count: () => number): number {
    const known = this.#counts.get(key);
    if (known !== undefined && Math.abs(known.documents - documents) <= DRIFT * documents) {
      return known.count;
    }
    const made = { count: count(), documents };
    this.#counts.delete(key);
    this.#counts.set(key, made);
    if (this.#counts.size > KEPT) this.#counts.delete(this.#counts.keys().next().value!);
    return made.count;
  }
}
