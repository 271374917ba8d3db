import type { Log, MemoryStore, NewMemory } from "../../client/store.ts";
import { DISK, type Disk } from "./disk.ts";

/** Whom a queued memory is for; another target's entries are never touched. */
export interface Target {
  /** Address of the back end, without credentials. */
  backend: string;
  /** User id. */
  user: string;
}

/** Options of {@link Outbox}. */
export interface OutboxOptions {
  /** The folder; made at the first put. */
  dir: string;
  target: Target;
  log: Log;
  /** Milliseconds since 1970; default `Date.now`. */
  now?: () => number;
  /** Milliseconds that never jump; default `performance.now`. */
  monotonic?: () => number;
  /** 0..1, for jitter; default `Math.random`. */
  random?: () => number;
  /** Default: the real one. */
  disk?: Disk;
}

/** Options of {@link Outbox.drain}. */
export interface DrainOptions {
  /** Ends the drain; what is under way is found again later. */
  signal?: AbortSignal;
  /** For the whole drain, default 60_000. */
  deadlineMs?: number;
  /** Don't wait out the backoff of a back end that was down: it has just been seen alive. */
  wake?: boolean;
}

/** What a drain did, and what is left for this target. */
export interface Drained {
  delivered: number;
  waiting: number;
  failed: number;
}

/** Counts for this target, for doctor and the toast. */
export interface OutboxStatus {
  waiting: number;
  failed: number;
  /** Ever, because of the bounds on size and age. */
  dropped: number;
}

/** The durable queue of writes to one back end for one user. */
export class Outbox {
  readonly #options: Required<OutboxOptions>;
  /** Nothing is read or written yet. */
  constructor(options: OutboxOptions) {
    this.#options = {
      now: Date.now,
      monotonic: () => performance.now(),
      random: Math.random,
      disk: DISK,
      ...options,
    };
  }
  /**
   * Accepts a memory: it is on the disk when this resolves. The same `from` (what it came from) is
   * accepted once, also between processes; without it each call is a memory of its own. Resolves to
   * the origin id, which the stored row carries as `metadata.origin`.
   * @throws {MemoryError} `storage`
   */
  put(_memory: NewMemory, _from?: string): Promise<string> {
    return Promise.reject(new Error(this.#options.dir));
  }
  /** Delivers what is due. Never rejects; what fails is logged and stays. */
  drain(_store: MemoryStore, _options: DrainOptions = {}): Promise<Drained> {
    return Promise.resolve({ delivered: 0, waiting: 0, failed: 0 });
  }
  /** @throws {MemoryError} `storage` */
  status(): Promise<OutboxStatus> {
    return Promise.resolve({ waiting: 0, failed: 0, dropped: 0 });
  }
  /** Puts what was given up back into the queue; resolves to how many. */
  retryFailed(): Promise<number> {
    return Promise.resolve(0);
  }
}
