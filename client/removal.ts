/**
 * Verified deletion of many rows, over any way to list and to delete them.
 *
 * @module
 */

import { statusOf } from "./errors.ts";
import type { Memory, Removal } from "./store.ts";

/** Deletes at once: the server does one in about 20 ms, and more at once gain nothing. */
const WORKERS = 4;

/**
 * Delete by id until a fresh listing is empty, or no row of one yields. Safe to interrupt and to run
 * again: what is deleted stays so, and a run begins with a listing.
 *
 * @param list the rows that are to go, as they are now
 * @param remove deletes one; false when it was gone already
 * @param onProgress told after each row: rows gone so far, and rows known at the start
 * @returns rows gone, and rows that a last listing still shows
 * @throws what `list` throws, and of `remove` what concerns all rows (no right, no connection, abort)
 */
export async function removeAll(
  list: () => Promise<Memory[]>,
  remove: (id: string) => Promise<boolean>,
  onProgress?: (removed: number, total: number) => void,
): Promise<Removal> {
  const gone = new Set<string>();
  const tried = new Set<string>();
  let total = 0;
  let stuck = 0;
  for (;;) {
    const ids = (await list()).map((memory) => memory.id);
    const left = ids.length;
    // What a delete called gone and the list still shows, is not gone.
    for (const id of ids) gone.delete(id);
    const removed = gone.size;
    total = Math.max(total, removed + left);
    // Rows that were tried before get one more chance, and not for ever.
    if (ids.every((id) => tried.has(id))) stuck++;
    if (left === 0 || stuck > 1) return { removed, left };
    let stop: unknown;
    const worker = async () => {
      for (let id = ids.pop(); id && !stop; id = ids.pop()) {
        try {
          tried.add(id);
          await remove(id);
          gone.add(id);
          onProgress?.(gone.size, total);
        } catch (error) {
          // The server stumbled over this row (its own 5xx): the others may go all the same.
          if (!(statusOf(error)! >= 500)) stop = error;
        }
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    if (stop) throw stop;
  }
}
