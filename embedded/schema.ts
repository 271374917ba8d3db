import { MemoryError } from "../client/errors.ts";
import type { Database } from "./database.ts";
import { fillWordIndex, makeWordIndex } from "./word_index.ts";

/** Marks our files in the SQLite header ("M0SH"), so that no other program's file is touched. */
const APPLICATION_ID = 0x4d305348;

/** One step from a schema version to the next. */
export type Migration = (db: Database) => void;

/**
 * The steps of the schema; step n makes version n+1. A step that has been published never changes.
 */
export const MIGRATIONS: readonly Migration[] = [createTables];

/** What {@link migrate} found. */
export interface SchemaState {
  /** Version before. 0: a new file. */
  from: number;
  /** Version now. */
  to: number;
}

/** The schema version of a file; 0 for a new one. */
export function schemaVersion(db: Database): number {
  return Number(db.all<{ user_version: number }>("PRAGMA user_version")[0]?.user_version ?? 0);
}

/**
 * Refuses files that are not ours to write: another program's, or those of a newer version.
 *
 * @throws MemoryError `storage`
 */
export function checkSchema(db: Database, path: string, known: number = MIGRATIONS.length): number {
  const version = schemaVersion(db);
  const [mark] = db.all<{ application_id: number }>("PRAGMA application_id");
  const ours = mark?.application_id === APPLICATION_ID;
  if (!ours) {
    const [tables] = db.all<{ n: number }>("SELECT count(*) AS n FROM sqlite_master");
    if (version > 0 || Number(tables?.n) > 0) {
      throw new MemoryError(
        "storage",
        `Cannot open "${path}": it is another program's SQLite file; name another path in MEM0_DB_PATH`,
      );
    }
  }
  if (version > known) throw newerSchema(path, version, known);
  return version;
}

/** A file of a newer version of this program is refused, never guessed at. */
export function newerSchema(path: string, version: number, known: number): MemoryError {
  return new MemoryError(
    "storage",
    `Cannot use "${path}": it has schema ${version} and this version knows ${known}; ` +
      "update opencode-mem0-selfhost",
  );
}

/**
 * Brings the schema up to date in one transaction. Another process may have done so meanwhile.
 *
 * @param migrations the steps; a parameter for tests of the mechanism.
 */
export function migrate(
  db: Database,
  path: string,
  migrations: readonly Migration[] = MIGRATIONS,
): SchemaState {
  return db.transaction(() => {
    const from = checkSchema(db, path, migrations.length);
    for (const step of migrations.slice(from)) step(db);
    if (from < migrations.length) {
      db.exec(`PRAGMA user_version = ${migrations.length}`);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    }
    return { from, to: migrations.length };
  });
}

/**
 * Version 1.
 *
 * `memory.expiration_date`: NULL never set, '' cleared, else a date. `superseded_by`: hidden from
 * lists and searches. `form`: fingerprint of the text's normal form, for duplicates. `strength`: how
 * often the same was said again.
 *
 * `field`: the text, number and lower case of a metadata value that filters compare, computed by the
 * same functions as the plain predicate, since SQLite would write numbers and fold case its own way.
 * Texts that are no number have a row only where their lower case isn't SQLite's or their name needs
 * escaping in a JSON path; own fields only where their number or lower case isn't SQLite's.
 *
 * `vector.stamp`: grows with every vector written, so that a copy in memory can tell what is new.
 *
 * `note`: `indexed` is the number of the last row in the word index (docs/adr/0020).
 *
 * `revision.state`: what an undo needs beside the text, as JSON.
 */
const VERSION_1 = `
CREATE TABLE memory (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  user TEXT, agent TEXT, run TEXT,
  expiration_date TEXT,
  superseded_by TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT,
  role TEXT, actor TEXT,
  hash TEXT NOT NULL,
  form TEXT NOT NULL,
  strength INTEGER NOT NULL DEFAULT 1,
  text TEXT NOT NULL,
  metadata TEXT NOT NULL
);
${
  ["user", "agent", "run"].map((part) =>
    `CREATE INDEX memory_${part} ON memory (${part}, created_at) WHERE ${part} IS NOT NULL;`
  ).join("")
}
CREATE INDEX memory_form ON memory (form);
CREATE INDEX memory_expiration ON memory (expiration_date) WHERE expiration_date > '';
CREATE TABLE field (
  memory INTEGER NOT NULL,
  key TEXT NOT NULL,
  text TEXT,
  number REAL,
  folded TEXT,
  PRIMARY KEY (memory, key)
) WITHOUT ROWID;
CREATE TABLE revision (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  memory TEXT NOT NULL,
  event TEXT NOT NULL,
  before TEXT, after TEXT,
  created_at TEXT, updated_at TEXT,
  role TEXT, actor TEXT,
  user TEXT, agent TEXT, run TEXT,
  state TEXT,
  undone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX revision_memory ON revision (memory);
CREATE TABLE vector (
  memory INTEGER PRIMARY KEY,
  stamp INTEGER NOT NULL UNIQUE,
  embedder TEXT NOT NULL,
  data BLOB NOT NULL
);
CREATE TABLE note (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

function createTables(db: Database): void {
  db.exec(VERSION_1);
  makeWordIndex(db);
  fillWordIndex(db);
}
