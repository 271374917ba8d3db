/** Tokenizer, windows and encoder together: text to vector, in steps. */
import { Encoder, type Steps } from "./encoder.ts";
import { openKernel } from "./kernel.ts";
import { makeTokenizer, type Tokenizer } from "./tokenizer.ts";
import { readLayout, type WeightsSource } from "./weights.ts";
import { MOST_CHARACTERS, MOST_TOKENS, splitWindows, unitSum } from "./windows.ts";

/**
 * A loaded model with two lanes: a short text can go
 * by in lane 0 while a long one waits half-way in lane 1.
 */
export class Model {
  private constructor(readonly encoder: Encoder, readonly tokenize: Tokenizer) {}

  /**
   * Loads from a weights file, which can be closed afterwards.
   *
   * @throws {MemoryError} `unavailable` for a damaged file, without kernel or WebAssembly SIMD.
   */
  static *load(source: WeightsSource): Steps<Model> {
    const { vocabulary } = readLayout(source);
    const encoder = yield* Encoder.load(source, openKernel(), 2);
    const text = new Uint8Array(vocabulary.bytes);
    source.read(vocabulary.at, text);
    return new Model(encoder, makeTokenizer(new TextDecoder().decode(text)));
  }

  /** The unit vector of a text. */
  *embed(text: string, lane: 0 | 1): Steps<Float32Array> {
    const vectors: Float32Array[] = [];
    const tokens = this.tokenize(text.slice(0, MOST_CHARACTERS), MOST_TOKENS);
    yield;
    for (const window of splitWindows(tokens)) {
      vectors.push(yield* this.encoder.encode(window, lane));
    }
    return unitSum(vectors);
  }
}

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
