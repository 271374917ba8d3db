import type { Log } from "../../client/store.ts";
import type { OutboxFolder } from "./outbox_folder.ts";

const MAX_ENTRIES = 5_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** Keeps one target's queue within 5,000 entries and 64 MB: the oldest entries are dropped. */
export class Bounds {
  readonly #log: Log;
  /** What may still be put before the folder is looked at; undefined: not known yet. */
  #room: { entries: number; bytes: number } | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** To be told of each entry, with its size in bytes. */
  async keep(folder: OutboxFolder, size: number): Promise<void> {
    const room = this.#room;
    if (room !== undefined && --room.entries >= 0 && (room.bytes -= size) >= 0) return;
    const sized = await folder.sizes();
    let entries = sized.length;
    let bytes = sized.reduce((sum, one) => sum + one.size, 0);
    let dropped = 0;
    for (const one of sized) {
      if (entries <= MAX_ENTRIES && bytes <= MAX_BYTES) break;
      const claim = await folder.claim(one);
      if (claim !== undefined) {
        await folder.drop(claim);
        dropped++;
      }
      entries--;
      bytes -= one.size;
    }
    if (dropped > 0) {
      const limits = `${MAX_ENTRIES} entries and ${MAX_BYTES / 1024 / 1024} MB`;
      this.#log(
        "warn",
        `Dropped the ${dropped} oldest queued memories: the outbox holds at most ${limits}; ` +
          "make the back end reachable",
      );
    }
    // Other processes put too: look again well before the bound.
    this.#room = {
      entries: Math.min(100, MAX_ENTRIES - entries),
      bytes: Math.min(1024 * 1024, MAX_BYTES - bytes),
    };
  }
}
