import { withoutCredentials } from "../../client/address.ts";
import type { MemoryStore } from "../../client/store.ts";
import { type Config, storeArguments } from "../../plugin/core/config.ts";
import { resolveIdentity } from "../../plugin/core/identity.ts";
import { type Identity, readFilter } from "../../plugin/core/scope.ts";
import { defineCommand, EXIT, Failure, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { Journal } from "../journal.ts";
import { configure, LIST_MS, logTo, openConfigured, type StoreOptions } from "../memories.ts";
import { countOf } from "../output.ts";
import { breathing } from "../progress.ts";
import { contentOf, type MemoryRecord, recordOf } from "../records.ts";
import { reportOutcome, SERVER_MS, SETTLE_FLAG, settleMsOf } from "../reports.ts";
import { type Outcome, transfer } from "../transfer.ts";

/** Options of `move`. `host` and `db` name the two ends. */
export interface MoveOptions extends StoreOptions {
  to: Config["backend"];
  /** Only this project's memories; default all of the user's. */
  onlyProject: boolean;
  /** Delete at the source what is verified at the target? */
  remove: boolean;
  yes: boolean;
  settleMs?: number;
  json: boolean;
}

/** `move`: from the embedded store to the server, or back. */
export const moving = defineCommand<MoveOptions>({
  name: "move",
  summary: "Copies your memories from the embedded store to the server, or back, and verifies it",
  flags: {
    to: { type: "string", value: "END", help: "server or embedded: where they shall be" },
    "only-project": { type: "boolean", help: "only those of this project" },
    remove: { type: "boolean", help: "then delete them where they were" },
    yes: { type: "boolean", short: "y", help: "don't ask before deleting" },
    ...SETTLE_FLAG,
  },
  details: "It may be interrupted and run again: nothing is lost, nothing is doubled. Expired\n" +
    "memories are copied too; histories and superseded memories stay where they are.",
  read(given) {
    given.atMost(0);
    const to = given.oneOf("to", ["server", "embedded"] as const);
    if (to === undefined) {
      throw new UsageError("Cannot run move: say where to, with --to server or --to embedded");
    }
    const options: MoveOptions = {
      ...settleMsOf(given),
      to,
      onlyProject: given.on("only-project"),
      remove: given.on("remove"),
      yes: given.on("yes"),
      json: given.on("json"),
    };
    // Here both ends are named: --host and --db go together.
    for (const name of ["host", "db", "user", "project"] as const) {
      const text = given.text(name);
      if (text !== undefined) options[name] = text;
    }
    return options;
  },
  async run(options, io) {
    const config = endsOf(options, io);
    for (const warning of config.warnings) io.tell(warning);
    const identity = await resolveIdentity({ directory: io.directory, ...config }, () => {});
    const from = options.to === "server" ? "embedded" : "server";
    if (options.remove && !options.yes && !io.canAsk) {
      throw new UsageError("Cannot delete at the source without a question: add --yes");
    }
    const source = await openConfigured(config, from, logTo(io));
    try {
      const target = await openConfigured(config, options.to, logTo(io));
      try {
        return await copy(options, config, { source, target, identity }, io);
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
  },
});

interface Ends {
  source: MemoryStore;
  target: MemoryStore;
  identity: Identity;
}

/** The configuration with both ends, whichever of them is the one in use. */
function endsOf({ host, db, ...rest }: MoveOptions, io: Io): Config {
  const base = configure(rest, {
    ...io,
    env: {
      ...io.env,
      ...host === undefined ? {} : { MEM0_HOST: host },
      ...db === undefined ? {} : { MEM0_DB_PATH: db },
    },
  });
  if (base.origins.host !== undefined || base.origins.apiKey !== undefined) return base;
  throw new UsageError(
    "Cannot run move: no server is configured; set MEM0_HOST and MEM0_API_KEY, or give --host",
  );
}

async function copy(options: MoveOptions, config: Config, ends: Ends, io: Io): Promise<number> {
  const { source, target, identity } = ends;
  const filter = options.onlyProject
    ? readFilter("project", identity)
    : { scope: { user: identity.user } };
  const { memories, complete } = await source.list(
    { ...filter, showExpired: true },
    { timeoutMs: LIST_MS, signal: io.signal },
  );
  if (!complete) {
    throw new Failure(
      "Cannot move: the source's list is not complete; look at the server's log, and try again",
    );
  }
  const bySource = new Map(memories.map((memory) => [recordOf(memory).id, memory.id]));
  const records = memories.map(recordOf);
  if (bySource.size < records.length) {
    throw new Failure(
      `Cannot move: ${countOf(records.length - bySource.size)} are there twice at the source ` +
        "(copies of one original); forget one of each first",
    );
  }
  io.tell(
    `${countOf(records.length)} of ${identity.user}: ${nameOf(config, options.to, "from")} -> ` +
      nameOf(config, options.to, "to"),
  );
  const journal = await Journal.open(config.stateDir, [
    "move",
    options.to,
    config.dbPath,
    withoutCredentials(config.host),
    identity.user,
  ]);
  let outcome: Outcome;
  try {
    outcome = await transfer({
      records,
      target,
      journal,
      settleMs: options.to === "embedded" ? 0 : options.settleMs ?? SERVER_MS,
      progress: io.progress("Copying", records.length),
      signal: io.signal,
    });
  } finally {
    await journal.close();
  }
  const code = reportOutcome(outcome, "Copied", options.json, io);
  if (code !== EXIT.done) return code;
  if (options.remove) return await removeSource(records, bySource, outcome, options, source, io);
  io.tell(
    `The source is as it was. To use the ${options.to} from now on: ` +
      (options.to === "server"
        ? "set MEM0_HOST and MEM0_API_KEY where OpenCode starts"
        : "set MEM0_BACKEND=embedded where OpenCode starts"),
  );
  return code;
}

/** Deletes what is verified and hasn't changed since it was copied. */
async function removeSource(
  records: readonly MemoryRecord[],
  bySource: ReadonlyMap<string, string>,
  { differing }: Outcome,
  options: MoveOptions,
  source: MemoryStore,
  io: Io,
): Promise<number> {
  const kept = new Set(differing);
  const removable = records.filter(({ id }) => !kept.has(id));
  if (!options.yes && !await io.confirm(`Delete ${countOf(removable.length)} at the source?`)) {
    io.tell("Nothing was deleted");
    return EXIT.done;
  }
  const progress = io.progress("Deleting at the source", removable.length);
  let removed = 0;
  let changed = 0;
  const breath = breathing();
  for (const record of removable) {
    await breath();
    if (io.signal.aborted) break;
    const id = bySource.get(record.id)!;
    const now = await source.get(id);
    if (now !== undefined && contentOf(recordOf(now)) !== contentOf(record)) changed++;
    else if (await source.remove(id)) removed++;
    progress.to(removed);
  }
  progress.end(`Deleted ${countOf(removed)} at the source`);
  const left = records.length - removed;
  if (left > 0) {
    io.tell(
      `Left at the source: ${countOf(left)}` +
        (changed > 0 ? ` (${changed} changed meanwhile)` : "") + "; run the same command again",
    );
  }
  return left === 0 ? EXIT.done : EXIT.failed;
}

function nameOf(config: Config, to: Config["backend"], end: "from" | "to"): string {
  const backend = (to === "server") === (end === "to") ? "server" : "embedded";
  const { address } = storeArguments({ ...config, backend });
  return withoutCredentials(address);
}
