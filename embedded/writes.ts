import type { Metadata, Patch, Scope } from "../client/store.ts";
import type { Clock } from "./clock.ts";
import type { Database } from "./database.ts";
import { formOf } from "./duplicates.ts";
import { type RevisionEvent, writeRevision } from "./revisions.ts";
import { deleteRow, freeFields, hashOf, insertRow, type MemoryRow, replaceRow } from "./rows.ts";
import { indexLater, indexWords, removeWords } from "./word_index.ts";

/** What a write needs: the open transaction's connection, the time, and who writes. */
export interface Writer {
  /** The connection; a transaction is open on it. */
  db: Database;
  /** Gives the times. */
  clock: Clock;
  /** Who, for the history; null when it is not known. */
  actor: string | null;
}

/** A memory to be written. */
export interface Draft {
  text: string;
  /** Clean. */
  scope: Scope;
  metadata: Metadata;
  expirationDate?: string;
  /** Role of the message; null for extracted memories. */
  role: string | null;
}

/** Adds one memory: row, filter fields, history; its words follow. */
export function addMemory(writer: Writer, draft: Draft): MemoryRow {
  const { db, clock } = writer;
  const given = draft.metadata.created_at;
  const expires = draft.expirationDate ?? draft.metadata.expiration_date;
  const createdAt = typeof given === "string" && given !== "" ? given : clock.stamp();
  const row = insertRow(db, {
    id: crypto.randomUUID(),
    user: draft.scope.user ?? null,
    agent: draft.scope.agent ?? null,
    run: draft.scope.run ?? null,
    expiration_date: typeof expires === "string" ? expires : null,
    superseded_by: null,
    created_at: createdAt,
    updated_at: createdAt,
    role: draft.role,
    actor: null,
    hash: hashOf(draft.text),
    form: formOf(draft.text),
    strength: 1,
    text: draft.text,
    metadata: JSON.stringify(freeFields(draft.metadata)),
  });
  indexLater(db, row);
  writeRevision(writer, "ADD", row, {
    before: null,
    after: row.text,
    // An extracted memory's first step has no update time on the server.
    updatedAt: draft.role === null ? null : createdAt,
  });
  return row;
}

/** Changes one memory; every call leaves a step in its history, as on the server. */
export function patchMemory(writer: Writer, row: MemoryRow, patch: Patch): MemoryRow {
  const metadata = patch.metadata ?? {};
  const expires = patch.expirationDate !== undefined
    ? patch.expirationDate
    : metadata.expiration_date;
  const text = patch.text ?? row.text;
  const merged = { ...JSON.parse(row.metadata) as Metadata, ...freeFields(metadata) };
  return changeMemory(writer, "UPDATE", row, {
    text,
    metadata: JSON.stringify(merged),
    role: typeof metadata.role === "string" ? metadata.role : row.role,
    expiration_date: expires === null
      ? ""
      : typeof expires === "string"
      ? expires
      : row.expiration_date,
  });
}

/** Writes changed columns of a row, keeps the index in step, and notes it in the history. */
export function changeMemory(
  writer: Writer,
  event: RevisionEvent,
  row: MemoryRow,
  change: Partial<MemoryRow>,
): MemoryRow {
  const { db, clock } = writer;
  const next: MemoryRow = { ...row, updated_at: clock.stamp(), ...change } as MemoryRow;
  if (next.text !== row.text) {
    next.hash = hashOf(next.text);
    next.form = formOf(next.text);
    db.run("DELETE FROM vector WHERE memory = ?", row.seq);
  }
  if (row.superseded_by === null) removeWords(db, row);
  replaceRow(db, next);
  if (next.superseded_by === null) indexWords(db, next);
  writeRevision(writer, event, row, {
    before: row.text,
    after: next.text,
    updatedAt: next.updated_at,
    role: next.role,
  });
  return next;
}

/** Deletes one memory; its history stays. */
export function dropMemory(writer: Writer, row: MemoryRow): void {
  const { db, clock } = writer;
  if (row.superseded_by === null) removeWords(db, row);
  deleteRow(db, row.seq);
  writeRevision(writer, "DELETE", row, {
    before: row.text,
    after: null,
    updatedAt: clock.stamp(),
  });
}
