import { dirname, join } from "node:path";

/** A throw-away home with a project folder, for one real OpenCode. */
export interface Home {
  /** Everything below it goes away with {@link Home.remove}. */
  root: string;
  /** The folder that OpenCode works in. */
  project: string;
  /** The global `opencode.json`. */
  config: string;
  /** The whole environment for OpenCode: nothing else of the caller's is passed on. */
  env: Record<string, string>;
  remove(): Promise<void>;
}

/** What to put into a home. */
export interface HomeOptions {
  /** Base URL of the scripted model. */
  model: string;
  /** The plugin list of `opencode.json`; none: a control run. */
  plugins?: (string | [string, Record<string, unknown>])[];
  /** Further variables, e.g. MEM0_HOST. */
  env?: Record<string, string>;
  /** Folders to put before the PATH. */
  path?: string[];
  /** Further settings of `opencode.json`. */
  settings?: Record<string, unknown>;
  /** Context size of the model, in tokens; default 200,000. */
  contextTokens?: number;
}

/** Makes the folders and the configuration. Nothing in it reaches beyond loopback. */
export async function createHome(options: HomeOptions): Promise<Home> {
  const root = await Deno.makeTempDir({ prefix: "opencode-mem0-" });
  const project = join(root, "work", "lighthouse");
  const home = join(root, "home");
  const folder = {
    XDG_CONFIG_HOME: join(home, ".config"),
    XDG_DATA_HOME: join(home, ".local", "share"),
    XDG_STATE_HOME: join(home, ".local", "state"),
    XDG_CACHE_HOME: join(home, ".cache"),
    TMPDIR: join(root, "tmp"),
  };
  const config = join(folder.XDG_CONFIG_HOME, "opencode", "opencode.json");
  for (const path of [project, ...Object.values(folder), dirname(config)]) {
    await Deno.mkdir(path, { recursive: true });
  }
  await Deno.writeTextFile(config, JSON.stringify(settings(options), null, 2));
  await forestallInstall(dirname(config));
  const separator = Deno.build.os === "windows" ? ";" : ":";
  return {
    root,
    project,
    config,
    env: {
      ...folder,
      HOME: home,
      USER: "casey",
      PATH: [...options.path ?? [], Deno.env.get("PATH") ?? ""].join(separator),
      OPENCODE_DISABLE_AUTOUPDATE: "1",
      OPENCODE_DISABLE_MODELS_FETCH: "1",
      OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
      OPENCODE_DISABLE_SHARE: "1",
      // Should OpenCode want to install something all the same: the model's server answers 404.
      npm_config_registry: new URL("/", options.model).href,
      npm_config_fetch_retries: "0",
      ...options.env,
    },
    remove: () => Deno.remove(root, { recursive: true }),
  };
}

/**
 * With a plugin configured, OpenCode installs `@opencode-ai/plugin` (63 MB) beside its configuration
 * and waits for it, unless the folder looks as if it had been installed.
 */
async function forestallInstall(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "node_modules"));
  const lock = { packages: { "": { dependencies: { "@opencode-ai/plugin": "*" } } } };
  await Deno.writeTextFile(join(folder, "package-lock.json"), JSON.stringify(lock));
}

function settings(options: HomeOptions): Record<string, unknown> {
  const model = {
    name: "Scripted",
    tool_call: true,
    limit: { context: options.contextTokens ?? 200_000, output: 4_096 },
  };
  return {
    $schema: "https://opencode.ai/config.json",
    autoupdate: false,
    share: "disabled",
    model: "scripted/scripted",
    provider: {
      scripted: {
        npm: "@ai-sdk/openai-compatible",
        name: "Scripted",
        options: { baseURL: options.model, apiKey: "none" },
        models: { scripted: model },
      },
    },
    plugin: options.plugins ?? [],
    ...options.settings,
  };
}
