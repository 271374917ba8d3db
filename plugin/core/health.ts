import { isMemoryError } from "../../client/errors.ts";
import type { Call, Health, Log } from "../../client/store.ts";
import { describe, unref } from "./guard.ts";

/** Time, so that tests need not wait. */
export interface Timers {
  /** Milliseconds on a clock that never jumps. */
  now(): number;
  /**
   * Runs once after that many milliseconds; the result takes it back.
   * @param holds Keeps the process alive meanwhile; default false.
   */
  after(ms: number, run: () => void, holds?: boolean): () => void;
}

/** The real ones. */
export const TIMERS: Timers = {
  now: () => performance.now(),
  after(ms, run, holds = false) {
    const timer = setTimeout(run, ms);
    if (!holds) unref(timer);
    return () => clearTimeout(timer);
  },
};

/** What {@link BackendHealth} needs. */
export interface HealthOptions {
  /** Asks the back end how it is, within the call's time. */
  probe: (call: Call) => Promise<Health>;
  log: Log;
  /** Told when it goes down, with the reason, and when it is back. */
  onChange?: (up: boolean, reason?: unknown) => void;
  timers?: Timers;
}

/** A probe's own deadline. */
const PROBE_MS = 500;
/** Between the starts of two probes while messages arrive, and while none do. */
const PROBE_EVERY_MS = 1_000;
const PROBE_IDLE_EVERY_MS = 30_000;
/** Messages "arrive" for this long after the last one. */
const ACTIVE_FOR_MS = 10_000;
/** How long recall waits for an answer; after a missed one, until one has come in time again. */
const PATIENCE_MS = 850;
const SLOW_PATIENCE_MS = 400;

/**
 * Is the back end worth asking? A circuit breaker: the first failure or missed deadline opens it, so
 * that a dead back end costs one deadline and then nothing; a probe closes it again.
 */
export class BackendHealth {
  readonly #options: Required<HealthOptions>;
  #up = true;
  #slow = false;
  #closed = false;
  #probing = false;
  #touchedAt = -Infinity;
  #probedAt = -Infinity;
  #cancel: (() => void) | undefined;

  constructor(options: HealthOptions) {
    this.#options = { onChange: () => {}, timers: TIMERS, ...options };
  }

  /** May it be asked? True until something fails. */
  get isUp(): boolean {
    return this.#up;
  }

  /** How long a hook may wait for an answer, in milliseconds. */
  get patienceMs(): number {
    return this.#slow ? SLOW_PATIENCE_MS : PATIENCE_MS;
  }

  /** A message has arrived: while the back end is down it is now looked after every second. */
  touch(): void {
    this.#touchedAt = this.#options.timers.now();
    if (!this.#up) this.#schedule();
  }

  /** Is it left alone for being too slow, rather than for failing? Then a late answer may still come. */
  get isSlow(): boolean {
    return !this.#up && this.#slow;
  }

  /** A request was answered after that many milliseconds: in time is as good as a probe. */
  answered(tookMs: number): void {
    if (tookMs > PATIENCE_MS || this.#closed) return;
    this.#slow = false;
    if (!this.#up) this.#close();
  }

  /** No answer in time. One that comes later is of use, yet proves nothing about the next. */
  missed(): void {
    this.#slow = true;
    this.#open(new Error("no answer in time"));
  }

  /** A call failed. Faults of the call itself don't count. */
  failed(error: unknown): void {
    if (isMemoryError(error) && (error.code === "invalid" || error.code === "aborted")) return;
    if (this.#up) this.#slow = isMemoryError(error) && error.code === "timeout";
    this.#open(error);
  }

  /** It can't even be opened. */
  down(reason: unknown): void {
    this.#open(reason);
  }

  /** No more probes. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #open(reason: unknown): void {
    if (!this.#up || this.#closed) return;
    this.#up = false;
    this.#options.log(
      "warn",
      `The memory store is left alone until it answers: ${describe(reason)}`,
    );
    this.#probedAt = this.#options.timers.now();
    this.#schedule();
    this.#options.onChange(false, reason);
  }

  #schedule(): void {
    if (this.#closed || this.#probing || this.#up) return;
    this.#cancel?.();
    const { timers } = this.#options;
    const active = timers.now() - this.#touchedAt < ACTIVE_FOR_MS;
    const due = this.#probedAt + (active ? PROBE_EVERY_MS : PROBE_IDLE_EVERY_MS);
    this.#cancel = timers.after(Math.max(0, due - timers.now()), () => this.#probe());
  }

  async #probe(): Promise<void> {
    const { probe, log, timers } = this.#options;
    this.#probing = true;
    this.#probedAt = timers.now();
    let up = false;
    try {
      const health = await withLimit(probe({ timeoutMs: PROBE_MS }), PROBE_MS, timers);
      up = health !== undefined && health.reachable && health.authorized;
      if (!up) log("debug", `Still no memory store: ${health?.problem ?? "no answer in time"}`);
    } catch (error) {
      log("debug", `Still no memory store: ${describe(error)}`);
    }
    this.#probing = false;
    if (this.#closed) return;
    if (this.#up) return; // a request was faster
    if (up) this.#close();
    else this.#schedule();
  }

  #close(): void {
    this.#up = true;
    this.#cancel?.();
    this.#options.log("info", "The memory store answers again");
    this.#options.onChange(true);
  }
}

/** The promise's value, or undefined when it takes longer; a later rejection is swallowed here. */
export async function withLimit<T>(
  work: Promise<T>,
  ms: number,
  timers: Timers = TIMERS,
): Promise<T | undefined> {
  let cancel = () => {};
  const limit = new Promise<undefined>((resolve) => {
    cancel = timers.after(ms, () => resolve(undefined), true); // somebody waits for it
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    cancel();
    work.catch(() => undefined); // whoever lost the race has been given up
  }
}
