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
    const { serve } = await import("./on_opencode1.ts");
    return await serve(input, options, await skillsFolder());
  },

  setup(context) {
    // OpenCode 1 has been served by `server`.
    return typeof context?.session?.hook === "function" ? setUp(context) : undefined;
  },
};

async function setUp(context: Context): Promise<Cleanup | undefined> {
  const { setUp } = await import("./on_opencode2.ts");
  return await setUp(context, await skillsFolder());
}

/** The bundle `dist/server.js` lies as deep as this file, so the address holds for both. */
async function skillsFolder(): Promise<string> {
  const { fileURLToPath } = await import("node:url");
  return fileURLToPath(new URL("../skills", import.meta.url));
}

export default plugin;
