import { messageOf } from "../../client/errors.ts";
import type { Call, Log, MemoryStore, NewMemory } from "../../client/store.ts";
import { Bounds } from "./outbox_bounds.ts";
import {
  isDue,
  judgeFailure,
  postpone,
  reasonToGiveUp,
  SERVER_LIMIT_MS,
  type Verdict,
} from "./delivery.ts";
import { DISK, type Disk } from "./disk.ts";
import { fingerprint } from "./fingerprint.ts";
import { type Claim, OutboxFolder } from "./outbox_folder.ts";
import type { QueueState } from "./queue_name.ts";

/** Whom a queued memory is for; another target's entries are never touched. */
export interface Target {
  /** Address of the back end, without credentials. */
  backend: string;
  /** User id. */
  user: string;
}

/** Options of {@link Outbox}. */
export interface OutboxOptions {
  /** The folder; made at the first put. */
  dir: string;
  target: Target;
  log: Log;
  /** Milliseconds since 1970; default `Date.now`. */
  now?: () => number;
  /** Milliseconds that never jump; default `performance.now`. */
  monotonic?: () => number;
  /** 0..1, for jitter; default `Math.random`. */
  random?: () => number;
  /**
   * How long the back end may go on with a request whose client has gone, in milliseconds; default
   * 120_000, the Mem0 server's own limit. 0 for a store in this process: it dies with its client.
   */
  serverLimitMs?: number;
  /** Default: the real one. */
  disk?: Disk;
}

/** Options of {@link Outbox.drain}. */
export interface DrainOptions {
  /** Ends the drain; what is under way is found again later. */
  signal?: AbortSignal;
  /** For the whole drain, default 60_000. */
  deadlineMs?: number;
  /** Don't wait out the backoff of a back end that was down: it has just been seen alive. */
  wake?: boolean;
}

/** What a drain did, and what is left for this target. */
export interface Drained {
  delivered: number;
  waiting: number;
  failed: number;
}

/** Counts for this target, for doctor and the toast. */
export interface OutboxStatus {
  waiting: number;
  failed: number;
  /** Ever, because of the bounds on size and age. */
  dropped: number;
}

/** One send, the server's model included. */
const SEND_MS = 60_000;
/** With less time left nothing is begun: it would only become unsure. */
const LEAST_MS = 100;
/** So many failures in a row are the back end's, not the entries'. */
const MAX_ROW = 3;

/**
 * The durable queue of writes to one back end for one user. Several processes, and several
 * instances in one, may work on the same folder. How often a memory is stored, and what remains
 * possible, is in docs/adr/0003-exactly-once.md.
 */
export class Outbox {
  readonly #options: Required<OutboxOptions>;
  readonly #folder: OutboxFolder;
  readonly #bounds: Bounds;
  /** When this process became unsure of an entry, on the clock that doesn't jump. */
  readonly #unsureSince = new Map<string, number>();

  /** Nothing is read or written yet. */
  constructor(options: OutboxOptions) {
    this.#options = {
      now: Date.now,
      monotonic: () => performance.now(),
      random: Math.random,
      serverLimitMs: SERVER_LIMIT_MS,
      disk: DISK,
      ...options,
    };
    const { dir, target, disk, log, now } = this.#options;
    this.#folder = new OutboxFolder(`${dir}/${folderOf(target)}`, disk, log, now);
    this.#bounds = new Bounds(log);
  }

  /**
   * Accepts a memory: it is on the disk when this resolves. The same `from` (what it came from) is
   * accepted once, also between processes; without it each call is a memory of its own. Several
   * messages to be stored as they are become an entry each, since a server may store some of them
   * and fail. Resolves to the (first) origin id, which the stored row carries as `metadata.origin`.
   * @throws {MemoryError} `storage`
   */
  async put(memory: NewMemory, from?: string): Promise<string> {
    const source = from ?? crypto.randomUUID();
    const parts = memory.infer === false && memory.messages.length > 1
      ? memory.messages.map((message) => ({ ...memory, messages: [message] }))
      : [memory];
    const ids = [];
    for (const [index, part] of parts.entries()) {
      ids.push(await this.#putOne(part, index === 0 ? source : `${source}#${index}`));
    }
    return ids[0] as string;
  }

  /** Delivers what is due, oldest first. Never rejects; what fails is logged and stays. */
  async drain(store: MemoryStore, options: DrainOptions = {}): Promise<Drained> {
    const { log, monotonic } = this.#options;
    const end = monotonic() + (options.deadlineMs ?? 60_000);
    let delivered = 0;
    try {
      await this.#folder.recover();
      let pass = await this.#pass(store, options.signal, end, options.wake ?? false);
      delivered = pass.delivered;
      if (pass.delivered > 0 && pass.skipped && !pass.stopped) {
        // The back end is there: what waits only because it was down need not wait longer.
        pass = await this.#pass(store, options.signal, end, true);
        delivered += pass.delivered;
      }
      const { waiting, failed } = await this.#folder.count();
      return { delivered, waiting, failed };
    } catch (error) {
      log("error", `Cannot work on the outbox: ${messageOf(error)}`);
      return { delivered, ...await this.#countOrNothing() };
    }
  }

  /** @throws {MemoryError} `storage` */
  async status(): Promise<OutboxStatus> {
    return await this.#folder.count();
  }

  /** Why each given-up memory was given up, oldest first. @throws {MemoryError} `storage` */
  async reasons(): Promise<string[]> {
    return await this.#folder.reasons();
  }

  /**
   * Puts what was given up back into the queue; resolves to how many. Something that may have been
   * stored is still looked for first.
   * @throws {MemoryError} `storage`
   */
  async retryFailed(): Promise<number> {
    return await this.#folder.retryFailed();
  }

  /**
   * Of what a back end may have stored without an answer, never sends again what is meant: it was
   * there, and has been deleted. An entry that another process is sending goes on.
   * @throws {MemoryError} `storage`
   */
  async forget(isMeant: (memory: NewMemory, origin: string) => boolean): Promise<void> {
    for (const waiting of await this.#folder.waiting()) {
      if (waiting.state.unsureAt === undefined) continue;
      const claim = await this.#folder.claim(waiting);
      if (claim === undefined) continue;
      if (isMeant(claim.memory, claim.state.id)) await this.#folder.finish(claim);
      else await this.#folder.release(claim, claim.state);
    }
  }

  async #putOne(memory: NewMemory, from: string): Promise<string> {
    const { target, now, random } = this.#options;
    const id = originOf(target, from);
    const state: QueueState = {
      id,
      acceptedAt: now(),
      nextAt: now(),
      attempts: 0,
      blamed: 0,
      down: false,
    };
    if (await this.#folder.accept(state, memory, random().toString(36).slice(2))) {
      await this.#bounds.keep(this.#folder, JSON.stringify(memory).length);
    }
    return id;
  }

  async #pass(
    store: MemoryStore,
    signal: AbortSignal | undefined,
    end: number,
    wake: boolean,
  ): Promise<{ delivered: number; skipped: boolean; stopped: boolean }> {
    const { now, monotonic } = this.#options;
    let delivered = 0, skipped = false, row = 0;
    for (const waiting of await this.#folder.waiting()) {
      const left = end - monotonic();
      if (left < LEAST_MS || signal?.aborted || row >= MAX_ROW) {
        return { delivered, skipped, stopped: true };
      }
      if (!wake && !isDue(waiting.state.nextAt, now())) {
        skipped = true;
        continue;
      }
      const claim = await this.#folder.claim(waiting);
      if (claim === undefined) continue;
      const call: Call = { timeoutMs: Math.min(SEND_MS, left), signal };
      const outcome = await this.#deliver(claim, store, call, wake);
      if (outcome === "stored") delivered++;
      row = outcome === "failed" ? row + 1 : outcome === "down" ? MAX_ROW : 0;
    }
    return { delivered, skipped, stopped: false };
  }

  async #deliver(
    claim: Claim,
    store: MemoryStore,
    call: Call,
    wake: boolean,
  ): Promise<"stored" | "failed" | "down" | "kept"> {
    const { state, memory } = claim;
    const wait = this.#waitFor(state, wake);
    if (wait !== undefined) {
      await this.#folder.release(claim, wait);
      return "kept";
    }
    let sent = false;
    try {
      if (state.unsureAt === undefined || !await this.#isStored(claim, store, call)) {
        await this.#folder.secure();
        sent = true;
        await store.add({ ...memory, metadata: { ...memory.metadata, origin: state.id } }, call);
      }
    } catch (error) {
      const verdict = judgeFailure(error);
      // A look-up that fails leaves the question as it was, and is no reason to give up.
      await this.#postpone(claim, sent ? verdict : { ...verdict, fate: "refused" });
      return verdict.down ? "down" : verdict.fate === "reject" ? "kept" : "failed";
    }
    this.#unsureSince.delete(state.id);
    await this.#folder.finish(claim);
    return "stored";
  }

  /** The state with its new time when it must wait longer; undefined when it may be tried now. */
  #waitFor(state: QueueState, wake: boolean): QueueState | undefined {
    const { now, monotonic, serverLimitMs } = this.#options;
    const time = now();
    if (!isDue(state.nextAt, time) && !(wake && state.down)) return state;
    if (state.unsureAt === undefined) return undefined;
    // A clock that was set back says nothing of how long it has been: wait anew.
    const unsureAt = Math.min(state.unsureAt, time);
    const since = this.#unsureSince.get(state.id);
    const left = Math.max(
      unsureAt + serverLimitMs - time,
      since === undefined ? 0 : since + serverLimitMs - monotonic(),
    );
    return left <= 0 ? undefined : { ...state, unsureAt, nextAt: time + left };
  }

  /** Did an earlier send arrive after all? What arrived twice, by a proxy that repeats, is mended. */
  async #isStored({ state, memory }: Claim, store: MemoryStore, call: Call): Promise<boolean> {
    const { memories, complete } = await store.list({
      scope: memory.scope,
      where: { field: "origin", is: state.id },
      showExpired: true,
    }, call);
    const seen = new Set<string>();
    for (const { id, text } of memories.toReversed()) { // newest first before: the oldest is kept
      if (seen.has(text)) await store.remove(id, call);
      seen.add(text);
    }
    if (memories.length > 0) return true;
    if (complete) return false;
    throw new Error("Cannot tell whether the memory is stored: the listing is not complete");
  }

  async #postpone(claim: Claim, verdict: Verdict): Promise<void> {
    const { log, now, monotonic, random } = this.#options;
    const state = postpone(claim.state, verdict, now(), random());
    const over = reasonToGiveUp(state, verdict, now());
    if (over !== undefined) {
      log("warn", `A memory was not stored and is kept in failed/: ${over}`);
      await this.#folder.fail({ ...claim, state }, over);
      return;
    }
    if (verdict.fate === "unsure") this.#unsureSince.set(state.id, monotonic());
    log("info", `A memory stays in the outbox: ${verdict.reason}`);
    await this.#folder.release(claim, state);
  }

  async #countOrNothing(): Promise<{ waiting: number; failed: number }> {
    try {
      const { waiting, failed } = await this.#folder.count();
      return { waiting, failed };
    } catch (error) {
      this.#options.log("error", `Cannot count the outbox: ${messageOf(error)}`);
      return { waiting: 0, failed: 0 };
    }
  }
}

/** What the folder of a target's queue is called. */
export function folderOf({ backend, user }: Target): string {
  return fingerprint(JSON.stringify([backend, user])).slice(0, 16);
}

/** The origin id of what came from `from`. */
export function originOf({ backend, user }: Target, from: string): string {
  return fingerprint(JSON.stringify([backend, user, from]));
}
