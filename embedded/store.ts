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
  Memory,
  MemoryStore,
  NewMemory,
  Patch,
  Query,
  Removal,
  RemovalCall,
  Revision,
} from "../client/store.ts";
import { type Adding, addMessages, addStatements } from "./adding.ts";
import { type Clock, makeClock } from "./clock.ts";
import type { Connection } from "./connection.ts";
import type { Core } from "./core.ts";
import { noteExpired } from "./expiry.ts";
import { verbatimExtractor } from "./extractor.ts";
import type { Visibility } from "./filters.ts";
import { checkHealth } from "./health.ts";
import { checkNewMemory, checkPatch } from "./inputs.ts";
import { openConnection } from "./opening.ts";
import type { EmbeddedOptions } from "./options.ts";
import type { Owner } from "./owner.ts";
import { catchUp } from "./pending.ts";
import {
  cleanFilter,
  countRows,
  selectAfter,
  selectAll,
  selectEntities,
  selectRows,
} from "./reads.ts";
import { deleteAll, removeRows } from "./removal.ts";
import { readRevisions } from "./revisions.ts";
import { memoryOf, type MemoryRow, rowOf } from "./rows.ts";
import { search } from "./search.ts";
import { Statistics } from "./statistics.ts";
import { VectorIndex } from "./vectors.ts";
import { VectorWriter } from "./vector_writer.ts";
import { dropMemory, patchMemory, type Writer } from "./writes.ts";

/** Rows read in one step of a long list. */
const BATCH = 500;

/**
 * A memory store in one SQLite file. Any number of processes may have it open.
 *
 * @example
 * ```ts
 * import { EmbeddedStore } from "./store.ts";
 * const store = await EmbeddedStore.open({ path: ":memory:" });
 * const scope = { user: "ann" };
 * await store.add({ scope, messages: [{ role: "user", content: "Deploys happen on Fridays" }] });
 * const [hit] = await store.search({ scope, text: "When do we deploy?" });
 * if (hit?.text !== "Deploys happen on Fridays") throw new Error("not found");
 * await store.close();
 * ```
 */
export class EmbeddedStore implements MemoryStore, Owner {
  /** What undo.ts and purge.ts work on; not for other programs. */
  readonly core: Core;
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #actor: string | null;
  #noted = "";
  readonly #statistics = new Statistics();
  readonly #adding: Adding;
  readonly #vectors: { index: VectorIndex; writer: VectorWriter } | undefined;

  private constructor(connection: Connection, options: EmbeddedOptions) {
    const { embedder } = options;
    this.#connection = connection;
    this.#clock = makeClock(options.now ?? (() => new Date()));
    this.#actor = options.actor ?? null;
    this.core = {
      connection,
      writer: () => this.#writer(),
      visible: () => this.#visible(),
      written: (ids) => this.#vectors?.writer.kick(ids),
    };
    this.#adding = {
      ...this.core,
      statistics: this.#statistics,
      extractor: options.extractor ?? verbatimExtractor,
    };
    if (embedder !== undefined) {
      this.#vectors = {
        index: new VectorIndex(embedder.id, embedder.dimensions, options.scanner),
        writer: new VectorWriter(connection, embedder, connection.log),
      };
    }
  }

  /**
   * Opens a store, and starts to make the vectors that are missing.
   *
   * @throws MemoryError `storage` when the file can't be opened, is another program's or of a newer
   * version.
   */
  static async open(options: EmbeddedOptions): Promise<EmbeddedStore> {
    const connection = await openConnection(
      options.path,
      options.log ?? (() => {}),
      options.now ?? (() => new Date()),
    );
    const store = new EmbeddedStore(connection, options);
    store.#vectors?.writer.kick();
    return store;
  }

  /** @inheritdoc */
  async add(input: NewMemory, call?: Call): Promise<Change[]> {
    const checked = checkNewMemory(input);
    const changes =
      await (input.infer === false
        ? addMessages(this.#adding, checked, call)
        : addStatements(this.#adding, checked, call));
    await this.#noteExpired();
    if (changes.length > 0) this.core.written(changes.map((change) => change.id));
    return changes;
  }

  /** @inheritdoc */
  async search(query: Query, call?: Call): Promise<Hit[]> {
    const { text, minScore = 0.1, ...filter } = cleanFilter(query);
    if (text.trim() === "") {
      throw new MemoryError("invalid", "Cannot search for an empty text: give at least one word");
    }
    const vector = await this.#vectors?.writer.query(text, call);
    await catchUp(this.#connection, call);
    return this.#connection.read(
      "search",
      (db) =>
        db.transaction(() =>
          search(db, this.#statistics, this.#vectors?.index, this.#visible(), {
            filter,
            text,
            vector,
            minScore,
          }), "DEFERRED"),
      call,
    );
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
      patchMemory(this.#writer(), this.#existing(id, "update"), patch);
    }, call);
    if (patch.text !== undefined) this.core.written([id]);
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
    const clean = cleanFilter(filter);
    return await removeRows(this.core, clean, call);
  }

  /** @inheritdoc */
  async history(id: string, call?: Call): Promise<Revision[]> {
    const known = memoryId(id) ?? "";
    return await this.#connection.read("read a history", (db) => readRevisions(db, known), call);
  }

  /** @inheritdoc */
  entities(call?: Call): Promise<Entity[]> {
    return this.#connection.read("list entities", selectEntities, call);
  }

  /** @inheritdoc */
  check(call?: Call): Promise<Health> {
    return checkHealth(this.#connection, this.#vectors?.writer, call);
  }

  /** Stops the work in the background and closes the file. */
  async close(): Promise<void> {
    await this.#vectors?.writer.close();
    if (this.#connection.isOpen) await catchUp(this.#connection);
    this.#connection.close();
  }

  /**
   * Waits for the work in the background: vectors of what was written, and the embedder's start. For
   * programs that write and search at once, and for measurements.
   */
  async settle(): Promise<void> {
    await this.#vectors?.writer.settle();
  }

  /** @inheritdoc */
  listAll(limit: number): Promise<Memory[]> {
    return this.#connection.read("list", (db) => selectAll(db, limit));
  }

  /** @inheritdoc */
  async removeEntity(type: Entity["type"], id: string): Promise<number> {
    return (await this.removeAll({ scope: { [type]: id } })).removed;
  }

  /** @inheritdoc */
  async reset(): Promise<void> {
    await this.#connection.write("delete everything", deleteAll);
    await this.#connection.wipeJournal();
  }

  #row(id: string): MemoryRow | undefined {
    const known = memoryId(id);
    return known === undefined ? undefined : rowOf(this.#connection.db, known);
  }

  /** Once a day, with a write: what has expired since is noted in its history. */
  async #noteExpired(): Promise<void> {
    const today = this.#clock.today();
    if (today === this.#noted) return;
    this.#noted = today;
    const note = () =>
      this.#connection.write("note expired memories", () => noteExpired(this.#writer()));
    while (await note() > 0);
  }

  #existing(id: string, verb: string): MemoryRow {
    const row = this.#row(id);
    if (row !== undefined) return row;
    throw new MemoryError("missing", `Cannot ${verb} memory "${id}": it is not there`);
  }

  #writer(): Writer {
    return { db: this.#connection.db, clock: this.#clock, actor: this.#actor };
  }

  #visible(): Visibility {
    return { today: this.#clock.today() };
  }
}
