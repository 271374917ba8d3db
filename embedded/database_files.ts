import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

/** SQLite's companions of a file: the write-ahead journal and its index. */
export const COMPANIONS = ["-wal", "-shm"];

/** A repair that left its lock behind longer ago than this was cut off, in milliseconds. */
const STALE_MS = 60_000;

/** The file's absolute path; a store in memory keeps its name. */
export function absolutePath(path: string): string {
  return path === ":memory:" ? path : resolve(path);
}

/** Is there a file? */
export function isThere(path: string): boolean {
  return existsSync(path);
}

/** Makes the file's folder, for its owner only, when it is missing. */
export function makeFolder(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Makes the file, when it is missing, for its owner only; SQLite gives its companions the same rights. */
export function makePrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const open = [path, ...COMPANIONS.map((end) => path + end)]
    .filter((name) => existsSync(name) && (statSync(name).mode & 0o077) !== 0);
  for (const name of open) chmodSync(name, 0o600);
}

/** A name beside the file that says what it is and when: `memories.db.corrupt-20260131T101500Z`. */
export function datedName(path: string, what: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const name = `${path}.${what}-${stamp}`;
  for (let i = 1;; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    if (!existsSync(free)) return free;
  }
}

/** Gives the file and its companions another name. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  for (const end of COMPANIONS) {
    if (existsSync(from + end)) renameSync(from + end, to + end);
  }
}

/** Leaves a mark beside the file that the next start should look it over. */
export function markSuspect(path: string): void {
  writeFileSync(`${path}.suspect`, "", { mode: 0o600 });
}

/** Is the mark there? */
export function isSuspect(path: string): boolean {
  return existsSync(`${path}.suspect`);
}

/** Takes the mark away. */
export function clearSuspect(path: string): void {
  rmSync(`${path}.suspect`, { force: true });
}

/**
 * Takes the right to repair a file; undefined while another process has it. Call the result to give
 * it back.
 */
export function lockRepair(path: string): (() => void) | undefined {
  const lock = `${path}.repair`;
  try {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > STALE_MS) rmSync(lock);
    closeSync(openSync(lock, "wx", 0o600));
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return undefined;
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
  return () => rmSync(lock, { force: true });
}
