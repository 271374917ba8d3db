/**
 * A Mem0 server as a {@link MemoryStore}.
 *
 * @module
 */

import { connect, type RestOptions } from "./connect.ts";
import { failed, isMemoryError, type MemoryError, statusOf } from "./errors.ts";
import { memoryId } from "./identifiers.ts";
import { checkFilter, checkNewMemory, checkPatch, invalid } from "./inputs.ts";
import { enumerate, newestFirst } from "./listing.ts";
import { fitNewMemory, wholePatch } from "./older.ts";
import { describe, gapsOf } from "./probe.ts";
import { removeAll } from "./removal.ts";
import { search } from "./search.ts";
import type { Server } from "./server.ts";
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
} from "./store.ts";
import { encodeList, encodeNewMemory, encodePatch, ROUTES } from "./wire.ts";

/**
 * A Mem0 server as a {@link MemoryStore}: the server's REST API with its gaps closed.
 *
 * `timeoutMs` of a call holds for all its requests together; `removeAll` alone has no limit of its own
 * beside the one of each request, since the server needs 20 ms for a row.
 *
 * @example
 * ```ts
 * import { RestStore } from "./rest.ts";
 * const store = new RestStore({ host: "http://127.0.0.1:8888", apiKey: "m0sk_example" });
 * await store.close();
 * ```
 */
export class RestStore implements MemoryStore {
  readonly #server: Server;
  readonly #updates = new Map<string, Promise<void>>();
  #closed = false;

  /** Sends nothing yet. @throws MemoryError `invalid` for an address that is none of a server, or a key that is none */
  constructor(options: RestOptions) {
    this.#server = connect(options);
  }

  /** Remember. Of several raw messages the first may be stored when a later one fails (contract, trap 7). */
  async add(input: NewMemory, call?: Call): Promise<Change[]> {
    const next = this.#begin(call);
    const clean = checkNewMemory(input);
    const body = encodeNewMemory(fitNewMemory(clean, await this.#server.capabilities(next())));
    return await this.#server.ask(ROUTES.add, next(), { body });
  }

  /** Find by meaning and words, best first. Scores are not comparable between queries. */
  async search(query: Query, call?: Call): Promise<Hit[]> {
    return await search(this.#server, query, this.#begin(call));
  }

  /** All that match, newest first; beyond 1,000 rows by a search that is checked against the list. */
  async list(filter: Filter, call?: Call): Promise<Listing> {
    const { memories, complete } = await this.#all(filter, this.#begin(call));
    return { memories: newestFirst(memories).slice(0, filter.limit), complete };
  }

  /** All that match, batch by batch; no deadline beside the one of each request. */
  async *iterate(filter: Filter, call?: Call): AsyncGenerator<Memory, void, undefined> {
    let left = filter.limit ?? Infinity;
    const next = this.#begin(call, Infinity);
    for await (const batch of enumerate(this.#server, checkFilter(filter), next)) {
      for (const memory of batch) {
        if (left-- <= 0) return;
        yield memory;
      }
    }
  }

  /** How many match; the rows are listed for it, since the server counts none. */
  async count(filter: Filter, call?: Call): Promise<Count> {
    const { memories, complete } = await this.#all(filter, this.#begin(call));
    return { count: Math.min(memories.length, filter.limit ?? Infinity), complete };
  }

  /** One memory, expired ones too; undefined for an unknown id and for what is no UUID. */
  async get(id: string, call?: Call): Promise<Memory | undefined> {
    this.#begin();
    const uuid = memoryId(id);
    return uuid ? await this.#server.ask(ROUTES.get, call, { ids: [uuid] }) : undefined;
  }

  /**
   * Change one memory; `missing` when it is not there.
   *
   * Updates of one memory through this store run one after the other: the server loses some of
   * those that run at once, and answers 200 to all (contract, measured e).
   */
  async update(id: string, patch: Patch, call?: Call): Promise<void> {
    const next = this.#begin(call);
    checkPatch(patch);
    const uuid = memoryId(id);
    if (!uuid) throw missing(id);
    await this.#inTurn(uuid, async () => {
      let body = patch;
      if (!(await this.#server.capabilities(next())).partialUpdate) {
        const memory = await this.get(uuid, next());
        if (!memory) throw missing(id);
        body = wholePatch(memory, patch);
      }
      await this.#server.ask(ROUTES.update, next(), { ids: [uuid], body: encodePatch(body) });
    });
  }

  /** Delete one memory; false for an unknown id and for what is no UUID. */
  async remove(id: string, call?: Call): Promise<boolean> {
    const next = this.#begin(call);
    const uuid = memoryId(id);
    if (!uuid) return false;
    try {
      await this.#server.ask(ROUTES.remove, next(), { ids: [uuid] });
      return true;
    } catch (error) {
      if (!isMemoryError(error)) throw error;
      // After more tries than one an earlier one has deleted it, and only its answer was lost.
      if (error.code === "missing") return error.tries > 1;
      // Older servers answer 500 or 502 for what isn't there.
      const odd = error.status === 500 || error.status === 502;
      if (odd && (await this.#server.capabilities(next())).era !== "current") {
        if (!await this.get(uuid, next())) return false;
      }
      throw error;
    }
  }

  /**
   * Delete all that match, expired ones too, and verify it.
   *
   * Deletes by id, four at once, until a fresh listing is empty: the server's own delete-all needs an
   * administrator, ignores filters, and on older servers stops after 100 rows. It may be interrupted
   * and run again.
   */
  async removeAll(filter: Filter, call?: RemovalCall): Promise<Removal> {
    const next = this.#begin(call, Infinity);
    if (filter.limit) throw invalid("delete memories", "a limit makes no sense here");
    const list = async () => (await this.#all({ ...filter, showExpired: true }, next)).memories;
    return await removeAll(list, (id) => this.remove(id, next()), call?.onProgress);
  }

  /** A memory's life, oldest step first; it outlives the memory. */
  async history(id: string, call?: Call): Promise<Revision[]> {
    this.#begin();
    const uuid = memoryId(id);
    return uuid ? await this.#server.ask(ROUTES.history, call, { ids: [uuid] }) : [];
  }

  /** Users, agents and runs with their counts; the server looks at 10,000 rows at most. `missing` on servers of the 1.0 era. */
  async entities(call?: Call): Promise<Entity[]> {
    this.#begin();
    try {
      return await this.#server.ask(ROUTES.entities, call);
    } catch (cause) {
      const status = statusOf(cause);
      if (status !== 404 || (await this.#server.capabilities(call)).entities) throw cause;
      const why = "this Mem0 server is older than that list; update the server";
      throw failed("missing", ROUTES.entities.what, why, { status, cause });
    }
  }

  /** Two requests: what answers there, and whether the credentials are accepted. */
  async check(call?: Call): Promise<Health> {
    this.#begin();
    const health: Health = {
      backend: "server",
      address: this.#server.base,
      reachable: false,
      authorized: false,
      version: "unknown",
      gaps: [],
    };
    try {
      const can = await this.#server.capabilities(call);
      health.reachable = true;
      health.version = describe(can);
      health.gaps = gapsOf(can);
      await this.#server.ask(ROUTES.list, call, { query: encodeList({ user: "nobody" }, 1) });
      health.authorized = true;
    } catch (error) {
      if (!isMemoryError(error) || error.code === "aborted") throw error;
      health.reachable ||= error.status !== undefined;
      health.problem = error.message;
    }
    return health;
  }

  /** Further calls fail; requests under way end by themselves. */
  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  async #all(filter: Filter, next: () => Call) {
    const memories: Memory[] = [];
    const batches = enumerate(this.#server, checkFilter(filter), next);
    for (;;) {
      const { done, value } = await batches.next();
      if (done) return { memories, complete: value };
      memories.push(...value);
    }
  }

  /** The options of each request of a call, which together take no longer than the call may. */
  #begin(call: Call = {}, standardMs = this.#server.timeoutMs): () => Call {
    if (this.#closed) throw invalid("use this store", "it is closed");
    const ms = call.timeoutMs ?? standardMs;
    if (ms === Infinity) return () => call;
    const end = performance.now() + ms;
    return () => ({ ...call, timeoutMs: Math.max(1, end - performance.now()) });
  }

  async #inTurn(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#updates.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#updates.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.#updates.get(key) === mine) this.#updates.delete(key);
    }
  }
}

function missing(id: string): MemoryError {
  return failed("missing", `update the memory "${id}"`, "it is not there");
}
