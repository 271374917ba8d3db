import { messageOf } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Connection } from "./connection.ts";
import type { Database } from "./database.ts";
import type { Embedder } from "./embedder.ts";
import { quantize } from "./vectors.ts";

/** Texts given to the embedder at once. */
const BATCH = 16;

/** First pause after a failure, in milliseconds; doubled up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** A process that rebuilds vectors says so for this long at a time, so that others leave it the work. */
const LEASE_MS = 30_000;

/** The note in which the lease stands: "<owner> <until, milliseconds since 1970>". */
const LEASE = "vectors.lease";

/** Longest wait for a query's vector, in milliseconds. */
const QUERY_MS = 2_000;
/**
 * Longest wait for one that must load first: MiniLM takes some 50 ms, which the first question of a
 * process is worth; half of the time that a message waits at most isn't to be spent on it.
 */
const STARTING_MS = 400;

/** A row that waits for its vector. */
interface Pending {
  seq: number;
  hash: string;
  text: string;
}

/**
 * Makes vectors in the background: for what this process writes at once, and for all rows that have
 * none, or one of another embedder, by one process at a time. Each batch is committed on its own, so a
 * rebuild that is cut off goes on where it stopped.
 */
export class VectorWriter {
  readonly #owner = crypto.randomUUID();
  readonly #stop = new AbortController();
  #fresh: string[] = [];
  #backlog = true;
  #leased = false;
  #working: Promise<void> | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Call {@link kick} to start. */
  constructor(
    readonly connection: Connection,
    readonly embedder: Embedder,
    readonly log: Log,
  ) {}

  /** There is something to do: memories just written, by id. Returns at once. */
  kick(written: string[] = []): void {
    this.#fresh.push(...written);
    if (this.#timer === undefined) this.#start();
  }

  /** Resolves when no vector is missing, or the last try has failed, and a query can be embedded. */
  async settle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
    if (this.embedder.ready) return;
    await this.embedder.embed(["ready"], { signal: this.#stop.signal }).catch((error) => {
      this.log("debug", `Cannot start the embedder: ${messageOf(error)}`);
    });
  }

  /**
   * The vector of a query; undefined when the embedder fails, takes more than half of the call's time,
   * or isn't ready (it is told to get so) and doesn't get so in 0.4 s.
   */
  async query(text: string, call: Call = {}): Promise<Float32Array | undefined> {
    const asked = this.embedder.embed([text], {
      signal: call.signal ?? this.#stop.signal,
      timeoutMs: Math.min(QUERY_MS, (call.timeoutMs ?? 2 * QUERY_MS) / 2),
    }).then(([vector]) => vector).catch((error) => {
      this.log("debug", `Cannot search by meaning, by words alone: ${messageOf(error)}`);
      return undefined;
    });
    if (this.embedder.ready) return await asked;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), STARTING_MS);
    });
    return await Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  /** How many rows there are, and how many have a vector of this embedder. */
  progress(db: Database): { rows: number; done: number } {
    const [rows] = db.all<{ n: number }>("SELECT count(*) AS n FROM memory");
    const [done] = db.all<{ n: number }>(
      "SELECT count(*) AS n FROM vector WHERE embedder = ?",
      this.embedder.id,
    );
    return { rows: Number(rows?.n), done: Number(done?.n) };
  }

  /** Stops; what is under way is dropped and made by the next process. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    while (this.#working !== undefined) await this.#working;
    clearTimeout(this.#timer);
    await this.#release().catch((error) => {
      this.log("debug", `Cannot give back the work on vectors: ${messageOf(error)}`);
    });
    await this.embedder.close();
  }

  #start(): void {
    if (this.#working !== undefined || this.#stop.signal.aborted) return;
    this.#working = this.#work().then(() => this.#failures = 0).catch((error) => this.#later(error))
      .finally(() => {
        this.#working = undefined;
        if (this.#fresh.length > 0 && this.#timer === undefined) this.#start();
      }).then(() => {});
  }

  /** Tells the log once per row of failures, and tries again after a pause. */
  #later(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    if (this.#failures++ === 0) {
      this.log("warn", `Cannot make vectors, searches go by words alone: ${messageOf(error)}`);
    }
    this.#fresh = [];
    this.#backlog = true;
    this.#wait(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1)));
  }

  #wait(pause: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, pause);
  }

  async #work(): Promise<void> {
    while (this.#fresh.length > 0) {
      const written = this.#fresh.splice(0, BATCH);
      await this.#embed(
        await this.#pending("m.id IN (SELECT value FROM json_each(?))", JSON.stringify(written)),
      );
    }
    for (let after = -1; this.#backlog;) {
      const taken = await this.#lease();
      if (taken > 0) return this.#wait(taken);
      const rows = await this.#pending("m.seq > ?", after);
      if (rows.length === 0) this.#backlog = false;
      else await this.#embed(rows);
      after = rows.at(-1)?.seq ?? after;
      if (!this.#backlog) await this.#release();
    }
  }

  #pending(which: string, parameter: string | number): Promise<Pending[]> {
    return this.connection.read("look for missing vectors", (db) =>
      db.all<Pending>(
        `SELECT m.seq, m.hash, m.text FROM memory m LEFT JOIN vector v ON v.memory = m.seq
         WHERE ${which} AND m.text <> '' AND (v.embedder IS NULL OR v.embedder <> ?)
         ORDER BY m.seq LIMIT ?`,
        parameter,
        this.embedder.id,
        BATCH,
      ));
  }

  async #embed(rows: Pending[]): Promise<void> {
    if (rows.length === 0) return;
    const vectors = await this.embedder.embed(rows.map((row) => row.text), {
      signal: this.#stop.signal,
    });
    this.#stop.signal.throwIfAborted();
    await this.connection.write("write vectors", (db) => {
      rows.forEach((row, i) => writeVector(db, row, this.embedder.id, vectors[i]!));
    });
  }

  /** Gives the right back, so that the next process need not wait for its end. */
  async #release(): Promise<void> {
    if (!this.#leased) return;
    await this.connection.write("write vectors", (db) => {
      db.run("DELETE FROM note WHERE key = ? AND value LIKE ?", LEASE, `${this.#owner} %`);
    });
    this.#leased = false;
  }

  /**
   * Takes or renews the right to work on everybody's rows. Resolves to 0, or to how many milliseconds
   * another process has it yet: a killed one doesn't give it back.
   */
  async #lease(): Promise<number> {
    const taken = await this.connection.write("write vectors", (db) => {
      const [note] = db.all<{ value: string }>("SELECT value FROM note WHERE key = ?", LEASE);
      const [owner, until] = note?.value.split(" ") ?? [];
      const left = Number(until) - Date.now();
      if (owner !== undefined && owner !== this.#owner && left > 0) return Math.min(left, LEASE_MS);
      db.run(
        "INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)",
        LEASE,
        `${this.#owner} ${Date.now() + LEASE_MS}`,
      );
      return 0;
    });
    this.#leased = taken === 0;
    return taken;
  }
}

/** The note in which the last stamp stands. */
const LAST_STAMP = "stamp";

/** Writes the vector of a row, unless its text has changed or gone meanwhile. */
function writeVector(db: Database, row: Pending, embedder: string, vector: Float32Array): void {
  // A stamp is never used again, though its row be deleted: copies in memory have read past it.
  db.run(
    `INSERT INTO note (key, value) SELECT ?, ifnull(max(stamp), 0) + 1 FROM vector WHERE true
     ON CONFLICT (key) DO UPDATE SET
       value = max(CAST(value AS INTEGER) + 1, CAST(excluded.value AS INTEGER))`,
    LAST_STAMP,
  );
  const data = quantize(vector);
  db.run(
    `INSERT OR REPLACE INTO vector (memory, stamp, embedder, data)
     SELECT seq, (SELECT CAST(value AS INTEGER) FROM note WHERE key = ?), ?, ? FROM memory
     WHERE seq = ? AND hash = ?`,
    LAST_STAMP,
    embedder,
    new Uint8Array(data.buffer),
    row.seq,
    row.hash,
  );
}
