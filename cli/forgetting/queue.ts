/**
 * Forgetting what waits to be stored.
 *
 * @module
 */
import type { Log, NewMemory } from "../../client/store.ts";
import { SERVER_LIMIT_MS } from "../../plugin/core/delivery.ts";
import { DISK } from "../../plugin/core/disk.ts";
import { folderOf } from "../../plugin/core/outbox.ts";
import { DONE, OutboxFolder } from "../../plugin/core/outbox_folder.ts";
import { parseName, type QueueName } from "../../plugin/core/queue_name.ts";
import { parseLine } from "./lines.ts";
import type { Wanted } from "./wanted.ts";

interface Found {
  part: "ids" | "tmp" | "failed" | "queue" | "claimed";
  name: string;
  id: string;
  /** Undefined for a file that isn't the queue's own form. */
  entry?: QueueName;
}

/** One target's queue, of whatever user and back end. */
export class Queue {
  readonly #dir: string;
  readonly #folder: OutboxFolder;
  readonly #wanted: Wanted;
  readonly #isOwn: boolean;
  #found: Found[] = [];

  /** @param outbox the folder of all queues. */
  constructor(outbox: string, name: string, wanted: Wanted, log: Log) {
    this.#dir = `${outbox}/${name}`;
    this.#folder = new OutboxFolder(this.#dir, DISK, log, Date.now);
    this.#wanted = wanted;
    const { user } = wanted.identity;
    this.#isOwn = wanted.backends.some((backend) => folderOf({ backend, user }) === name);
  }

  /**
   * Keeps what is meant from ever being sent: its origin counts as done from here on, so that every
   * process drops it when it takes it up, and no process accepts it anew. What a running process has
   * taken up before goes on.
   *
   * @returns what the entries say; and how many go on, or may still arrive at a server.
   */
  async stop(): Promise<{ texts: string[]; sending: number; unanswered: number }> {
    await this.#folder.recover(); // what a dead process was sending waits again
    const texts = new Set<string>();
    this.#found = [];
    for (const part of ["ids", "tmp", "failed", "queue"] as const) {
      for (const found of await this.#look(part, texts)) this.#found.push(found);
    }
    await this.#markDone(this.#found);
    // Looked at after that: what is taken up later sees that it is done.
    const claimed = await this.#look("claimed", texts);
    await this.#markDone(claimed);
    const isUnanswered = ({ entry }: Found) =>
      Date.now() - (entry?.state.unsureAt ?? -Infinity) < SERVER_LIMIT_MS;
    return {
      texts: [...texts],
      sending: claimed.length,
      unanswered: this.#found.filter(isUnanswered).length,
    };
  }

  async #look(part: Found["part"], texts: Set<string>): Promise<Found[]> {
    const all: Found[] = [];
    for (const name of await DISK.listNames(`${this.#dir}/${part}`)) {
      const text = await DISK.readText(`${this.#dir}/${part}/${name}`);
      const found = foundOf(part, name);
      if (text === undefined || found === undefined) continue;
      const memory = memoryOf(text);
      if (!this.#isMeant(text, memory, found.id)) continue;
      all.push(found);
      for (const { content } of memory?.messages ?? []) texts.add(content);
    }
    return all;
  }

  async #markDone(found: readonly Found[]): Promise<void> {
    for (const id of new Set(found.map(({ id }) => id))) {
      await DISK.writeAtomic(`${this.#dir}/ids/${id}`, DONE);
    }
  }

  /** Deletes what {@link stop} found; resolves to how many memories waited or had been given up. */
  async clear(): Promise<number> {
    const gone = new Set<string>();
    for (const { part, name, id, entry } of this.#found) {
      if (part === "queue" && entry !== undefined) {
        await this.#folder.claim(entry); // its origin is done: taken up, it is dropped
        gone.add(id);
      } else if (part === "failed") {
        await DISK.remove(`${this.#dir}/failed/${id}.txt`);
        if (await DISK.remove(`${this.#dir}/failed/${name}`)) gone.add(id);
      }
    }
    return gone.size;
  }

  #isMeant(text: string, memory: NewMemory | undefined, id: string): boolean {
    const { identity, origins, texts, isAllOf } = this.#wanted;
    if (text === DONE) return false;
    if (memory === undefined) return texts.areIn(text); // cut: it says nothing of its user
    if (memory.scope.user !== identity.user) return false;
    const { scope, metadata = {} } = memory;
    return origins.has(id) || this.#isOwn && isAllOf?.({ scope, metadata }) === true ||
      memory.messages.some(({ content }) => texts.areSaidIn(content));
  }
}

function foundOf(part: Found["part"], name: string): Found | undefined {
  if (part === "ids") return /^\w+$/.test(name) ? { part, name, id: name } : undefined;
  const entry = parseName(name);
  if (entry !== undefined) return { part, name, id: entry.state.id, entry };
  const broken = /^(\w+)\.broken$/.exec(name); // a file that could not be read when it was taken up
  return broken === null ? undefined : { part, name, id: broken[1]! };
}

function memoryOf(text: string): NewMemory | undefined {
  const memory = parseLine(text)?.memory as Partial<NewMemory> | undefined;
  const isWhole = Array.isArray(memory?.messages) && typeof memory.scope === "object";
  return isWhole ? memory as NewMemory : undefined;
}
