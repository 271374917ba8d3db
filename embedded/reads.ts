import { cleanScope } from "../client/identifiers.ts";
import type { Entity, Filter, Memory } from "../client/store.ts";
import { checkWhere } from "../client/where.ts";
import type { Database, Value } from "./database.ts";
import { filterCondition, type Visibility } from "./filters.ts";
import { memoryOf, type MemoryRow } from "./rows.ts";

/**
 * The filter with clean identifiers, checked.
 *
 * @throws MemoryError `invalid`
 */
export function cleanFilter<T extends Filter>(filter: T): T {
  if (filter.where !== undefined) checkWhere(filter.where);
  return { ...filter, scope: cleanScope(filter.scope) };
}

/** What a statement says of the rows of a clean filter; `rest` stands behind the condition. */
export function selectWhere<T extends object = MemoryRow>(
  db: Database,
  filter: Filter,
  visible: Visibility,
  rest: string,
  parameters: Value[] = [],
  columns = "m.*",
): T[] {
  const condition = filterCondition(filter, visible);
  return db.all<T>(
    `SELECT ${columns} FROM memory m WHERE ${condition.sql} ${rest}`,
    ...condition.parameters,
    ...parameters,
  );
}

/** The rows of a clean filter, newest first. */
export function selectRows(db: Database, filter: Filter, visible: Visibility): MemoryRow[] {
  const rest = "ORDER BY m.created_at DESC, m.id DESC LIMIT ?";
  return selectWhere(db, filter, visible, rest, [filter.limit ?? -1]);
}

/** The next rows of a clean filter after a row number, in the order of writing. */
export function selectAfter(
  db: Database,
  filter: Filter,
  visible: Visibility,
  after: number,
  limit: number,
): MemoryRow[] {
  return selectWhere(db, filter, visible, "AND m.seq > ? ORDER BY m.seq LIMIT ?", [after, limit]);
}

/** How many rows a clean filter has. */
export function countRows(db: Database, filter: Filter, visible: Visibility): number {
  const [found] = selectWhere<{ n: number }>(db, filter, visible, "", [], "count(*) AS n");
  return Number(found?.n ?? 0);
}

/** All rows of everybody, in the order of writing. */
export function selectAll(db: Database, limit: number): Memory[] {
  return db.all<MemoryRow>("SELECT * FROM memory ORDER BY seq LIMIT ?", limit).map(memoryOf);
}

/** Users, agents and runs with their memories, sorted by type and id. Superseded ones don't count. */
export function selectEntities(db: Database): Entity[] {
  return (["agent", "run", "user"] as const).flatMap((type) =>
    db.all<{ id: string; n: number; first: string; last: string | null }>(
      `SELECT ${type} AS id, count(*) AS n, min(created_at) AS first, max(updated_at) AS last
       FROM memory WHERE ${type} IS NOT NULL AND superseded_by IS NULL GROUP BY ${type} ORDER BY id`,
    ).map(({ id, n, first, last }) => {
      const entity: Entity = { type, id, count: Number(n), createdAt: first };
      if (last !== null) entity.updatedAt = last;
      return entity;
    })
  );
}
