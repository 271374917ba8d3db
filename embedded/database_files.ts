import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The file's absolute path; a memory store keeps its name. */
export function absolutePath(path: string): string {
  return path === ":memory:" ? path : resolve(path);
}

/** Makes the file's folder, readable by its owner only, when it is missing. */
export function makeFolder(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Lets only the owner read and write the file and SQLite's companions. */
export function makePrivate(path: string): void {
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    if (existsSync(name)) chmodSync(name, 0o600);
  }
}
