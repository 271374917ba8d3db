/**
 * One signal for a whole call: the caller's own, and its deadline.
 *
 * @module
 */

import { type ErrorFacts, failed, invalid } from "./errors.ts";
import type { Call } from "./store.ts";

/** The time limit of one call, from its start to its last byte, retries included. */
export class Deadline {
  /** What is being done and where: the start of each error text. */
  readonly attempt: string;
  /** Fires with a MemoryError `timeout` or `aborted`. */
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #end: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;
  /** Rejects when it is over; one promise for all races, which costs less than listeners. */
  readonly #over: Promise<never>;
  #fail!: (reason: unknown) => void;

  /**
   * @param attempt what is being done and where, e.g. "search memories at http://h"
   * @param standardMs the limit when the call names none
   */
  constructor({ timeoutMs: ms, signal }: Call, standardMs: number, attempt: string) {
    ms ??= standardMs;
    if (!(ms > 0)) throw invalid(attempt, `the time limit is ${ms} ms`);
    this.attempt = attempt;
    this.signal = this.#controller.signal;
    this.#end = performance.now() + ms;
    this.#caller = signal;
    this.#over = new Promise((_, reject) => this.#fail = reject);
    this.#over.catch(() => {}); // nobody may be racing
    this.#timer = setTimeout(
      () =>
        this.#stop(
          "timeout",
          `no complete answer within ${Math.round(ms)} ms; ` +
            "the server may be overloaded: allow more time",
          { retryable: true },
        ),
      Math.min(ms, 0x7fffffff), // longer ones would fire at once
    );
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort);
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

  readonly #onAbort = () =>
    this.#stop("aborted", "the call was cancelled", { cause: this.#caller?.reason });

  #stop(code: "aborted" | "timeout", why: string, facts: ErrorFacts): void {
    const error = failed(code, this.attempt, why, facts);
    this.#controller.abort(error);
    this.#fail(error);
  }
}
