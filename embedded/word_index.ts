import { SCOPE_PARTS } from "../client/identifiers.ts";
import { textOf } from "../client/predicate.ts";
import type { Metadata } from "../client/store.ts";
import type { Database } from "./database.ts";
import { md5 } from "./md5.ts";
import type { MemoryRow } from "./rows.ts";
import { dateWords, indexable } from "./text.ts";

/**
 * The word index holds no texts of its own (a contentless FTS5 table): to take a row out, FTS5 must
 * be given the very words that went in. So they are a pure function of the row.
 */
type Indexed = Pick<
  MemoryRow,
  "seq" | "text" | "user" | "agent" | "run" | "created_at" | "metadata"
>;

/** Metadata whose words a query may use: the project, the kind of memory, its tags and files. */
const NAMED = ["app_id", "project", "type", "tags", "files"];

function wordsOfRow(row: Indexed): [number, string, string, string] {
  const metadata = JSON.parse(row.metadata) as Metadata;
  const names = NAMED.map((key) => metadata[key]).flat().filter((name) => typeof name === "string");
  const extra = [dateWords(row.created_at), row.agent ?? "", ...names].join(" ");
  return [row.seq, indexable(row.text), indexable(extra), narrowingWords(row, metadata)];
}

/**
 * Makes the table of the word index. `secure-delete`: words of a deleted memory leave the index at
 * once, not with some later merge. `crisismerge`, `automerge`: each commit is a piece of the index and
 * each word of a question is looked up in every piece; by default up to 16 of a size are let be.
 */
export function makeWordIndex(db: Database): void {
  db.exec(`
CREATE VIRTUAL TABLE words USING fts5 (
  text, extra, scope, content='', tokenize='porter unicode61'
);
INSERT INTO words (words, rank)
VALUES ('secure-delete', 1), ('crisismerge', 2), ('automerge', 2);
  `);
}

/** Puts a changed memory into the word index, unless it is still pending. */
export function indexWords(db: Database, row: Indexed): void {
  if (row.seq <= indexedTo(db)) putWords(db, row);
}

function putWords(db: Database, row: Indexed): void {
  db.run("INSERT INTO words (rowid, text, extra, scope) VALUES (?, ?, ?, ?)", ...wordsOfRow(row));
}

/**
 * So many new memories are put into the index at once at the latest. Each commit that touches the
 * index makes a piece of it, which costs more than all else of an insert and is merged again and again
 * later (docs/adr/0020).
 */
const MOST_PENDING = 32;

/** Leaves a new memory to be indexed with others, before the next search at the latest. */
export function indexLater(db: Database, row: Indexed): void {
  if (row.seq - indexedTo(db) >= MOST_PENDING) indexPending(db);
}

/** Puts the pending memories into the word index. Runs inside a transaction. */
export function indexPending(db: Database): void {
  indexAfter(db, indexedTo(db));
}

/** Is a memory not yet in the word index? */
export function hasPending(db: Database): boolean {
  return db.all(
    `SELECT 1 FROM memory WHERE superseded_by IS NULL
     AND seq > ifnull((SELECT CAST(value AS INTEGER) FROM note WHERE key = 'indexed'), 0) LIMIT 1`,
  ).length > 0;
}

/** The last row that the index knows: those after it are pending. Where none is noted it is made anew. */
function indexedTo(db: Database): number {
  const [note] = db.all<{ value: string }>("SELECT value FROM note WHERE key = 'indexed'");
  return note === undefined ? fillWordIndex(db) : Number(note.value);
}

/** Indexes the rows after one, and notes and returns the last. */
function indexAfter(db: Database, first: number): number {
  let last = first;
  while (true) {
    const rows = db.all<MemoryRow>(
      "SELECT * FROM memory WHERE seq > ? AND superseded_by IS NULL ORDER BY seq LIMIT 1000",
      last,
    );
    if (rows.length === 0) break;
    for (const row of rows) putWords(db, row);
    last = rows[rows.length - 1]!.seq;
  }
  if (last !== first) db.run("REPLACE INTO note VALUES ('indexed', ?)", `${last}`);
  return last;
}

/** Takes a memory out of the word index; `row` as it was when it went in. */
export function removeWords(db: Database, row: Indexed): void {
  if (row.seq > indexedTo(db)) return;
  db.run(
    "INSERT INTO words (words, rowid, text, extra, scope) VALUES ('delete', ?, ?, ?, ?)",
    ...wordsOfRow(row),
  );
}

/** Metadata that most searches filter by. */
export const NARROWING = ["app_id", "scope"];

/** One made-up word for each identifier and the like: with it a query skips other rows in the index. */
function narrowingWords(row: Indexed, metadata: Metadata): string {
  const owners = SCOPE_PARTS.map((part) => narrowingWord(part, row[part]));
  const fields = NARROWING.map((key) => narrowingWord(key, textOf(metadata[key]) ?? null));
  return [...owners, ...fields].join(" ");
}

/**
 * The word of one identifier or value. Two may share one by chance: rows are compared exactly
 * afterwards.
 */
export function narrowingWord(name: string, value: string | null): string {
  return value === null ? "" : `${name.replace("_", "")}${parseInt(md5(value).slice(0, 12), 16)}`;
}

/**
 * Made-up documents that stand for the language at large. In a store of three memories every word is
 * in a third of them, which FTS5's idf takes as "says nothing": coverage would be about 0. These give
 * each word the weight it would have among a few hundred ordinary texts, and its length norm a scale.
 */
const PRIORS = 300;

/** Words in a made-up document: an ordinary memory's length. */
const PRIOR_WORDS = 30;

/** Makes the whole word index anew from the rows; returns the last. Runs inside a transaction. */
export function fillWordIndex(db: Database): number {
  db.exec("INSERT INTO words (words) VALUES ('delete-all')");
  const prior = "0prior0 ".repeat(PRIOR_WORDS);
  for (let i = 1; i <= PRIORS; i++) {
    db.run("INSERT INTO words (rowid, text, extra, scope) VALUES (?, ?, '', '')", -i, prior);
  }
  db.run("REPLACE INTO note VALUES ('indexed', '0')");
  return indexAfter(db, 0);
}
