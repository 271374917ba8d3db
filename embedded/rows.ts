import { numberOf, textOf } from "../client/predicate.ts";
import type { Json, Memory, Metadata, Scope } from "../client/store.ts";
import type { Database } from "./database.ts";
import { md5 } from "./md5.ts";

/** A row of the table `memory`. */
export interface MemoryRow {
  /** Row number; never used again. */
  seq: number;
  /** UUID. */
  id: string;
  /** Identifiers. */
  user: string | null;
  agent: string | null;
  run: string | null;
  /** NULL: never set; '': cleared; else `YYYY-MM-DD`. */
  expiration_date: string | null;
  /** Id of the memory that took its place. */
  superseded_by: string | null;
  created_at: string;
  updated_at: string | null;
  role: string | null;
  actor: string | null;
  hash: string;
  form: string;
  strength: number;
  text: string;
  /** JSON object. */
  metadata: string;
}

/**
 * Metadata keys that name something else: identifiers and the row's own fields. They are taken out of
 * what a caller gives, as the server does.
 */
const RESERVED = new Set([
  "user_id",
  "agent_id",
  "run_id",
  "actor_id",
  "id",
  "data",
  "hash",
  "role",
  "created_at",
  "updated_at",
  "expiration_date",
  "superseded_by",
  "text_lemmatized",
]);

/** Metadata without reserved keys. */
export function freeFields(metadata: Metadata): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !RESERVED.has(key)));
}

/** Decodes a row. A superseded memory says so in its metadata. */
export function memoryOf(row: MemoryRow): Memory {
  const scope: Scope = {};
  if (row.user !== null) scope.user = row.user;
  if (row.agent !== null) scope.agent = row.agent;
  if (row.run !== null) scope.run = row.run;
  const metadata = JSON.parse(row.metadata) as Metadata;
  if (row.superseded_by !== null) metadata.superseded_by = row.superseded_by;
  const memory: Memory = {
    id: row.id,
    text: row.text,
    scope,
    metadata,
    hash: row.hash,
    createdAt: row.created_at,
  };
  if (row.role !== null) memory.role = row.role;
  if (row.actor !== null) memory.actor = row.actor;
  if (row.updated_at !== null) memory.updatedAt = row.updated_at;
  if (row.expiration_date !== null) memory.expirationDate = row.expiration_date || null;
  return memory;
}

/** A stored text with its fingerprints. */
export function hashOf(text: string): string {
  return md5(text);
}

/** Columns of a row that a change may write. */
const CHANGEABLE = [
  "expiration_date",
  "superseded_by",
  "updated_at",
  "role",
  "hash",
  "form",
  "strength",
  "text",
  "metadata",
] as const;

/** All columns but the number. */
const COLUMNS = [...CHANGEABLE, "id", "user", "agent", "run", "created_at", "actor"] as const;

const INSERT = `INSERT INTO memory (${COLUMNS.join()}) VALUES (${
  COLUMNS.map(() => "?").join()
}) RETURNING seq`;
const REPLACE = `UPDATE memory SET ${CHANGEABLE.map((name) => `${name} = ?`).join()} WHERE seq = ?`;

/** Inserts a row and gives it its number. */
export function insertRow(db: Database, row: Omit<MemoryRow, "seq">): MemoryRow {
  const [made] = db.all<{ seq: number }>(INSERT, ...COLUMNS.map((name) => row[name]));
  const full: MemoryRow = { ...row, seq: Number(made!.seq) };
  writeFields(db, full);
  return full;
}

/** Overwrites a row's changeable columns. */
export function replaceRow(db: Database, row: MemoryRow): void {
  db.run(REPLACE, ...CHANGEABLE.map((name) => row[name]), row.seq);
  db.run("DELETE FROM field WHERE memory = ?", row.seq);
  writeFields(db, row);
}

/** Deletes a row with its filter fields and vector. */
export function deleteRow(db: Database, seq: number): void {
  db.run("DELETE FROM memory WHERE seq = ?", seq);
  db.run("DELETE FROM field WHERE memory = ?", seq);
  db.run("DELETE FROM vector WHERE memory = ?", seq);
}

/** The row of an id, or undefined. */
export function rowOf(db: Database, id: string): MemoryRow | undefined {
  return db.all<MemoryRow>("SELECT * FROM memory WHERE id = ?", id)[0];
}

/** Columns that filters know by the name of the Mem0 field. */
export const OWN_FIELDS: Record<string, keyof MemoryRow> = {
  data: "text",
  hash: "hash",
  role: "role",
  actor_id: "actor",
  created_at: "created_at",
  updated_at: "updated_at",
  expiration_date: "expiration_date",
};

/** A metadata key that stands in a JSON path as it is. */
export const PLAIN_KEY = /^[\w.-]+$/;

/** Writes what filters compare (see schema.ts). */
function writeFields(db: Database, row: MemoryRow): void {
  const write = (key: string, text: string | null, number?: number, folded?: string): void => {
    db.run(
      "INSERT INTO field VALUES (?,?,?,?,?)",
      row.seq,
      key,
      text,
      number ?? null,
      folded ?? null,
    );
  };
  const metadata = JSON.parse(row.metadata) as Record<string, Json>;
  for (const [key, value] of Object.entries(metadata)) {
    const text = textOf(value);
    const number = numberOf(value);
    const folded = foldedOf(text ?? "");
    const isPlain = typeof value === "string" && number === undefined && folded === undefined;
    if (!isPlain || !PLAIN_KEY.test(key)) write(key, text ?? null, number, folded);
  }
  for (const [field, column] of Object.entries(OWN_FIELDS)) {
    const text = row[column];
    if (typeof text !== "string") continue;
    const number = numberOf(text);
    const folded = foldedOf(text);
    if (number !== undefined || folded !== undefined) write(field, null, number, folded);
  }
}

/** The lower case where SQLite's, which knows A to Z only, would be another. */
function foldedOf(text: string): string | undefined {
  const folded = text.toLowerCase();
  const ascii = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return folded === ascii ? undefined : folded;
}
