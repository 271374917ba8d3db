import type { Memory } from "../../client/store.ts";
import { Outbox } from "../../plugin/core/outbox.ts";
import { defineCommand, EXIT, Failure, UsageError } from "../command.ts";
import { type Choice, choose, filterOf, type Found } from "../forgetting/choose.ts";
import { Purge, type PurgeRequest } from "../forgetting/purge.ts";
import { SERVER_KEEPS } from "../forgetting/report.ts";
import type { Io } from "../io.ts";
import {
  LIST_MS,
  logTo,
  type Memories,
  type StoreOptions,
  storeOptions,
  withMemories,
} from "../memories.ts";
import { countOf, oneLine, printJson } from "../output.ts";
import { breathing } from "../progress.ts";
import { printMemories } from "../rows.ts";

/** Memories that are purged in one step. */
const BATCH = 100;

/** Options of `forget`. */
export interface ForgetOptions extends StoreOptions, Choice {
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
    purge: { type: "boolean", help: "for good: also history, queue and log" },
    yes: { type: "boolean", short: "y", help: "don't ask" },
  },
  details:
    'Without --purge "undo" brings back what was deleted from the embedded store. With it nothing\n' +
    "does: the text is taken out of history, queue, log and notes, and copies of the file that still\n" +
    "hold it are named. A Mem0 server keeps its own history. --purge takes deleted ids as well.",
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
      const found = await choose(options, memories, io);
      const { there, earlier } = found;
      const isPurge = options.purge;
      if (there.length + earlier.length === 0 && !(isPurge && options.all !== undefined)) {
        io.tell("Nothing to forget");
        if (options.json) printJson({ deleted: [], left: 0 }, io);
        return EXIT.done;
      }
      if (isPurge && memories.config.backend === "server") io.tell(SERVER_KEEPS);
      if (!await isConfirmed(found, options, memories, io)) {
        io.tell("Nothing was deleted");
        return EXIT.failed;
      }
      const purge = isPurge
        ? await Purge.begin(memories, requestOf(found, options, memories), io)
        : undefined;
      const deleted = await removeAll(there, memories, purge, io);
      const purged = await removeAll(io.signal.aborted ? [] : earlier, memories, purge, io);
      const left = await countLeft(there, memories);
      const rest = io.signal.aborted ? undefined : await purge?.finish();
      const isNothing = there.length + earlier.length === 0 && rest !== undefined &&
        rest.isDone && Object.values(rest.counts).every((count) => count === 0);
      if (isNothing) io.tell("Nothing to forget");
      if (options.json) {
        const more = rest && {
          purged: { earlier: purged.map(({ id }) => id), ...rest.counts },
          kept: rest.kept,
        };
        printJson({ deleted: deleted.map(({ id }) => id), left, ...more }, io);
      } else {
        const told = [["Deleted", deleted], ["Purged", purged]] as const;
        for (const [verb, memories] of told) {
          for (const { id, text } of memories) io.out(`${verb}\t${id}\t${oneLine(text)}\n`);
        }
      }
      if (left > 0 || purged.length < earlier.length) {
        const rest = left + earlier.length - purged.length;
        throw new Failure(
          `Cannot delete all of it: ${countOf(rest)} are still there; run it again`,
        );
      }
      return rest?.isDone === false ? EXIT.failed : EXIT.done;
    }, options.query === undefined ? {} : { searches: true }),
});

function requestOf(
  { there, earlier }: Found,
  { all }: ForgetOptions,
  { identity }: Memories,
): PurgeRequest {
  return {
    memories: [...there, ...earlier],
    ...all === undefined ? {} : { all: { filter: filterOf(all, identity), reach: all } },
  };
}

/** Deletes until it is interrupted; resolves to those that are gone. */
async function removeAll(
  memories: readonly Memory[],
  from: Memories,
  purge: Purge | undefined,
  io: Io,
): Promise<Memory[]> {
  const { store } = from;
  const gone = new Set<string>();
  const progress = memories.length > 50 ? io.progress("Deleting", memories.length) : undefined;
  const breath = breathing();
  const size = purge === undefined ? 1 : BATCH;
  if (purge === undefined) await forgetQueued(memories, from, io);
  for (let at = 0; at < memories.length && !io.signal.aborted; at += size) {
    await breath();
    const ids = memories.slice(at, at + size).map(({ id }) => id);
    const done = purge !== undefined
      ? await purge.remove(ids)
      : await store.remove(ids[0]!)
      ? ids
      : [];
    for (const id of done) gone.add(id);
    progress?.to(gone.size);
  }
  progress?.end(`Deleted ${countOf(gone.size)}`);
  return memories.filter(({ id }) => gone.has(id));
}

/** What was stored without an answer would be sent again once it is gone. */
async function forgetQueued(
  memories: readonly Memory[],
  { config, identity }: Memories,
  io: Io,
): Promise<void> {
  const origins = new Set(memories.map(({ metadata }) => metadata.origin));
  const outbox = new Outbox({
    dir: `${config.stateDir}/outbox`,
    target: { backend: config.backendId, user: identity.user },
    log: logTo(io),
  });
  await outbox.forget((_, origin) => origins.has(origin));
}

async function isConfirmed(
  { there, earlier }: Found,
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
      `Cannot delete ${countOf(there.length)}${reach} without a question: add --yes`,
    );
  }
  const found = [...there, ...earlier];
  const shown = found.slice(0, 20);
  printMemories(shown, false, { ...io, out: (text) => io.tell(text.trimEnd()) });
  if (shown.length < found.length) io.tell(`… and ${found.length - shown.length} more`);
  const rest = earlier.length > 0 ? `, and what is left of ${earlier.length} deleted before` : "";
  return await io.confirm(
    `Delete ${countOf(there.length)}${reach}${rest}${options.purge ? ", for good" : ""}?`,
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
