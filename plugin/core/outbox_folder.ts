import type { Log } from "../../client/store.ts";
import type { QueueEntry } from "./delivery.ts";
import type { Disk } from "./disk.ts";

/** An entry that this process alone may send, until it gives it back. */
export interface Claim {
  /** Its file now. */
  path: string;
  entry: QueueEntry;
}

/** What a name in `queue/` says, so that a drain opens only what is due. */
export interface Waiting {
  name: string;
  nextAt: number;
}

/** A claim or a half-made put is taken over after this, even from a process that seems alive. */
const CLAIM_MS = 10 * 60_000;
/** Origins of what was delivered are remembered longer than any spool lives. */
const REMEMBERED_MS = 40 * 24 * 3_600_000;
/** In an `ids/` file instead of the text: the memory is stored. */
const DONE = "done";

/**
 * The folders of one target's queue. An entry is one file, and each step one atomic operation on it:
 *
 * ```
 * tmp/     being accepted
 * ids/     one file per origin ever accepted: linked, so made once; "done" when delivered
 * queue/   waiting: <accepted>~<id>~<not before>.json, so that names sort by age and tell what is due
 * claimed/ being sent: <id>~<pid>-<start>~<claimed at>.json
 * failed/  given up, with the reason
 * ```
 *
 * To claim is to rename: of several processes one wins. A claim found after its process died may
 * have been sent in its last moment, so it comes back as unsure.
 */
export class OutboxFolder {
  readonly #dir: string;
  readonly #disk: Disk;
  readonly #log: Log;
  readonly #now: () => number;
  #pruned = false;

  constructor(dir: string, disk: Disk, log: Log, now: () => number) {
    this.#dir = dir;
    this.#disk = disk;
    this.#log = log;
    this.#now = now;
  }

  /** Makes it durable; false when this origin was accepted before. */
  async accept(entry: QueueEntry): Promise<boolean> {
    for (const part of ["tmp", "ids", "queue", "claimed", "failed"]) {
      await this.#disk.ensureFolder(`${this.#dir}/${part}`);
    }
    const beside = `${this.#dir}/tmp/${entry.id}~${this.#owner()}~${entry.nonce}.json`;
    await this.#disk.writeAtomic(beside, JSON.stringify(entry));
    if (!await this.#disk.linkNew(beside, this.#idPath(entry.id))) {
      await this.#disk.remove(beside);
      return false;
    }
    // When this fails or the process dies here, recover() finishes it.
    await this.#disk.move(beside, this.#queuePath(entry));
    return true;
  }

  /** What waits, oldest first. */
  async waiting(): Promise<Waiting[]> {
    const found: Waiting[] = [];
    for (const name of await this.#disk.listNames(`${this.#dir}/queue`)) {
      const nextAt = /^\w+~\w+~(\w+)\.json$/.exec(name)?.[1];
      if (nextAt !== undefined) found.push({ name, nextAt: parseInt(nextAt, 36) });
    }
    return found;
  }

  /** Takes a waiting entry; undefined when another process was faster, or it is stored already. */
  claim(waiting: Waiting): Promise<Claim | undefined> {
    return this.#take(`${this.#dir}/queue/${waiting.name}`, waiting.name.split("~")[1] ?? "");
  }

  /** The memory is stored. */
  async finish(claim: Claim): Promise<void> {
    try {
      await this.#disk.writeAtomic(this.#idPath(claim.entry.id), DONE);
    } catch (error) {
      // The id file stays as it was, and still keeps the same origin from being accepted again.
      this.#log("warn", `Cannot mark a memory as delivered: ${messageOf(error)}`);
    }
    await this.#disk.remove(claim.path);
  }

  /** Back into the queue in a new state. */
  async release(claim: Claim, entry: QueueEntry): Promise<void> {
    await this.#rewrite(claim, entry, this.#queuePath(entry));
  }

  /** Given up. */
  async fail(claim: Claim, reason: string): Promise<void> {
    const path = `${this.#dir}/failed/${claim.entry.id}.json`;
    await this.#rewrite(claim, { ...claim.entry, reason }, path);
  }

  /** Deletes an entry for good, and counts it. */
  async drop(claim: Claim): Promise<void> {
    await this.finish(claim);
    await this.#countDropped();
  }

  /** What was given up goes back into the queue. */
  async retryFailed(): Promise<number> {
    let count = 0;
    for (const name of await this.#disk.listNames(`${this.#dir}/failed`)) {
      const claim = await this.#take(`${this.#dir}/failed/${name}`, name.replace(/\.json$/, ""));
      if (claim === undefined) continue;
      const now = this.#now();
      await this.release(claim, {
        ...claim.entry,
        attempts: 0,
        blamed: 0,
        acceptedAt: now,
        nextAt: now,
      });
      count++;
    }
    return count;
  }

  /** Finishes what dead processes began; bounds what is kept. */
  async recover(): Promise<void> {
    for (const name of await this.#disk.listNames(`${this.#dir}/tmp`)) {
      const path = `${this.#dir}/tmp/${name}`;
      const [id = "", owner = ""] = name.split("~");
      if (!await this.#isAbandoned(path, owner)) continue;
      if (name.endsWith(".json")) await this.#publish(path, id);
      else await this.#disk.remove(path);
    }
    for (const name of await this.#disk.listNames(`${this.#dir}/claimed`)) {
      const path = `${this.#dir}/claimed/${name}`;
      const [id = "", owner = "", since = ""] = name.split("~");
      if (!await this.#isAbandoned(path, owner, parseInt(since, 36))) continue;
      if (!name.endsWith(".json")) await this.#disk.remove(path);
      else {
        const claim = await this.#take(path, id);
        if (claim === undefined) continue;
        await this.release(claim, { ...claim.entry, unsureAt: this.#now() });
        this.#log(
          "info",
          "A process ended while it sent a memory: it is looked for before a retry",
        );
      }
    }
    if (!this.#pruned) await this.#prune();
    this.#pruned = true;
  }

  /** Number of entries that wait or are being sent, that were given up, that were dropped. */
  async count(): Promise<{ waiting: number; failed: number; dropped: number }> {
    const names = async (part: string) =>
      (await this.#disk.listNames(`${this.#dir}/${part}`)).filter((name) => name.endsWith(".json"))
        .length;
    return {
      waiting: await names("queue") + await names("claimed"),
      failed: await names("failed"),
      dropped: (await this.#disk.facts(`${this.#dir}/dropped`))?.size ?? 0,
    };
  }

  /** Bytes of each waiting entry, oldest first. */
  async sizes(): Promise<(Waiting & { size: number })[]> {
    const sized = [];
    for (const waiting of await this.waiting()) {
      const facts = await this.#disk.facts(`${this.#dir}/queue/${waiting.name}`);
      if (facts !== undefined) sized.push({ ...waiting, size: facts.size });
    }
    return sized;
  }

  async #take(from: string, id: string): Promise<Claim | undefined> {
    const path = this.#claimPath(id);
    if (!await this.#disk.move(from, path)) return undefined;
    if (await this.#disk.readText(this.#idPath(id)) === DONE) {
      await this.#disk.remove(path); // delivered by a process that died, or was given up, too late
      return undefined;
    }
    const entry = parseEntry(await this.#disk.readText(path), id);
    if (entry !== undefined) return { path, entry };
    this.#log("error", `A queued memory can't be read, its file is kept as failed/${id}.broken`);
    await this.#disk.move(path, `${this.#dir}/failed/${id}.broken`);
    return undefined;
  }

  /** When the write fails the entry stays claimed, and is unsure once the claim expires. */
  async #rewrite(claim: Claim, entry: QueueEntry, to: string): Promise<void> {
    // To write is to create: a claim that was taken over meanwhile must not come to life again.
    const renewed = this.#claimPath(entry.id);
    if (!await this.#disk.move(claim.path, renewed)) return;
    await this.#disk.writeAtomic(renewed, JSON.stringify(entry));
    await this.#disk.move(renewed, to);
  }

  /** Ends an accept() that was cut: its file is the accepted one, or another process's is. */
  async #publish(path: string, id: string): Promise<void> {
    const text = await this.#disk.readText(path);
    const entry = parseEntry(text, id);
    if (text === undefined || entry === undefined) return;
    await this.#disk.linkNew(path, this.#idPath(id));
    // A file system without links may have left a cut copy.
    const accepted = await this.#disk.readText(this.#idPath(id));
    if (accepted !== undefined && text.startsWith(accepted)) {
      await this.#disk.move(path, this.#queuePath(entry));
    } else await this.#disk.remove(path);
  }

  async #prune(): Promise<void> {
    for (const name of await this.#disk.listNames(`${this.#dir}/ids`)) {
      const path = `${this.#dir}/ids/${name}`;
      const facts = await this.#disk.facts(path);
      if (facts === undefined || this.#now() - facts.changedAt < REMEMBERED_MS) continue;
      const unneeded = name.includes(".") || await this.#disk.readText(path) === DONE;
      if (unneeded) await this.#disk.remove(path);
    }
    for (const name of await this.#disk.listNames(`${this.#dir}/failed`)) {
      const path = `${this.#dir}/failed/${name}`;
      const facts = await this.#disk.facts(path);
      if (facts === undefined || this.#now() - facts.changedAt < 2 * REMEMBERED_MS) continue;
      this.#log("warn", `Dropped a memory that was given up 80 days ago: failed/${name}`);
      if (await this.#disk.remove(path)) await this.#countDropped();
      await this.#disk.writeAtomic(this.#idPath(name.replace(/\.\w+$/, "")), DONE);
    }
  }

  /** One byte each: appends of several processes can't lose a count. */
  async #countDropped(): Promise<void> {
    const file = await this.#disk.openAppend(`${this.#dir}/dropped`);
    await file.append(".");
    await file.close();
  }

  #owner(): string {
    const { pid, since } = this.#disk.ownProcess();
    return `${pid}-${since}`;
  }

  async #isAbandoned(path: string, owner: string, since?: number): Promise<boolean> {
    const from = since ?? (await this.#disk.facts(path))?.changedAt;
    if (from === undefined) return false; // gone meanwhile
    if (Math.abs(this.#now() - from) > CLAIM_MS) return true;
    if (owner === this.#owner()) return false;
    const pid = parseInt(owner, 10);
    return pid === this.#disk.ownProcess().pid || !this.#disk.isAlive(pid);
  }

  #claimPath(id: string): string {
    const since = Math.floor(this.#now()).toString(36);
    return `${this.#dir}/claimed/${id}~${this.#owner()}~${since}.json`;
  }

  #idPath(id: string): string {
    return `${this.#dir}/ids/${id}`;
  }

  #queuePath({ acceptedAt, id, nextAt }: QueueEntry): string {
    const accepted = Math.floor(acceptedAt).toString(36).padStart(9, "0");
    return `${this.#dir}/queue/${accepted}~${id}~${Math.ceil(nextAt).toString(36)}.json`;
  }
}

function parseEntry(text: string | undefined, id: string): QueueEntry | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<QueueEntry> | null;
    const whole = value?.id === id && Array.isArray(value.memory?.messages) &&
      typeof value.memory.scope === "object" && typeof value.attempts === "number" &&
      typeof value.acceptedAt === "number" && typeof value.nextAt === "number";
    return whole ? value as QueueEntry : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // the caller says so in the log
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
