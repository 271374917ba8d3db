/**
 * Quantises matrices for the weights file: learned codebooks with one scale a group, all in plain
 * double arithmetic (+ - * / and rounding only), so that each machine makes the same bytes.
 */

/** Codes with their scales; a value is about `codebook[code] * groupScale * rowScale` (see `decode`). */
export interface Quantised {
  /** int8, ascending. */
  codebook: Int8Array;
  /** One a value. */
  codes: Uint8Array;
  /** One a group. */
  groupScales: Int8Array;
  /** One a row. */
  rowScales: Float32Array;
}

/** How a matrix is quantised. */
export interface Form {
  /** Values in a row. */
  width: number;
  /** Values that share a scale. */
  group: number;
  /** Bits of a code. */
  bits: number;
  /** The integer a code stands for under its group's scale, before the row's scale. */
  decode(code: number, scale: number): number;
}

/** Rounds of learning a codebook, and the groups it is learned from at most. */
const ROUNDS = 12;
const SAMPLE = 20_000;

/** Scales tried for a group, as shares of the one that reaches its largest value. */
const SHARES = Array.from({ length: 16 }, (_, i) => 0.72 + i * 0.03);

/** Quantises a matrix, row by row. */
export function quantise(values: Float32Array, form: Form): Quantised {
  const { width, group } = form;
  const codebook = learnCodebook(values, form);
  const rows = values.length / width;
  const codes = new Uint8Array(values.length);
  const groupScales = new Int8Array(values.length / group);
  const rowScales = new Float32Array(rows);
  const unit = form.decode(127, 127);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    let peak = 0;
    for (let i = start; i < start + width; i++) peak = Math.max(peak, Math.abs(values[i]!));
    // Group scales above the one that reaches the peak are tried as well.
    const rowScale = rowScales[row] = Math.fround(peak * SHARES.at(-1)! / unit);
    if (peak === 0) continue;
    for (let at = start; at < start + width; at += group) {
      const extreme = extremeOf(values, at, group);
      let least = Infinity;
      let last = 0;
      for (const share of SHARES) {
        const scale = Math.max(
          -127,
          Math.min(127, Math.round(127 * extreme * share / (unit * rowScale))),
        );
        if (scale === last) continue;
        last = scale;
        const levels = levelsOf(codebook, scale, rowScale, form);
        let error = 0;
        for (let i = at; i < at + group; i++) {
          const rest = levels[nearest(levels, values[i]!)]! - values[i]!;
          error += rest * rest;
        }
        if (error >= least) continue;
        least = error;
        groupScales[at / group] = scale;
        for (let i = at; i < at + group; i++) {
          const code = nearest(levels, values[i]!);
          codes[i] = scale < 0 ? levels.length - 1 - code : code;
        }
      }
    }
  }
  return { codebook, codes, groupScales, rowScales };
}

/** The values back, as the reader computes them. */
export function dequantise(quantised: Quantised, form: Form): Float32Array {
  const { codebook, codes, groupScales, rowScales } = quantised;
  return Float32Array.from(codes, (code, i) => {
    const scale = groupScales[Math.floor(i / form.group)]!;
    return form.decode(codebook[code]!, scale) * rowScales[Math.floor(i / form.width)]!;
  });
}

/** The codebook's values under a scale, ascending. */
function levelsOf(codebook: Int8Array, scale: number, rowScale: number, form: Form): Float64Array {
  const levels = new Float64Array(codebook.length);
  for (let code = 0; code < levels.length; code++) {
    const place = scale < 0 ? levels.length - 1 - code : code;
    levels[place] = form.decode(codebook[code]!, scale) * rowScale;
  }
  return levels;
}

/** Lloyd's algorithm over groups divided by their value of greatest size, which becomes 1. */
function learnCodebook(values: Float32Array, { group, bits }: Form): Int8Array {
  const size = 2 ** bits;
  const groups = values.length / group;
  const step = Math.max(1, Math.floor(groups / SAMPLE));
  let levels = Float64Array.from({ length: size }, (_, i) => (2 * i + 1) / size - 1);
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(size);
    const weights = new Float64Array(size);
    for (let g = 0; g < groups; g += step) {
      const extreme = extremeOf(values, g * group, group);
      if (extreme === 0) continue;
      for (let i = g * group; i < (g + 1) * group; i++) {
        const code = nearest(levels, values[i]! / extreme);
        sums[code]! += values[i]! * extreme;
        weights[code]! += extreme * extreme;
      }
    }
    levels = levels.map((level, i) => weights[i]! > 0 ? sums[i]! / weights[i]! : level);
  }
  const peak = Math.max(Math.abs(levels[0]!), Math.abs(levels[size - 1]!));
  return Int8Array.from(levels, (level) => Math.round(127 * level / peak));
}

function extremeOf(values: Float32Array, at: number, count: number): number {
  let extreme = 0;
  for (let i = at; i < at + count; i++) {
    if (Math.abs(values[i]!) > Math.abs(extreme)) extreme = values[i]!;
  }
  return extreme;
}

function nearest(levels: Float64Array, value: number): number {
  let low = 0;
  let high = levels.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (2 * value > levels[middle]! + levels[middle + 1]!) low = middle + 1;
    else high = middle;
  }
  return low;
}
