/**
 * The plugin's entry for OpenCode, `./server` of the npm package. It exports the default object and
 * nothing else, since OpenCode 1 would call every other export as a plugin of its own, and loads and
 * does nothing on import, since OpenCode 1.18 imports it twice, and before it shows anything.
 *
 * @module
 */
import type { Hooks, PluginInput } from "./opencode1/types.ts";

/** What OpenCode looks for in a plugin. */
export interface PluginModule {
  /** Needed when the plugin is given as a file. */
  readonly id: string;
  /** OpenCode 1 calls this, once per instance. */
  server(input: PluginInput, options?: Record<string, unknown>): Promise<Hooks>;
  /** OpenCode 2 calls this, and so does OpenCode 1.18, of a second copy of the module. */
  setup(): void;
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

  setup() {
    // OpenCode 1 has been served by `server`.
  },
};

export default plugin;
