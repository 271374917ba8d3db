import {
  type AppendFile,
  ensureFolder,
  facts,
  type FileFacts,
  isAlive,
  linkNew,
  listNames,
  move,
  openAppend,
  ownProcess,
  readText,
  remove,
  syncFolder,
  writeAtomic,
} from "./files.ts";

/**
 * What spool and outbox need of a file system and of the process table. A port, so that a crash
 * between any two steps, a full disk and a dead process can be played in memory.
 */
export interface Disk {
  /** Makes the folder and its parents (0700). */
  ensureFolder(path: string): Promise<void>;
  /** The text; undefined when the file isn't there. */
  readText(path: string): Promise<string | undefined>;
  /** Replaces a file whole, fsynced. */
  writeAtomic(path: string, text: string): Promise<void>;
  /** A second name for a file; false when the name is taken. */
  linkNew(from: string, to: string): Promise<boolean>;
  /** Renames; false when the source isn't there, so of several callers one wins. */
  move(from: string, to: string): Promise<boolean>;
  /** Deletes; false when the file wasn't there. */
  remove(path: string): Promise<boolean>;
  /** Names in a folder, sorted; [] without the folder. */
  listNames(folder: string): Promise<string[]>;
  /** Size and age; undefined when the file isn't there. */
  facts(path: string): Promise<FileFacts | undefined>;
  /** A file kept open for durable appends. */
  openAppend(path: string): Promise<AppendFile>;
  /** Makes renames in a folder survive a power loss. */
  syncFolder(path: string): Promise<void>;
  /** Does a process of this id run? */
  isAlive(pid: number): boolean;
  /** This process. */
  ownProcess(): { pid: number; since: number };
}

/** The real one. */
export const DISK: Disk = {
  ensureFolder,
  readText,
  writeAtomic,
  linkNew,
  move,
  remove,
  listNames,
  facts,
  openAppend,
  syncFolder,
  isAlive,
  ownProcess,
};
