import { identityLine, type Skill } from "../core/skills.ts";
import type { Config } from "./types.ts";

/**
 * Registers the skills folder, so that the model can load a skill, and one slash command per skill,
 * so that the user can. A command of the same name in the user's own configuration stays.
 *
 * @param folder Absolute path of the folder with `<name>/SKILL.md`.
 * @param who The identity that the command names to the model.
 */
export function registerSkills(
  config: Config,
  folder: string,
  skills: readonly Skill[],
  who: { user: string; project: string },
): void {
  config.skills ??= {};
  const paths = config.skills.paths ?? [];
  config.skills.paths = paths.includes(folder) ? paths : [...paths, folder];
  config.command ??= {};
  for (const skill of skills) {
    config.command[skill.name] ??= {
      description: skill.description,
      template: `${identityLine(who)}\n\n${skill.content}`,
    };
  }
}
