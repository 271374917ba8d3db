/**
 * Compares mem0ai/mem0 with the commit in `.upstream-sha` and, when what we watch there has changed,
 * proposes the newest commit that changed it in a pull request. One is open at a time, and none comes
 * twice for a commit, also when the first was closed.
 *
 * Run by `.github/workflows/sync-upstream.yml`, with `gh` logged in.
 *
 * @module
 */
import { join } from "node:path";
import { readRecording } from "../../tests/contract/recorded.ts";
import { capture } from "./capture.ts";
import { type PullRequests, pullRequestsByGh } from "./pull_requests.ts";
import {
  affectedCases,
  BRANCH,
  type ChangedFile,
  describeProposal,
  readHunks,
  titleOf,
  WATCHED,
} from "./upstream.ts";

/** Where to look and where to propose. */
export interface SyncOptions {
  /** Address or folder of the watched repository; its branch is `main`. */
  upstream: string;
  /** Our work tree; it ends on the branch of the proposal. */
  folder: string;
  pullRequests: PullRequests;
}

/** Looks and, if there is something to see, proposes. Resolves to what was done, in a sentence. */
export async function syncUpstream(options: SyncOptions): Promise<string> {
  const { upstream, folder, pullRequests } = options;
  const noted = join(folder, ".upstream-sha");
  const from = (await Deno.readTextFile(noted)).trim();
  if (!/^[0-9a-f]{40}$/.test(from)) throw new Error(`Cannot use "${noted}": it holds no commit`);
  const copy = await Deno.makeTempDir({ prefix: "mem0-upstream-" });
  try {
    const git = (...args: string[]) => capture("git", args, { cwd: copy });
    // Commits and trees at once; the few files that differ when they are asked for.
    await git("clone", "--quiet", "--bare", "--filter=blob:none", "-b", "main", upstream, ".");
    const to = (await git("rev-list", "-1", "main", "--", ...WATCHED)).trim();
    const files = to === "" || to === from ? [] : await changedFiles(git, from, to);
    if (files.length === 0) return `Nothing that we watch has changed since ${from}`;
    const known = await pullRequests.list(BRANCH);
    const same = known.find(({ title }) => title === titleOf(to));
    if (same !== undefined) return `${to} was proposed already, in #${same.number}`;

    const cases = await readRecording();
    const body = describeProposal({
      from,
      to,
      files,
      diff: await git("diff", from, to, "--", ...WATCHED),
      affected: affectedCases(files, cases),
      recorded: cases.length,
    });
    await push(folder, noted, to);
    const open = known.find(({ isOpen }) => isOpen);
    const number = await pullRequests.write(open?.number, BRANCH, titleOf(to), body);
    return `${to} is proposed in #${number}`;
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

type Git = (...args: string[]) => Promise<string>;

async function changedFiles(git: Git, from: string, to: string): Promise<ChangedFile[]> {
  const words =
    (await git("diff", "--name-status", "--no-renames", "-z", from, to, "--", ...WATCHED))
      .split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    const status = words[at]!, path = words[at + 1]!;
    files.push({
      status,
      path,
      before: status === "A" ? "" : await git("show", `${from}:${path}`),
      after: status === "D" ? "" : await git("show", `${to}:${path}`),
      lines: readHunks(await git("diff", "-U0", from, to, "--", path)),
    });
  }
  return files;
}

/** Notes the commit, on the branch, from what is checked out. */
async function push(folder: string, noted: string, to: string): Promise<void> {
  const git = (...args: string[]) => capture("git", args, { cwd: folder });
  await git("switch", "--quiet", "-C", BRANCH);
  await Deno.writeTextFile(noted, `${to}\n`);
  const who = ["-c", "user.name=sync-upstream", "-c", "user.email=sync-upstream@localhost"];
  const message = `Note Mem0's commit ${to.slice(0, 12)} as looked at`;
  await git(...who, "commit", "--quiet", "-m", message, "--", ".upstream-sha");
  await git("push", "--quiet", "--force", "origin", `HEAD:refs/heads/${BRANCH}`);
}

if (import.meta.main) {
  const folder = Deno.cwd();
  console.log(
    await syncUpstream({
      upstream: "https://github.com/mem0ai/mem0",
      folder,
      pullRequests: pullRequestsByGh(folder),
    }),
  );
}
