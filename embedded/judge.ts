import type { Call } from "../client/store.ts";
import type { MemoryType } from "./types.ts";

/** A sentence, or a part of one, and where it was said. */
export interface Said {
  text: string;
  speaker: "user" | "assistant";
  /** The sentence before it in the same message; "" for the first. */
  before: string;
}

/** What a judge thinks of a sentence. */
export interface Opinion {
  /** Log-odds that it is worth remembering for months: above zero it rather is. */
  odds: number;
  /** The likeliest kind, should it be. */
  type: MemoryType;
}

/**
 * Reads statements with a model. What it can't answer is left to the learned weights of `language/`,
 * which need none.
 */
export interface Judge {
  /**
   * An opinion of each, in order. Rejects with `unavailable` when the model can't be loaded.
   */
  statements(said: readonly Said[], call?: Call): Promise<Opinion[]>;
  /**
   * Log-odds for each older statement that the newer one makes it untrue, in order. Rejects with
   * `unavailable` when the model can't be loaded.
   */
  replaced(newer: string, older: readonly string[], call?: Call): Promise<number[]>;
}
