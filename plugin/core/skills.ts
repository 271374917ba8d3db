import type { Log } from "../../client/store.ts";
import { listNames, readText } from "./files.ts";
import { describe } from "./guard.ts";

/** A skill: a text that tells a model how to do one thing with the memory tools. */
export interface Skill {
  /** Its name, also that of its slash command, e.g. `mem0-search`. */
  name: string;
  /** One sentence. */
  description: string;
  /** The body, without front matter. */
  content: string;
}

/**
 * Reads all `<name>/SKILL.md` below a folder, by name. Never rejects: one that can't be used is left
 * out, and the log says why; without the folder (a package from JSR holds no files) there are none.
 *
 * @param folder as a path, not an address.
 */
export async function readSkills(folder: string, log: Log): Promise<Skill[]> {
  const attempt = async <T>(what: string, body: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await body();
    } catch (error) {
      log("warn", `Cannot read ${what}: ${describe(error)}`);
      return undefined;
    }
  };
  const skills: Skill[] = [];
  for (const name of await attempt("the skills", () => listNames(folder)) ?? []) {
    const text = await attempt("a skill", () => readText(`${folder}/${name}/SKILL.md`));
    const skill = text === undefined ? undefined : parseSkill(text);
    if (skill?.name === name) skills.push(skill);
    else log("warn", `Cannot use the skill "${name}": its SKILL.md is missing, or names another`);
  }
  return skills;
}

/** A SKILL.md as data; undefined without name, description and body. */
export function parseSkill(text: string): Skill | undefined {
  const found = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*\r?\n([\s\S]*)$/.exec(text);
  if (!found) return undefined;
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.+)$`, "m").exec(found[1]!)?.[1]?.trim();
  const [name, description, content] = [field("name"), field("description"), found[2]!.trim()];
  return name && description && content ? { name, description, content } : undefined;
}

/** The line that tells a model, with a skill that was called as a command, whose memory it is. */
export function identityLine(who: { user: string; project: string }): string {
  return `Memory of user "${plain(who.user)}", project "${plain(who.project)}".`;
}

/** Names come from git remotes and folders; in a template a back-quoted command would be executed. */
function plain(name: string): string {
  return name.replace(/[`$!@"\\\s]+/g, "-");
}
