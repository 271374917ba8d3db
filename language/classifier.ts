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
  /** Features in rising order, each as its distance from the one before and its weight. */
  text: string;
}

/** Signs of the text: printable ASCII without the quote and the backslash. */
const SIGNS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((sign) => sign !== '"' && sign !== "\\").join("");
/** Distances below this take one sign, others two. */
const SHORT = 64;
/** The sign of weight zero; weights go from -46 to 46. */
const ZERO = 46;

/** The largest distance that fits. */
export const MAX_GAP = (SIGNS.length - SHORT) * SIGNS.length - 1 + SHORT;

/** A decoded table: log-odds by feature number. */
export interface Classifier {
  bias: number;
  weights: ReadonlyMap<number, number>;
}

/** Reads a table. */
export function decode({ bias, step, text }: Weights): Classifier {
  const weights = new Map<number, number>();
  let feature = 0;
  for (let i = 0; i < text.length; i++) {
    let gap = SIGNS.indexOf(text[i]!);
    if (gap >= SHORT) gap = SHORT + (gap - SHORT) * SIGNS.length + SIGNS.indexOf(text[++i]!);
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
  let text = "";
  let last = 0;
  const put = (feature: number, weight: number) => {
    let gap = feature - last;
    while (gap > MAX_GAP) {
      text += sign(MAX_GAP) + SIGNS[ZERO];
      gap -= MAX_GAP;
    }
    text += sign(gap) + SIGNS[weight + ZERO];
    last = feature;
  };
  for (const [feature, weight] of [...weights].sort(([a], [b]) => a - b)) {
    const rounded = Math.round(weight / step);
    if (rounded !== 0) put(feature, rounded);
  }
  return { bias: Number(bias.toFixed(3)), step, text };
}

function sign(gap: number): string {
  if (gap < SHORT) return SIGNS[gap]!;
  const rest = gap - SHORT;
  return SIGNS[SHORT + Math.floor(rest / SIGNS.length)]! + SIGNS[rest % SIGNS.length];
}

/** Log-odds that the answer is yes. */
export function oddsOf({ bias, weights }: Classifier, features: readonly number[]): number {
  let odds = bias;
  for (const feature of features) odds += weights.get(feature) ?? 0;
  return odds;
}
