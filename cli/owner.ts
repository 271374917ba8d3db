/**
 * What only a store on this machine can do.
 *
 * @module
 */
import type { EmbeddedStore } from "../embedded/mod.ts";
import { Failure } from "./command.ts";
import type { Memories } from "./memories.ts";

/** The store in a file. @throws {Failure} on a server, with what to do there. */
export function embeddedStoreOf(
  { config, store }: Memories,
  verb: string,
  instead: string,
): EmbeddedStore {
  if (config.backend === "embedded") return store as EmbeddedStore;
  throw new Failure(`Cannot ${verb} on a server: ${instead}`);
}
