/**
 * What a change of mem0ai/mem0 means for us: which recorded answers of the server it may concern, and
 * how it is told in a pull request. Pure.
 *
 * @module
 */
import type { RecordedCase } from "../../tests/contract/recorded.ts";
import { type Lines, type Route, routesTouched } from "./python_routes.ts";

/** Folder of the official plugin for OpenCode. */
const PLUGIN = "integrations/mem0-plugin/.opencode-plugin";

/** What is watched, as git path specifications: the server's contract and the official plugin. */
export const WATCHED: readonly string[] = [
  ...[
    "main",
    "auth",
    "errors",
    "models",
    "rate_limit",
    "schemas",
    "server_state",
  ].map((name) => `server/${name}.py`),
  "server/requirements.txt",
  "server/routers",
  PLUGIN,
  `:(exclude)${PLUGIN}/bun.lock`,
];

/** A file that differs between two commits. */
export interface ChangedFile {
  /** Git's letter: A, D, M, R …. */
  status: string;
  path: string;
  /** The file before and after; "" where it isn't there. */
  before: string;
  after: string;
  /** The changed lines, from `git diff -U0`. */
  lines: { before: Lines[]; after: Lines[] };
}

/** Files whose routes aren't written in them: which recorded cases show what they do. */
const BY_FILE: Readonly<Record<string, (one: RecordedCase) => boolean>> = {
  "server/auth.py": (one) =>
    one.area === "auth" || one.response.status === 401 || one.response.status === 403,
  "server/errors.py": (one) => one.response.status >= 400,
  "server/rate_limit.py": (one) => one.response.status === 429,
  "server/server_state.py": (one) => one.area === "configure" || one.area === "reset",
};

/** The recorded cases that a change may concern, in their order. */
export function affectedCases(
  files: readonly ChangedFile[],
  cases: readonly RecordedCase[],
): RecordedCase[] {
  const tests = files.filter((file) => file.path.startsWith("server/")).map(testOf);
  return cases.filter((one) => tests.some((test) => test(one)));
}

function testOf(file: ChangedFile): (one: RecordedCase) => boolean {
  const known = BY_FILE[file.path];
  if (known !== undefined) return known;
  if (!/^server\/(main|routers\/\w+)\.py$/.test(file.path)) return () => true;
  const routes = [
    ...routesTouched(file.before, file.lines.before),
    ...routesTouched(file.after, file.lines.after),
  ];
  return ({ request }) => routes.some((route) => isFor(route, request.method, request.path));
}

/** Is a request for a route? Its path may hold `{names}`; HEAD and OPTIONS belong to all methods. */
function isFor(route: Route, method: string, path: string): boolean {
  if (route.method !== method && !["HEAD", "OPTIONS"].includes(method)) return false;
  const wanted = route.path.split("/");
  const given = path.split("?", 1)[0]!.replace(/(?<=.)\/$/, "").split("/");
  return wanted.length === given.length &&
    wanted.every((part, at) => part === given[at] || /^\{\w+(:\w+)?\}$/.test(part));
}

/** The lines of each side that `git diff -U0` names. */
export function readHunks(diff: string): ChangedFile["lines"] {
  const lines: ChangedFile["lines"] = { before: [], after: [] };
  for (const match of diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)) {
    const [, from, removed = "1", to, added = "1"] = match;
    if (removed !== "0") lines.before.push({ first: Number(from), count: Number(removed) });
    if (added !== "0") lines.after.push({ first: Number(to), count: Number(added) });
  }
  return lines;
}

/** A pull request's diff is cut at this many bytes: GitHub takes 65,536 characters in all. */
export const DIFF_LIMIT = 40 * 1024;
const NAMES_LIMIT = 100;

/** What a pull request tells. */
export interface Proposal {
  /** Commits, 40 hex digits. */
  from: string;
  to: string;
  files: readonly { status: string; path: string }[];
  diff: string;
  affected: readonly { name: string }[];
  /** Number of all recorded cases. */
  recorded: number;
}

/** The branch of the one pull request that is open at a time. */
export const BRANCH = "sync-upstream";

/** The title names the commit: it tells whether one was proposed already. */
export function titleOf(to: string): string {
  return `Look at Mem0 up to ${to.slice(0, 12)}`;
}

/** The pull request's text, Markdown. */
export function describeProposal(proposal: Proposal): string {
  const { from, to, files, diff, affected, recorded } = proposal;
  const cut = cutAt(diff, DIFF_LIMIT);
  const fence = "`".repeat(Math.max(3, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const compare = `https://github.com/mem0ai/mem0/compare/${from}...${to}`;
  return [
    `What we watch in [mem0ai/mem0](${compare}) has changed: the server's contract, or its plugin ` +
    "for OpenCode. Merging this only notes that it was looked at; what follows from it is work of " +
    "its own.",
    `## Changed files\n\n${listOf(files.map(({ status, path }) => `\`${status}\` ${path}`))}`,
    "## Recorded answers that may differ now\n\n" +
    (affected.length === 0
      ? "None: no route of the server is touched."
      : affected.length === recorded
      ? `All ${recorded}: a file that every route depends on has changed.`
      : `${affected.length} of ${recorded} in tests/contract/golden.json:\n\n` +
        listOf(affected.map(({ name }) => name))),
    `## Diff\n\n${fence}diff\n${cut}${fence}` +
    (cut.length < diff.length ? `\n\nCut at 40 KB; all of it is [here](${compare}).` : ""),
  ].join("\n\n") + "\n";
}

function listOf(names: readonly string[]): string {
  const more = names.length - NAMES_LIMIT;
  return names.slice(0, NAMES_LIMIT).map((name) => `- ${name}`).join("\n") +
    (more > 0 ? `\n- … and ${more} more` : "");
}

/** The first lines that fit into so many bytes of UTF-8. */
function cutAt(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= limit) return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  const end = bytes.lastIndexOf(10, limit - 1) + 1;
  return new TextDecoder().decode(bytes.subarray(0, end));
}
