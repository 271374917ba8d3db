import type { Filter, Memory } from "../../client/store.ts";
import { redact } from "../../plugin/core/redact.ts";
import { readFilter } from "../../plugin/core/scope.ts";
import { defineCommand, EXIT, Failure, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import {
  findMemory,
  LIST_MS,
  type Memories,
  type StoreOptions,
  storeOptions,
  withMemories,
} from "../memories.ts";
import { countOf, oneLine, printJson } from "../output.ts";
import { embeddedStoreOf } from "../owner.ts";
import { breathing } from "../progress.ts";
import { printMemories } from "../rows.ts";

/** Options of `forget`. */
export interface ForgetOptions extends StoreOptions {
  /** Ids, or none with `query` or `all`. */
  ids: readonly string[];
  /** Those that a search finds. */
  query?: string;
  /** Everything of this project, or of the user. */
  all?: "project" | "user";
  /** Leave no history behind. */
  purge: boolean;
  yes: boolean;
  json: boolean;
}

/** `forget`: deletes, after a question. */
export const forget = defineCommand<ForgetOptions>({
  name: "forget",
  summary: "Deletes memories, after a question",
  words: "ID…",
  flags: {
    query: { type: "string", value: "TEXT", help: "what a search for TEXT finds" },
    all: { type: "boolean", help: "everything of this project" },
    "all-projects": { type: "boolean", help: "with --all: everything of yours" },
    purge: { type: "boolean", help: "also the history, for good (embedded store)" },
    yes: { type: "boolean", short: "y", help: "don't ask" },
  },
  details: 'Without --purge "undo" brings back what was deleted from the embedded store.',
  read(given) {
    const query = given.text("query");
    const all = given.on("all");
    const ways = [given.words.length > 0, query !== undefined, all].filter(Boolean).length;
    if (ways !== 1) {
      throw new UsageError("Cannot run forget: give ids, or --query TEXT, or --all");
    }
    if (given.on("all-projects") && !all) {
      throw new UsageError("Cannot use --all-projects: it goes with --all");
    }
    return {
      ...storeOptions(given),
      ids: given.words,
      ...query === undefined ? {} : { query },
      ...all ? { all: given.on("all-projects") ? "user" : "project" } : {},
      purge: given.on("purge"),
      yes: given.on("yes"),
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const file = options.purge
        ? embeddedStoreOf(memories, "purge memories", "it keeps a history; leave --purge out")
        : undefined;
      const found = await choose(options, memories, io);
      if (found.length === 0) {
        io.tell("Nothing to forget");
        if (options.json) printJson({ deleted: [], left: 0 }, io);
        return EXIT.done;
      }
      if (!await isConfirmed(found, options, memories, io)) {
        io.tell("Nothing was deleted");
        return EXIT.failed;
      }
      const { purge } = await import("../../embedded/purge.ts");
      const deleted: string[] = [];
      const progress = found.length > 50 ? io.progress("Deleting", found.length) : undefined;
      const breath = breathing();
      for (const { id } of found) {
        await breath();
        if (io.signal.aborted) break;
        const gone = file === undefined
          ? await memories.store.remove(id)
          : (await purge(file, { id })).purged > 0;
        if (gone) deleted.push(id);
        progress?.to(deleted.length);
      }
      const left = await countLeft(found, memories);
      progress?.end(`Deleted ${countOf(deleted.length)}`);
      if (options.json) printJson({ deleted, left }, io);
      else {
        for (const memory of found) {
          if (!deleted.includes(memory.id)) continue;
          io.out(`Deleted\t${memory.id}\t${oneLine(memory.text)}\n`);
        }
      }
      if (left === 0) return EXIT.done;
      throw new Failure(`Cannot delete all of it: ${countOf(left)} are still there; run it again`);
    }, options.query === undefined ? {} : { searches: true }),
});

async function choose(options: ForgetOptions, memories: Memories, io: Io): Promise<Memory[]> {
  const { store, identity } = memories;
  if (options.query !== undefined) {
    const filter = readFilter("project", identity, { includeGlobal: true });
    return await store.search({ ...filter, text: redact(options.query).text, limit: 10 });
  }
  if (options.all !== undefined) {
    const filter: Filter = readFilter(options.all === "user" ? "global" : "project", identity);
    const call = { timeoutMs: LIST_MS, signal: io.signal };
    return (await store.list({ ...filter, showExpired: true }, call)).memories;
  }
  const found = new Map<string, Memory>();
  for (const id of options.ids) {
    const memory = await findMemory(memories, id);
    found.set(memory.id, memory);
  }
  return [...found.values()];
}

async function isConfirmed(
  found: readonly Memory[],
  options: ForgetOptions,
  memories: Memories,
  io: Io,
): Promise<boolean> {
  if (options.yes) return true;
  const reach = options.all === undefined
    ? ""
    : options.all === "user"
    ? ` of ${memories.identity.user}, in all projects`
    : ` of the project "${memories.identity.project}"`;
  if (!io.canAsk) {
    throw new UsageError(
      `Cannot delete ${countOf(found.length)}${reach} without a question: add --yes`,
    );
  }
  const shown = found.slice(0, 20);
  printMemories(shown, false, { ...io, out: (text) => io.tell(text.trimEnd()) });
  if (shown.length < found.length) io.tell(`… and ${found.length - shown.length} more`);
  return await io.confirm(
    `Delete ${countOf(found.length)}${reach}${options.purge ? ", for good" : ""}?`,
  );
}

/** How many are still there, by a fresh look. */
async function countLeft(found: readonly Memory[], { store, identity }: Memories): Promise<number> {
  if (found.length <= 20) {
    const looks = await Promise.all(found.map(({ id }) => store.get(id)));
    return looks.filter((memory) => memory !== undefined).length;
  }
  const ids = new Set(found.map(({ id }) => id));
  const { memories } = await store.list(
    { scope: { user: identity.user }, showExpired: true },
    { timeoutMs: LIST_MS },
  );
  return memories.filter(({ id }) => ids.has(id)).length;
}
