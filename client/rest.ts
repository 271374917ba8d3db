/**
 * A Mem0 server as a {@link MemoryStore}.
 *
 * @module
 */

import { parseAddress, withoutCredentials } from "./address.ts";
import { isMemoryError, MemoryError } from "./errors.ts";
import { checkText, cleanScope, memoryId } from "./identifiers.ts";
import { enumerate, newestFirst } from "./listing.ts";
import { checkWhere } from "./predicate.ts";
import { describe, gapsOf } from "./probe.ts";
import { search } from "./search.ts";
import { budgetOf, Server } from "./server.ts";
import type {
  Call,
  Change,
  Count,
  Entity,
  Filter,
  Health,
  Hit,
  Json,
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
} from "./store.ts";
import { type Credentials, Transport } from "./transport.ts";
import {
  decodeChanges,
  decodeEntities,
  decodeMemory,
  decodeRevisions,
  encodeNewMemory,
  encodePatch,
  historyRoute,
  memoryRoute,
  ROUTES,
} from "./wire.ts";

/** How to reach a server. */
export interface RestOptions {
  /**
   * `http(s)://host[:port][/prefix]`, also without the scheme. Credentials in it are sent as Basic,
   * for a proxy, beside the key.
   */
  host: string;
  /** A per-user key (`m0sk_…`) or the server's ADMIN_API_KEY; sent as X-API-Key. */
  apiKey?: string;
  /** E-mail of a user, for the server's JWT login; needs `password`. Goes before `apiKey`. */
  email?: string;
  /** Password of that user; kept in memory only. */
  password?: string;
  /** Sends the requests. Default: the runtime's own. */
  fetch?: typeof fetch;
  /** Deadline of a call that names none, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Receives warnings. Default: nobody. */
  log?: Log;
}

/** Deletes that run at once; the server does one in about 20 ms, and more at once gain nothing. */
const REMOVERS = 4;

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
  readonly #timeoutMs: number;
  readonly #updates = new Map<string, Promise<void>>();
  #closed = false;

  /** @throws MemoryError `invalid` for an address that is none of a server, or a key that is none */
  constructor(options: RestOptions) {
    const address = parseAddress(options.host);
    if (address.kind !== "server") {
      throw new MemoryError(
        "invalid",
        `Cannot use "${
          withoutCredentials(options.host)
        }" as a server: it must start with http: or https:`,
      );
    }
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    const transport = new Transport({
      base: address.url,
      credentials: keyCredentials(options.apiKey, address.basic),
      ...(options.fetch && { fetch: options.fetch }),
      timeoutMs: this.#timeoutMs,
    });
    this.#server = new Server(transport, options.log ?? (() => {}));
  }

  /** @inheritdoc */
  async add(input: NewMemory, call?: Call): Promise<Change[]> {
    this.#open();
    const scope = cleanScope(input.scope);
    if (input.messages.length === 0) throw invalid("add a memory", "there is no message");
    for (const { role, content } of input.messages) {
      checkText(role, "the role");
      checkText(content, "the text");
    }
    checkJson(input.metadata ?? {}, "the metadata");
    checkDate(input.expirationDate);
    return await this.#server.ask(
      {
        method: "POST",
        path: ROUTES.memories,
        body: encodeNewMemory({ ...input, scope }),
        what: "add a memory",
      },
      decodeChanges,
      call,
    );
  }

  /** @inheritdoc */
  async search(query: Query, call: Call = {}): Promise<Hit[]> {
    this.#open();
    return await search(this.#server, query, budgetOf(call, this.#timeoutMs));
  }

  /** @inheritdoc */
  async list(filter: Filter, call: Call = {}): Promise<Listing> {
    const { memories, complete } = await this.#all(filter, budgetOf(call, this.#timeoutMs));
    const sorted = newestFirst(memories);
    return { memories: sorted.slice(0, filter.limit ?? sorted.length), complete };
  }

  /** @inheritdoc */
  async *iterate(filter: Filter, call: Call = {}): AsyncGenerator<Memory, void, undefined> {
    const batches = enumerate(this.#server, this.#clean(filter), budgetOf(call, undefined));
    let left = filter.limit ?? Infinity;
    for await (const batch of batches) {
      for (const memory of batch) {
        if (left-- <= 0) return;
        yield memory;
      }
    }
  }

  /** @inheritdoc */
  async count(filter: Filter, call: Call = {}): Promise<Count> {
    const { memories, complete } = await this.#all(filter, budgetOf(call, this.#timeoutMs));
    return { count: Math.min(memories.length, filter.limit ?? Infinity), complete };
  }

  /** @inheritdoc */
  async get(id: string, call?: Call): Promise<Memory | undefined> {
    this.#open();
    const uuid = memoryId(id);
    if (uuid === undefined) return undefined;
    return await this.#server.ask(
      { method: "GET", path: memoryRoute(uuid), what: "get a memory" },
      (json) => json === null ? undefined : decodeMemory(json),
      call,
    );
  }

  /**
   * @inheritdoc
   *
   * Updates of one memory through this store run one after the other: the server loses some of
   * those that run at once, and answers 200 to all (contract, measured e).
   */
  async update(id: string, patch: Patch, call?: Call): Promise<void> {
    this.#open();
    const body = encodePatch(patch);
    if (Object.keys(body).length === 0) {
      throw invalid("update a memory", "there is nothing to change; give text, metadata or a date");
    }
    if (patch.text !== undefined) {
      if (patch.text === "") {
        throw invalid("update a memory", "its text would be empty; remove it instead");
      }
      checkText(patch.text, "the text");
    }
    checkJson(patch.metadata ?? {}, "the metadata");
    if (patch.expirationDate !== null) checkDate(patch.expirationDate);
    const uuid = memoryId(id);
    if (uuid === undefined) throw missing(id);
    await this.#inTurn(uuid, async () => {
      try {
        const request = { method: "PUT", path: memoryRoute(uuid), body, what: "update a memory" };
        await this.#server.ask({ ...request, method: "PUT" }, ignore, call);
      } catch (error) {
        throw isMemoryError(error) && error.code === "missing" ? missing(id, error) : error;
      }
    });
  }

  /** @inheritdoc */
  async remove(id: string, call?: Call): Promise<boolean> {
    this.#open();
    const uuid = memoryId(id);
    if (uuid === undefined) return false;
    try {
      const what = "delete a memory";
      await this.#server.ask({ method: "DELETE", path: memoryRoute(uuid), what }, ignore, call);
      return true;
    } catch (error) {
      if (!isMemoryError(error) || error.code !== "missing") throw error;
      return error.tries > 1; // then an earlier try has deleted it, and only its answer was lost
    }
  }

  /**
   * @inheritdoc
   *
   * Deletes by id, four at once, until a fresh listing is empty: the server's own delete-all needs an
   * administrator, ignores filters, and on older servers stops after 100 rows. It may be interrupted
   * and run again.
   */
  async removeAll(filter: Filter, call: RemovalCall = {}): Promise<Removal> {
    if (filter.limit !== undefined) throw invalid("delete memories", "a limit makes no sense here");
    const next = budgetOf(call, undefined);
    const all = { ...filter, showExpired: true };
    let removed = 0;
    let total: number | undefined;
    for (;;) {
      const { memories } = await this.#all(all, next);
      total ??= memories.length;
      call.onProgress?.(removed, Math.max(total, removed + memories.length));
      if (memories.length === 0) return { removed, left: 0 };
      const before = removed;
      const ids = memories.map((memory) => memory.id);
      const worker = async () => {
        for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
          await this.remove(id, next());
          removed++;
          call.onProgress?.(removed, Math.max(total ?? 0, removed));
        }
      };
      const results = await Promise.allSettled(Array.from({ length: REMOVERS }, worker));
      const failure = results.find((result) => result.status === "rejected");
      if (failure !== undefined) throw failure.reason;
      if (removed === before) return { removed, left: memories.length };
    }
  }

  /** @inheritdoc */
  async history(id: string, call?: Call): Promise<Revision[]> {
    this.#open();
    const uuid = memoryId(id);
    if (uuid === undefined) return [];
    return await this.#server.ask(
      { method: "GET", path: historyRoute(uuid), what: "read a memory's history" },
      decodeRevisions,
      call,
    );
  }

  /** @inheritdoc */
  async entities(call?: Call): Promise<Entity[]> {
    this.#open();
    return await this.#server.ask(
      { method: "GET", path: ROUTES.entities, what: "list users, agents and runs" },
      decodeEntities,
      call,
    );
  }

  /** @inheritdoc */
  async check(call: Call = {}): Promise<Health> {
    this.#open();
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
      const query = { user_id: "nobody", top_k: "1" };
      await this.#server.ask(
        { method: "GET", path: ROUTES.memories, query, what: "list memories" },
        ignore,
        call,
      );
      health.authorized = true;
    } catch (error) {
      if (!isMemoryError(error) || error.code === "aborted") throw error;
      health.reachable ||= error.status !== undefined;
      health.problem = error.message;
    }
    return health;
  }

  /** @inheritdoc */
  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  async #all(filter: Filter, next: () => Call) {
    const memories: Memory[] = [];
    const batches = enumerate(this.#server, this.#clean(filter), next);
    for (;;) {
      const { done, value } = await batches.next();
      if (done) return { memories, complete: value };
      memories.push(...value);
    }
  }

  #clean(filter: Filter): Filter {
    this.#open();
    if (filter.where !== undefined) checkWhere(filter.where);
    if (filter.limit !== undefined && !(Number.isInteger(filter.limit) && filter.limit > 0)) {
      throw invalid("list memories", `the limit ${filter.limit} is no positive whole number`);
    }
    return { ...filter, scope: cleanScope(filter.scope) };
  }

  #open(): void {
    if (this.#closed) throw invalid("use this store", "it is closed");
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

function keyCredentials(key: string | undefined, basic: string | undefined): Credentials {
  const headers: Record<string, string> = {};
  if (key !== undefined && key !== "") headers["x-api-key"] = key;
  if (basic !== undefined) headers.authorization = `Basic ${basic}`;
  return { headers: () => headers };
}

function invalid(attempt: string, why: string): MemoryError {
  return new MemoryError("invalid", `Cannot ${attempt}: ${why}`);
}

function missing(id: string, cause?: unknown): MemoryError {
  return new MemoryError("missing", `Cannot update the memory "${id}": it is not there`, { cause });
}

function ignore(): void {}

/** What JSON can't say must not become null on the way; NUL and half characters are refused. */
function checkJson(value: Json, what: string): void {
  if (typeof value === "string") return checkText(value, what);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw invalid(`send ${what}`, `${value} is no number in JSON`);
  }
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    checkText(key, what);
    checkJson(inner, what);
  }
}

function checkDate(date: string | undefined): void {
  if (date === undefined) return;
  const parsed = /^\d{4}-\d\d-\d\d$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  if (
    parsed === undefined || Number.isNaN(parsed.valueOf()) || !parsed.toISOString().startsWith(date)
  ) {
    throw invalid("set the expiration date", `"${date}" is no date of the form YYYY-MM-DD`);
  }
}
