/** Long texts in windows that the model can read, and one vector from those of the windows. */
import { SPECIAL } from "./tokenizer.ts";
import { MODEL } from "./weights.ts";

/** Windows of a text at most: some 16,000 characters of English. What follows isn't read. */
const MOST_WINDOWS = 16;

/** Tokens of a text that are read at most. */
export const MOST_TOKENS = MOST_WINDOWS * (MODEL.positions - 2);

/** Characters of a text that are looked at, so that a huge text isn't split into words for nothing. */
export const MOST_CHARACTERS = 8 * MOST_TOKENS;

/**
 * Cuts a text's tokens into as few windows as possible, all of about one length, so that a short rest
 * doesn't weigh as much as a full window. Each has a start and an end token; a short text is one window.
 */
export function splitWindows(tokens: readonly number[]): number[][] {
  const room = MODEL.positions - 2;
  const count = Math.max(1, Math.ceil(tokens.length / room));
  return Array.from({ length: count }, (_, i) => [
    SPECIAL.start,
    ...tokens.slice(
      Math.floor(tokens.length * i / count),
      Math.floor(tokens.length * (i + 1) / count),
    ),
    SPECIAL.end,
  ]);
}

/** The unit vector in the direction of the sum. */
export function unitSum(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  }
  let square = 0;
  for (const part of sum) square += part * part;
  const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
  return sum.map((part) => part * factor);
}
