import type { Scope } from "../client/store.ts";
import type { Database } from "./database.ts";
import { quoteWord } from "./text.ts";

/** A count, and how many documents the index held when it was made. */
interface Counted {
  count: number;
  documents: number;
}

/** Words whose counts are kept; people ask about few things. */
const KEPT = 2_000;

/** A count is made anew when the index has grown or shrunk by this share since. */
const DRIFT = 0.05;

/** Identifiers that at least this share of the rows have don't narrow a search. */
const LARGE_SHARE = 0.2;

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
    return this.#kept(`word ${word}`, documents, () => {
      const [found] = db.all<{ n: number }>(
        "SELECT count(*) AS n FROM words WHERE words MATCH ?",
        `{text extra} : ${quoteWord(word)}`,
      );
      return Number(found?.n ?? 0);
    });
  }

  /** Do so many rows have this identifier that looking for it in the index costs more than it saves? */
  isLarge(db: Database, part: keyof Scope, id: string, documents: number): boolean {
    const enough = Math.ceil(documents * LARGE_SHARE);
    const count = this.#kept(`${part} ${id}`, documents, () => {
      const [found] = db.all<{ n: number }>(
        `SELECT count(*) AS n FROM (SELECT 1 FROM memory WHERE ${part} = ? LIMIT ?)`,
        id,
        enough,
      );
      return Number(found?.n ?? 0);
    });
    return count >= enough * (1 - DRIFT);
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
