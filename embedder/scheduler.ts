/** Who is next: runs jobs step by step, urgent ones first, and lets go of the thread now and then. */
import type { Steps } from "./encoder.ts";

/** A text to be embedded. */
export interface Job {
  text: string;
  /** Somebody waits for it: goes before all that isn't urgent, even if that is half done. */
  urgent: boolean;
  /** Told the vector. */
  done(vector: Float32Array): void;
  /** Told the error, which means a defect. */
  failed(error: unknown): void;
}

/** How long a thread is kept, and how it is let go. */
export interface Pace {
  /** Milliseconds of work at a stretch; a single step may take some 10 ms more. */
  budgetMs: number;
  /** Resolves when others have had their turn. */
  pause(): Promise<void>;
  /**
   * Begin with a pause? Needed where jobs are added from the same thread: one query after another, each
   * done within the budget, would else never let it go.
   */
  pauseFirst: boolean;
}

/** Drives one model. Jobs of one kind are done in order. */
export class Scheduler {
  readonly #queues: [urgent: Running[], others: Running[]] = [[], []];
  #running = false;

  /** @param begin Starts on a text in lane 0 (urgent) or 1. */
  constructor(
    readonly begin: (text: string, lane: 0 | 1) => Steps<Float32Array>,
    readonly pace: Pace,
  ) {}

  /** Returns what cancels the job; then neither of its callbacks is called. */
  add(job: Job): () => void {
    const lane = job.urgent ? 0 : 1;
    const running = { job, steps: this.begin(job.text, lane) };
    this.#queues[lane].push(running);
    if (!this.#running) void this.#run();
    return () => this.#drop(running);
  }

  async #run(): Promise<void> {
    this.#running = true;
    if (this.pace.pauseFirst) await this.pace.pause();
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

  #step(running: Running): void {
    const { job, steps } = running;
    try {
      const { done, value } = steps.next();
      if (!done) return;
      this.#drop(running);
      job.done(value);
    } catch (error) {
      this.#drop(running);
      job.failed(error);
    }
  }

  #drop(running: Running): void {
    const queue = this.#queues[running.job.urgent ? 0 : 1];
    const at = queue.indexOf(running);
    if (at >= 0) queue.splice(at, 1);
  }
}

interface Running {
  job: Job;
  steps: Steps<Float32Array>;
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
