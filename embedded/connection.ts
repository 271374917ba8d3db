import { MemoryError } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import { type Database, openDatabase } from "./database.ts";
import { describeFailure, kindOfFailure } from "./database_errors.ts";
import { absolutePath, makeFolder, makePrivate } from "./database_files.ts";
import { migrate, MIGRATIONS, newerSchema, schemaVersion } from "./schema.ts";

/** How long a write waits for other processes, in milliseconds, unless the call says otherwise. */
const PATIENCE_MS = 10_000;

/**
 * SQLite's own wait for a lock, in milliseconds. It blocks the thread, so it is short; longer waits
 * are made between tries.
 */
const BUSY_TIMEOUT_MS = 100;

/** An open memory file: runs reads and writes, waits for locks, and names failures. */
export class Connection {
  #open = true;

  /** Use {@link openConnection}. */
  constructor(readonly path: string, readonly db: Database, readonly log: Log) {}

  /**
   * Runs a read.
   *
   * @throws MemoryError `storage`, `aborted`, `timeout`
   */
  read<T>(attempt: string, body: (db: Database) => T, call?: Call): Promise<T> {
    return this.#retry(attempt, () => body(this.db), call);
  }

  /**
   * Runs a write in an immediate transaction: it is committed when this resolves.
   *
   * @throws MemoryError `storage`, `aborted`, `timeout`
   */
  write<T>(attempt: string, body: (db: Database) => T, call?: Call): Promise<T> {
    return this.#retry(attempt, () =>
      this.db.transaction(() => {
        const version = schemaVersion(this.db);
        if (version !== MIGRATIONS.length) {
          throw newerSchema(this.path, version, MIGRATIONS.length);
        }
        return body(this.db);
      }), call);
  }

  /** Closes the file; later calls fail. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.db.close();
  }

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
        if (kindOfFailure(error) !== "busy" || left <= 0) throw describeFailure(error, sentence);
        await new Promise((wake) =>
          setTimeout(wake, Math.min(left, pause * (0.5 + Math.random())))
        );
      }
    }
  }
}

/**
 * Opens a memory file, made when it is missing, and brings its schema up to date.
 *
 * @throws MemoryError `storage`
 */
export async function openConnection(path: string, log: Log): Promise<Connection> {
  const file = absolutePath(path);
  const stored = file !== ":memory:";
  try {
    if (stored) makeFolder(file);
  } catch (error) {
    throw describeFailure(error, `Cannot make the folder of "${file}"`);
  }
  const db = await openDatabase(file);
  const connection = new Connection(file, db, log);
  try {
    if (stored) makePrivate(file);
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    await connection.read("open", () => {
      db.exec("PRAGMA journal_mode = WAL");
      db.exec("PRAGMA synchronous = NORMAL");
      db.exec("PRAGMA secure_delete = ON");
      db.exec("PRAGMA temp_store = MEMORY");
      db.exec("PRAGMA cache_size = -32000");
      migrate(db, file);
    });
    if (stored) makePrivate(file);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
