import type { Call } from "../client/store.ts";

/**
 * Turns texts into unit vectors whose dot product says how near they are in meaning.
 *
 * A store keeps {@link Embedder.id} beside each vector: vectors of different embedders are never
 * compared, and a changed id means that all vectors are made anew.
 */
export interface Embedder {
  /** Names the model and everything that changes its vectors, e.g. `minilm-l6-v2-dev3-q4`. */
  readonly id: string;
  /** Length of each vector. */
  readonly dimensions: number;
  /**
   * One unit vector per text, in order. Rejects with `unavailable` when the model can't be loaded or
   * reached; the store then goes on by words alone.
   */
  embed(texts: readonly string[], call?: Call): Promise<Float32Array[]>;
  /** Is an answer to be had without loading something first? Recall doesn't wait for a cold model. */
  readonly ready: boolean;
  /** Free threads, memory, connections. */
  close(): Promise<void>;
}
