/**
 * Linear classifiers over numbered features, with weights of one byte written as text.
 *
 * @module
 */

/** Weights of a two-way question, as `tasks/training/train.ts` writes them. */
export interface Weights {
  /** Log-odds of a sentence without features. */
  bias: number;
  /** Log-odds of one step of a weight. */
  step: number;
  /** Distances below this take one sign, others two. */
  short: number;
  /** Features in rising order, each as its distance from the one before and its weight. */
  text: string;
}

/** Signs of the text: printable ASCII without the quote and the backslash. */
const SIGNS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((sign) => sign !== '"' && sign !== "\\").join("");
/** The sign of weight zero; weights go from -46 to 46. */
const ZERO = 46;

/** A decoded table: log-odds by feature number. */
export interface Classifier {
  bias: number;
  weights: ReadonlyMap<number, number>;
}

/** Reads a table. */
export function decode({ bias, step, short, text }: Weights): Classifier {
  const weights = new Map<number, number>();
  let feature = 0;
  for (let i = 0; i < text.length; i++) {
    let gap = SIGNS.indexOf(text[i]!);
    if (gap >= short) gap = short + (gap - short) * SIGNS.length + SIGNS.indexOf(text[++i]!);
    feature += gap;
    const weight = SIGNS.indexOf(text[++i]!) - ZERO;
    if (weight !== 0) weights.set(feature, weight * step);
  }
  return { bias, weights };
}

/** Writes a table; the reverse of {@link decode} but for rounding. Weights that round to zero go. */
export function encode(bias: number, weights: ReadonlyMap<number, number>): Weights {
  const largest = Math.max(1e-6, ...[...weights.values()].map(Math.abs));
  const step = Number((largest / ZERO).toPrecision(4));
  const rounded = [...weights].sort(([a], [b]) => a - b)
    .map(([feature, weight]): [number, number] => [feature, Math.round(weight / step)])
    .filter(([, weight]) => weight !== 0);
  return { bias: Number(bias.toFixed(3)), step, ...shortest(rounded) };
}

/** The shortest text: rare features lie far apart, and few of their distances fit one sign. */
export function shortest(weights: readonly [number, number][]): Pick<Weights, "short" | "text"> {
  const texts = Array.from(SIGNS, (_, short) => ({ short, text: write(weights, short) }));
  return texts.reduce((best, one) => one.text.length < best.text.length ? one : best);
}

function write(weights: readonly [number, number][], short: number): string {
  const largest = (SIGNS.length - short) * SIGNS.length - 1 + short;
  const sign = (gap: number) => {
    const rest = gap - short;
    return rest < 0
      ? SIGNS[gap]!
      : SIGNS[short + Math.floor(rest / SIGNS.length)]! + SIGNS[rest % SIGNS.length];
  };
  let text = "";
  let last = 0;
  for (const [feature, weight] of weights) {
    for (; feature - last > largest; last += largest) text += sign(largest) + SIGNS[ZERO];
    text += sign(feature - last) + SIGNS[weight + ZERO];
    last = feature;
  }
  return text;
}

/** Log-odds that the answer is yes. */
export function oddsOf({ bias, weights }: Classifier, features: readonly number[]): number {
  let odds = bias;
  for (const feature of features) odds += weights.get(feature) ?? 0;
  return odds;
}
