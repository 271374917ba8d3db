import type { Revision } from "../client/store.ts";
import type { MemoryRow } from "./rows.ts";
import type { Database } from "./database.ts";
import type { Writer } from "./writes.ts";

/** What can happen to a memory. ADD, UPDATE and DELETE are the server's; the others are ours. */
export type RevisionEvent =
  | "ADD"
  | "UPDATE"
  | "DELETE"
  | "SUPERSEDE"
  | "MERGE"
  | "EXPIRE"
  | "UNDO";

/** A row of the table `revision`. */
export interface RevisionRow {
  seq: number;
  id: string;
  memory: string;
  event: RevisionEvent;
  before: string | null;
  after: string | null;
  created_at: string | null;
  updated_at: string | null;
  role: string | null;
  actor: string | null;
  user: string | null;
  agent: string | null;
  run: string | null;
  /** JSON of the row before the change, without its text; null for ADD. */
  state: string | null;
  undone: number;
}

/** What a step did to the text, and when. */
export interface Step {
  before: string | null;
  after: string | null;
  updatedAt: string | null;
  /** Role after the change; the row's when absent. */
  role?: string | null;
}

/** Appends a step to a memory's history; `row` as it was before (for ADD: as it is). */
export function writeRevision(
  writer: Writer,
  event: RevisionEvent,
  row: MemoryRow,
  step: Step,
): void {
  const { text: _, ...rest } = row;
  writer.db.run(
    "INSERT INTO revision (id, memory, event, before, after, created_at, updated_at, role, actor, " +
      "user, agent, run, state) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
    crypto.randomUUID(),
    row.id,
    event,
    step.before,
    step.after,
    row.created_at,
    step.updatedAt,
    step.role === undefined ? row.role : step.role,
    writer.actor,
    row.user,
    row.agent,
    row.run,
    event === "ADD" ? null : JSON.stringify(rest),
  );
}

/** A memory's steps, oldest first. */
export function readRevisions(db: Database, id: string): Revision[] {
  return db.all<RevisionRow>("SELECT * FROM revision WHERE memory = ? ORDER BY seq", id)
    .map(revisionOf);
}

/** Decodes a step. */
export function revisionOf(row: RevisionRow): Revision {
  const revision: Revision = {
    id: row.id,
    memoryId: row.memory,
    before: row.before,
    after: row.after,
    event: row.event,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
  if (row.actor !== null) revision.actor = row.actor;
  if (row.role !== null) revision.role = row.role;
  return revision;
}
