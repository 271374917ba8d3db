/**
 * The plugin's entry for OpenCode, `./server` of the npm package. It exports the default object and
 * nothing else, since OpenCode 1 would call every other export as a plugin of its own, and loads and
 * does nothing on import, since OpenCode 1.18 imports it twice, and before it shows anything.
 *
 * @module
 */
import type { Hooks, PluginInput } from "./opencode1/types.ts";
import type { Cleanup, Context } from "./opencode2/types.ts";

/** What OpenCode looks for in a plugin. */
export interface PluginModule {
  /** Needed when the plugin is given as a file. */
  readonly id: string;
  /** OpenCode 1 calls this, once per instance. */
  server(input: PluginInput, options?: Record<string, unknown>): Promise<Hooks>;
  /**
   * OpenCode 2 calls this, once per instance, and awaits what it gives back when it unloads the plugin.
   * OpenCode 1.18 calls it too, of a second copy of the module, and gets `undefined` at once.
   */
  setup(context?: Context): Promise<Cleanup | undefined> | undefined;
}

const plugin: PluginModule = {
  id: "opencode-mem0-selfhost",

  async server(input, options = {}) {
    const { fileURLToPath } = await import("node:url");
    const { createHooks } = await import("./opencode1/adapter.ts");
    const { readSkills } = await import("./core/skills.ts");
    const { startMemory } = await import("./start.ts");
    // The bundle `dist/server.js` lies as deep as this file, so the address holds for both.
    const folder = fileURLToPath(new URL("../skills", import.meta.url));
    return await createHooks(
      input,
      folder,
      async (host, log) => startMemory(host, options, { skills: await readSkills(folder, log) }),
    );
  },

  setup(context) {
    // OpenCode 1 has been served by `server`.
    return typeof context?.session?.hook === "function" ? setUp(context) : undefined;
  },
};

async function setUp(context: Context): Promise<Cleanup | undefined> {
  const { fileURLToPath } = await import("node:url");
  const { default: process } = await import("node:process");
  const { readConfig } = await import("./core/config.ts");
  const { createLog } = await import("./core/log.ts");
  const { redact } = await import("./core/redact.ts");
  const { readSkills } = await import("./core/skills.ts");
  const { connect } = await import("./opencode2/adapter.ts");
  const { startMemory } = await import("./start.ts");
  const skillsFolder = fileURLToPath(new URL("../skills", import.meta.url));
  const { options = {} } = context;
  const directory = context.location?.directory ?? process.cwd();
  const { stateDir, logLevel } = readConfig({ directory, options });
  // OpenCode 2 has no log for plugins: everything goes into the runtime's own.
  const log = createLog({
    path: `${stateDir}/mem0.log`,
    level: logLevel,
    redact: (text) => redact(text).text,
  });
  return await connect(context, {
    log,
    directory,
    skillsFolder,
    reportPath: `${stateDir}/opencode2.json`,
    start: async (host) =>
      startMemory(host, options, { skills: await readSkills(skillsFolder, log) }),
  });
}

export default plugin;
