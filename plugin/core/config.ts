import { defined } from "../../client/json.ts";
import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import process from "node:process";
import { parseAddress } from "../../client/address.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import { isOff, readSettings } from "./settings.ts";

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a configuration is read from. */
export interface ConfigSources {
  /** Options of the plugin's entry in opencode.json. */
  options?: unknown;
  /** Default: this process's environment. */
  env?: Environment;
  /** The user's home folder; default the system's. */
  home?: string;
  /** What relative paths start from; default the process's folder. */
  directory?: string;
}

/** An OpenAI-compatible endpoint. */
export interface Endpoint {
  baseUrl: string;
  model: string;
  apiKey?: string;
}

/** How texts become vectors in the embedded store. */
export type EmbedderConfig = { kind: "minilm" | "none" } | { kind: "openai"; endpoint: Endpoint };

/** Everything that is fixed for a process. What may change in between is in `Settings`. */
export interface Config {
  backend: "server" | "embedded";
  /** The server's address as it was given: may hold credentials, never print it. */
  host: string;
  apiKey?: string;
  email?: string;
  password?: string;
  /** The embedded file, absolute, or `:memory:`. */
  dbPath: string;
  /** Folder of outbox, spool, cursors, dream state and log, absolute. */
  stateDir: string;
  settingsPath: string;
  embedder: EmbedderConfig;
  /** The extraction model of the embedded store; absent: rules. */
  llm?: Endpoint;
  capture: "auto" | "explicit" | "off";
  logLevel: LogLevel;
  userId?: string;
  appId?: string;
  /** The operating system's user name. */
  systemUser: string;
  /** `MEM0_DREAM` as given. */
  dream?: string;
  /**
   * Names the back end without credentials: `server:http://localhost:8888`,
   * `embedded:/home/ann/.mem0/memories.db`. Queued writes carry it.
   */
  backendId: string;
  /** Where each value that isn't a default comes from, e.g. `environment MEM0_HOST`. */
  origins: Readonly<Record<string, string>>;
  /** Values that can't be used, one sentence each; the default is used in their place. */
  warnings: readonly string[];
}

/** Where the server is looked for when a key is set and no host. */
export const DEFAULT_HOST = "http://localhost:8888";
/** {@link Config.backendId} of a host that is no address: what is said is kept until it is one. */
export const NO_SERVER = "server:invalid";

/** Each value's name as an option, and its environment variables, the first one wins. */
const VARIABLES = {
  backend: ["MEM0_BACKEND"],
  host: ["MEM0_HOST", "MEM0_SELF_HOST_URL"],
  apiKey: ["MEM0_API_KEY"],
  email: ["MEM0_EMAIL"],
  password: ["MEM0_PASSWORD"],
  dbPath: ["MEM0_DB_PATH"],
  stateDir: ["MEM0_STATE_DIR"],
  embedder: ["MEM0_EMBEDDER"],
  embedderBaseUrl: ["MEM0_EMBEDDER_BASE_URL"],
  embedderModel: ["MEM0_EMBEDDER_MODEL"],
  embedderApiKey: ["MEM0_EMBEDDER_API_KEY"],
  llmBaseUrl: ["MEM0_LLM_BASE_URL"],
  llmModel: ["MEM0_LLM_MODEL"],
  llmApiKey: ["MEM0_LLM_API_KEY"],
  capture: ["MEM0_CAPTURE"],
  log: ["MEM0_LOG"],
  userId: ["MEM0_USER_ID"],
  appId: ["MEM0_APP_ID"],
  dream: ["MEM0_DREAM"],
  telemetry: ["MEM0_TELEMETRY"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Name = keyof typeof VARIABLES;

/**
 * Reads the configuration: option, else environment, else `~/.mem0/settings.json` (the same names,
 * in camelCase or snake_case), else default. Never throws: what can't be used is in `warnings`.
 *
 * A server is used when a host, a key or an e-mail is set, the embedded file otherwise;
 * `MEM0_BACKEND` overrides.
 */
export function readConfig(sources: ConfigSources = {}): Config {
  const env = sources.env ?? process.env;
  const home = sources.home ?? homedir();
  const settingsPath = join(home, ".mem0", "settings.json");
  const file = readSettings(settingsPath, env.MEM0_DREAM);
  const warnings = file.warning ? [file.warning] : [];
  const origins: Record<string, string> = {};
  const values = collect(sources.options, env, file.raw, origins, warnings);
  const text = (name: Name) => values[name];
  const oneOf = <T extends string>(name: Name, allowed: readonly T[], fallback: T): T => {
    const given = values[name];
    if (given === undefined) return fallback;
    const found = allowed.find((word) => word === given.toLowerCase());
    if (found) return found;
    warnings.push(
      `Cannot use ${name} "${given}" (${origins[name]}): it is one of ${allowed.join(", ")}; ` +
        `"${fallback}" is used`,
    );
    delete origins[name];
    return fallback;
  };
  const path = (name: Name, fallback: string) =>
    absolute(values[name] ?? fallback, home, sources.directory);

  const named = text("host") ?? text("apiKey") ?? text("email");
  const backend = oneOf("backend", ["server", "embedded"], named ? "server" : "embedded");
  const host = text("host") ?? DEFAULT_HOST;
  const dbPath = path("dbPath", join(home, ".mem0", "memories.db"));
  if (values.capture && isOff(values.capture)) values.capture = "off";
  if (values.telemetry && !isOff(values.telemetry)) {
    warnings.push("MEM0_TELEMETRY is on, yet nothing is sent: this plugin has no telemetry");
  }
  const llm = endpoint(text("llmBaseUrl"), text("llmModel"), text("llmApiKey"));
  if (!llm && (text("llmBaseUrl") || text("llmModel"))) {
    warnings.push(
      "MEM0_LLM_BASE_URL and MEM0_LLM_MODEL belong together; rules extract until both are set",
    );
  }
  return defined({
    backend,
    host,
    apiKey: text("apiKey"),
    email: text("email"),
    password: text("password"),
    dbPath,
    stateDir: path("stateDir", join(home, ".mem0", "state")),
    settingsPath,
    embedder: embedderOf(oneOf("embedder", ["minilm", "none", "openai"], "minilm"), text, warnings),
    llm,
    capture: oneOf("capture", ["auto", "explicit", "off"], "auto"),
    logLevel: oneOf("log", LOG_LEVELS, "info"),
    userId: text("userId"),
    appId: text("appId"),
    systemUser: systemUser(env),
    dream: text("dream"),
    backendId: backend === "embedded" ? `embedded:${dbPath}` : serverId(host),
    origins,
    warnings,
  });
}

/** All values given, as text, the strongest source first; blank ones count as not given. */
function collect(
  options: unknown,
  env: Environment,
  settings: Readonly<Record<string, unknown>>,
  origins: Record<string, string>,
  warnings: string[],
): Partial<Record<Name, string>> {
  const values: Partial<Record<Name, string>> = {};
  const given = typeof options === "object" && options !== null
    ? options as Record<string, unknown>
    : {};
  for (const [name, variables] of Object.entries(VARIABLES) as [Name, readonly string[]][]) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const candidates: [origin: string, value: unknown][] = [
      [`option ${name}`, given[name] ?? given[snake]],
      ...variables.map((variable): [string, unknown] => [`environment ${variable}`, env[variable]]),
      // `dream` is an object there, read with the settings.
      ["settings file", name === "dream" ? undefined : settings[name] ?? settings[snake]],
    ];
    for (const [origin, value] of candidates) {
      if (value === undefined || value === null) continue;
      if (!["string", "number", "boolean"].includes(typeof value)) {
        warnings.push(`Cannot use ${name} (${origin}): it must be text`);
        continue;
      }
      const text = String(value).trim();
      if (text === "") continue;
      values[name] = text;
      origins[name] = origin;
      break;
    }
  }
  return values;
}

/** The server's name without credentials. */
function serverId(host: string): string {
  try {
    const address = parseAddress(host);
    return address.kind === "server" ? `server:${address.url}` : NO_SERVER;
  } catch {
    return NO_SERVER; // opening the store reports it, with the reason
  }
}

function embedderOf(
  kind: "minilm" | "none" | "openai",
  text: (name: Name) => string | undefined,
  warnings: string[],
): EmbedderConfig {
  if (kind !== "openai") return { kind };
  const found = endpoint(text("embedderBaseUrl"), text("embedderModel"), text("embedderApiKey"));
  if (found) return { kind, endpoint: found };
  warnings.push(
    "MEM0_EMBEDDER=openai needs MEM0_EMBEDDER_BASE_URL and MEM0_EMBEDDER_MODEL; minilm is used until both are set",
  );
  return { kind: "minilm" };
}

function endpoint(baseUrl?: string, model?: string, apiKey?: string): Endpoint | undefined {
  if (!baseUrl || !model) return undefined;
  return defined({ baseUrl, model, apiKey });
}

function absolute(path: string, home: string, directory?: string): string {
  if (path === ":memory:") return path;
  const expanded = /^~(?=[\\/]|$)/.test(path) ? join(home, path.slice(1)) : path;
  return isAbsolute(expanded) ? resolve(expanded) : resolve(directory ?? process.cwd(), expanded);
}

/** Containers may run under a user id without a name. */
function systemUser(env: Environment): string {
  try {
    return userInfo().username;
  } catch {
    return env.USER ?? env.USERNAME ?? "unknown";
  }
}

/** What `openStore` needs to open the configured back end. */
export interface StoreArguments {
  /** The server's address, which may hold credentials, or `file:` and the embedded file. */
  address: string;
  options: {
    apiKey?: string;
    email?: string;
    password?: string;
    embedder?: Endpoint | "minilm" | "none";
    extractor?: Endpoint;
  };
}

/** The configured back end, in the words of `openStore`. */
export function storeArguments(config: Config): StoreArguments {
  const { dbPath, embedder, llm, host, apiKey, email, password } = config;
  if (config.backend === "server") {
    return {
      address: host,
      options: defined({ apiKey, email, password }),
    };
  }
  return {
    address: dbPath === ":memory:" ? dbPath : `file:${dbPath}`,
    options: defined({
      embedder: embedder.kind === "openai" ? embedder.endpoint : embedder.kind,
      extractor: llm,
    }),
  };
}
