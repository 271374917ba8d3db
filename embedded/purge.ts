import { memoryId } from "../client/identifiers.ts";
import type { Filter } from "../client/store.ts";
import { copiesOf } from "./database_copies.ts";
import type { Database } from "./database.ts";
import { cleanFilter, selectWhere } from "./reads.ts";
import type { EmbeddedStore } from "./store.ts";
import { scopeCondition, type Visibility } from "./filters.ts";
import { deleteRow, type MemoryRow, rowOf } from "./rows.ts";
import { removeWords } from "./word_index.ts";

/** What is to be purged: by id, memories that were deleted before included, or by a filter. */
export type Purgeable = { ids: readonly string[] } | { filter: Filter };

/** What a purge did. */
export interface Purge {
  /** Memories, deleted ones included, whose text is gone. */
  purged: number;
  /** Files beside the store that may still hold it: copies kept by a migration or a repair. */
  copies: string[];
}

/**
 * Forgets memories for good: rows, words, vectors and every step of their history, those of memories
 * deleted earlier included. The file overwrites what it frees (secure_delete), and the journal, which
 * holds older pages, is emptied.
 *
 * @throws MemoryError `invalid`, `storage`
 */
export async function purge(store: EmbeddedStore, which: Purgeable): Promise<Purge> {
  const { core } = store;
  const { connection } = core;
  const clean = cleaned(which);
  const purged = await connection.write(
    "forget memories",
    (db) => purgeRows(db, clean, core.visible()),
  );
  await connection.wipeJournal();
  return { purged, copies: copiesBeside(store) };
}

/** Copies of the file that a migration or a repair set aside, oldest first; a purge leaves them. */
export function copiesBeside({ core }: EmbeddedStore): string[] {
  const { path } = core.connection;
  return path === ":memory:" ? [] : copiesOf(path);
}

/**
 * Every text that a purge of the same would take away, older ones included: what is to be looked for
 * elsewhere before it.
 *
 * @throws MemoryError `invalid`, `storage`
 */
export async function textsOf({ core }: EmbeddedStore, which: Purgeable): Promise<string[]> {
  const clean = cleaned(which);
  return await core.connection.read("read what is to be forgotten", (db) => {
    const { rows, ids } = select(db, clean, core.visible());
    const texts = new Set(rows.map((row) => row.text));
    for (const id of ids) {
      const steps = db.all<{ before: string | null; after: string | null }>(
        "SELECT before, after FROM revision WHERE memory = ?",
        id,
      );
      for (const { before, after } of steps) {
        for (const text of [before, after]) if (text !== null) texts.add(text);
      }
    }
    return [...texts];
  });
}

function cleaned(which: Purgeable): Purgeable {
  if ("filter" in which) return { filter: cleanFilter(which.filter) };
  return { ids: which.ids.map(memoryId).filter((id) => id !== undefined) };
}

function purgeRows(db: Database, which: Purgeable, visible: Visibility): number {
  const { rows, ids } = select(db, which, visible);
  for (const row of rows) {
    if (row.superseded_by === null) removeWords(db, row);
    deleteRow(db, row.seq);
  }
  const there = new Set(rows.map((row) => row.id));
  let forgotten = rows.length;
  for (const id of ids) {
    const steps = db.run("DELETE FROM revision WHERE memory = ?", id);
    if (steps > 0 && !there.has(id)) forgotten++;
  }
  return forgotten;
}

/** The rows that are meant, and the ids whose history is. */
function select(
  db: Database,
  which: Purgeable,
  visible: Visibility,
): { rows: MemoryRow[]; ids: Set<string> } {
  if ("ids" in which) {
    const rows = which.ids.map((id) => rowOf(db, id)).filter((row) => row !== undefined);
    return { rows, ids: new Set(which.ids) };
  }
  const all = { ...visible, superseded: true };
  const rows = selectWhere(db, { ...which.filter, showExpired: true }, all, "");
  return { rows, ids: new Set([...rows.map((row) => row.id), ...deletedIds(db, which.filter)]) };
}

/** Memories that were deleted earlier are known by their history alone: without fields to filter by. */
function deletedIds(db: Database, filter: Filter): string[] {
  if (filter.where !== undefined) return [];
  const own = scopeCondition(filter.scope, "r");
  return db.all<{ memory: string }>(
    `SELECT DISTINCT memory FROM revision r
     WHERE ${own.sql}
     AND NOT EXISTS (SELECT 1 FROM memory m WHERE m.id = r.memory)`,
    ...own.parameters,
  ).map((row) => row.memory);
}
