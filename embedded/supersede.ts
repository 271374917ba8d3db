import { memoryId } from "../client/identifiers.ts";
import { MemoryError } from "../client/errors.ts";
import { supersede as hide } from "./adding.ts";
import { rowOf } from "./rows.ts";
import type { EmbeddedStore } from "./store.ts";

/**
 * Hides a memory behind the one that took its place.
 *
 * @throws MemoryError `missing` when one is not there, `storage`
 */
export function supersede({ core }: EmbeddedStore, id: string, by: string): Promise<void> {
  return core.connection.write("supersede a memory", (db) => {
    const [old, next] = [id, by].map((one) => {
      const row = rowOf(db, memoryId(one) ?? "");
      if (row !== undefined) return row.id;
      throw new MemoryError("missing", `Cannot supersede memory "${one}": it is not there`);
    });
    hide(core.writer(), old!, next!);
  });
}
