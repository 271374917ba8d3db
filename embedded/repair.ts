import { isObject } from "../client/json.ts";
import type { Log } from "../client/store.ts";
import { type Database, openDatabase } from "./database.ts";
import { clearSuspect, datedName, moveFile } from "./database_files.ts";
import { formOf } from "./duplicates.ts";
import type { RevisionRow } from "./revisions.ts";
import { hashOf, insertRow, type MemoryRow } from "./rows.ts";
import { migrate } from "./schema.ts";
import { fillWordIndex, indexPending, makeWordIndex } from "./word_index.ts";

/** Rows read at once from a damaged file. */
const BATCH = 100;

/** Reads that may fail before the rest of a table is given up. */
const FAILURES = 5_000;

/** The tables that hold what can't be made anew. */
const TABLES = ["memory", "field", "revision", "vector", "note"];

/** Does SQLite find the tables whole? Reads all of them; the word index is another matter. */
export function isWhole(db: Database): boolean {
  return TABLES.every((table) => {
    const rows = db.all<{ quick_check: string }>(`PRAGMA quick_check(${table})`);
    return rows.length === 1 && rows[0]!.quick_check === "ok";
  });
}

/** Makes the word index anew when it is damaged; it holds nothing that the rows don't. */
export function repairIndex(db: Database, log: Log): void {
  try {
    db.exec("INSERT INTO words (words) VALUES ('integrity-check')");
  } catch (error) {
    db.transaction(() => {
      db.exec("DROP TABLE words");
      makeWordIndex(db);
      fillWordIndex(db);
    });
    log("warn", `The word index of the memory file was damaged (${error}); it was made anew`);
  }
}

/**
 * Sets a damaged file aside under a dated name, and puts a new one in its place with every memory and
 * every step of the history that can still be read.
 *
 * @returns one sentence for the user.
 */
export async function replaceDamaged(path: string, now: Date): Promise<string> {
  const aside = datedName(path, "corrupt", now);
  moveFile(path, aside);
  clearSuspect(path);
  const db = await openDatabase(path);
  try {
    migrate(db, path);
    const saved = await salvage(aside, db);
    return `The memory file "${path}" was damaged: it was set aside as "${aside}", and ${saved} ` +
      `memories could be read and kept; if some are missing, copy a backup over "${path}"`;
  } finally {
    db.close();
  }
}

async function salvage(from: string, into: Database): Promise<number> {
  let source: Database;
  try {
    source = await openDatabase(from);
  } catch {
    return 0; // not even its first page can be read: nothing to save, and the caller says so
  }
  try {
    let saved = 0;
    into.transaction(() => {
      for (const row of readable<MemoryRow>(source, "memory")) if (keepRow(into, row)) saved++;
      for (const row of readable<RevisionRow>(source, "revision")) keepRevision(into, row);
      indexPending(into);
    });
    return saved;
  } finally {
    source.close();
  }
}

/** The rows of a table that can be read; goes round those that can't in growing steps. */
function* readable<T extends { seq: number }>(db: Database, table: string): Generator<T> {
  let failures = 0;
  let step = 1;
  for (let after = -1, limit = BATCH; failures < FAILURES;) {
    try {
      const rows = db.all<T>(
        `SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?`,
        after,
        limit,
      );
      yield* rows;
      if (rows.length === 0) return;
      after = rows.at(-1)!.seq;
      limit = BATCH;
      step = 1;
    } catch {
      // A damaged page: first row by row, then past the rows on it.
      failures++;
      if (limit > 1) limit = 1;
      else {
        after += step;
        step = Math.min(2 * step, 1024);
      }
    }
  }
}

/** Keeps a row that makes sense; its fingerprints are made anew. */
function keepRow(db: Database, row: MemoryRow): boolean {
  if (typeof row.id !== "string" || typeof row.text !== "string") return false;
  if (typeof row.created_at !== "string" || !isJsonObject(row.metadata)) return false;
  insertRow(db, { ...row, hash: hashOf(row.text), form: formOf(row.text) });
  return true;
}

function keepRevision(db: Database, row: RevisionRow): void {
  if (typeof row.id !== "string" || typeof row.memory !== "string") return;
  const columns = Object.keys(row).filter((column) => column !== "seq") as (keyof RevisionRow)[];
  db.run(
    `INSERT INTO revision (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    ...columns.map((column) => row[column]),
  );
}

function isJsonObject(json: unknown): boolean {
  try {
    return typeof json === "string" && isObject(JSON.parse(json));
  } catch {
    return false; // a damaged value; the row is left out
  }
}
