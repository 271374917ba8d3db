import { MemoryError } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Database } from "./database.ts";
import { busyError, describeFailure, kindOfFailure } from "./database_errors.ts";
import { markSuspect } from "./database_files.ts";
import { MIGRATIONS, newerSchema, schemaVersion } from "./schema.ts";

/** How long a call waits for other processes, in milliseconds, unless it says otherwise. */
const PATIENCE_MS = 10_000;

/** An open memory file: runs reads and writes, waits for locks, and names failures. */
export class Connection {
  #open = true;

  /**
   * @param path absolute, or ":memory:".
   * @param notice what the user should know of the way it was opened; undefined: nothing.
   */
  constructor(
    readonly path: string,
    readonly db: Database,
    readonly log: Log,
    readonly notice?: string,
  ) {}

  /**
   * Runs a read.
   *
   * @param attempt what is attempted, for the error: "search".
   * @throws MemoryError `storage`, `aborted`
   */
  read<T>(attempt: string, body: (db: Database) => T, call?: Call): Promise<T> {
    return this.#retry(attempt, () => body(this.db), call);
  }

  /**
   * Runs a write in an immediate transaction: it is committed when this resolves.
   *
   * @throws MemoryError `storage`, `aborted`
   */
  write<T>(attempt: string, body: (db: Database) => T, call?: Call): Promise<T> {
    return this.#retry(attempt, () =>
      this.db.transaction(() => {
        const version = schemaVersion(this.db); // a newer program may have come meanwhile
        if (version !== MIGRATIONS.length) {
          throw newerSchema(this.path, version, MIGRATIONS.length);
        }
        return body(this.db);
      }), call);
  }

  /**
   * Empties the write-ahead journal into the file and cuts it to nothing: it holds older pages. Waits
   * for others who still read them.
   *
   * @throws MemoryError `storage`
   */
  wipeJournal(): Promise<void> {
    return this.read("empty the journal", (db) => {
      const [done] = db.all<{ busy: number }>("PRAGMA wal_checkpoint(TRUNCATE)");
      // SQLite says so in a row, and not by an error.
      if (Number(done?.busy) !== 0) throw busyError();
    });
  }

  /** Has it not been closed yet? */
  get isOpen(): boolean {
    return this.#open;
  }

  /** Closes the file; later calls fail. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.db.close();
  }

  /** Waits between tries without blocking the thread; SQLite's own wait blocks it and is short. */
  async #retry<T>(attempt: string, body: () => T, call: Call = {}): Promise<T> {
    const sentence = `Cannot ${attempt} in "${this.path}"`;
    const deadline = performance.now() + (call.timeoutMs ?? PATIENCE_MS);
    for (let pause = 2;; pause = Math.min(pause * 2, 50)) {
      if (!this.#open) throw new MemoryError("storage", `${sentence}: the store is closed`);
      if (call.signal?.aborted) {
        throw new MemoryError("aborted", `${sentence}: the caller gave up`, {
          cause: call.signal.reason,
        });
      }
      try {
        return body();
      } catch (error) {
        const left = deadline - performance.now();
        const kind = kindOfFailure(error);
        if (kind === "corrupt" || kind === "index" || kind === "memory") this.#suspect(error);
        if (kind !== "busy" || left <= 0) throw describeFailure(error, sentence);
        await new Promise((wake) =>
          setTimeout(wake, Math.min(left, pause * (0.5 + Math.random())))
        );
      }
    }
  }

  /** The next start looks the file over and repairs it. */
  #suspect(error: unknown): void {
    if (this.path === ":memory:") return;
    try {
      markSuspect(this.path);
      this.log(
        "error",
        `The memory file "${this.path}" seems damaged; the next start checks and repairs it`,
      );
    } catch (failure) {
      this.log("error", `Cannot mark "${this.path}" as damaged (${error}): ${failure}`);
    }
  }
}
