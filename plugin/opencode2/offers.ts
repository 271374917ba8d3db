import { defined } from "../../client/json.ts";
import { messageOf } from "../../client/errors.ts";
import type { Log } from "../../client/store.ts";
import { guard } from "../core/guard.ts";
import type { MemoryRuntime } from "../core/host.ts";
import { identityLine } from "../core/skills.ts";
import { schemaOf, type ToolSpec } from "../core/tools/spec.ts";
import { type Note, OWNER } from "./note.ts";
import type { CommandEditor, Context, Invocation, Skill, SkillEditor, Tool } from "./types.ts";

/** Milliseconds. */
const PROGRESS_MS = 1_000;

/** A tool in OpenCode's form. Nothing is thrown: a throw may end the model's other calls as well. */
export function toolOf(spec: ToolSpec, log: Log): Tool {
  return {
    name: spec.name,
    description: spec.description,
    input: schemaOf(spec),
    options: { codemode: false },
    async execute(input, call) {
      // Not waited for: what a long call is at is good to know, and no more.
      const progress = (line: string) =>
        void guard(
          { name: "progress", deadlineMs: PROGRESS_MS, log },
          () => call.progress?.({ title: line }),
        );
      try {
        const { sessionID, signal } = call;
        const context = { sessionID, progress, signal };
        return { content: await spec.run(input ?? {}, context) };
      } catch (error) {
        return { content: messageOf(error) };
      }
    },
  };
}

/** Adds the skills; one of the same id, the user's own, stays. */
export function addSkills(editor: SkillEditor, folder: string, runtime: MemoryRuntime): void {
  for (const { name, description, content } of runtime.skills) {
    if (editor.get?.(name) !== undefined) continue;
    const path = `${folder}/${name}/SKILL.md`;
    const skill: Skill = {
      id: name,
      name,
      description,
      content,
      path,
      location: path,
      slash: false,
    };
    editor.add(skill);
  }
}

/** Adds one slash command for each skill. */
export function addCommands(editor: CommandEditor, context: Context, runtime: MemoryRuntime): void {
  for (const { name, description, content } of runtime.skills) {
    editor.add({
      name,
      description,
      // A failure is OpenCode's to show: the user has typed a command and waits for what it does.
      async execute({ sessionID, messageID, prompt, delivery }: Invocation) {
        const env = runtime.env();
        const who = { user: env.MEM0_USER_ID ?? "", project: env.MEM0_APP_ID ?? "" };
        const note: Note = { v: 1, typed: { text: prompt.text.trim(), command: name } };
        await context.session.prompt({
          ...prompt,
          ...defined({ id: messageID, delivery }),
          sessionID,
          text: `${content}\n\n${identityLine(who)}\n\n${prompt.text}`.trim(),
          metadata: { ...prompt.metadata, [OWNER]: note },
        });
      },
    });
  }
}
