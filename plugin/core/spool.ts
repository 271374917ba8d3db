import type { Log } from "../../client/store.ts";
import { DISK, type Disk } from "./disk.ts";
import type { AppendFile } from "./files.ts";

/** What a user said, as it was spooled. */
export interface SpoolEntry {
  sessionID: string;
  messageID: string;
  /** User id it was said under. */
  user: string;
  /** Project id it was said in. */
  project: string;
  /** Address of the back end, without credentials. */
  backend: string;
  /** Already redacted. */
  text: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Options of {@link Spool}. */
export interface SpoolOptions {
  /** The folder; made at the first write. */
  dir: string;
  log: Log;
  /** Default `Date.now`. */
  now?: () => number;
  /** Default: the real one. */
  disk?: Disk;
}

/** A process that hasn't touched its file for this long is taken for gone, whatever its id says. */
const SILENT_MS = 24 * 3_600_000;
/** What nobody came back for in this time is dropped, and said so in the log. */
const MAX_AGE_MS = 30 * 24 * 3_600_000;

/**
 * What was just said and has not been gated yet; it survives the death of the process.
 *
 * One append-only file per instance, kept open: a write is then one append and one fdatasync, with
 * no folder entry to sync (a file per message needs an open, a rename and two or three syncs), and
 * as no two processes share a file there is no lock and no torn line between them. Each line starts
 * with its line break, so that a line cut by a crash or a full disk spoils only itself. The file is
 * emptied when everything in it is settled, so it stays small without a compaction.
 *
 * Settling is not a commit point: when a settled line is read again after a power loss, the outbox
 * knows its origin already and accepts it no second time.
 */
export class Spool {
  readonly #options: Required<SpoolOptions>;
  /** Unsettled entries by file, then by session and message. */
  readonly #entries = new Map<string, Map<string, SpoolEntry>>();
  readonly #files = new Map<string, Promise<AppendFile>>();
  readonly #own: string;
  /** All operations in order: emptying a file must not overtake a write to it. */
  #last: Promise<unknown> = Promise.resolve();

  /** Nothing is read or written yet. */
  constructor(options: SpoolOptions) {
    this.#options = { now: Date.now, disk: DISK, ...options };
    this.#own = newName(this.#options.disk);
  }

  /** Returns once the entry is on the disk. @throws {MemoryError} `storage` */
  write(entry: SpoolEntry): Promise<void> {
    return this.#queue(async () => {
      await (await this.#open(this.#own)).append(`\n${JSON.stringify(entry)}`);
      this.#remember(this.#own, entry);
    });
  }

  /** Unsettled entries of a session that this instance wrote or took over, oldest first. */
  pending(sessionID: string): SpoolEntry[] {
    return [...this.#entries.values()].flatMap((file) => [...file.values()])
      .filter((entry) => entry.sessionID === sessionID)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** These messages have been gated. @throws {MemoryError} `storage`; then they are gated again. */
  settle(sessionID: string, messageIDs: readonly string[]): Promise<void> {
    return this.#queue(async () => {
      for (const [name, entries] of this.#entries) {
        const known = messageIDs.filter((id) => entries.delete(keyOf(sessionID, id)));
        if (known.length === 0) continue;
        if (entries.size > 0) {
          await (await this.#open(name)).append(
            `\n${JSON.stringify({ sessionID, settled: known })}`,
          );
        } else if (name === this.#own) await (await this.#open(name)).clear();
        else await this.#forget(name);
      }
    });
  }

  /**
   * Takes over, by rename, what processes that are gone left behind, and gives its entries, oldest
   * first, of all users, projects and back ends. They are settled like one's own; until then they
   * stay on the disk under this instance's name.
   * @throws {MemoryError} `storage`
   */
  leftovers(): Promise<SpoolEntry[]> {
    return this.#queue(async () => {
      const { disk, dir, log, now } = this.#options;
      const found: SpoolEntry[] = [];
      for (const name of await disk.listNames(dir)) {
        if (!name.endsWith(".jsonl") || this.#entries.has(name) || this.#files.has(name)) continue;
        if (!await isAbandoned(dir, name, disk, now())) continue;
        const taken = newName(disk);
        if (!await disk.move(`${dir}/${name}`, `${dir}/${taken}`)) continue; // another was faster
        const entries = parseLines(await disk.readText(`${dir}/${taken}`) ?? "", log);
        const fresh = entries.filter((entry) => now() - entry.createdAt < MAX_AGE_MS);
        if (fresh.length < entries.length) {
          log(
            "warn",
            `Dropped ${entries.length - fresh.length} spooled messages older than 30 days`,
          );
        }
        for (const entry of fresh) this.#remember(taken, entry);
        if (fresh.length === 0) await disk.remove(`${dir}/${taken}`);
        found.push(...fresh);
      }
      return found.sort((a, b) => a.createdAt - b.createdAt);
    });
  }

  /** Frees the handles, and leaves unsettled entries to whoever starts next. Safe to call twice. */
  close(): Promise<void> {
    return this.#queue(async () => {
      const { disk, dir } = this.#options;
      for (const name of new Set([...this.#files.keys(), ...this.#entries.keys()])) {
        if ((this.#entries.get(name)?.size ?? 0) === 0) await this.#forget(name);
        else {
          await (await this.#files.get(name))?.close();
          await disk.move(`${dir}/${name}`, `${dir}/${freeName()}`);
        }
      }
      this.#files.clear();
      this.#entries.clear();
    });
  }

  #queue<T>(body: () => Promise<T>): Promise<T> {
    const result = this.#last.then(body);
    this.#last = result.catch(() => undefined); // the caller gets the failure; the next one goes on
    return result;
  }

  async #open(name: string): Promise<AppendFile> {
    let file = this.#files.get(name);
    if (file === undefined) {
      const { disk, dir } = this.#options;
      file = disk.ensureFolder(dir).then(() => disk.openAppend(`${dir}/${name}`));
      this.#files.set(name, file);
      file.catch(() => this.#files.delete(name)); // so that the next write tries again
    }
    return await file;
  }

  #remember(name: string, entry: SpoolEntry): void {
    const entries = this.#entries.get(name) ?? new Map<string, SpoolEntry>();
    entries.set(keyOf(entry.sessionID, entry.messageID), entry);
    this.#entries.set(name, entries);
  }

  /** Everything in it is settled. */
  async #forget(name: string): Promise<void> {
    const { disk, dir } = this.#options;
    await (await this.#files.get(name))?.close();
    this.#files.delete(name);
    this.#entries.delete(name);
    await disk.remove(`${dir}/${name}`);
  }
}

/** A name for a file that is this process's own. */
export function newName(disk: Disk): string {
  const { pid, since } = disk.ownProcess();
  return `${pid}-${since}-${crypto.randomUUID().slice(0, 8)}.jsonl`;
}

/** What a file is called whose owner left it in good order. */
export function freeName(): string {
  return `free-${crypto.randomUUID()}.jsonl`;
}

/** Is nobody left who writes to this file of the spool? */
export async function isAbandoned(
  dir: string,
  name: string,
  disk: Disk,
  now: number,
): Promise<boolean> {
  const owner = /^(\d+)-(\d+)-/.exec(name);
  if (owner === null) return true; // closed in good order, with something left
  const own = disk.ownProcess();
  if (Number(owner[1]) === own.pid) return Number(owner[2]) !== own.since;
  if (!disk.isAlive(Number(owner[1]))) return true;
  // The id may have been given to another program since.
  const facts = await disk.facts(`${dir}/${name}`);
  return facts !== undefined && now - facts.changedAt > SILENT_MS;
}

function keyOf(sessionID: string, messageID: string): string {
  return `${sessionID}\n${messageID}`;
}

function parseLines(text: string, log: Log): SpoolEntry[] {
  const entries = new Map<string, SpoolEntry>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      const value = JSON.parse(line) as Partial<SpoolEntry> & { settled?: string[] };
      const { sessionID, messageID } = value;
      if (typeof sessionID !== "string") throw new SyntaxError("no session in it");
      if (Array.isArray(value.settled)) {
        for (const id of value.settled) entries.delete(keyOf(sessionID, id));
      } else if (
        typeof messageID === "string" && typeof value.text === "string" &&
        typeof value.user === "string" && typeof value.backend === "string" &&
        typeof value.project === "string" && typeof value.createdAt === "number"
      ) entries.set(keyOf(sessionID, messageID), value as SpoolEntry);
      else throw new SyntaxError("a field is missing");
    } catch (error) {
      // The last line of a killed process: its write had not returned, so nothing was promised.
      log("info", `Skipped a broken spool line of ${line.length} characters: ${messageOf(error)}`);
    }
  }
  return [...entries.values()];
}

function messageOf(error: unknown): string {
  // JSON.parse quotes the text in its message, which may be what a user said.
  return error instanceof SyntaxError ? "not an entry" : String(error);
}
