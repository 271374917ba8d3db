import { MemoryError } from "../client/errors.ts";
import { memoryId } from "../client/identifiers.ts";
import type {
  Call,
  Change,
  Count,
  Entity,
  Filter,
  Health,
  Hit,
  Listing,
  Log,
  Memory,
  MemoryStore,
  NewMemory,
  Patch,
  Query,
  Removal,
  RemovalCall,
  Revision,
} from "../client/store.ts";
import { type Clock, makeClock } from "./clock.ts";
import { type Connection, openConnection } from "./connection.ts";
import type { Embedder } from "./embedder.ts";
import { type Extractor, verbatimExtractor } from "./extractor.ts";
import type { Visibility } from "./filters.ts";
import { checkNewMemory, checkPatch } from "./inputs.ts";
import {
  cleanFilter,
  countRows,
  selectAfter,
  selectAll,
  selectEntities,
  selectRows,
} from "./reads.ts";
import type { OwnerRevision } from "./owner.ts";
import { readRevisions } from "./revisions.ts";
import { memoryOf, type MemoryRow, rowOf } from "./rows.ts";
import { MIGRATIONS } from "./schema.ts";
import { searchWords } from "./search.ts";
import { addMemory, dropMemory, patchMemory, type Writer } from "./writes.ts";

/** How an {@link EmbeddedStore} is opened. */
export interface EmbeddedOptions {
  /** The SQLite file, made when it is missing; ":memory:" for one that ends with the process. */
  path: string;
  /** Finds by meaning; without one, by words alone. */
  embedder?: Embedder;
  /** What `infer: true` keeps; without one, each user message as it is. */
  extractor?: Extractor;
  /** Receives what the store has to say; default nobody. */
  log?: Log;
  /** The time; default the system's. */
  now?: () => Date;
  /** Who writes, for the history; default unknown. */
  actor?: string;
}

/** Rows deleted or read in one step of a long call, so that other processes get their turn. */
const BATCH = 500;

/** A memory store in one SQLite file. */
export class EmbeddedStore implements MemoryStore {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #extractor: Extractor;
  readonly #actor: string | null;

  private constructor(connection: Connection, options: EmbeddedOptions) {
    this.#connection = connection;
    this.#clock = makeClock(options.now ?? (() => new Date()));
    this.#extractor = options.extractor ?? verbatimExtractor;
    this.#actor = options.actor ?? null;
  }

  /**
   * Opens a store.
   *
   * @throws MemoryError `storage` when the file can't be opened, is another program's or of a newer
   * version.
   */
  static async open(options: EmbeddedOptions): Promise<EmbeddedStore> {
    const connection = await openConnection(options.path, options.log ?? (() => {}));
    return new EmbeddedStore(connection, options);
  }

  /** @inheritdoc */
  async add(input: NewMemory, call?: Call): Promise<Change[]> {
    const { scope, messages, metadata = {}, expirationDate, infer = true } = checkNewMemory(input);
    const drafts = infer
      ? (await this.#extractor.extract(messages, { now: this.#clock.now() }, call))
        .map((found) => ({ text: found.text, role: null as string | null }))
      : messages.filter((message) => message.role !== "system")
        .map((message) => ({ text: message.content, role: message.role as string | null }));
    if (drafts.length === 0) return [];
    return this.#connection.write("add memories", () =>
      drafts.map(({ text, role }): Change => {
        const row = addMemory(this.#writer(), { text, role, scope, metadata, expirationDate });
        const change: Change = { id: row.id, text, event: "ADD" };
        if (role !== null) change.role = role;
        return change;
      }), call);
  }

  /** @inheritdoc */
  async search(query: Query, call?: Call): Promise<Hit[]> {
    const filter = cleanFilter(query);
    if (query.text.trim() === "") {
      throw new MemoryError("invalid", "Cannot search for an empty text: give at least one word");
    }
    const { limit = 10, minScore = 0.1 } = query;
    const found = await this.#connection.read(
      "search",
      (db) => searchWords(db, filter, query.text, limit, this.#visible()),
      call,
    );
    return found.filter((hit) => hit.coverage >= minScore)
      .map(({ row, coverage }) => ({ ...memoryOf(row), score: coverage }));
  }

  /** @inheritdoc */
  async list(filter: Filter, call?: Call): Promise<Listing> {
    const clean = cleanFilter(filter);
    const rows = await this.#connection.read(
      "list",
      (db) => selectRows(db, clean, this.#visible()),
      call,
    );
    return { memories: rows.map(memoryOf), complete: true };
  }

  /** @inheritdoc */
  async *iterate(filter: Filter, call?: Call): AsyncIterable<Memory> {
    const clean = cleanFilter(filter);
    let left = clean.limit ?? Infinity;
    for (let after = -1; left > 0;) {
      const rows = await this.#connection.read(
        "list",
        (db) => selectAfter(db, clean, this.#visible(), after, Math.min(BATCH, left)),
        call,
      );
      yield* rows.map(memoryOf);
      if (rows.length < Math.min(BATCH, left)) return;
      left -= rows.length;
      after = rows.at(-1)!.seq;
    }
  }

  /** @inheritdoc */
  async count(filter: Filter, call?: Call): Promise<Count> {
    const clean = cleanFilter(filter);
    const count = await this.#connection.read(
      "count",
      (db) => countRows(db, clean, this.#visible()),
      call,
    );
    return { count: Math.min(count, clean.limit ?? Infinity), complete: true };
  }

  /** @inheritdoc */
  async get(id: string, call?: Call): Promise<Memory | undefined> {
    const row = await this.#connection.read("read a memory", () => this.#row(id), call);
    return row === undefined ? undefined : memoryOf(row);
  }

  /** @inheritdoc */
  async update(id: string, patch: Patch, call?: Call): Promise<void> {
    checkPatch(id, patch);
    await this.#connection.write("update a memory", () => {
      const row = this.#row(id);
      if (row === undefined) {
        throw new MemoryError("missing", `Cannot update memory "${id}": it is not there`);
      }
      patchMemory(this.#writer(), row, patch);
    }, call);
  }

  /** @inheritdoc */
  remove(id: string, call?: Call): Promise<boolean> {
    return this.#connection.write("delete a memory", () => {
      const row = this.#row(id);
      if (row !== undefined) dropMemory(this.#writer(), row);
      return row !== undefined;
    }, call);
  }

  /** @inheritdoc */
  async removeAll(filter: Filter, call?: RemovalCall): Promise<Removal> {
    if (filter.limit !== undefined) {
      throw new MemoryError("invalid", "Cannot delete with a limit: leave it out to delete all");
    }
    const clean = { ...cleanFilter(filter), showExpired: true };
    const visible = { ...this.#visible(), superseded: true };
    const total = await this.#connection.read(
      "count",
      (db) => countRows(db, clean, visible),
      call,
    );
    let removed = 0;
    while (true) {
      const step = await this.#connection.write("delete memories", (db) => {
        const rows = selectAfter(db, clean, visible, -1, BATCH);
        for (const row of rows) dropMemory(this.#writer(), row);
        return rows.length;
      }, call);
      removed += step;
      if (step > 0) call?.onProgress?.(removed, total);
      if (step < BATCH) break;
    }
    const left = await this.#connection.read("count", (db) => countRows(db, clean, visible), call);
    return { removed, left };
  }

  /** @inheritdoc */
  async history(id: string, call?: Call): Promise<Revision[]> {
    return (await this.#revisions(id, call)).map(({ isDeleted: _, ...revision }) => revision);
  }

  /** @inheritdoc */
  entities(call?: Call): Promise<Entity[]> {
    return this.#connection.read("list entities", selectEntities, call);
  }

  /** @inheritdoc */
  async check(call?: Call): Promise<Health> {
    const health: Health = {
      backend: "embedded",
      address: this.#connection.path,
      reachable: true,
      authorized: true,
      version: "",
      gaps: [],
    };
    try {
      const [sqlite] = await this.#connection.read(
        "check",
        (db) => db.all<{ v: string }>("SELECT sqlite_version() AS v"),
        call,
      );
      health.version = `SQLite ${sqlite?.v}, schema ${MIGRATIONS.length}`;
      await this.#connection.write("write", () => {}, call);
      health.writable = true;
    } catch (error) {
      health.writable = false;
      health.problem = error instanceof Error ? error.message : String(error);
    }
    return health;
  }

  /** @inheritdoc */
  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  /** Any memories of anybody, oldest first. */
  listAll(limit: number): Promise<Memory[]> {
    return this.#connection.read("list", (db) => selectAll(db, limit));
  }

  /** A memory's life with the mark of its end. */
  revisions(id: string): Promise<OwnerRevision[]> {
    return this.#revisions(id);
  }

  #revisions(id: string, call?: Call): Promise<OwnerRevision[]> {
    return this.#connection.read(
      "read a history",
      (db) => readRevisions(db, memoryId(id) ?? ""),
      call,
    );
  }

  #row(id: string): MemoryRow | undefined {
    const known = memoryId(id);
    return known === undefined ? undefined : rowOf(this.#connection.db, known);
  }

  #writer(): Writer {
    return { db: this.#connection.db, clock: this.#clock, actor: this.#actor };
  }

  #visible(): Visibility {
    return { today: this.#clock.today() };
  }
}
