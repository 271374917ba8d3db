/** A loaded model, wherever it runs: in a worker, or in this thread where there are no workers. */
import { KERNEL_CODE } from "./kernel_code.ts";
import { Model } from "./model.ts";
import { drive, type Pace, Scheduler } from "./scheduler.ts";
import type { WeightsSource } from "./weights.ts";

/** A text that is being embedded. */
export interface Embedding {
  /** The unit vector. Never settles once it is cancelled. */
  vector: Promise<Float32Array>;
  /** Let it be; no harm when it is done. */
  cancel(): void;
}

/** A loaded model. */
export interface Engine {
  /** @param urgent Somebody waits: goes first. */
  embed(text: string, urgent: boolean): Embedding;
  /** Frees thread and memory. Vectors that are still awaited may never come. */
  close(): Promise<void>;
}

/** In the thread of the host: short stretches, so that its event loop isn't held up. */
const PACE: Pace = {
  budgetMs: 6,
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
  pauseFirst: true,
};

/**
 * Loads the model into this thread, piece by piece.
 *
 * @throws {MemoryError} `unavailable` for a damaged file or without WebAssembly SIMD.
 */
export async function loadEngine(source: WeightsSource): Promise<Engine> {
  const model = await drive(Model.load(source, KERNEL_CODE), PACE);
  const scheduler = new Scheduler((text, lane) => model.embed(text, lane), PACE);
  return {
    embed(text, urgent) {
      let cancel = () => {};
      const vector = new Promise<Float32Array>((done, failed) => {
        cancel = scheduler.add({ text, urgent, done, failed });
      });
      return { vector, cancel };
    },
    close: () => Promise.resolve(),
  };
}
