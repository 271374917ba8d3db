import { memoryId } from "../client/identifiers.ts";
import type { Filter } from "../client/store.ts";
import { copiesOf } from "./database_copies.ts";
import type { Database } from "./database.ts";
import { cleanFilter, selectWhere } from "./reads.ts";
import type { EmbeddedStore } from "./store.ts";
import { scopeCondition, type Visibility } from "./filters.ts";
import { deleteRow, type MemoryRow, rowOf } from "./rows.ts";
import { removeWords } from "./word_index.ts";

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
export async function purge(
  { core }: EmbeddedStore,
  which: { id: string } | { filter: Filter },
): Promise<Purge> {
  const { connection } = core;
  const clean = "id" in which
    ? { id: memoryId(which.id) ?? "" }
    : { filter: cleanFilter(which.filter) };
  const purged = await connection.write(
    "forget memories",
    (db) => purgeRows(db, clean, core.visible()),
  );
  await connection.wipeJournal();
  return { purged, copies: connection.path === ":memory:" ? [] : copiesOf(connection.path) };
}

function purgeRows(
  db: Database,
  which: { id: string } | { filter: Filter },
  visible: Visibility,
): number {
  const rows = "id" in which ? [rowOf(db, which.id)] : rowsOf(db, which.filter, visible);
  const ids = new Set("id" in which ? [which.id] : idsOf(db, which.filter));
  let forgotten = 0;
  for (const row of rows) {
    if (row === undefined) continue;
    if (row.superseded_by === null) removeWords(db, row);
    deleteRow(db, row.seq);
    ids.add(row.id);
    forgotten++;
  }
  for (const id of ids) {
    const steps = db.run("DELETE FROM revision WHERE memory = ?", id);
    if (steps > 0 && !rows.some((row) => row?.id === id)) forgotten++;
  }
  return forgotten;
}

function rowsOf(db: Database, filter: Filter, visible: Visibility): MemoryRow[] {
  const all = { ...visible, superseded: true };
  return selectWhere(db, { ...filter, showExpired: true }, all, "");
}

/** Memories that were deleted earlier are known by their history alone: without metadata to filter by. */
function idsOf(db: Database, filter: Filter): string[] {
  if (filter.where !== undefined) return [];
  const own = scopeCondition(filter.scope, "r");
  return db.all<{ memory: string }>(
    `SELECT DISTINCT memory FROM revision r
     WHERE ${own.sql}
     AND NOT EXISTS (SELECT 1 FROM memory m WHERE m.id = r.memory)`,
    ...own.parameters,
  ).map((row) => row.memory);
}
