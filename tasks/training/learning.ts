/**
 * Logistic regression that uses few features: FTRL-Proximal (McMahan et al., "Ad Click Prediction: a
 * View from the Trenches", KDD 2013, algorithm 1), with per-coordinate learning rates.
 *
 * @module
 */

/** A learned two-way question. */
export interface Learned {
  bias: number;
  /** By feature; all others weigh nothing. */
  weights: Map<number, number>;
}

const RATE = 0.1;
const SMOOTHING = 1;
const PASSES = 12;
/** A feature seen less often teaches nothing that would hold elsewhere. */
const SEEN = 3;
/** Orders in which the examples are taken; the second turn is the mean of all, which no order sways. */
const SEEDS = [1, 2, 3, 4, 5];
/** Sparsity of the second turn. */
const REFIT = 4;

/**
 * Learns which examples are a yes: first which features count, then how much each of these counts, for
 * what makes weights few also makes them small. The same input gives the same output.
 *
 * @param sparsity How much a feature must explain to be used.
 */
export function learn(
  examples: readonly (readonly number[])[],
  yes: readonly boolean[],
  sparsity: number,
): Learned {
  const { weights } = descend(examples, yes, sparsity, SEEDS[0]!);
  const few = examples.map((example) => example.filter((feature) => weights.has(feature)));
  const turns = SEEDS.map((seed) => descend(few, yes, REFIT, seed));
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / SEEDS.length;
  return {
    bias: mean(turns.map(({ bias }) => bias)),
    weights: new Map(
      [...weights.keys()].map((feature) => [
        feature,
        mean(turns.map(({ weights }) => weights.get(feature) ?? 0)),
      ]),
    ),
  };
}

function descend(
  examples: readonly (readonly number[])[],
  yes: readonly boolean[],
  sparsity: number,
  seed: number,
): Learned {
  const seen = new Map<number, number>();
  for (const example of examples) {
    for (const feature of example) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  }
  const known = examples.map((example) => example.filter((feature) => seen.get(feature)! >= SEEN));
  const sums = new Map<number, number>();
  const squares = new Map<number, number>();
  const weightOf = (feature: number) => {
    const sum = sums.get(feature) ?? 0;
    if (Math.abs(sum) <= sparsity) return 0;
    const rate = (1 + Math.sqrt(squares.get(feature) ?? 0)) / RATE + SMOOTHING;
    return (Math.sign(sum) * sparsity - sum) / rate;
  };
  let bias = 0;
  let biasSquares = 0;
  let state = seed;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const order = known.map((_, index) => index);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    for (const index of order) {
      const features = known[index]!;
      const weights = features.map(weightOf);
      const odds = weights.reduce((sum, weight) => sum + weight, bias);
      const error = 1 / (1 + Math.exp(-odds)) - Number(yes[index]);
      biasSquares += error ** 2;
      bias -= RATE * error / (1 + Math.sqrt(biasSquares));
      features.forEach((feature, place) => {
        const before = squares.get(feature) ?? 0;
        const step = (Math.sqrt(before + error ** 2) - Math.sqrt(before)) / RATE;
        sums.set(feature, (sums.get(feature) ?? 0) + error - step * weights[place]!);
        squares.set(feature, before + error ** 2);
      });
    }
  }
  const weights = new Map<number, number>();
  for (const feature of sums.keys()) {
    const weight = weightOf(feature);
    if (weight !== 0) weights.set(feature, weight);
  }
  return { bias, weights };
}
