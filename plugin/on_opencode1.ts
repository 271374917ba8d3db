import type { Hooks, PluginInput } from "./opencode1/types.ts";
import { createHooks } from "./opencode1/adapter.ts";
import { readSkills } from "./core/skills.ts";
import { startMemory } from "./start.ts";

/** Memory for one instance of OpenCode 1. */
export function serve(
  input: PluginInput,
  options: Record<string, unknown>,
  skillsFolder: string,
): Promise<Hooks> {
  return createHooks(
    input,
    skillsFolder,
    async (host, log) =>
      startMemory(host, options, { skills: await readSkills(skillsFolder, log) }),
  );
}
