/**
 * Puts new memories into the word index before it is asked.
 *
 * @module
 */
import { isMemoryError } from "../client/errors.ts";
import type { Call } from "../client/store.ts";
import type { Connection } from "./connection.ts";
import { hasPending, indexPending } from "./word_index.ts";

/** How long is waited for others who write, in milliseconds. */
const PATIENCE_MS = 250;

/**
 * Indexes the memories added since the last time. A file that can't be written, or that others write
 * for longer than 250 ms, is searched as it is: a warning in the log says so.
 *
 * @throws MemoryError `aborted`
 */
export async function catchUp(connection: Connection, call: Call = {}): Promise<void> {
  const within = { ...call, timeoutMs: Math.min(PATIENCE_MS, call.timeoutMs ?? PATIENCE_MS) };
  try {
    if (!await connection.read("look for new memories", hasPending, within)) return;
    await connection.write("index new memories", indexPending, within);
  } catch (error) {
    if (!isMemoryError(error) || error.code === "aborted") throw error;
    connection.log("warn", `${error.message}; searches may miss the newest until one can`);
  }
}
