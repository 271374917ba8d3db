import type { MemoryRow } from "./rows.ts";
import { writeRevision } from "./revisions.ts";
import type { Writer } from "./writes.ts";

/** Rows noted in one transaction. */
const BATCH = 500;

/**
 * Notes in the history of each memory whose date has passed that it expired, once per date, in an open
 * transaction. Nothing else changes: an expired memory is hidden by its date alone.
 *
 * @returns how many were noted; call again while it is greater than 0.
 */
export function noteExpired(writer: Writer): number {
  const { db, clock } = writer;
  const rows = db.all<MemoryRow>(
    `SELECT m.* FROM memory m WHERE m.expiration_date > '' AND m.expiration_date < ?
     AND NOT EXISTS (SELECT 1 FROM revision r WHERE r.memory = m.id AND r.event = 'EXPIRE'
                     AND r.updated_at >= m.expiration_date) LIMIT ?`,
    clock.today(),
    BATCH,
  );
  for (const row of rows) {
    writeRevision(writer, "EXPIRE", row, {
      before: row.text,
      after: row.text,
      updatedAt: clock.stamp(),
    });
  }
  return rows.length;
}
