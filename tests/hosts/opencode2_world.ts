import type {
  Context,
  HostEvent,
  ModelMessage,
  ModelPart,
  SessionMessage,
} from "../../plugin/opencode2/types.ts";

/** A stored message, with the texts of its attachments. */
export type Stored = SessionMessage & { files?: string[] };

/** One OpenCode process with its database: instances share its events, storage and sessions. */
export class World {
  readonly messages = new Map<string, Stored[]>();
  readonly sessions = new Map<string, { parentID?: string; fork?: unknown }>();
  /** Plugin storage: one namespace per plugin id, so all instances of ours share it (docs, "Storage"). */
  readonly storage = new Map<string, string>();
  readonly #queues = new Set<{ events: HostEvent[]; wake: () => void }>();
  #clock = 1;

  tick(): number {
    return ++this.#clock;
  }

  id(prefix: string): string {
    return `${prefix}_04ac0${String(this.tick()).padStart(7, "0")}j709Plu4Jd3Gco`;
  }

  /** Plugin storage, page by page: two entries each, so that pages are met. */
  scan({ prefix, after = "" }: { prefix: string; after?: string }) {
    const keys = [...this.storage.keys()].filter((key) => key.startsWith(prefix) && key > after)
      .sort();
    const entries = keys.slice(0, 2)
      .map((key) => ({ key, value: JSON.parse(this.storage.get(key)!) as unknown }));
    return { entries, ...keys.length > 2 ? { next: entries[1]!.key } : {} };
  }

  /** To every subscriber, whoever's session it is: live only, no replay (docs, "Events"). */
  emit(event: HostEvent): void {
    for (const queue of this.#queues) {
      queue.events.push(structuredClone(event));
      queue.wake();
    }
  }

  async *subscribe({ signal }: { signal: AbortSignal }): AsyncGenerator<HostEvent> {
    const queue = { events: [] as HostEvent[], wake: () => {} };
    this.#queues.add(queue);
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true })
    );
    try {
      while (!signal.aborted) {
        const event = queue.events.shift();
        if (event) yield event;
        else await Promise.race([new Promise<void>((wake) => queue.wake = wake), stopped]);
      }
    } finally {
      this.#queues.delete(queue);
    }
  }
}

/** How a host differs from the newest sources; each is a version seen, or a point that is unproven. */
export interface Differences {
  /** A note set in `prompt` doesn't come back in `context`. */
  losesMetadata?: boolean;
  /** Neither does the message's id. */
  losesIds?: boolean;
  /** What `context` adds is stored (anomalyco/opencode issue 43731, a beta). */
  keepsAdditions?: boolean;
  /** Domains that this version doesn't have. */
  without?: (keyof Context)[];
  /** An older `compaction` hook: `context` in place of `system`. */
  oldCompaction?: boolean;
  /** Answers come wrapped in `{data}`. */
  wraps?: boolean;
  /** Tools without `codemode: false` semantics: ours are not offered directly. */
  hidesTools?: boolean;
  /** Hooks whose registration fails. */
  refuses?: string[];
  /** The host's own calls never answer. */
  hangs?: boolean;
}

/** packages/ai/src/schema/messages.ts: messages are instances of this class, their fields readonly. */
export class Message implements ModelMessage {
  readonly id?: string;
  readonly role: string;
  readonly content: readonly ModelPart[];
  readonly metadata?: Record<string, unknown>;
  constructor(fields: ModelMessage & { content: readonly ModelPart[] }) {
    Object.assign(this, fields);
    this.role = fields.role;
    this.content = Object.freeze([...fields.content]);
    Object.freeze(this);
  }
}
