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
  /** Features, or places in a list, in rising order: each as its distance from the one before, and its weight. */
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

/** What a text holds: features, or their places in a list, each with its weight in steps. */
function pairsOf({ short, text }: Weights): [place: number, weight: number][] {
  const pairs: [number, number][] = [];
  let place = 0;
  for (let i = 0; i < text.length; i++) {
    let gap = SIGNS.indexOf(text[i]!);
    if (gap >= short) gap = short + (gap - short) * SIGNS.length + SIGNS.indexOf(text[++i]!);
    pairs.push([place += gap, SIGNS.indexOf(text[++i]!) - ZERO]);
  }
  return pairs;
}

/** The features that a table lists, also those without a weight in it: other tables count in them. */
export function listed(table: Weights): number[] {
  return pairsOf(table).map(([feature]) => feature);
}

/**
 * Reads a table.
 *
 * @param among The list in which it counts places; default: it holds the features themselves.
 */
export function decode(table: Weights, among?: readonly number[]): Classifier {
  const weights = new Map<number, number>();
  for (const [place, weight] of pairsOf(table)) {
    if (weight !== 0) weights.set(among?.[place] ?? place, weight * table.step);
  }
  return { bias: table.bias, weights };
}

/** How a table is written beside others. */
export interface Listing {
  /** Features to list without a weight. */
  also?: Iterable<number>;
  /** A list that holds every feature: its places, which lie closer together, are written. */
  among?: readonly number[];
}

/** Writes a table; the reverse of {@link decode} but for rounding. Weights that round to zero go. */
export function encode(
  bias: number,
  weights: ReadonlyMap<number, number>,
  { also = [], among }: Listing = {},
): Weights {
  const largest = Math.max(1e-6, ...[...weights.values()].map(Math.abs));
  const step = Number((largest / ZERO).toPrecision(4));
  const rounded = new Map([...also].map((feature) => [feature, 0]));
  for (const [feature, weight] of weights) {
    const steps = Math.round(weight / step);
    if (steps !== 0) rounded.set(feature, steps);
  }
  const pairs = [...rounded].sort(([a], [b]) => a - b).map((
    [feature, weight],
  ): [number, number] => [among?.indexOf(feature) ?? feature, weight]);
  return { bias: Number(bias.toFixed(3)), step, ...shortest(pairs) };
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
