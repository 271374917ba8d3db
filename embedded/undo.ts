import { cleanScope } from "../client/identifiers.ts";
import type { Revision, Scope } from "../client/store.ts";
import { scopeCondition } from "./filters.ts";
import { formOf } from "./duplicates.ts";
import { revisionOf, type RevisionRow, writeRevision } from "./revisions.ts";
import { deleteRow, hashOf, insertRow, type MemoryRow, replaceRow, rowOf } from "./rows.ts";
import { indexWords, removeWords } from "./word_index.ts";
import type { EmbeddedStore } from "./store.ts";
import type { Writer } from "./writes.ts";

/**
 * Takes back the last `count` changes of a scope, newest first; returns what was taken back. Each is
 * marked, so that the next call goes further back, and leaves an UNDO step in the history.
 *
 * @throws MemoryError `invalid` for a scope without identifier, `storage`
 */
export async function undo(
  { core }: EmbeddedStore,
  count: number,
  scope: Scope,
): Promise<Revision[]> {
  const clean = cleanScope(scope);
  const steps = await core.connection.write(
    "undo changes",
    () => takeBackLast(core.writer(), count, clean),
  );
  core.written(steps.map((step) => step.memoryId));
  return steps;
}

function takeBackLast(writer: Writer, count: number, scope: Scope): Revision[] {
  const own = scopeCondition(scope, "r");
  const steps = writer.db.all<RevisionRow>(
    `SELECT * FROM revision r WHERE undone = 0 AND event <> 'UNDO' AND event <> 'EXPIRE'
     AND ${own.sql} ORDER BY seq DESC LIMIT ?`,
    ...own.parameters,
    count,
  );
  for (const step of steps) {
    takeBack(writer, step);
    writer.db.run("UPDATE revision SET undone = 1 WHERE seq = ?", step.seq);
  }
  return steps.map(revisionOf);
}

function takeBack(writer: Writer, step: RevisionRow): void {
  const { db, clock } = writer;
  const row = rowOf(db, step.memory);
  const before = stateBefore(step);
  if (row !== undefined && row.superseded_by === null) removeWords(db, row);
  let restored: MemoryRow | undefined;
  if (before === undefined) {
    if (row !== undefined) deleteRow(db, row.seq);
  } else if (row === undefined) {
    restored = insertRow(db, { ...before, updated_at: clock.stamp() });
  } else {
    restored = { ...before, seq: row.seq, updated_at: clock.stamp() };
    if (restored.text !== row.text) db.run("DELETE FROM vector WHERE memory = ?", row.seq);
    replaceRow(db, restored);
  }
  if (restored !== undefined && restored.superseded_by === null) indexWords(db, restored);
  const subject = row ?? restored;
  if (subject === undefined) return;
  writeRevision(writer, "UNDO", subject, {
    before: row?.text ?? null,
    after: restored?.text ?? null,
    updatedAt: restored?.updated_at ?? clock.stamp(),
  });
}

/** The row as it was before a step; undefined: it was not there. */
function stateBefore(step: RevisionRow): MemoryRow | undefined {
  if (step.state === null || step.before === null) return undefined;
  const state = JSON.parse(step.state) as Omit<MemoryRow, "text">;
  return { ...state, text: step.before, hash: hashOf(step.before), form: formOf(step.before) };
}
