/**
 * The client of a self-hosted Mem0 server: {@link RestStore}, and the contract that every memory
 * store fulfils. The server's other endpoints have an entry of their own, `./admin`.
 *
 * Web standards only: the same code runs in Deno, Node 20 and later, and Bun.
 *
 * @example
 * ```ts
 * import { RestStore } from "./mod.ts";
 * const store = new RestStore({ host: "http://localhost:8888", apiKey: "m0sk_example" });
 * await store.close();
 * ```
 *
 * @module
 */

export type { RestOptions } from "./connect.ts";
export { type Code, type ErrorFacts, isMemoryError, MemoryError } from "./errors.ts";
export { cleanId, cleanScope } from "./identifiers.ts";
export { matches } from "./predicate.ts";
export { RestStore } from "./rest.ts";
export type {
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
  Message,
  Metadata,
  NewMemory,
  Patch,
  Query,
  Removal,
  RemovalCall,
  Revision,
  Scope,
  ScoreParts,
  Where,
  WhereOperator,
} from "./store.ts";
export type { JsonObject } from "./wire.ts";
