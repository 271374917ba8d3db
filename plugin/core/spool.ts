import type { Log } from "../../client/store.ts";
import { DISK, type Disk } from "./disk.ts";

/** What a user said, as it was spooled. */
export interface SpoolEntry {
  sessionID: string;
  messageID: string;
  /** User id it was said under. */
  user: string;
  /** Project id it was said in. */
  project: string;
  /** Address of the back end, without credentials. */
  backend: string;
  /** Already redacted. */
  text: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Options of {@link Spool}. */
export interface SpoolOptions {
  /** The folder; made at the first write. */
  dir: string;
  log: Log;
  /** Default `Date.now`. */
  now?: () => number;
  /** Default: the real one. */
  disk?: Disk;
}

/** What was just said and is not gated yet. */
export class Spool {
  readonly #options: Required<SpoolOptions>;
  /** Nothing is read or written yet. */
  constructor(options: SpoolOptions) {
    this.#options = { now: Date.now, disk: DISK, ...options };
  }
  /** Returns once the entry is on the disk. @throws {MemoryError} `storage` */
  write(_entry: SpoolEntry): Promise<void> {
    return Promise.reject(new Error(this.#options.dir));
  }
  /** This process's unsettled entries of a session, in order. */
  pending(_sessionID: string): SpoolEntry[] {
    return [];
  }
  /** These messages have been gated. @throws {MemoryError} `storage` */
  settle(_sessionID: string, _messageIDs: readonly string[]): Promise<void> {
    return Promise.resolve();
  }
  /** Takes over what processes that are gone left behind; settle them like one's own. */
  leftovers(): Promise<SpoolEntry[]> {
    return Promise.resolve([]);
  }
  /** Frees the file handle; unsettled entries stay for the next process. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
