/**
 * What only a store on this machine can do.
 *
 * @module
 */
import type { MemoryStore } from "../client/store.ts";
import type { Owner } from "../embedded/owner.ts";
import { Failure } from "./command.ts";
import type { Memories } from "./memories.ts";

/** The store's owner's side. @throws {Failure} on a server, with what to do there. */
export function ownerOfStore({ config, store }: Memories, verb: string, instead: string): Owner {
  if (config.backend === "embedded") return store as MemoryStore & Owner;
  throw new Failure(`Cannot ${verb} on a server: ${instead}`);
}
