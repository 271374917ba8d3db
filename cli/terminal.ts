/**
 * What needs a terminal: questions, and the user's editor. Loaded when it is needed.
 *
 * @module
 */
import { confirm as ask, isCancel } from "@clack/prompts";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Environment } from "../plugin/core/config.ts";

/** Asks on stderr, so that stdout holds data alone. The answer to Return is no. */
export async function confirm(question: string): Promise<boolean> {
  const answer = await ask({ message: question, initialValue: false, output: process.stderr });
  return !isCancel(answer) && answer;
}

/** Opens `$VISUAL`, `$EDITOR` or the system's own editor on a text in a private file. */
export function edit(text: string, env: Environment): Promise<string | undefined> {
  const command = env.VISUAL || env.EDITOR ||
    (process.platform === "win32" ? "notepad" : "vi");
  const folder = mkdtempSync(join(tmpdir(), "mem0-edit-"));
  try {
    const file = join(folder, "memory.txt");
    writeFileSync(file, `${text}\n`, { mode: 0o600 });
    // An editor may be given with arguments ("code --wait"): the shell takes them apart.
    const { status } = spawnSync(`${command} "${file}"`, { stdio: "inherit", shell: true });
    const edited = status === 0 ? readFileSync(file, "utf8").replace(/\r?\n$/, "") : undefined;
    return Promise.resolve(edited);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
