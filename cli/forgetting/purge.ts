/**
 * Forgetting for good: first everything beside the store, so that nothing brings a text back, then
 * the store. Interrupted, it is run again.
 *
 * @module
 */
import { isMemoryError } from "../../client/errors.ts";
import type { Filter, Memory, Revision } from "../../client/store.ts";
import type { EmbeddedStore } from "../../embedded/mod.ts";
import { NO_SERVER } from "../../plugin/core/config.ts";
import { isOfProject } from "../../plugin/core/scope.ts";
import { Failure } from "../command.ts";
import type { Io } from "../io.ts";
import { logTo, type Memories } from "../memories.ts";
import { copiesHolding } from "./copies.ts";
import {
  describeCopies,
  describeCounts,
  describeOthers,
  describeSending,
  describeUnanswered,
  type PurgeCounts,
} from "./report.ts";
import { sweep, type Swept } from "./state.ts";
import { isShort, Texts } from "./texts.ts";
import type { Kept, Wanted } from "./wanted.ts";

/** What to purge. */
export interface PurgeRequest {
  /** Memories that are there, and such that were deleted before and whose history is left. */
  memories: readonly Memory[];
  /** With `--all`: everything that it matches goes, hidden memories too. */
  all?: { filter: Filter; reach: "project" | "user" };
}

/** What is left to say at the end of a purge. */
export interface Purged {
  counts: PurgeCounts;
  kept: Kept[];
  /** False when a running process still holds some of it. */
  isDone: boolean;
}

/** What is just being sent is waited for, in longer and longer steps, for three seconds in all. */
const FIRST_WAIT_MS = 100;
const LAST_WAIT_MS = 3_000;

/** So many texts, not more, are looked for in every other memory. */
const MOST_TEXTS = 100;

/** One purge that has begun: what lies beside the store is forgotten, and nothing brings it back. */
export class Purge {
  readonly #memories: Memories;
  readonly #all: PurgeRequest["all"];
  readonly #io: Io;
  readonly #texts: ReadonlySet<string>;
  readonly #wanted: Wanted;
  readonly #counts: PurgeCounts = { replaced: 0, waiting: 0, heard: 0, logged: 0, noted: 0 };
  /** By path: what is found twice is told once. */
  readonly #kept = new Map<string, Kept>();
  #copies: string[] = [];

  private constructor(memories: Memories, request: PurgeRequest, texts: Set<string>, io: Io) {
    this.#memories = memories;
    this.#all = request.all;
    this.#io = io;
    this.#texts = texts;
    this.#wanted = wantedOf(memories, request, texts);
  }

  /**
   * Forgets it in queues, log and notes, and names the copies of the file.
   *
   * @throws {Failure} while a running process is just sending some of it; then nothing is deleted
   */
  static async begin(memories: Memories, request: PurgeRequest, io: Io): Promise<Purge> {
    const texts = await textsOf(memories, request);
    const purge = new Purge(memories, request, texts, io);
    let { sending, unanswered } = await purge.#sweep();
    for (let wait = FIRST_WAIT_MS; sending > 0 && wait < LAST_WAIT_MS; wait *= 2) {
      await new Promise((wake) => setTimeout(wake, wait));
      const again = await purge.#sweep();
      sending = again.sending;
      unanswered += again.unanswered;
    }
    if (sending > 0) {
      throw new Failure(
        `Cannot forget it yet: ${describeSending(sending)}; run the same command again in a minute`,
      );
    }
    const store = embeddedOf(memories);
    if (request.all !== undefined && store !== undefined) {
      // What was delivered since the texts were read; from here on nothing is, of what waited.
      const late = [...await textsOf(memories, request)].filter((text) => !texts.has(text));
      for (const text of late) {
        texts.add(text);
        purge.#wanted.texts.add(text);
      }
      if (late.length > 0) await purge.#sweep();
    }
    if (unanswered > 0 && memories.config.backend === "server") {
      io.tell(describeUnanswered(unanswered));
    }
    if (store !== undefined) {
      const { copiesBeside } = await import("../../embedded/purge.ts");
      purge.#copies = await copiesHolding(copiesBeside(store), [...texts]);
      // Told at once: should this process be killed later, the next one doesn't know the text.
      if (purge.#copies.length > 0) io.tell(describeCopies(purge.#copies));
    }
    return purge;
  }

  /** Deletes memories, or what is left of them, from the store; resolves to those that are gone. */
  async remove(ids: readonly string[]): Promise<string[]> {
    const store = embeddedOf(this.#memories);
    if (store !== undefined) {
      const { purge } = await import("../../embedded/purge.ts");
      await purge(store, { ids });
      return [...ids];
    }
    const gone = [];
    for (const id of ids) if (await this.#memories.store.remove(id)) gone.push(id);
    return gone;
  }

  /** Takes what came meanwhile, and says what was forgotten and what still holds it. */
  async finish(): Promise<Purged> {
    const store = embeddedOf(this.#memories);
    if (store !== undefined && this.#all !== undefined) {
      const { purge } = await import("../../embedded/purge.ts");
      this.#counts.replaced = (await purge(store, { filter: this.#all.filter })).purged;
    }
    const io = this.#io;
    const { sending } = await this.#sweep();
    for (const line of describeCounts(this.#counts)) io.tell(line);
    for (const { path, why } of this.#kept.values()) io.tell(`Still in ${path}: ${why}`);
    if (sending > 0) {
      io.tell(`Meanwhile ${describeSending(sending)}: look for it in two minutes, forget it again`);
    }
    const texts = [...this.#texts].filter((text) => !isShort(text));
    if (store !== undefined && this.#all === undefined && texts.length <= MOST_TEXTS) {
      const { idsHolding } = await import("../../embedded/remains.ts");
      const { user } = this.#memories.identity;
      const others = await idsHolding(store, texts, { user });
      if (others.length > 0) io.tell(describeOthers(others));
    }
    const copies = this.#copies.map((path) => ({ path, why: "a copy that was set aside" }));
    return {
      counts: this.#counts,
      kept: [...this.#kept.values(), ...copies],
      isDone: this.#kept.size === 0 && sending === 0,
    };
  }

  async #sweep(): Promise<Swept> {
    const swept = await sweep(this.#memories.config.stateDir, this.#wanted, logTo(this.#io));
    for (const name of ["waiting", "heard", "logged", "noted"] as const) {
      this.#counts[name] += swept[name];
    }
    for (const kept of swept.kept) this.#kept.set(kept.path, kept);
    return swept;
  }
}

function wantedOf(
  { config, identity }: Memories,
  { memories, all }: PurgeRequest,
  texts: Iterable<string>,
): Wanted {
  const origins = memories.map(({ metadata }) => metadata.origin)
    .filter((origin) => typeof origin === "string");
  return {
    identity,
    texts: new Texts(texts),
    origins: new Set(origins),
    ...all === undefined ? {} : {
      isAllOf: (owned) =>
        owned.scope.user === identity.user &&
        (all.reach === "user" || isOfProject(owned, identity)),
    },
    // What was said while the host was no address was meant for the server that is set instead.
    backends: config.backend === "server" ? [config.backendId, NO_SERVER] : [config.backendId],
  };
}

/** Every text that the memories have, or had. */
async function textsOf(
  memories: Memories,
  { memories: meant, all }: PurgeRequest,
): Promise<Set<string>> {
  const texts = new Set(meant.map(({ text }) => text));
  const ids = meant.map(({ id }) => id);
  const store = embeddedOf(memories);
  if (store !== undefined) {
    const { textsOf } = await import("../../embedded/purge.ts");
    for (const text of await textsOf(store, { ids })) texts.add(text);
    if (all !== undefined) {
      for (const text of await textsOf(store, { filter: all.filter })) texts.add(text);
    }
  } else {
    for (const id of ids) {
      for (const { before, after } of await historyOf(memories, id)) {
        for (const text of [before, after]) if (text) texts.add(text);
      }
    }
  }
  return texts;
}

/** What a server tells; the oldest tell nothing. */
async function historyOf({ store }: Memories, id: string): Promise<Revision[]> {
  try {
    return await store.history(id);
  } catch (error) {
    if (isMemoryError(error) && error.code === "missing") return [];
    throw error;
  }
}

function embeddedOf({ config, store }: Memories): EmbeddedStore | undefined {
  return config.backend === "embedded" ? store as EmbeddedStore : undefined;
}
