/**
 * Which memories are to be forgotten.
 *
 * @module
 */
import type { Filter, Memory } from "../../client/store.ts";
import type { EmbeddedStore } from "../../embedded/mod.ts";
import { redact } from "../../plugin/core/redact.ts";
import { type Identity, isOfProject, type Owned, readFilter } from "../../plugin/core/scope.ts";
import { Failure } from "../command.ts";
import type { Io } from "../io.ts";
import { findMemory, LIST_MS, type Memories, readId } from "../memories.ts";

/** How memories are named on the command line. */
export interface Choice {
  /** Ids, or none with `query` or `all`. */
  ids: readonly string[];
  /** Those that a search finds. */
  query?: string;
  /** Everything of this project, or of the user. */
  all?: "project" | "user";
  /** Also those that were deleted before. */
  purge: boolean;
}

/** What is to be forgotten. */
export interface Found {
  /** Memories that are there. */
  there: Memory[];
  /** For a purge: deleted before, with a history that is left. */
  earlier: Memory[];
}

/** Finds what is meant. @throws {Failure} for an id that isn't there or is another user's */
export async function choose(options: Choice, memories: Memories, io: Io): Promise<Found> {
  const { store, identity, config } = memories;
  if (options.query !== undefined) {
    const filter = readFilter("project", identity, { includeGlobal: true });
    const query = { ...filter, text: redact(options.query).text, limit: 10 };
    return { there: await store.search(query), earlier: [] };
  }
  let deleted: Memory[] = [];
  if (options.purge && config.backend === "embedded") {
    const { deletedMemories } = await import("../../embedded/remains.ts");
    deleted = await deletedMemories(store as EmbeddedStore, { user: identity.user });
  }
  if (options.all !== undefined) {
    const call = { timeoutMs: LIST_MS, signal: io.signal };
    const filter = { ...filterOf(options.all, identity), showExpired: true };
    const { memories } = await store.list(filter, call);
    const isMeant = (memory: Memory) =>
      options.all === "user" || isOfProject(withProject(memory), identity);
    return { there: memories, earlier: deleted.filter(isMeant) };
  }
  const found = new Map<string, Memory>();
  const earlier = new Map<string, Memory>();
  for (const given of options.ids) {
    const id = readId(given);
    const known = deleted.filter((memory) => memory.id.startsWith(id));
    try {
      const memory = await findMemory(memories, given);
      found.set(memory.id, memory);
    } catch (error) {
      if (!(error instanceof Failure) || known.length !== 1) throw error;
      earlier.set(known[0]!.id, known[0]!);
    }
  }
  return { there: [...found.values()], earlier: [...earlier.values()] };
}

/** What `--all` reaches. */
export function filterOf(all: "project" | "user", identity: Identity): Filter {
  return readFilter(all === "user" ? "global" : "project", identity);
}

/** Also a deleted memory of which a repair saved no more than the text and the identifiers. */
function withProject({ scope, metadata }: Memory): Owned {
  return { scope, metadata: { app_id: scope.agent ?? null, ...metadata } };
}
