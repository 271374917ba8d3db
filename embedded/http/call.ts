import type { Json, MemoryStore } from "../../client/store.ts";
import type { Owner } from "../owner.ts";
import type { Caller } from "./access.ts";
import { upstream } from "./faults.ts";
import { BadIdentifier, readMemoryId } from "./identifiers.ts";

/** The store that is served. */
export type ServedStore = MemoryStore & Pick<Owner, "listAll" | "removeEntity" | "reset">;

/** A request whose caller is known. */
export interface Call {
  store: ServedStore;
  caller: Caller;
  /** Decoded path parameters, in order. */
  parameters: string[];
  query: URLSearchParams;
  /** JSON, or text when the content type says so; undefined when there is none. */
  body: Json | undefined;
  signal: AbortSignal;
}

/** The memory id in the path; a malformed one is a 502, as on the server. */
export function memoryIdOf(parameters: string[]): string {
  const id = readMemoryId(parameters[0]!);
  if (id === undefined) throw upstream();
  return id;
}

/** On these routes the server doesn't tell its own refusal of an identifier from a failure. */
export function asUpstream<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadIdentifier) throw upstream();
    throw error;
  }
}
