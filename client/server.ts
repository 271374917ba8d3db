/**
 * A Mem0 server: the way to it, and what it can do, asked once and remembered.
 *
 * @module
 */

import { isMemoryError, MemoryError } from "./errors.ts";
import { type Capabilities, CURRENT, HOSTED, isHosted, recognize } from "./probe.ts";
import type { Call, Json, Log } from "./store.ts";
import type { Outgoing, Transport } from "./transport.ts";
import { ROUTES } from "./wire.ts";

/** One server, as the parts of a RestStore share it. */
export class Server {
  /** Where, without credentials. */
  readonly base: string;
  /** Receives warnings. */
  readonly log: Log;
  readonly #transport: Transport;
  readonly #learnt = new Map<string, boolean>();
  #capabilities: Promise<Capabilities> | undefined;
  #known: Capabilities | undefined;
  /** Has it explained the score of a hit, as only current servers do? */
  explains = false;
  readonly #searches = new Set<Promise<{ explained: boolean }>>();

  /** Nothing is sent before the first request. */
  constructor(transport: Transport, log: Log) {
    this.base = transport.base;
    this.log = log;
    this.#transport = transport;
  }

  /**
   * Send a request and read its answer. An answer that contradicts what is known of the server (the
   * route or a field isn't there) makes the next call ask again.
   */
  async ask<T>(request: Outgoing, decoder: (json: Json) => T, call?: Call): Promise<T> {
    try {
      return await this.#transport.decode(request, decoder, call);
    } catch (error) {
      const status = isMemoryError(error) ? error.status : undefined;
      if (status === 404 || status === 405 || status === 422 || status === 500) this.#forget();
      throw error;
    }
  }

  /** What is known of the server without asking. */
  get known(): Capabilities | undefined {
    return this.#known;
  }

  #forget(): void {
    this.#capabilities = this.#known = undefined;
    this.explains = false;
  }

  /**
   * What the server can do. One request per store, shared by concurrent callers; a server that hides
   * its description is taken for a current one.
   *
   * @throws MemoryError `protocol` when it is no Mem0 server
   */
  async capabilities(call: Call = {}): Promise<Capabilities> {
    const asked = this.#capabilities ??= this.#probe(call);
    try {
      return this.#known = await asked;
    } catch (error) {
      if (this.#capabilities === asked) this.#capabilities = undefined;
      // The probe of another caller who gave up says nothing about this one's.
      const foreign = isMemoryError(error) &&
        (error.code === "aborted" || error.code === "timeout");
      if (foreign && !call.signal?.aborted) return await this.#probe(call);
      throw error;
    }
  }

  /** Takes note of a search whose hits may tell what the server is. */
  async finding<T extends { explained: boolean }>(search: Promise<T>): Promise<T> {
    this.#searches.add(search);
    try {
      const found = await search;
      this.explains ||= found.explained;
      return found;
    } finally {
      this.#searches.delete(search);
    }
  }

  /** {@link explains}, once the searches that are under way have ended. */
  async explained(): Promise<boolean> {
    if (!this.explains) await Promise.allSettled(this.#searches);
    return this.explains;
  }

  /** Find something out about the server once. */
  async once(question: string, answer: () => Promise<boolean>): Promise<boolean> {
    const known = this.#learnt.get(question) ?? await answer();
    this.#learnt.set(question, known);
    return known;
  }

  async #probe(call: Call): Promise<Capabilities> {
    const what = "read the server's description";
    if (isHosted(this.base)) throw this.#refused(HOSTED);
    try {
      const finding = await this.#transport.decode(
        { method: "GET", path: ROUTES.openapi, what, anonymous: true },
        recognize,
        call,
      );
      if ("other" in finding) throw this.#refused(finding.other);
      return finding.server;
    } catch (error) {
      const status = isMemoryError(error) ? error.status : undefined;
      if (status === undefined || status < 400 || status >= 500) throw error;
      this.log("debug", `${this.base} hides /openapi.json (${status}): taken for a current server`);
      return CURRENT;
    }
  }

  #refused(why: string): MemoryError {
    return new MemoryError("protocol", `Cannot use ${this.base}: ${why}`);
  }
}

/** Shares one time limit among the requests of a longer call. */
export function budgetOf(call: Call, standardMs: number | undefined): () => Call {
  const ms = call.timeoutMs ?? standardMs;
  if (ms === undefined) return () => call;
  const end = performance.now() + ms;
  return () => ({ ...call, timeoutMs: Math.max(1, end - performance.now()) });
}
