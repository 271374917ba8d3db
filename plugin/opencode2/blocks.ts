import type { Log } from "../../client/store.ts";
import { describe } from "../core/guard.ts";
import { withLimit } from "../core/health.ts";
import type { Injection } from "../core/host.ts";
import { isNote, type Note, OWNER, readNote } from "./note.ts";
import type { SelfCheck } from "./self_check.ts";
import type { ModelMessage, ModelPart, Storage } from "./types.ts";

/** Messages remembered of this instance, over all its conversations. */
const REMEMBERED = 200;
/** Milliseconds for one call to the host's storage. */
const STORAGE_MS = 250;
/** Pages of the host's storage read for one conversation. */
const PAGES = 20;

/**
 * Puts blocks behind what the user said. What is added to a message follows from stored data alone:
 * the note in its metadata, or, where a host doesn't hand metadata back, the same note in the plugin's
 * storage. So a conversation begins with the same bytes in every request, process and instance.
 */
export class Blocks {
  /** Blocks of this instance that have not been seen arriving yet; undefined: it arrived. */
  readonly #recalled = new Map<string, Injection | undefined>();
  readonly #stored = new Map<string, Promise<Map<string, string>>>();

  constructor(
    private readonly check: SelfCheck,
    private readonly log: Log,
    private readonly storage: Storage | undefined,
  ) {}

  /** A message's metadata with its block: what the host is to store. */
  note(
    metadata: Record<string, unknown> | undefined,
    messageID: string,
    block: Injection,
  ): Record<string, unknown> {
    this.#recalled.set(messageID, block);
    keepNewest(this.#recalled, REMEMBERED);
    const note: Note = { ...readNote(metadata), v: 1, text: block.text, ids: block.ids };
    return { ...metadata, [OWNER]: note };
  }

  /** Adds the blocks to the messages of a request, in place. */
  async addTo(messages: ModelMessage[], sessionID: string, signal: AbortSignal): Promise<void> {
    const stored = await this.#storedOf(sessionID);
    if (signal.aborted) return;
    const lost = new Map<string, Injection>();
    const users = messages.filter(({ role }) => role === "user");
    messages.forEach((message, index) => {
      if (message.role !== "user") return;
      const { id = "" } = message;
      const note = readNote(message.metadata);
      const waiting = this.#recalled.get(id);
      if (note === undefined && waiting !== undefined) {
        lost.set(id, waiting);
        stored.set(id, waiting.text);
      }
      const text = note?.text ?? stored.get(id);
      if (text === undefined) return;
      if (note?.text !== undefined) this.#arrived(id);
      const content = withText(message.content, text);
      if (content === undefined) {
        this.check.differs("additions", "What was added to a request came back with the next one");
      } else messages[index] = copyOf(message, content);
    });
    if (this.#recalled.size > 0 && users.length > 0 && users.every(({ id }) => id === undefined)) {
      this.check.differs("metadata", "Messages have no id, so recalled memories can't be shown");
    }
    for (const [id, block] of lost) await this.#store(sessionID, id, block);
  }

  #arrived(id: string): void {
    if (this.#recalled.has(id)) this.check.holds("metadata");
    else if (this.#recalled.size < REMEMBERED) this.check.holds("restart");
    else return; // it may be one of ours that we no longer remember
    this.#recalled.set(id, undefined);
  }

  async #store(sessionID: string, messageID: string, { text, ids }: Injection): Promise<void> {
    const note: Note = { v: 1, text, ids };
    this.#recalled.set(messageID, undefined);
    const until = this.storage ? "kept in the plugin's storage" : "forgotten when OpenCode ends";
    this.check.differs("metadata", `A note on a prompt didn't come back; blocks are ${until}`);
    try {
      const key = `${prefixOf(sessionID)}${messageID}`;
      if (this.storage) await withLimit(this.storage.set(key, note), STORAGE_MS);
    } catch (error) {
      this.log("warn", `Cannot keep a block for later requests: ${describe(error)}`);
    }
  }

  /** Read once for each conversation: what would turn up later would change its beginning. */
  #storedOf(sessionID: string): Promise<Map<string, string>> {
    const known = this.#stored.get(sessionID);
    if (known) return known;
    const found = new Map<string, string>();
    const loading = withLimit(this.#load(sessionID, found), STORAGE_MS).then(
      () => new Map(found),
      (error) => {
        this.log("warn", `Cannot read the plugin's storage: ${describe(error)}`);
        return new Map<string, string>();
      },
    );
    this.#stored.set(sessionID, loading);
    keepNewest(this.#stored, REMEMBERED);
    return loading;
  }

  async #load(sessionID: string, found: Map<string, string>): Promise<void> {
    if (this.storage === undefined) return;
    const prefix = prefixOf(sessionID);
    let after: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const { entries, next } = await this.storage.scan({ prefix, ...after ? { after } : {} });
      for (const { key, value } of entries) {
        if (isNote(value) && value.text !== undefined) {
          found.set(key.slice(prefix.length), value.text);
        }
      }
      if (next === undefined) return;
      after = next;
    }
  }
}

function prefixOf(sessionID: string): string {
  return `${OWNER}/block/${sessionID}/`;
}

/**
 * The content with one more text part; undefined when it is there already. The line feeds are the
 * host's own way to part two texts: some providers are sent them joined, with nothing between.
 */
function withText(
  content: string | readonly ModelPart[],
  text: string,
): readonly ModelPart[] | undefined {
  const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
  const added = `\n\n${text}`;
  if (parts.some((part) => part.type === "text" && part.text === added)) return undefined;
  return [...parts, { type: "text", text: added }];
}

/** The host's messages are instances of a class, which it may test for; the original stays as it is. */
function copyOf(message: ModelMessage, content: readonly ModelPart[]): ModelMessage {
  return Object.assign(Object.create(Object.getPrototypeOf(message)), message, { content });
}

function keepNewest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
