/**
 * What a copy between stores has begun and done, on the disk, so that an interrupted one goes on where
 * it was and sends nothing twice.
 *
 * @module
 */
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { readText, remove, takeLock, type Unlock } from "../plugin/core/files.ts";
import { fingerprint } from "../plugin/core/fingerprint.ts";
import { Failure } from "./command.ts";

/** A lock this old is taken over even if a process of its id runs, in milliseconds. */
const STALE_MS = 24 * 3_600_000;

/** One file: a line before a memory is sent, a line when the store has said that it is stored. */
export class Journal {
  readonly #path: string;
  readonly #unlock: Unlock;
  /** When what was sent and not confirmed was sent, in ms since 1970. */
  readonly #open: Map<string, number>;

  private constructor(path: string, unlock: Unlock, open: Map<string, number>) {
    this.#path = path;
    this.#unlock = unlock;
    this.#open = open;
  }

  /**
   * Opens the journal of a copy, and keeps other processes from the same copy.
   *
   * @param what Which copy: the same parts give the same journal.
   * @throws {Failure} while another process does it; {MemoryError} `storage`
   */
  static async open(stateDir: string, what: readonly string[]): Promise<Journal> {
    const folder = join(stateDir, "transfers");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${fingerprint(JSON.stringify(what)).slice(0, 16)}.jsonl`);
    const unlock = await takeLock(`${path}.lock`, STALE_MS);
    if (unlock === undefined) {
      throw new Failure("Cannot start: another process is doing the same; wait for its end");
    }
    return new Journal(path, unlock, parse(await readText(path) ?? ""));
  }

  /** What an earlier run sent without an answer, and when; it may still be under way. */
  get unanswered(): ReadonlyMap<string, number> {
    return this.#open;
  }

  /** This memory is about to be sent. */
  begin(id: string, now: number): void {
    this.#open.set(id, now);
    this.#append({ begin: id, at: now });
  }

  /** It is known to be stored, or known not to be. */
  settle(id: string): void {
    this.#open.delete(id);
    this.#append({ settled: id });
  }

  /** The copy is complete and verified: nothing is left to go on with. */
  async finish(): Promise<void> {
    await remove(this.#path);
  }

  /** Lets other processes in. */
  async close(): Promise<void> {
    await this.#unlock();
  }

  /** Not synced: it outlives the process, and after a power loss the target's list tells. */
  #append(line: object): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  }
}

function parse(text: string): Map<string, number> {
  const open = new Map<string, number>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      const { begin, at, settled } = JSON.parse(line) as Record<string, unknown>;
      if (typeof begin === "string" && typeof at === "number") open.set(begin, at);
      if (typeof settled === "string") open.delete(settled);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // The last line, cut by the end of the process: nothing was sent after it.
    }
  }
  return open;
}
