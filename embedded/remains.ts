/**
 * What is left of memories after they were deleted or changed: what a purge is asked to reach.
 *
 * @module
 */
import { cleanScope } from "../client/identifiers.ts";
import type { Memory, Scope } from "../client/store.ts";
import { scopeCondition } from "./filters.ts";
import type { RevisionRow } from "./revisions.ts";
import { memoryOf, type MemoryRow } from "./rows.ts";
import type { EmbeddedStore } from "./store.ts";

/**
 * The memories of a scope that are known by their history alone, as they were before they were
 * deleted. What a repair saved without its row has no metadata.
 *
 * @throws MemoryError `invalid` for a scope without identifier, `storage`
 */
export async function deletedMemories({ core }: EmbeddedStore, scope: Scope): Promise<Memory[]> {
  const own = scopeCondition(cleanScope(scope), "r");
  const steps = await core.connection.read("read what was deleted", (db) =>
    db.all<RevisionRow>(
      `SELECT * FROM revision r WHERE ${own.sql}
       AND NOT EXISTS (SELECT 1 FROM memory m WHERE m.id = r.memory) ORDER BY seq`,
      ...own.parameters,
    ));
  const last = new Map<string, RevisionRow>();
  for (const step of steps) last.set(step.memory, step);
  return [...last.values()].map(memoryBefore);
}

/**
 * Memories of a scope that hold one of the texts, now or in their history.
 *
 * @throws MemoryError `invalid` for a scope without identifier, `storage`
 */
export async function idsHolding(
  { core }: EmbeddedStore,
  texts: readonly string[],
  scope: Scope,
): Promise<string[]> {
  const clean = cleanScope(scope);
  const [rows, steps] = [scopeCondition(clean), scopeCondition(clean, "r")];
  return await core.connection.read("look for a text", (db) => {
    const found = new Set<string>();
    for (const text of texts) {
      const holders = db.all<{ id: string }>(
        `SELECT m.id FROM memory m WHERE ${rows.sql} AND instr(m.text, ?) > 0
         UNION SELECT r.memory FROM revision r
         WHERE ${steps.sql} AND (instr(r.before, ?) > 0 OR instr(r.after, ?) > 0)`,
        ...rows.parameters,
        text,
        ...steps.parameters,
        text,
        text,
      );
      for (const { id } of holders) found.add(id);
    }
    return [...found];
  });
}

function memoryBefore(step: RevisionRow): Memory {
  const text = step.before ?? step.after ?? "";
  if (step.state !== null) {
    return memoryOf({ ...JSON.parse(step.state) as Omit<MemoryRow, "text">, text });
  }
  const scope: Scope = {};
  for (const part of ["user", "agent", "run"] as const) {
    if (step[part] !== null) scope[part] = step[part];
  }
  return { id: step.memory, text, scope, metadata: {}, createdAt: step.created_at ?? "" };
}
