/**
 * From the options of a command to an open store and whose memories are meant.
 *
 * @module
 */
import { memoryId } from "../client/identifiers.ts";
import type { Log, Memory, MemoryStore } from "../client/store.ts";
import { openStore } from "../mod.ts";
import { type Config, readConfig, storeArguments } from "../plugin/core/config.ts";
import { resolveIdentity } from "../plugin/core/identity.ts";
import { type Identity, readFilter, type ScopeName } from "../plugin/core/scope.ts";
import { readSettings, type Settings } from "../plugin/core/settings.ts";
import { Failure, type Given, UsageError } from "./command.ts";
import type { Io } from "./io.ts";

/** What names a store and an owner on the command line. */
export interface StoreOptions {
  host?: string;
  db?: string;
  user?: string;
  project?: string;
}

/** An open store and whose memories are meant. */
export interface Memories {
  config: Config;
  settings: Settings;
  identity: Identity;
  store: MemoryStore;
}

/** How the store is opened. */
export interface OpenHow {
  /**
   * Will there be searches? Then the embedded store compares by meaning as well, which takes a
   * moment to load; what is written without gets its vectors when OpenCode starts.
   */
  searches?: boolean;
}

/** Deadline of a listing, in milliseconds: a large store may take longer than a call usually does. */
export const LIST_MS = 300_000;

/** Reads {@link StoreOptions}. @throws {UsageError} */
export function storeOptions(given: Given): StoreOptions {
  const options: StoreOptions = {};
  for (const name of ["host", "db", "user", "project"] as const) {
    const text = given.text(name);
    if (text !== undefined) options[name] = text;
  }
  if (options.host !== undefined && options.db !== undefined) {
    throw new UsageError(
      `Cannot run ${given.command}: --host names a server and --db an embedded store; give one of them`,
    );
  }
  return options;
}

/** The configuration: the command line over environment, `./.env` and settings file. */
export function configure(options: StoreOptions, io: Io): Config {
  const { host, db, user, project } = options;
  return readConfig({
    env: io.env,
    home: io.home,
    directory: io.directory,
    options: {
      ...host === undefined ? {} : { host, backend: "server" },
      ...db === undefined ? {} : { dbPath: db, backend: "embedded" },
      userId: user,
      appId: project,
    },
  });
}

/** Opens the store, hands it over, and closes it, whatever happens. */
export async function withMemories<T>(
  options: StoreOptions,
  io: Io,
  body: (memories: Memories) => Promise<T>,
  how: OpenHow = {},
): Promise<T> {
  const config = configure(options, io);
  for (const warning of config.warnings) io.tell(warning);
  const { user, project, formerProject } = await resolveIdentity(
    { directory: io.directory, ...config },
    () => {},
  );
  // OpenCode's shells know their conversation.
  const session = io.env.MEM0_SESSION_ID?.trim();
  const identity: Identity = {
    user,
    project,
    ...formerProject === undefined ? {} : { formerProject },
    ...session ? { session } : {},
  };
  const { settings } = readSettings(config.settingsPath, config.dream);
  const store = await openConfigured(config, config.backend, logTo(io), how);
  try {
    if (how.searches === true) await settled(store, io);
    return await body({ config, settings, identity, store });
  } finally {
    await store.close();
  }
}

/** So long a search waits until memories can be found by their meaning, in milliseconds. */
const SETTLE_MS = 10_000;

/** A command's process searches once: it has the time to load the model, and to make missing vectors. */
async function settled(store: MemoryStore, io: Io): Promise<void> {
  if (!isSettling(store)) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), SETTLE_MS);
  });
  const end = await Promise.race([store.settle(), late]).finally(() => clearTimeout(timer));
  if (end === "late") {
    io.tell(
      "Some memories are found by their words only: vectors are still being made of them; search again in a minute",
    );
  }
}

/** Does the store make vectors in the background? */
function isSettling(store: MemoryStore): store is MemoryStore & { settle(): Promise<void> } {
  return "settle" in store && typeof store.settle === "function";
}

/** Opens the server or the embedded store of a configuration. @throws {MemoryError} */
export async function openConfigured(
  config: Config,
  backend: Config["backend"],
  log: Log,
  how: OpenHow = {},
): Promise<MemoryStore> {
  const { address, options } = storeArguments({ ...config, backend });
  return await openStore(address, {
    ...options,
    ...how.searches === true ? {} : { embedder: "none" },
    actor: "cli",
    log,
  });
}

/** What a store has to say, as far as it matters to the person at the keyboard. */
export function logTo(io: Io): Log {
  const least = io.env.MEM0_LOG === "debug" ? ["error", "warn", "info", "debug"] : [
    "error",
    "warn",
  ];
  return (level, message) => {
    if (least.includes(level)) io.tell(message);
  };
}

/** How far a command reaches when it isn't told. */
export const SCOPE_HELP = "project (default), session or global";

/**
 * The user's own memory behind an id, the first 8 or more characters of one, or `[mem0:…]`.
 * @throws {Failure} when there is none, several begin so, or it is another user's
 */
export async function findMemory(memories: Memories, given: string): Promise<Memory> {
  const { store, identity } = memories;
  const text = readId(given);
  const id = memoryId(text) ?? await completeId(memories, text);
  const memory = await store.get(id);
  if (memory === undefined) {
    throw new Failure(`Cannot find the memory "${text}": there is none with this id; ${LOOK}`);
  }
  // The server has no owners: any key may read and change every row by its id.
  if (memory.scope.user !== identity.user) {
    throw new Failure(`Cannot use the memory "${text}": it belongs to another user; ${LOOK}`);
  }
  return memory;
}

/** An id, or the first characters of one, as people give it. @throws {UsageError} */
export function readId(given: string): string {
  const text = given.trim().replace(/^\[?\s*mem0:\s*([^\]]*?)\s*\]?$/i, "$1").toLowerCase();
  if (!/^[0-9a-f]{8}(-?[0-9a-f-]*)?$/.test(text) || text.length > 36) {
    throw new UsageError(
      `Cannot use "${given}" as an id: give the whole id, or its first 8 characters as "list" shows them`,
    );
  }
  return text;
}

const LOOK = 'look for the right one with "search" or "list"';

async function completeId({ store, identity }: Memories, prefix: string): Promise<string> {
  const found = new Set<string>();
  const filters = [
    readFilter("project", identity, { includeGlobal: true }),
    { scope: { user: identity.user } },
  ];
  for (const filter of filters) {
    for await (const memory of store.iterate({ ...filter, showExpired: true })) {
      if (memory.id.startsWith(prefix)) found.add(memory.id);
    }
    if (found.size === 1) return [...found][0]!;
    if (found.size > 1) {
      const some = [...found].slice(0, 5).join(", ");
      throw new Failure(
        `Cannot use "${prefix}" as an id: ${found.size} memories begin so (${some}); give more of it`,
      );
    }
  }
  throw new Failure(`Cannot find the memory "${prefix}": no id of yours begins so; ${LOOK}`);
}

/**
 * The scope that a command was given, or the user's own default.
 * @throws {UsageError} for the scope of a conversation where there is none
 */
export function scopeOf(named: ScopeName | undefined, memories: Memories): ScopeName {
  const { settings, identity } = memories;
  const scope = named ?? settings.defaultScope;
  if (scope !== "session" || identity.session !== undefined) return scope;
  if (named === undefined) return "project";
  throw new UsageError(
    "Cannot use --scope session: no conversation is known here; run it in a shell of OpenCode, " +
      "or set MEM0_SESSION_ID",
  );
}
