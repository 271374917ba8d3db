import { mkdirSync, readFileSync } from "node:fs";
import {
  chmod,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import process from "node:process";
import { dirname } from "node:path";
import { MemoryError, messageOf } from "../../client/errors.ts";
import { parseJson } from "../../client/json.ts";

/** Makes a folder with its parents, readable by its owner only (0700). An existing one is kept. */
export async function ensureFolder(path: string): Promise<void> {
  await attempt("create the folder", path, () => mkdir(path, { recursive: true, mode: 0o700 }));
}

/** {@link ensureFolder} without waiting, for the log's first line. */
export function ensureFolderSync(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageError("create the folder", path, cause);
  }
}

/** The file's text; undefined when it isn't there. @throws {MemoryError} `storage` */
export async function readText(path: string): Promise<string | undefined> {
  return await attempt("read", path, () => readFile(path, "utf8"), undefined);
}

/** {@link readText} without waiting, for small files that are read at each use. */
export function readTextSync(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw storageError("read", path, cause);
  }
}

/**
 * Replaces a file whole: a reader sees the old text or the new one, also after a crash or power
 * loss. Written beside it, fsynced, renamed; mode 0600.
 * @throws {MemoryError} `storage`; the old file is then untouched.
 */
export async function writeAtomic(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  await attempt("write", path, async () => {
    try {
      await writeSynced(beside, text, "wx");
      await rename(beside, path);
    } catch (error) {
      await unlink(beside).catch(() => undefined); // the first error is the one that tells
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

/** Appends to a file (made with mode 0600) and returns once the bytes are on the disk. */
export async function appendDurable(path: string, text: string): Promise<void> {
  await attempt("append to", path, () => writeSynced(path, text, "a"));
}

/** A file that is kept open for appending. */
export interface AppendFile {
  /** Returns once the text is on the disk. @throws {MemoryError} `storage` */
  append(text: string): Promise<void>;
  /** Empties the file, not fsynced. @throws {MemoryError} `storage` */
  clear(): Promise<void>;
  /** Frees the handle. */
  close(): Promise<void>;
}

/** Opens (or makes, mode 0600) a file for appending: one write and one fdatasync for each text. */
export async function openAppend(path: string): Promise<AppendFile> {
  const file = await attempt("open", path, () => open(path, "a", 0o600));
  return {
    append: (text) =>
      attempt("append to", path, async () => {
        await file.appendFile(text);
        await file.datasync();
      }),
    clear: () => attempt("empty", path, () => file.truncate(0)),
    close: () => attempt("close", path, () => file.close()),
  };
}

/** This process: its id, and when it began (ms since 1970), which tells apart two uses of one id. */
export function ownProcess(): { pid: number; since: number } {
  return { pid: process.pid, since: Math.round(performance.timeOrigin) };
}

/** Moves a file within one file system; false when it isn't there (somebody else took it). */
export async function move(from: string, to: string): Promise<boolean> {
  return await attempt("move", from, async () => {
    await rename(from, to);
    return true;
  }, false);
}

/** Deletes a file; false when it wasn't there. */
export async function remove(path: string): Promise<boolean> {
  return await attempt("delete", path, async () => {
    await unlink(path);
    return true;
  }, false);
}

/** Names in a folder, sorted; [] when there is no such folder. */
export async function listNames(folder: string): Promise<string[]> {
  return (await attempt("list", folder, () => readdir(folder), [])).sort();
}

/** What is known of a file. */
export interface FileFacts {
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970 of the last change. */
  changedAt: number;
}

/** Size and age; undefined when it isn't there. */
export async function facts(path: string): Promise<FileFacts | undefined> {
  return await attempt("look at", path, async () => {
    const { size, mtimeMs } = await stat(path);
    return { size, changedAt: mtimeMs };
  }, undefined);
}

/** Narrows an existing file to its owner (0600). Not possible on some file systems: then kept. */
export async function makePrivate(path: string): Promise<void> {
  await attempt("restrict", path, () => chmod(path, 0o600), undefined);
}

/** Who holds a lock. */
export interface LockHolder {
  pid: number;
  /** Tells apart two holders in one process. */
  token: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** Gives a lock back; safe to call twice, and never takes away another holder's. */
export type Unlock = () => Promise<void>;

/**
 * Takes a lock file between processes, or gives undefined at once when another living process holds
 * it. A lock whose process is gone, or that is older than `staleMs`, is taken over.
 *
 * The file is made complete and then linked into place, so no reader ever sees an empty lock.
 */
export async function takeLock(path: string, staleMs: number): Promise<Unlock | undefined> {
  const holder: LockHolder = { pid: process.pid, token: crypto.randomUUID(), since: Date.now() };
  const beside = `${path}.${holder.token}.tmp`;
  return await attempt("lock", path, async () => {
    await writeFile(beside, JSON.stringify(holder), { mode: 0o600, flag: "wx" });
    try {
      if (await linkNew(beside, path)) return () => release(path, holder.token);
      const text = await readText(path);
      if (text !== undefined && !isStale(text, staleMs)) return undefined;
      return await takeOver(path, beside, staleMs) ? () => release(path, holder.token) : undefined;
    } finally {
      await remove(beside);
    }
  });
}

/** A takeover takes milliseconds; one that is older was cut off by a crash. */
const TAKEOVER_MS = 10_000;

/**
 * Puts a lock in a stale one's place. Only who holds the guard may, so that the lock's name is never
 * free in between: of many that see the same stale lock one gets it.
 */
async function takeOver(path: string, beside: string, staleMs: number): Promise<boolean> {
  const guard = `${path}.takeover`;
  if (!await linkNew(beside, guard)) {
    const other = await readText(guard);
    if (other !== undefined && isStale(other, TAKEOVER_MS)) await remove(guard);
    return false;
  }
  try {
    const text = await readText(path);
    if (text === undefined) return await linkNew(beside, path);
    return isStale(text, staleMs) && await move(beside, path);
  } finally {
    await remove(guard);
  }
}

/** The holder of a lock file; undefined when it is free. */
export async function lockHolder(path: string): Promise<LockHolder | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : parseHolder(text);
}

async function release(path: string, token: string): Promise<void> {
  if ((await lockHolder(path))?.token === token) await remove(path);
}

/**
 * Gives a file a second name where no file is yet; false when one is there. A hard link is made only
 * where no file is, on every file system that has them.
 */
export async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    // exFAT and some network shares have no hard links: exclusive creation is next best.
    if (!["EPERM", "ENOSYS", "EOPNOTSUPP", "ENOTSUP", "EMLINK"].includes(codeOf(error))) {
      throw error;
    }
  }
  try {
    await writeFile(to, await readFile(from, "utf8"), { mode: 0o600, flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function isStale(text: string, staleMs: number): boolean {
  const holder = parseHolder(text);
  if (holder === undefined) return true;
  return Date.now() - holder.since > staleMs || !isAlive(holder.pid);
}

function parseHolder(text: string): LockHolder | undefined {
  // Cut by a crash: nobody holds it.
  const { pid, token, since } = (parseJson(text) ?? {}) as Partial<LockHolder>;
  if (typeof pid !== "number" || typeof since !== "number") return undefined;
  return { pid, since, token: typeof token === "string" ? token : "" };
}

/** Signal 0 asks whether a process exists; EPERM says that it does and belongs to somebody else. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

async function writeSynced(path: string, text: string, flags: string): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename survive power loss; Windows can't open folders and doesn't need it. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    // Network and FUSE file systems refuse it; the rename itself has been done.
    if (!["EINVAL", "ENOTSUP", "EBADF", "EPERM"].includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

/** Runs a file operation; an absent file gives `absent` when that is passed. */
async function attempt<T>(
  action: string,
  path: string,
  body: () => Promise<T>,
  ...absent: T[] | undefined[]
): Promise<T> {
  try {
    return await body();
  } catch (cause) {
    if (absent.length > 0 && isAbsent(cause)) return absent[0] as T;
    throw storageError(action, path, cause);
  }
}

function storageError(action: string, path: string, cause: unknown): MemoryError {
  const reason = REASONS[codeOf(cause)] ?? (messageOf(cause));
  return new MemoryError("storage", `Cannot ${action} "${path}": ${reason}`, { cause });
}

const ELSEWHERE = "set MEM0_STATE_DIR to another folder";
const DENIED = `permission is denied; make it writable for you, or ${ELSEWHERE}`;
const REASONS: Readonly<Record<string, string>> = {
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: `the file system is read-only; ${ELSEWHERE}`,
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "your disk quota is used up; free some space",
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder, not a file",
  ENOENT: "it is not there",
};

function isAbsent(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
