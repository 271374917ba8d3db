import { MemoryError } from "../../client/errors.ts";
import type { Disk } from "../../plugin/core/disk.ts";

/** Called around every operation; may wait, and may never come back (the process is dead). */
export type Gate = () => Promise<void>;

/** A file system in memory, shared by the processes of a simulation. */
export class VirtualDisk {
  readonly files = new Map<string, { text: string; changedAt: number }>();
  readonly living = new Set<number>();
  /** Writes of new bytes fail while this is set. */
  full = false;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The disk as one process sees it. `gate` is passed before and after each operation. */
  view(pid: number, gate: Gate): Disk {
    const step = async <T>(operation: () => T): Promise<T> => {
      await gate();
      const result = operation();
      await gate();
      return result;
    };
    const put = (path: string, text: string) => {
      if (this.full) throw new MemoryError("storage", `Cannot write "${path}": the disk is full`);
      this.files.set(path, { text, changedAt: this.#now() });
    };
    return {
      ensureFolder: () => Promise.resolve(),
      readText: (path) => step(() => this.files.get(path)?.text),
      writeAtomic: (path, text) => step(() => put(path, text)),
      linkNew: (from, to) =>
        step(() => {
          const file = this.files.get(from);
          if (file === undefined) throw new MemoryError("storage", `Cannot link "${from}"`);
          if (this.files.has(to)) return false;
          this.files.set(to, { ...file });
          return true;
        }),
      move: (from, to) =>
        step(() => {
          const file = this.files.get(from);
          if (file === undefined) return false;
          this.files.delete(from);
          this.files.set(to, file);
          return true;
        }),
      remove: (path) => step(() => this.files.delete(path)),
      listNames: (folder) =>
        step(() =>
          [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1)).sort()
        ),
      facts: (path) =>
        step(() => {
          const file = this.files.get(path);
          return file && { size: file.text.length, changedAt: file.changedAt };
        }),
      openAppend: (path) =>
        Promise.resolve({
          append: (text: string) =>
            step(() => put(path, (this.files.get(path)?.text ?? "") + text)),
          clear: () => step(() => put(path, "")),
          close: () => Promise.resolve(),
        }),
      syncFolder: () => step(() => undefined),
      isAlive: (other) => this.living.has(other),
      ownProcess: () => ({ pid, since: pid }),
    };
  }
}
