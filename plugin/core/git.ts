import { defined } from "../../client/json.ts";
import { execFile } from "node:child_process";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import process from "node:process";
import { readTextSync } from "./files.ts";

/** What git knows of a folder. */
export interface Repository {
  /** The main repository's root folder, also when asked in a linked worktree. */
  root: string;
  /** Where HEAD lies: the worktree's own git folder. */
  gitFolder: string;
  /** Address of the remote `origin`, as git resolves it; undefined when there is none. */
  remote?: string;
}

/** How long git may take before its files are read instead. */
const LIMIT_MS = 700;

/**
 * The repository that a folder belongs to; undefined when it is in none.
 *
 * Found by git's files, so that a project's id doesn't hang on git being installed, fast, or willing
 * to work in a folder of another owner. Only the remote's address is asked of git itself, which knows
 * `insteadOf` and included files; starting a process takes 10 ms, so it is one, and not at once.
 */
export async function findRepository(directory: string): Promise<Repository | undefined> {
  const found = readRepository(directory);
  if (found === undefined) return undefined;
  await new Promise((resolve) => setTimeout(resolve)); // starting a process blocks: let others go on
  const remote = await git(directory, "remote", "get-url", "origin") || found.remote;
  return { ...found, ...remote ? { remote: remote.split("\n", 1)[0]! } : {} };
}

/** The branch that HEAD names; undefined when it names none, or can't be read. Takes about 20 µs. */
export function branchOf(repository: Repository): string | undefined {
  const head = readQuietly(join(repository.gitFolder, "HEAD"));
  const branch = head && /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim();
  // Repositories with reftables keep a placeholder in HEAD.
  return branch && branch !== ".invalid" ? branch : undefined;
}

/** {@link findRepository} by git's files alone, at once. */
export function readRepository(directory: string): Repository | undefined {
  for (let at = resolve(directory);; at = dirname(at)) {
    const entry = join(at, ".git");
    const pointer = readQuietly(entry); // a file in worktrees and submodules
    const target = pointer && /^gitdir: (.+)$/m.exec(pointer)?.[1]?.trim();
    const gitFolder = target ? resolve(at, target) : entry;
    if (readQuietly(join(gitFolder, "HEAD")) !== undefined) {
      const shared = readQuietly(join(gitFolder, "commondir"))?.trim();
      const common = shared ? resolve(gitFolder, shared) : gitFolder;
      const remote = originIn(readQuietly(join(common, "config")) ?? "");
      return defined({ root: shared ? rootOf(common) : at, gitFolder, remote });
    }
    const config = readQuietly(join(at, "config"));
    if (config && /^\s*bare\s*=\s*true/m.test(config) && readQuietly(join(at, "HEAD"))) {
      const remote = originIn(config);
      return defined({ root: rootOf(at), gitFolder: at, remote });
    }
    if (dirname(at) === at) return undefined;
  }
}

/** `/x/app/.git` -> `/x/app`, also for a hidden bare folder; `/x/app.git` -> `/x/app`. */
function rootOf(common: string): string {
  return basename(common).startsWith(".") ? dirname(common) : common.replace(/\.git$/, "");
}

function originIn(config: string): string | undefined {
  let inside = false;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[(.*)\]/.exec(line)?.[1];
    if (section !== undefined) inside = /^remote\s+"origin"$/.test(section);
    const url = inside && /^\s*url\s*=\s*(.+)$/.exec(line)?.[1];
    if (url) return url.trim().replace(/^"(.*)"$/, "$1");
  }
  return undefined;
}

function readQuietly(path: string): string | undefined {
  try {
    return readTextSync(path);
  } catch {
    return undefined; // a folder, or not ours to read: as good as absent
  }
}

/** Output of git in that folder, trimmed; undefined when it fails for whatever reason. */
function git(directory: string, ...args: string[]): Promise<string | undefined> {
  if (!isAbsolute(directory)) return Promise.resolve(undefined);
  // Set by hooks and by `git rebase --exec`: they would point git at another repository.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) =>
      !/^GIT_(DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|NAMESPACE|OBJECT_DIRECTORY)$/.test(name)
    ),
  );
  return new Promise((settle) => {
    execFile(
      "git",
      ["-C", directory, ...args],
      {
        timeout: LIMIT_MS,
        killSignal: "SIGKILL",
        maxBuffer: 1 << 16,
        windowsHide: true,
        env: { ...env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
      },
      (error, stdout) => settle(error ? undefined : stdout.trim()),
    );
  });
}
