import type { Entity, Filter, Memory, Revision, Scope } from "../client/store.ts";

/** A revision as the server's history shows it. */
export interface OwnerRevision extends Revision {
  /** Is this the step that removed the memory? */
  isDeleted: boolean;
}

/** What a purge did. */
export interface Purge {
  /** Memories whose text is gone. */
  purged: number;
  /** Files beside the store that may still hold it: copies kept by a migration or a repair. */
  copies: string[];
}

/**
 * What only the owner of a store may do: everything that is not bound to one scope. For the HTTP
 * handler, the command line and exports; the plugin has no business here.
 */
export interface Owner {
  /** Any memories of anybody, oldest first; expired and superseded ones too. */
  listAll(limit: number): Promise<Memory[]>;
  /** A memory's life, oldest step first, with the mark of its end; [] when it is not known. */
  revisions(id: string): Promise<OwnerRevision[]>;
  /** Deletes all memories stored under one user, agent or run; returns how many. */
  removeEntity(type: Entity["type"], id: string): Promise<number>;
  /** Deletes everything, history included, for good. */
  reset(): Promise<void>;
  /**
   * Takes back the last `count` changes of a scope, newest first; returns what was taken back. Further
   * calls go further back.
   */
  undo(count: number, scope: Scope): Promise<Revision[]>;
  /** Hides a memory behind the one that took its place; `missing` when one is not there. */
  supersede(id: string, by: string): Promise<void>;
  /** Forgets memories for good: rows, history, index, and what the file's free pages still held. */
  purge(which: { id: string } | { filter: Filter }): Promise<Purge>;
}
