import type { Filter, Removal, RemovalCall } from "../client/store.ts";
import type { Core } from "./core.ts";
import type { Database } from "./database.ts";
import { countRows, selectAfter } from "./reads.ts";
import { fillWordIndex } from "./word_index.ts";
import { dropMemory } from "./writes.ts";

/** Rows deleted in one transaction, so that other processes get their turn. */
const BATCH = 500;

/** Deletes all rows of a clean filter, expired and superseded ones too, and counts what is left. */
export async function removeRows(
  { connection, writer, visible: seen }: Core,
  filter: Filter,
  call?: RemovalCall,
): Promise<Removal> {
  const all = { ...filter, showExpired: true };
  const visible = { ...seen(), superseded: true };
  const count = () => connection.read("count", (db) => countRows(db, all, visible), call);
  const total = await count();
  for (let removed = 0;;) {
    const step = await connection.write("delete memories", (db) => {
      const rows = selectAfter(db, all, visible, -1, BATCH);
      for (const row of rows) dropMemory(writer(), row);
      return rows.length;
    }, call);
    removed += step;
    if (step > 0) call?.onProgress?.(removed, total);
    if (step < BATCH) return { removed, left: await count() };
  }
}

/** Deletes everything, history included, in an open transaction. */
export function deleteAll(db: Database): void {
  for (const table of ["memory", "field", "revision", "vector"]) db.exec(`DELETE FROM ${table}`);
  fillWordIndex(db);
}
