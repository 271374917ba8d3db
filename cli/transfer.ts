/**
 * Stores copies of memories, each once, however often it is interrupted and run again. Used by import
 * and move.
 *
 * @module
 */
import { isMemoryError, MemoryError } from "../client/errors.ts";
import type { MemoryStore } from "../client/store.ts";
import { Failure } from "./command.ts";
import { breathing, type Progress } from "./progress.ts";
import type { Journal } from "./journal.ts";
import { LIST_MS } from "./memories.ts";
import { countOf } from "./output.ts";
import { contentOf, copyOf, digestOf, type MemoryRecord, recordOf } from "./records.ts";

/** What to copy, and to where. */
export interface TransferOptions {
  /** Each id once. */
  records: readonly MemoryRecord[];
  target: MemoryStore;
  journal: Journal;
  /** How long the target may go on with a request whose client has gone, in milliseconds. */
  settleMs: number;
  progress: Progress;
  signal: AbortSignal;
  /** Is a memory of the same owner with the same text as good? Then it isn't stored again. */
  sameTextIsEnough?: boolean;
}

/** What became of it, checked by a fresh listing of the target. */
export interface Outcome {
  /** Records in all. */
  total: number;
  /** Stored by this run. */
  copied: number;
  /** There already. */
  present: number;
  /** Ids of records that are there with another content, because one of both was changed. */
  differing: string[];
  /** Records that the target refused, and why. */
  refused: { id: string; reason: string }[];
  /** Ids of records that are there more than once. */
  doubled: string[];
  /** SHA-256 over the contents at the source, and of their copies at the target. */
  digests: { source: string; target: string };
}

/** So many requests are under way at once. */
const AT_ONCE = 4;
/** A server that asks to wait is asked again so often. */
const PATIENCE = 5;

/** @throws {Failure} when it was interrupted or the target went away; then it may be run again. */
export async function transfer(options: TransferOptions): Promise<Outcome> {
  let line = "Not finished";
  try {
    const outcome = await copyAll(options);
    line = `Stored ${countOf(outcome.copied)}`;
    return outcome;
  } finally {
    options.progress.end(line);
  }
}

async function copyAll(options: TransferOptions): Promise<Outcome> {
  const { records, journal, settleMs } = options;
  const run = new Run(options);
  const before = await run.index();
  const absent = records.filter((record) => !run.isThere(record, before));
  // What was sent without an answer may still arrive: it is looked for again, at the end.
  const now = Date.now();
  const late = absent.filter(({ id }) => now - (journal.unanswered.get(id) ?? 0) < settleMs);
  const lateIds = new Set(late.map(({ id }) => id));
  await run.send(absent.filter(({ id }) => !lateIds.has(id)));
  if (late.length > 0) {
    await run.wait(late, Math.max(...late.map(({ id }) => journal.unanswered.get(id) ?? 0)));
    const after = await run.index();
    await run.send(late.filter((record) => !run.isThere(record, after)));
  }
  const outcome = await run.verify(records.length - absent.length);
  if (outcome.refused.length === 0) await journal.finish();
  return outcome;
}

/** Copies of an origin at the target, by origin id; and texts by owner. */
interface Index {
  copies: Map<string, MemoryRecord[]>;
  texts: Map<string, MemoryRecord>;
}

class Run {
  readonly #options: TransferOptions;
  readonly #refused: { id: string; reason: string }[] = [];
  #copied = 0;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  /** What the target holds now. @throws {MemoryError} when that can't be known */
  async index(): Promise<Index> {
    const { records, target, signal } = this.#options;
    const index: Index = { copies: new Map(), texts: new Map() };
    const users = new Set(records.map(({ scope }) => scope.user ?? ""));
    for (const user of users) {
      const { memories, complete } = await target.list(
        { scope: { user }, showExpired: true },
        { timeoutMs: LIST_MS, signal },
      );
      if (!complete) {
        throw new MemoryError(
          "unavailable",
          "Cannot tell what is stored already: the target's list is not complete; " +
            "look at the server's log, and run the same again",
        );
      }
      for (const memory of memories) {
        const record = recordOf(memory);
        const copies = index.copies.get(record.id);
        if (copies) copies.push(record);
        else index.copies.set(record.id, [record]);
        index.texts.set(textKey(record), record);
      }
    }
    return index;
  }

  isThere(record: MemoryRecord, index: Index): boolean {
    return this.#counterpart(record, index) !== undefined;
  }

  /** @throws {Failure} when the target went away or the user did */
  async send(records: readonly MemoryRecord[]): Promise<void> {
    const { progress, records: all, signal } = this.#options;
    const known = all.length - records.length;
    const queue = records.values();
    const breath = breathing();
    let failure: unknown;
    let done = 0;
    const work = async () => {
      // One iterator, shared: each worker takes the next record.
      for (const record of queue) {
        if (failure !== undefined || signal.aborted) return;
        try {
          await this.#sendOne(record);
        } catch (error) {
          failure = error;
          return;
        }
        progress.to(known + ++done);
        await breath();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failure === undefined && !signal.aborted) return;
    const why = signal.aborted ? "it was interrupted" : messageOf(failure);
    throw new Failure(
      `Cannot go on after ${countOf(known + done)} of ${
        all.length.toLocaleString("en")
      }: ${why}; ` +
        "run the same command again, it goes on where it was",
      { cause: failure },
    );
  }

  /** Waits until nothing that an earlier run sent can still be under way. */
  async wait(late: readonly MemoryRecord[], newest: number): Promise<void> {
    const { settleMs, progress, signal } = this.#options;
    const left = newest + settleMs - Date.now();
    if (left <= 0) return;
    progress.say(
      `Waiting ${Math.ceil(left / 1000)} s: ${countOf(late.length)} that an interrupted run sent ` +
        "may still be under way at the server",
    );
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
    if (signal.aborted) {
      throw new Failure("Cannot go on: it was interrupted; run the same command again");
    }
  }

  /** Compares what is there now with what should be. */
  async verify(present: number): Promise<Outcome> {
    const { records } = this.#options;
    const index = await this.index();
    const refused = new Set(this.#refused.map(({ id }) => id));
    const missing: string[] = [];
    const differing: string[] = [];
    const doubled: string[] = [];
    const source: string[] = [];
    const target: string[] = [];
    for (const record of records) {
      if (refused.has(record.id)) continue;
      const copies = index.copies.get(record.id) ?? [];
      const copy = this.#counterpart(record, index);
      if (copy === undefined) missing.push(record.id);
      else if (copies.length > 0 && contentOf(copy) !== contentOf(record)) {
        differing.push(record.id);
      }
      if (copies.length > 1) doubled.push(record.id);
      source.push(contentOf(record));
      target.push(copies.length === 0 && copy !== undefined ? contentOf(record) : contents(copies));
    }
    if (missing.length > 0) {
      throw new Failure(
        `Cannot find ${countOf(missing.length)} at the target after all were sent ` +
          `(${missing.slice(0, 3).join(", ")}); run the same command again`,
      );
    }
    return {
      total: records.length,
      copied: this.#copied,
      present,
      differing,
      refused: this.#refused,
      doubled,
      digests: { source: await digestOf(source), target: await digestOf(target) },
    };
  }

  /** The copy of a record, or what may stand for it. */
  #counterpart(record: MemoryRecord, index: Index): MemoryRecord | undefined {
    const [copy] = index.copies.get(record.id) ?? [];
    return copy ??
      (this.#options.sameTextIsEnough ? index.texts.get(textKey(record)) : undefined);
  }

  async #sendOne(record: MemoryRecord): Promise<void> {
    const { target, journal } = this.#options;
    for (let tries = 1;; tries++) {
      journal.begin(record.id, Date.now());
      try {
        await target.add(copyOf(record));
        journal.settle(record.id);
        this.#copied++;
        return;
      } catch (error) {
        if (!isMemoryError(error)) throw error;
        // Refused, or never sent: it is certain that nothing was stored.
        const isRefused = error.code === "invalid";
        if (isRefused || error.unsent || error.code === "limited") journal.settle(record.id);
        if (isRefused) {
          this.#refused.push({ id: record.id, reason: error.message });
          return;
        }
        if (error.code !== "limited" || tries >= PATIENCE) throw error;
        await new Promise((wake) => setTimeout(wake, error.retryAfterMs ?? 2_000 * tries));
      }
    }
  }
}

function textKey({ text, scope, metadata }: MemoryRecord): string {
  const { user, agent, run } = scope;
  return JSON.stringify([text.trim(), user, agent, run, metadata.app_id ?? null]);
}

function contents(copies: readonly MemoryRecord[]): string {
  return copies.map(contentOf).join("\n");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
