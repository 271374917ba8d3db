/**
 * A Mem0 server: the way to it, and what it can do, asked once and remembered.
 *
 * @module
 */

import { failed, isMemoryError, statusOf } from "./errors.ts";
import { type Capabilities, CURRENT, HOSTED, isHosted, recognize } from "./probe.ts";
import type { Call, Json, Log } from "./store.ts";
import { Transport, type TransportOptions } from "./transport.ts";
import { type Route, ROUTES } from "./wire.ts";

/** What a request holds beside its {@link Route}. */
export interface Sent {
  /** For the `{…}` in the route's path, in their order. */
  ids?: string[];
  /** Query parameters. */
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: Json;
  /** What is being done, where the route's own words don't say it. */
  what?: string;
}

/** One server, as the parts of a RestStore share it. */
export class Server extends Transport {
  /** Receives warnings. */
  readonly log: Log;
  #capabilities: Promise<Capabilities> | undefined;
  /** What is known of the server without asking. */
  known: Capabilities | undefined;
  /** Of a server of April 2026: are its scores distances? Undefined until it was tried. */
  distances: boolean | undefined;
  /** Searches under way whose hits may tell what the server is. */
  readonly searches: Set<Promise<unknown>> = new Set();

  /** Nothing is sent before the first request. */
  constructor(options: TransportOptions, log: Log = () => {}) {
    super(options);
    this.log = log;
  }

  /**
   * Send a request and read its answer. An answer that contradicts what is known of the server (the
   * route or a field isn't there) makes the next call ask again; that a memory isn't there does not.
   */
  async ask<T>(route: Route<T>, call?: Call, sent: Sent = {}): Promise<T> {
    const ids = sent.ids?.values();
    const path = ids
      ? route.path.replace(/\{\w+\}/g, () => encodeURIComponent(ids.next().value!))
      : route.path;
    try {
      return await this.send({ ...route, ...sent, path }, call, route.decoder);
    } catch (error) {
      const contradicts = isMemoryError(error) &&
        (error.unknownRoute || error.status === 422 || error.status === 500);
      if (contradicts) this.#capabilities = this.known = undefined;
      throw error;
    }
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
      return this.known = await asked;
    } catch (error) {
      if (this.#capabilities === asked) this.#capabilities = undefined;
      // The probe of another caller who gave up says nothing about this one's.
      const foreign = isMemoryError(error) &&
        (error.code === "aborted" || error.code === "timeout");
      if (foreign && !call.signal?.aborted) return await this.#probe(call);
      throw error;
    }
  }

  async #probe(call: Call): Promise<Capabilities> {
    const finding = isHosted(this.base) ? HOSTED : await this.#describe(call);
    if (typeof finding !== "string") return finding;
    throw failed("protocol", `use ${this.base}`, finding);
  }

  async #describe(call: Call): Promise<Capabilities | string> {
    const { openapi } = ROUTES;
    try {
      return recognize(await this.send(openapi, call));
    } catch (error) {
      const status = statusOf(error)!;
      if (!(status >= 400 && status < 500)) throw error;
      this.log(
        "debug",
        `${this.base} hides ${openapi.path} (${status}): taken for a current server`,
      );
      return CURRENT;
    }
  }
}
