/** Tokenizer, windows and encoder together: text to vector, in steps. */
import { type Adapter, Encoder, type Steps } from "./encoder.ts";
import { type JudgeName, type JudgesForm, readJudges } from "./judges.ts";
import { openKernel } from "./kernel.ts";
import { makeTokenizer, SPECIAL, type Tokenizer } from "./tokenizer.ts";
import { MODEL, readLayout, type WeightsSource } from "./weights.ts";
import { MOST_CHARACTERS, MOST_TOKENS, splitWindows, unitSum } from "./windows.ts";

/** Tokens of a text and its context that a judge reads at most, as it was trained. */
const MOST_JUDGED = 128;

/** The judges, as adapters. */
export type Judges = Map<JudgeName, Adapter>;

/**
 * A loaded model with two lanes: a short text can go
 * by in lane 0 while a long one waits half-way in lane 1.
 */
export class Model {
  private constructor(readonly encoder: Encoder, readonly tokenize: Tokenizer) {}

  /**
   * Loads from a weights file, which can be closed afterwards.
   *
   * @param layers how many the model has
   * @throws {MemoryError} `unavailable` for a damaged file, without kernel or WebAssembly SIMD.
   */
  static *load(source: WeightsSource, layers: number = MODEL.layers): Steps<Model> {
    const { vocabulary } = readLayout(source, layers);
    const encoder = yield* Encoder.load(source, openKernel(), { lanes: 2, layers });
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

  /**
   * Reads the judges, from a file which can be closed afterwards.
   *
   * @throws {MemoryError} `unavailable` for a damaged file.
   */
  adapt(source: WeightsSource, form: JudgesForm): Judges {
    const { judges } = readJudges(source, form);
    return new Map(
      [...judges].map(([name, sections]) => [name, this.encoder.adapt(source, sections)]),
    );
  }

  /** What a judge answers on a text in its context. */
  *answer({ text, context }: Judged, lane: 0 | 1, judge: Adapter): Steps<Float32Array> {
    const [own, other] = [text, context].map((said) =>
      this.tokenize(said.slice(0, 8 * MOST_JUDGED), MOST_JUDGED)
    ) as [number[], number[]];
    yield;
    const [most, rest] = shorten(own.length, other.length, MOST_JUDGED - 3);
    const { start, end } = SPECIAL;
    const ids = [start, ...own.slice(0, most), end, ...other.slice(0, rest), end];
    return yield* this.encoder.answer(ids, most + 2, lane, judge);
  }
}

/** Shares of two texts in a room: the longer one gives way first, as where the judges were trained. */
function shorten(own: number, other: number, room: number): [own: number, other: number] {
  if (own + other <= room) return [own, other];
  const few = Math.min(own, other, Math.floor(room / 2));
  return own > other ? [room - few, few] : [few, room - few];
}

/** What a judge reads. */
export interface Judged {
  text: string;
  /** What it is judged beside: who said it after what, or an older statement. */
  context: string;
}

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
