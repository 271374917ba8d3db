/**
 * Starts memory for one host instance: reads the configuration, chooses the back end and joins the
 * parts. For hosts that have no adapter here; OpenCode's use it too.
 *
 * @module
 */
import type { Log, MemoryStore } from "../client/store.ts";
import { openStore } from "../mod.ts";
import {
  type Config,
  type ConfigSources,
  NO_SERVER,
  readConfig,
  storeArguments,
} from "./core/config.ts";
import { Courier } from "./core/courier.ts";
import { CursorFile } from "./core/cursor.ts";
import { Dream } from "./core/dream.ts";
import { fingerprint } from "./core/fingerprint.ts";
import { branchOf, readRepository } from "./core/git.ts";
import { describe } from "./core/guard.ts";
import { BackendHealth } from "./core/health.ts";
import type { Host, MemoryRuntime } from "./core/host.ts";
import { identityIn, type ResolvedIdentity, resolveIdentity } from "./core/identity.ts";
import { Intake } from "./core/intake.ts";
import { createLog } from "./core/log.ts";
import { describeOutage, Notices } from "./core/notices.ts";
import { Outbox, type Target } from "./core/outbox.ts";
import { Recall } from "./core/recall.ts";
import { redact } from "./core/redact.ts";
import { createRuntime } from "./core/runtime.ts";
import type { Identity } from "./core/scope.ts";
import { readSettings, type Settings } from "./core/settings.ts";
import type { Skill } from "./core/skills.ts";
import { Spool } from "./core/spool.ts";
import { createTools } from "./core/tools/mod.ts";

export type { Host, MemoryRuntime } from "./core/host.ts";

/** What differs from the defaults; for tests and other hosts. */
export interface StartOptions extends Omit<ConfigSources, "options"> {
  /** The skills to offer; default none. */
  skills?: readonly Skill[];
  /** Opens the back end; default what the configuration names. Called again after a failure. */
  open?: (config: Config, log: Log) => Promise<MemoryStore>;
}

/**
 * Starts memory for a host. Resolves within milliseconds: git, the store and the outbox follow in the
 * background. What is wrong with the configuration is told to the user through the host.
 *
 * @param options The options of the plugin's entry in opencode.json.
 */
export function startMemory(
  host: Host,
  options: Record<string, unknown> = {},
  more: StartOptions = {},
): Promise<MemoryRuntime> {
  return Promise.resolve(wire(host, options, more));
}

function wire(host: Host, options: Record<string, unknown>, more: StartOptions): MemoryRuntime {
  const config = readConfig({ directory: host.directory, ...more, options });
  const { stateDir } = config;
  const log = createLog({
    path: `${stateDir}/mem0.log`,
    level: config.logLevel,
    redact: (text) => redact(text).text,
  });
  const notices = new Notices(host, log);
  for (const warning of config.warnings) notices.tell("settings", "warning", warning);
  log("info", `${host.name}: ${describeBackend(config)}`);

  const settings = settingsReader(config, notices);
  const who = identityBox(host.directory, config, log);
  const store = lazyStore(
    () => (more.open ?? openBackend)(config, log),
    (error) => health.down(error),
  );
  const outboxes = new Map<string, Outbox>();
  const outboxOf = (target: Target): Outbox => {
    const key = JSON.stringify([target.backend, target.user]);
    const known = outboxes.get(key);
    if (known) return known;
    const outbox = new Outbox({
      dir: `${stateDir}/outbox`,
      target,
      log,
      ...config.backend === "embedded" ? { serverLimitMs: 0 } : {},
    });
    outboxes.set(key, outbox);
    return outbox;
  };
  const ownOutbox = () => outboxOf({ backend: config.backendId, user: who.now().user });

  const health = new BackendHealth({
    probe: async (call) => await (await store.get()).check(call),
    log,
    onChange: (up, reason) => {
      if (up) void courier.deliver(true);
      else void tellOutage(reason);
    },
  });
  const tellOutage = async (reason: unknown): Promise<void> => {
    const { waiting } = await ownOutbox().status().catch(() => ({ waiting: 0 })); // told without
    const { event, line } = describeOutage(reason, waiting);
    notices.tell(event, "warning", line);
  };
  const spool = new Spool({ dir: `${stateDir}/spool`, log });
  const cursors = new CursorFile({ dir: `${stateDir}/cursors` });
  const skills = more.skills ?? [];
  const intake = new Intake({
    mode: config.capture,
    backendId: config.backendId,
    spool,
    cursors,
    outbox: outboxOf,
    templates: skills.map((skill) => skill.content),
    storeJudges: config.backend === "embedded" && config.embedder.kind === "minilm" && !config.llm,
    log,
  });
  const courier = new Courier({
    outboxes: () => {
      // What was said while the host was no address was meant for the server that is set instead.
      const { user } = who.now();
      const lost = { backend: NO_SERVER, user };
      const isServer = config.backend === "server" && config.backendId !== NO_SERVER;
      return isServer ? [ownOutbox(), outboxOf(lost)] : [ownOutbox()];
    },
    store: store.get,
    health,
    notices,
    log,
  });
  const recall = new Recall({ store: store.get, backend: config.backend, health, log });
  const now = () => new Date();
  const dream = new Dream({
    dir: `${stateDir}/dream/${fingerprint(config.backendId).slice(0, 16)}`,
    directory: host.directory,
    settings: () => settings().dream,
    redact,
    log,
    now,
  });
  const tools = createTools({
    store: store.get,
    identity: who.now,
    settings,
    forget: (isMeant) => ownOutbox().forget(isMeant),
    redact,
    dream,
    log,
    now,
  });

  const tellProblem = async (): Promise<void> => {
    const { problem } = await (await store.get()).check();
    if (problem) notices.tell("storage", "warning", problem);
  };
  const prepare = async (): Promise<void> => {
    await who.certain;
    try {
      // A file is opened before the first message needs it, and says what is wrong with it.
      if (config.backend === "embedded") await tellProblem();
    } catch (error) {
      log("debug", `The memory file can't be opened yet: ${describe(error)}`);
    }
    try {
      await intake.recover();
      await courier.deliver();
      await cursors.prune(Date.now());
    } catch (error) {
      log("warn", `Cannot look after what was left behind: ${describe(error)}`);
    }
  };
  const prepared = prepare();

  return createRuntime({
    host,
    log,
    identity: who.now,
    identified: who.certain,
    settings,
    store: store.get,
    health,
    notices,
    recall,
    intake,
    courier,
    dream,
    tools,
    skills,
    free: async () => {
      await prepared;
      await spool.close();
      await store.close();
    },
  });
}

/** The back end that the configuration names. */
function openBackend(config: Config, log: Log): Promise<MemoryStore> {
  const { address, options } = storeArguments(config);
  return openStore(address, { ...options, actor: "plugin", log });
}

/** Opens once, on first need; a failure is told and the next caller tries again. */
function lazyStore(open: () => Promise<MemoryStore>, onFailure: (error: unknown) => void) {
  let opened: Promise<MemoryStore> | undefined;
  return {
    get: async (): Promise<MemoryStore> => {
      const mine = opened ??= open();
      try {
        return await mine;
      } catch (error) {
        if (opened === mine) opened = undefined;
        onFailure(error);
        throw error;
      }
    },
    close: async (): Promise<void> => {
      if (opened) await (await opened).close();
    },
  };
}

/** The identity as git's files tell it, at once; as git itself tells it, soon. */
function identityBox(directory: string, config: Config, log: Log) {
  const sources = { directory, ...config };
  let current: ResolvedIdentity = identityIn(readRepository(directory), sources, () => {});
  const certain = resolveIdentity(sources, log).then((resolved) => {
    current = resolved;
  });
  return {
    certain,
    now: (sessionID?: string): Identity => {
      const { repository, ...identity } = current;
      const branch = repository && branchOf(repository);
      return {
        ...identity,
        ...branch ? { branch } : {},
        ...sessionID ? { session: sessionID } : {},
      };
    },
  };
}

/** Reads the settings at each use, and tells once when they can't be used. */
function settingsReader(config: Config, notices: Notices): () => Settings {
  return () => {
    const { settings, warning } = readSettings(config.settingsPath, config.dream);
    if (warning) notices.tell("settings", "warning", warning);
    return settings;
  };
}

function describeBackend(config: Config): string {
  if (config.backend === "server") return `memories are kept on ${config.backendId.slice(7)}`;
  const why = config.origins.backend ? "" : " (no server is configured)";
  return `memories are kept in ${config.dbPath}${why}`;
}
