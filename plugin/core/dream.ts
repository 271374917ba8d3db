import type { Log, Memory, MemoryStore } from "../../client/store.ts";
import { type Candidates, findCandidates } from "./candidates.ts";
import { appendDurable, ensureFolder, remove, takeLock, type Unlock } from "./files.ts";
import { describe } from "./guard.ts";
import { type Checklist, makeChecklist } from "./dream_list.ts";
import { isDue, readState, writeState } from "./dream_state.ts";
import { isPinned } from "./newest.ts";
import type { Redaction } from "./redact.ts";
import { readRetention } from "./retention.ts";
import { type Identity, isOfProject, readFilter } from "./scope.ts";
import type { DreamSettings } from "./settings.ts";

/** What a dream needs. */
export interface DreamOptions {
  /** Folder of state, locks and undo logs; of one back end only. Made when first needed. */
  dir: string;
  /** The project's folder, for `.mem0.json` and `.mem0.md`. */
  directory: string;
  /** The settings, read afresh. */
  settings: () => DreamSettings;
  redact: (text: string) => Redaction;
  log: Log;
  /** The clock. */
  now: () => Date;
}

/** A conversation that may dream. */
export interface DreamRequest {
  sessionID: string;
  identity: Identity;
  store: () => Promise<MemoryStore>;
  /** The user asked for it: the gates are left out. Default false. */
  forced?: boolean;
  signal?: AbortSignal;
}

interface Active {
  sessionID: string;
  path: string;
  list: Checklist;
  until: number;
  forced: boolean;
  unlock: Unlock;
}

const HOUR_MS = 3_600_000;
/** A dream that isn't done by then is over, and its lock may be taken. */
const LONGEST_MS = HOUR_MS / 2;
const MOST_SESSIONS = 500;
const LISTING_MS = 30_000;

/**
 * Tidying up a project's memories: when it is due, what is to be looked at, and what must not be
 * touched meanwhile. One dream per project at a time, over all processes (a lock with its owner and
 * an end), one per instance of this class.
 */
export class Dream {
  readonly #options: DreamOptions;
  #active?: Active;

  constructor(options: DreamOptions) {
    this.#options = options;
  }

  /**
   * Counts the conversation, and when a dream is due (or asked for) resolves to the text that tells
   * the model what to tidy up: to be shown to it once. Undefined: nothing to do.
   *
   * Lists the whole project, which can take seconds: not to be awaited where a prompt waits. Never
   * rejects; why nothing came of it is in the log.
   */
  async begin(request: DreamRequest): Promise<string | undefined> {
    try {
      return await this.#begin(request);
    } catch (error) {
      this.#options.log("warn", `Cannot prepare a dream: ${describe(error)}`);
      return undefined;
    }
  }

  /**
   * The user's next message: a dream that began by itself is over then, done or not. One that the
   * user asked for goes on, since it may wait for the user's word.
   */
  async next(sessionID: string): Promise<void> {
    if (this.isActive(sessionID) && !this.#active!.forced) await this.#end();
  }

  /** Ends what is still going on, without counting it as done. */
  async close(): Promise<void> {
    await this.#end();
  }

  /** Does a dream run in this session? */
  isActive(sessionID: string): boolean {
    const active = this.#active;
    return active?.sessionID === sessionID && this.#now() < active.until;
  }

  /** Why a memory must not be changed now; undefined when it may. */
  refusal(sessionID: string, memory: Memory, identity: Identity): string | undefined {
    if (!this.isActive(sessionID)) return undefined;
    if (isPinned(memory)) {
      return "it is pinned, and pinned memories stay as they are while memories are tidied up; " +
        "leave it, or change it afterwards";
    }
    if (!isOfProject(memory, identity)) {
      return "it is not of this project, and only this project is tidied up now; leave it, or " +
        "change it afterwards";
    }
    return undefined;
  }

  /** Keeps a memory as it is before a dream changes or deletes it. @throws {MemoryError} `storage` */
  async record(sessionID: string, kind: "update" | "delete", memory: Memory): Promise<void> {
    if (!this.isActive(sessionID)) return;
    const { id, scope, metadata } = memory;
    // Without its secrets: they are what some dreams are for.
    const { text } = this.#options.redact(memory.text);
    const entry = { at: this.#options.now().toISOString(), kind, id, text, metadata, scope };
    await appendDurable(undoPath(this.#active!.path), JSON.stringify(entry) + "\n");
  }

  /** Told after a memory was changed (`after` as it is now) or deleted. Never rejects. */
  async settle(sessionID: string, id: string, after?: Memory): Promise<void> {
    if (!this.isActive(sessionID)) return;
    const { list, path } = this.#active!;
    list.settle(id, after);
    if (list.left() > 0) return;
    try {
      await writeState(path, { last: this.#now(), offered: this.#now(), sessions: [] });
      this.#options.log("info", "The dream is done");
    } catch (error) {
      this.#options.log("warn", `Cannot note that the dream is done: ${describe(error)}`);
    }
    await this.#end();
  }

  /** The full id behind the first characters of one, when the running dream has listed it. */
  candidateId(prefix: string): string | undefined {
    return this.#active?.list.fullId(prefix);
  }

  async #begin(request: DreamRequest): Promise<string | undefined> {
    const { sessionID, identity, forced = false, signal } = request;
    const { dir, settings, log } = this.#options;
    const path = `${dir}/${fileName(`${identity.user}.${identity.project}`)}`;
    await ensureFolder(dir);
    const state = await readState(path);
    if (!state.sessions.includes(sessionID)) {
      state.sessions = [...state.sessions, sessionID].slice(-MOST_SESSIONS);
      await writeState(path, state);
    }
    const gates = settings();
    if (!gates.enabled || !forced && !isDue(state, gates, this.#now())) return undefined;
    if (this.#active && this.#now() >= this.#active.until) await this.#end();
    if (this.#active?.sessionID === sessionID) await this.#end();
    if (this.#active) return undefined;
    const unlock = await takeLock(`${path}.lock`, LONGEST_MS);
    if (unlock === undefined) return undefined;
    let kept = false;
    try {
      const memories = await this.#listProject(request);
      if (!forced && memories.length < gates.minMemories) return undefined;
      const list = makeChecklist(await this.#candidates(memories), memories, this.#options.redact);
      const now = this.#now();
      if (list.left() === 0 || signal?.aborted) {
        if (!signal?.aborted) await writeState(path, { last: now, sessions: [] });
        return forced ? list.text(undoPath(path)) : undefined;
      }
      await writeState(path, { ...state, offered: now });
      await remove(undoPath(path));
      const until = now + LONGEST_MS;
      this.#active = { sessionID, path, list, until, forced, unlock };
      kept = true;
      log("info", `A dream begins: ${list.left()} things to tidy up among ${memories.length}`);
      return list.text(undoPath(path));
    } finally {
      if (!kept) await unlock();
    }
  }

  async #listProject({ identity, store, signal }: DreamRequest): Promise<Memory[]> {
    const found: Memory[] = [];
    const filter = { ...readFilter("project", identity), showExpired: true };
    const call = { timeoutMs: LISTING_MS, signal };
    for await (const memory of (await store()).iterate(filter, call)) found.push(memory);
    return found;
  }

  async #candidates(memories: readonly Memory[]): Promise<Candidates> {
    const { directory, log, redact, now } = this.#options;
    const retention = await readRetention(directory, log);
    return await findCandidates(memories, { retention, redact, now: now() });
  }

  async #end(): Promise<void> {
    const active = this.#active;
    this.#active = undefined;
    try {
      await active?.unlock();
    } catch (error) {
      // It expires by itself.
      this.#options.log("warn", `Cannot give the dream's lock back: ${describe(error)}`);
    }
  }

  #now(): number {
    return this.#options.now().getTime();
  }
}

function undoPath(path: string): string {
  return `${path}.undo.jsonl`;
}

function fileName(key: string): string {
  return encodeURIComponent(key).replaceAll("*", "%2A").slice(0, 180);
}
