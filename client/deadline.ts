/**
 * One signal for a whole call: the caller's own, and its deadline.
 *
 * @module
 */

import { type ErrorFacts, invalid, MemoryError } from "./errors.ts";
import type { Call } from "./store.ts";

/** The time limit of one call, from its start to its last byte, retries included. */
export class Deadline {
  /** What is being done and where: the start of each error text. */
  readonly attempt: string;
  readonly #controller = new AbortController();
  readonly #end: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort: () => void;
  /** Rejects when it is over; one promise for all races, which costs less than listeners. */
  readonly #over: Promise<never>;

  /**
   * @param attempt what is being done and where, e.g. "search memories at http://h"
   * @param standardMs the limit when the call names none
   */
  constructor(call: Call, standardMs: number, attempt: string) {
    const ms = call.timeoutMs ?? standardMs;
    if (!(ms > 0)) throw invalid(attempt, `the time limit is ${ms} ms`);
    this.attempt = attempt;
    this.#end = performance.now() + ms;
    this.#caller = call.signal;
    let fail: (reason: unknown) => void;
    this.#over = new Promise((_, reject) => fail = reject);
    this.#over.catch(() => {}); // nobody may be racing
    const stop = (code: "aborted" | "timeout", why: string, facts: ErrorFacts) => {
      const error = new MemoryError(code, `Cannot ${attempt}: ${why}`, facts);
      this.#controller.abort(error);
      fail(error);
    };
    this.#onAbort = () =>
      stop("aborted", "the call was cancelled", { cause: this.#caller?.reason });
    this.#timer = setTimeout(
      () =>
        stop(
          "timeout",
          `no complete answer within ${Math.round(ms)} ms; ` +
            "look whether the server is overloaded, or allow more time",
          { retryable: true },
        ),
      Math.min(ms, 0x7fffffff), // longer ones would fire at once
    );
    if (this.#caller?.aborted) this.#onAbort();
    else this.#caller?.addEventListener("abort", this.#onAbort);
  }

  /** Fires with a MemoryError `timeout` or `aborted`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds left, at least 0. */
  get leftMs(): number {
    return Math.max(0, this.#end - performance.now());
  }

  /** The promise, or the deadline's error, whichever comes first. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([this.#over, promise]);
  }

  /** Wait, unless the deadline comes first: then it rejects with its error. */
  async sleep(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.race(new Promise<void>((resolve) => timer = setTimeout(resolve, ms)));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Let go of the timer and of the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#onAbort);
  }
}
