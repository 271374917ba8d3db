/**
 * Memory for coding agents, on a self-hosted Mem0 server or in one local SQLite file.
 *
 * {@link openStore} chooses the back end by the address; everything else speaks to the
 * {@link MemoryStore} that it returns.
 *
 * @module
 */
import { parseAddress } from "./client/address.ts";
import { RestStore } from "./client/rest.ts";
import type { Log, MemoryStore } from "./client/store.ts";
import type { Embedder } from "./embedded/embedder.ts";
import type { Extractor } from "./embedded/extractor.ts";

export * from "./client/mod.ts";

/** How to open a store. Fields that the chosen back end doesn't use are ignored. */
export interface OpenOptions {
  /** Server: X-API-Key. */
  apiKey?: string;
  /** Server: e-mail of a login; with `password` it is preferred to a key, since it is faster. */
  email?: string;
  /** Server: password of the login; kept in memory only. */
  password?: string;
  /** Server: deadline of a call in milliseconds; default 30,000. */
  timeoutMs?: number;
  /** Server: a replacement of the global fetch. */
  fetch?: typeof fetch;
  /** Embedded: makes vectors; default none, so that search is by words. */
  embedder?: Embedder;
  /** Embedded: finds facts in conversations; default the built-in rules. */
  extractor?: Extractor;
  /** Receives what the store has to say. */
  log?: Log;
}

/**
 * Opens the store that an address names: `http(s)://host[:port][/prefix]` (also without a scheme:
 * `localhost:8888`) a Mem0 server, `file:/path/memories.db` or a path an embedded file, `:memory:` an
 * embedded store that is gone with the process.
 *
 * Opening a server sends nothing.
 *
 * @throws {MemoryError} `invalid` for an address that is none; `storage` for a file that can't be
 * opened.
 *
 * @example
 * ```ts
 * import { openStore } from "./mod.ts";
 * const store = await openStore(":memory:");
 * await store.add({
 *   scope: { user: "ann" },
 *   messages: [{ role: "user", content: "Deploys go out on Fridays" }],
 *   infer: false,
 * });
 * console.log((await store.search({ scope: { user: "ann" }, text: "deploys" }))[0]?.text);
 * await store.close();
 * ```
 */
export async function openStore(address: string, options: OpenOptions = {}): Promise<MemoryStore> {
  const target = parseAddress(address);
  if (target.kind === "server") {
    const { apiKey, email, password, timeoutMs, fetch, log } = options;
    return new RestStore({ host: address, apiKey, email, password, timeoutMs, fetch, log });
  }
  // A user of a server never loads SQLite.
  const { EmbeddedStore } = await import("./embedded/mod.ts");
  const path = target.kind === "file" ? target.path : ":memory:";
  const { embedder, extractor, log } = options;
  return EmbeddedStore.open({ path, embedder, extractor, log });
}
