/**
 * A circuit breaker: after failures in a row it stops calling what is down, and finds out with single
 * probes when it is back. A state machine without timers; the clock comes from outside.
 *
 * @module
 */

/** `closed`: calls pass. `open`: none does. `half-open`: one probe is under way. */
export type BreakerState = "closed" | "open" | "half-open";

/** How a {@link Breaker} behaves. */
export interface BreakerOptions {
  /** Failures in a row that open it. Default 3. */
  failures?: number;
  /** How long it stays open before a probe, in milliseconds; doubled after each failed probe. Default 5,000. */
  pauseMs?: number;
  /** The longest pause, in milliseconds. Default 300,000. */
  longestPauseMs?: number;
  /** Milliseconds that only grow. Default `performance.now`. */
  now?: () => number;
}

/**
 * Decides whether a call may be made, from how earlier ones ended.
 *
 * @example
 * ```ts
 * import { Breaker } from "./breaker.ts";
 * let time = 0;
 * const breaker = new Breaker({ failures: 1, pauseMs: 1000, now: () => time });
 * breaker.failed();
 * if (breaker.allows()) throw new Error("it is open");
 * time = 1000;
 * if (!breaker.allows()) throw new Error("the probe may pass");
 * if (breaker.allows()) throw new Error("one probe only");
 * breaker.succeeded();
 * if (!breaker.allows()) throw new Error("it is closed again");
 * ```
 */
export class Breaker {
  readonly #failures: number;
  readonly #firstPause: number;
  readonly #longestPause: number;
  readonly #now: () => number;
  #inARow = 0;
  #pause: number;
  /** When the next probe may pass; undefined while closed. */
  #probeAt: number | undefined;
  /** Until when the probe under way is waited for. */
  #probing: number | undefined;

  /** It begins closed. */
  constructor(options: BreakerOptions = {}) {
    this.#failures = options.failures ?? 3;
    this.#firstPause = this.#pause = options.pauseMs ?? 5_000;
    this.#longestPause = options.longestPauseMs ?? 300_000;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Its state now. */
  get state(): BreakerState {
    if (this.#probeAt === undefined) return "closed";
    return this.#probing !== undefined && this.#now() < this.#probing ? "half-open" : "open";
  }

  /** Milliseconds until a probe may pass; 0 when a call may be made now. */
  get waitMs(): number {
    if (this.#probeAt === undefined) return 0;
    return Math.max(0, (this.#probing ?? this.#probeAt) - this.#now());
  }

  /**
   * May a call be made? While open, the first question after the pause is answered with yes, and makes
   * its call the probe; a probe that never reports back is given up after another pause.
   */
  allows(): boolean {
    if (this.#probeAt === undefined) return true;
    if (this.waitMs > 0) return false;
    this.#probing = this.#now() + this.#pause;
    return true;
  }

  /** A call succeeded: whatever was wrong is over. */
  succeeded(): void {
    this.#inARow = 0;
    this.#pause = this.#firstPause;
    this.#probeAt = this.#probing = undefined;
  }

  /** A call failed, in a way that the next one would as well. */
  failed(): void {
    this.#inARow++;
    const probing = this.#probing !== undefined;
    if (!probing && (this.#probeAt !== undefined || this.#inARow < this.#failures)) return;
    if (probing) this.#pause = Math.min(this.#pause * 2, this.#longestPause);
    this.#probing = undefined;
    this.#probeAt = this.#now() + this.#pause;
  }
}
