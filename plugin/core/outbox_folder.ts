import { parseJson } from "../../client/json.ts";
import { messageOf } from "../../client/errors.ts";
import type { Log, NewMemory } from "../../client/store.ts";
import type { Disk } from "./disk.ts";
import {
  type Claimant,
  formatName,
  parseName,
  type QueueName,
  type QueueState,
} from "./queue_name.ts";

/** An entry that this process alone may send, until it gives it back. */
export interface Claim {
  /** Its file now. */
  path: string;
  state: QueueState;
  memory: NewMemory;
}

/** A claim or a half-made put is taken over after this, even from a process that seems alive. */
const CLAIM_MS = 10 * 60_000;
/** Origins of what was delivered are remembered longer than any spool lives. */
const REMEMBERED_MS = 40 * 24 * 3_600_000;
/** In an `ids/` file instead of the memory: it is stored or forgotten, and never sent again. */
export const DONE = "done";

/**
 * The folders of one target's queue. An entry is one file whose content never changes; its state is
 * its name (see queue_name.ts), so each step is one rename, which one of several processes wins, and
 * which a full disk doesn't stop:
 *
 * ```
 * tmp/     being accepted: the name in the queue, with the process as claimant
 * ids/     one file per origin ever accepted: linked, so made once; "done" when delivered or forgotten
 * queue/   waiting
 * claimed/ being sent, by the claimant in the name
 * failed/  given up; the reason beside it in <id>.txt
 * ```
 *
 * A claim found after its process died may have been sent in its last moment, so it comes back as
 * unsure.
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
  async accept(state: QueueState, memory: NewMemory, nonce: string): Promise<boolean> {
    for (const part of ["tmp", "ids", "queue", "claimed", "failed"]) {
      await this.#disk.ensureFolder(`${this.#dir}/${part}`);
    }
    const beside = `${this.#dir}/tmp/${formatName(state, this.#self())}`;
    // The nonce comes first: it tells this file from another process's for the same origin.
    const text = JSON.stringify({ nonce, id: state.id, memory });
    await this.#disk.writeAtomic(beside, text);
    const ids = this.#idPath(state.id);
    // The id may be taken by this very file, when recover() of another process was quick.
    if (!await this.#disk.linkNew(beside, ids) && await this.#disk.readText(ids) !== text) {
      await this.#disk.remove(beside);
      return false;
    }
    // When this fails or the process dies here, recover() finishes it.
    await this.#disk.move(beside, this.#queuePath(state));
    return true;
  }

  /** What waits, oldest first. */
  waiting(): Promise<QueueName[]> {
    return this.#names("queue");
  }

  /** Takes a waiting entry; undefined when another process was faster, or it is stored or forgotten. */
  async claim({ name, state }: QueueName): Promise<Claim | undefined> {
    const path = `${this.#dir}/claimed/${formatName(state, this.#self())}`;
    if (!await this.#disk.move(`${this.#dir}/queue/${name}`, path)) return undefined;
    if (await this.#disk.readText(this.#idPath(state.id)) === DONE) {
      // Delivered by a process whose claim had been taken over, or that died before it said so; or
      // forgotten while it waited.
      await this.#disk.remove(path);
      return undefined;
    }
    const memory = parseMemory(await this.#disk.readText(path), state.id);
    if (memory !== undefined) return { path, state, memory };
    this.#log(
      "error",
      `A queued memory can't be read; its file is kept: failed/${state.id}.broken`,
    );
    await this.#disk.move(path, `${this.#dir}/failed/${state.id}.broken`);
    return undefined;
  }

  /** Makes the claim survive a power loss: without it a memory might be sent and look unsent. */
  async secure(): Promise<void> {
    await this.#disk.syncFolder(`${this.#dir}/claimed`);
  }

  /** The memory is stored. */
  async finish(claim: Claim): Promise<void> {
    try {
      await this.#disk.writeAtomic(this.#idPath(claim.state.id), DONE);
    } catch (error) {
      // The id file stays as it was, and still keeps the same origin from being accepted again.
      this.#log("warn", `Cannot mark a memory as delivered: ${messageOf(error)}`);
    }
    await this.#disk.remove(claim.path);
  }

  /** Back into the queue, in a new state. A claim that was taken over meanwhile stays so. */
  async release(claim: Claim, state: QueueState): Promise<void> {
    await this.#disk.move(claim.path, this.#queuePath(state));
  }

  /** Given up. */
  async fail(claim: Claim, reason: string): Promise<void> {
    await this.#disk.move(claim.path, `${this.#dir}/failed/${formatName(claim.state)}`);
    await this.#disk.writeAtomic(`${this.#dir}/failed/${claim.state.id}.txt`, `${reason}\n`);
  }

  /** Deletes an entry for good, and counts it. */
  async drop(claim: Claim): Promise<void> {
    await this.finish(claim);
    await this.#countDropped();
  }

  /** What was given up goes back into the queue; resolves to how many. */
  async retryFailed(): Promise<number> {
    let count = 0;
    for (const { name, state } of await this.#names("failed")) {
      const now = this.#now();
      const fresh = { ...state, attempts: 0, blamed: 0, acceptedAt: now, nextAt: now };
      const back = await this.#disk.move(
        `${this.#dir}/failed/${name}`,
        this.#queuePath(fresh),
      );
      if (back) count++;
      await this.#disk.remove(`${this.#dir}/failed/${state.id}.txt`);
    }
    return count;
  }

  /** Why each given-up memory was given up, oldest first. */
  async reasons(): Promise<string[]> {
    const reasons = [];
    for (const { state } of await this.#names("failed")) {
      const text = await this.#disk.readText(`${this.#dir}/failed/${state.id}.txt`);
      reasons.push(text?.trim() ?? "no reason was written");
    }
    return reasons;
  }

  /** Finishes what dead processes began; bounds what is kept. */
  async recover(): Promise<void> {
    for (const { name, state, claimant } of await this.#names("tmp")) {
      if (this.#isAbandoned(claimant)) await this.#publish(`${this.#dir}/tmp/${name}`, state);
    }
    for (const { name, state, claimant } of await this.#names("claimed")) {
      if (!this.#isAbandoned(claimant)) continue;
      const unsure = this.#queuePath({ ...state, unsureAt: this.#now() });
      if (await this.#disk.move(`${this.#dir}/claimed/${name}`, unsure)) {
        this.#log(
          "info",
          "A process ended while it sent a memory: it is looked for before a retry",
        );
      }
    }
    if (!this.#pruned) await this.#prune();
    this.#pruned = true;
  }

  /**
   * Number of entries that wait, are being sent or accepted, that were given up, that were dropped. One
   * whose process died while it was accepted waits like the others, or nobody would look after it.
   */
  async count(): Promise<{ waiting: number; failed: number; dropped: number }> {
    // One after the other: what moves on meanwhile is counted twice rather than not at all.
    const accepted = await this.#names("tmp");
    const queued = await this.#names("queue");
    const claimed = await this.#names("claimed");
    return {
      waiting: accepted.length + queued.length + claimed.length,
      failed: (await this.#names("failed")).length,
      dropped: (await this.#disk.facts(`${this.#dir}/dropped`))?.size ?? 0,
    };
  }

  /** What waits, oldest first, with its size in bytes. */
  async sizes(): Promise<(QueueName & { size: number })[]> {
    const sized = [];
    for (const waiting of await this.waiting()) {
      const facts = await this.#disk.facts(`${this.#dir}/queue/${waiting.name}`);
      if (facts !== undefined) sized.push({ ...waiting, size: facts.size });
    }
    return sized;
  }

  /** Ends an accept() that was cut: its file is the accepted one, or another process's is. */
  async #publish(path: string, state: QueueState): Promise<void> {
    const text = await this.#disk.readText(path);
    if (text === undefined) return;
    await this.#disk.linkNew(path, this.#idPath(state.id));
    // A file system without links may have left a cut copy.
    const accepted = await this.#disk.readText(this.#idPath(state.id));
    if (accepted !== undefined && text.startsWith(accepted)) {
      await this.#disk.move(path, this.#queuePath(state));
    } else await this.#disk.remove(path);
  }

  async #prune(): Promise<void> {
    for (const name of await this.#disk.listNames(`${this.#dir}/ids`)) {
      const path = `${this.#dir}/ids/${name}`;
      if (!await this.#isOlder(path, REMEMBERED_MS)) continue;
      // A name with a dot is what an interrupted write left.
      const unneeded = name.includes(".") || await this.#disk.readText(path) === DONE;
      if (unneeded) await this.#disk.remove(path);
    }
    for (const { name, state } of await this.#names("failed")) {
      const path = `${this.#dir}/failed/${name}`;
      if (!await this.#isOlder(path, 2 * REMEMBERED_MS)) continue;
      this.#log("warn", `Dropped a memory that was given up long ago: failed/${name}`);
      await this.#disk.writeAtomic(this.#idPath(state.id), DONE);
      await this.#disk.remove(`${this.#dir}/failed/${state.id}.txt`);
      if (await this.#disk.remove(path)) await this.#countDropped();
    }
    for (const part of ["tmp", "failed"]) {
      for (const name of await this.#disk.listNames(`${this.#dir}/${part}`)) {
        const path = `${this.#dir}/${part}/${name}`;
        if (name.endsWith(".tmp") && await this.#isOlder(path, CLAIM_MS)) {
          await this.#disk.remove(path);
        }
      }
    }
  }

  /** One byte each: appends of several processes can't lose a count. */
  async #countDropped(): Promise<void> {
    const file = await this.#disk.openAppend(`${this.#dir}/dropped`);
    await file.append(".");
    await file.close();
  }

  async #names(part: string): Promise<QueueName[]> {
    const names = await this.#disk.listNames(`${this.#dir}/${part}`);
    return names.map(parseName).filter((name) => name !== undefined);
  }

  #self(): Claimant {
    return { ...this.#disk.ownProcess(), claimedAt: this.#now() };
  }

  #isAbandoned(claimant: Claimant | undefined): boolean {
    if (claimant === undefined) return true;
    if (Math.abs(this.#now() - claimant.claimedAt) > CLAIM_MS) return true;
    const own = this.#disk.ownProcess();
    return claimant.pid === own.pid
      ? claimant.since !== own.since
      : !this.#disk.isAlive(claimant.pid);
  }

  async #isOlder(path: string, ms: number): Promise<boolean> {
    const facts = await this.#disk.facts(path);
    return facts !== undefined && this.#now() - facts.changedAt > ms;
  }

  #idPath(id: string): string {
    return `${this.#dir}/ids/${id}`;
  }

  #queuePath(state: QueueState): string {
    return `${this.#dir}/queue/${formatName(state)}`;
  }
}

function parseMemory(text: string | undefined, id: string): NewMemory | undefined {
  const value = parseJson(text ?? "") as { id?: unknown; memory?: Partial<NewMemory> } | null;
  const memory = value?.memory;
  const whole = value?.id === id && Array.isArray(memory?.messages) &&
    typeof memory.scope === "object" && memory.scope !== null;
  return whole ? memory as NewMemory : undefined; // the caller says so in the log
}
