/** Who is next: runs jobs step by step, urgent ones first, and lets go of the thread now and then. */
import type { Steps } from "./encoder.ts";

/** A text that is being embedded or judged. */
export interface Job {
  /** The unit vector, or the answers; an error means a defect. Never settles once the job is cancelled. */
  vector: Promise<Float32Array>;
  /** Let it be; no harm when it is done. */
  cancel(): void;
}

/** How long a thread is kept, and how it is let go. */
export interface Pace {
  /** Milliseconds of work at a stretch; a single step may take some 10 ms more. */
  budgetMs: number;
  /** Resolves when others have had their turn. */
  pause(): Promise<void>;
}

/** Drives one model. Texts of one kind are done in order. */
export class Scheduler {
  readonly #queues: [urgent: Running[], others: Running[]] = [[], []];
  #running = false;

  constructor(readonly pace: Pace) {}

  /**
   * @param begin Starts on a text in lane 0 (urgent) or 1.
   * @param urgent Somebody waits: goes before all that isn't urgent, even if that is half done.
   */
  add(begin: (lane: 0 | 1) => Steps<Float32Array>, urgent: boolean): Job {
    const lane = urgent ? 0 : 1;
    const queue = this.#queues[lane];
    const { promise: vector, resolve, reject } = Promise.withResolvers<Float32Array>();
    const cancel = () => {
      const at = queue.indexOf(running);
      if (at >= 0) queue.splice(at, 1);
    };
    const running: Running = { steps: begin(lane), cancel, resolve, reject };
    queue.push(running);
    if (!this.#running) void this.#run();
    return { vector, cancel };
  }

  async #run(): Promise<void> {
    this.#running = true;
    // One query after another, each done within the budget, would else never let the thread go.
    await this.pace.pause();
    for (;;) {
      const end = performance.now() + this.pace.budgetMs;
      do {
        const next = this.#queues[0][0] ?? this.#queues[1][0];
        if (next === undefined) {
          this.#running = false;
          return;
        }
        this.#step(next);
      } while (performance.now() < end);
      await this.pace.pause();
    }
  }

  #step({ steps, cancel, resolve, reject }: Running): void {
    try {
      const { done, value } = steps.next();
      if (!done) return;
      resolve(value);
    } catch (error) {
      reject(error);
    }
    cancel();
  }
}

interface Running {
  steps: Steps<Float32Array>;
  cancel(): void;
  resolve(vector: Float32Array): void;
  reject(error: unknown): void;
}

/** Does all steps of something at a pace. */
export async function drive<T>(steps: Steps<T>, { budgetMs, pause }: Pace): Promise<T> {
  for (let end = 0;;) {
    if (performance.now() >= end) {
      await pause();
      end = performance.now() + budgetMs;
    }
    const { done, value } = steps.next();
    if (done) return value;
  }
}
