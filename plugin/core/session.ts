import type { Memory } from "../../client/store.ts";

/** What a search brought, before it is fitted into a block. */
export interface Found {
  /** Pinned memories and session states. */
  state: Memory[];
  /** Relevant to the message, best first. */
  hits: Memory[];
}

/** Most ids that are remembered as shown, and most texts of them. */
const SHOWN_IDS = 1_000;
const SHOWN_TEXTS = 40;
const LONGEST_TEXT = 600;
const PROMPTS = 4;

/** What is known of one conversation; bounded. */
export class Session {
  /** Settled once the host has said whose sub-agent it is. */
  parent: Promise<string | undefined> | undefined;
  /** Have pinned memories and the last state been fetched? */
  state: Memory[] | undefined;
  /** Is the next block the first since the start or the last compaction? */
  isFresh = true;
  /** An answer that came after its deadline, for the next message. */
  late: Found | undefined;
  /** What the user asked last, redacted and short, oldest first. */
  readonly prompts: string[] = [];
  /** What the assistant said last at the end of a turn, redacted and short. */
  outcome = "";
  /** Failures that earlier fixes were looked up for. */
  readonly failures: string[] = [];
  /** A task of our own that rides along with the next block. */
  task: string | undefined;
  /** Has this conversation been counted for the next dream? */
  isCounted = false;
  readonly #shown = new Map<string, string>();
  readonly #texts = new Map<string, Memory>();

  constructor(readonly id: string) {}

  /** Keeps an answer that nobody waited for, beside one that is kept already. */
  keepLate({ state, hits }: Found): void {
    const { late = { state: [], hits: [] } } = this;
    this.late = {
      state: [...state, ...late.state].slice(0, SHOWN_TEXTS),
      hits: [...hits, ...late.hits].slice(0, SHOWN_TEXTS),
    };
  }

  /** Has the model seen this memory with this text? */
  hasShown(memory: Memory): boolean {
    return this.#shown.get(memory.id) === mark(memory.text);
  }

  /** Memories shown lately, their texts cut, oldest first. */
  get shown(): Memory[] {
    return [...this.#texts.values()];
  }

  /** Remembers what a block showed. */
  noteShown(memories: readonly Memory[]): void {
    for (const memory of memories) {
      this.#shown.delete(memory.id);
      this.#shown.set(memory.id, mark(memory.text));
      this.#texts.delete(memory.id);
      this.#texts.set(memory.id, { ...memory, text: memory.text.slice(0, LONGEST_TEXT) });
    }
    trim(this.#shown, SHOWN_IDS);
    trim(this.#texts, SHOWN_TEXTS);
  }

  /** After a compaction nothing has been shown. */
  forgetShown(): void {
    this.#shown.clear();
    this.#texts.clear();
    this.failures.length = 0;
    this.isFresh = true;
  }

  /** Remembers what was asked. */
  notePrompt(text: string): void {
    this.prompts.push(text);
    if (this.prompts.length > PROMPTS) this.prompts.shift();
  }
}

/** The conversations of one host instance; those unused the longest are forgotten. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  /** @param most How many are kept. */
  constructor(private readonly most = 48) {}

  /** The session, made when it is new. */
  of(id: string): Session {
    const session = this.#sessions.get(id) ?? new Session(id);
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    trim(this.#sessions, this.most);
    return session;
  }
}

function trim<K>(map: Map<K, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** Tells texts apart without keeping them: FNV-1a and the length. */
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return `${text.length}.${hash.toString(36)}`;
}
