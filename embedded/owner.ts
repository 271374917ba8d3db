import type { Entity, Memory } from "../client/store.ts";

/**
 * What only the owner of a store may do: everything that is not bound to one scope. For the HTTP
 * handler and exports; the plugin has no business here.
 */
export interface Owner {
  /** Any memories of anybody, oldest first; expired and superseded ones too. */
  listAll(limit: number): Promise<Memory[]>;
  /** Deletes all memories stored under one user, agent or run; returns how many. */
  removeEntity(type: Entity["type"], id: string): Promise<number>;
  /** Deletes everything, history included, for good. */
  reset(): Promise<void>;
}
