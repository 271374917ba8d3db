import process from "node:process";
import { readConfig } from "./core/config.ts";
import { createLog } from "./core/log.ts";
import { redact } from "./core/redact.ts";
import { readSkills } from "./core/skills.ts";
import { connect } from "./opencode2/adapter.ts";
import type { Cleanup, Context } from "./opencode2/types.ts";
import { startMemory } from "./start.ts";

/** Memory for one instance of OpenCode 2. */
export async function setUp(context: Context, skillsFolder: string): Promise<Cleanup | undefined> {
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
