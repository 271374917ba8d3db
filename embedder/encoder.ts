/**
 * The model itself: token ids to one vector. Six transformer layers (post-norm BERT) and the mean over
 * the tokens; matrices are int8, activations int16 in products and float32 elsewhere.
 *
 * Loading and encoding are generators that yield every few milliseconds of work: whoever drives them
 * decides when others get their turn.
 *
 * @module
 */
import type { Kernel } from "./kernel.ts";
import {
  LAYER_GROUP,
  type Layout,
  type MatrixSections,
  MODEL,
  type NormSections,
  readLayout,
  type Section,
  TOKEN_GROUP,
  type WeightsSource,
} from "./weights.ts";
import { unitSum } from "./windows.ts";

/** Work in steps. */
export type Steps<T> = Generator<void, T, void>;

const { hidden: HIDDEN, inner: INNER, heads: HEADS, positions: POSITIONS } = MODEL;

/** Heads whose attention is one step, and rows whose product with a matrix is; a multiple of 4. */
const HEADS_A_STEP = 4;
const ROWS_A_STEP = 64;

/** Pointers of a matrix in the kernel's memory. */
interface Matrix {
  rows: number;
  width: number;
  weights: number;
  scales: number;
  bias: number;
}

interface Norm {
  gain: number;
  bias: number;
}

interface Layer {
  qkv: Matrix;
  out: Matrix;
  norm1: Norm;
  up: Matrix;
  down: Matrix;
  norm2: Norm;
}

/** Room for one text's activations: pointers. A text is encoded in one lane; others may wait in theirs. */
interface Lane {
  /** float32, 256 x 384: what flows through the layers. */
  x: number;
  /** float32, 256 x 384: what is added to x. */
  y: number;
  /** float32, 256 x 1536: queries, keys and values, or the inner layer. */
  wide: number;
  /** int16, 64 x 1536: what is multiplied. */
  short: number;
  /** float32, 64. */
  shortScales: number;
  /** float32, 33 x 256. */
  scratch: number;
}

/** A loaded model. */
export class Encoder {
  readonly #kernel: Kernel;
  readonly #lanes: Lane[];
  readonly #tokens: { codebook: Int8Array; codes: number; groupScales: number; rowScales: number };
  readonly #positions: { values: number; rowScales: number };
  readonly #norm: Norm;
  readonly #layers: Layer[] = [];

  private constructor(
    readonly source: WeightsSource,
    layout: Layout,
    kernel: Kernel,
    lanes: number,
  ) {
    this.#kernel = kernel;
    let end = 65536;
    const allot = (bytes: number): number => {
      const at = end;
      end = (end + bytes + 15) & ~15;
      return at;
    };
    const copies: [Section, number][] = [];
    const copy = (section: Section): number => {
      const at = allot(section.bytes);
      copies.push([section, at]);
      return at;
    };
    const norm = (sections: NormSections): Norm => ({
      gain: copy(sections.gain),
      bias: copy(sections.bias),
    });
    const matrix = ({ rows, width, rowScales, bias }: MatrixSections): Matrix => ({
      rows,
      width,
      weights: allot(rows * width),
      scales: copy(rowScales),
      bias: copy(bias),
    });
    const { tokens, positions } = layout;
    this.#tokens = {
      codebook: new Int8Array(tokens.codebook.bytes),
      codes: copy(tokens.codes),
      groupScales: copy(tokens.groupScales),
      rowScales: copy(tokens.rowScales),
    };
    this.#positions = { values: copy(positions.values), rowScales: copy(positions.rowScales) };
    this.#norm = norm(layout.norm);
    for (const layer of layout.layers) {
      this.#layers.push({
        qkv: matrix(layer.qkv),
        out: matrix(layer.out),
        norm1: norm(layer.norm1),
        up: matrix(layer.up),
        down: matrix(layer.down),
        norm2: norm(layer.norm2),
      });
    }
    this.#lanes = Array.from({ length: lanes }, () => ({
      x: allot(POSITIONS * HIDDEN * 4),
      y: allot(POSITIONS * HIDDEN * 4),
      wide: allot(POSITIONS * INNER * 4),
      short: allot(ROWS_A_STEP * INNER * 2),
      shortScales: allot(ROWS_A_STEP * 4),
      scratch: allot(33 * POSITIONS * 4),
    }));
    kernel.memory.grow(Math.ceil((end - kernel.memory.buffer.byteLength) / 65536));
    source.read(tokens.codebook.at, new Uint8Array(this.#tokens.codebook.buffer));
    for (const [section, at] of copies) this.#read(section, at);
  }

  /**
   * Reads a weights file and unpacks the layers' matrices.
   *
   * @param kernel one of its own, whose memory it takes
   * @param lanes Texts that may be under way at once.
   * @throws {MemoryError} `unavailable` for a damaged file.
   */
  static *load(source: WeightsSource, kernel: Kernel, lanes: number): Steps<Encoder> {
    const layout = readLayout(source);
    const encoder = new Encoder(source, layout, kernel, lanes);
    yield;
    for (const [i, layer] of layout.layers.entries()) {
      for (const name of ["qkv", "out", "up", "down"] as const) {
        encoder.#unpack(layer[name], encoder.#layers[i]![name]);
        yield;
      }
    }
    return encoder;
  }

  /** One vector for at most 256 ids, start and end among them. */
  *encode(ids: readonly number[], laneNumber: number): Steps<Float32Array> {
    const kernel = this.#kernel;
    const lane = this.#lanes[laneNumber]!;
    const rows = ids.length;
    const { x, y, wide } = lane;
    this.#lookUp(ids, lane);
    kernel.norm(x, y, this.#norm.gain, this.#norm.bias, rows);
    for (const layer of this.#layers) {
      yield* this.#multiply(lane, x, layer.qkv, wide, rows);
      for (let head = 0; head < HEADS; head += HEADS_A_STEP) {
        kernel.attend(wide, y, lane.scratch, rows, head, head + HEADS_A_STEP);
        yield;
      }
      yield* this.#multiply(lane, y, layer.out, wide, rows);
      kernel.norm(x, wide, layer.norm1.gain, layer.norm1.bias, rows);
      yield;
      yield* this.#multiply(lane, x, layer.up, wide, rows);
      kernel.gelu(wide, rows * INNER);
      yield;
      yield* this.#multiply(lane, wide, layer.down, y, rows);
      kernel.norm(x, y, layer.norm2.gain, layer.norm2.bias, rows);
      yield;
    }
    const out = new Float32Array(kernel.memory.buffer, x, rows * HIDDEN);
    return unitSum(
      Array.from({ length: rows }, (_, t) => out.subarray(t * HIDDEN, (t + 1) * HIDDEN)),
    );
  }

  #read(section: Section, at: number): void {
    this.source.read(section.at, new Uint8Array(this.#kernel.memory.buffer, at, section.bytes));
  }

  /** The first lane holds the packed bytes meanwhile. */
  #unpack(sections: MatrixSections, matrix: Matrix): void {
    const { codebook, low, high, groupScales } = sections;
    let end = this.#lanes[0]!.x;
    const [codebookAt, lowAt, highAt, scalesAt] = [codebook, low, high, groupScales].map(
      (section) => {
        const at = end;
        this.#read(section, at);
        end += (section.bytes + 15) & ~15;
        return at;
      },
    ) as [number, number, number, number];
    const count = groupScales.bytes * LAYER_GROUP;
    this.#kernel.unpack(lowAt, highAt, scalesAt, codebookAt, matrix.weights, count);
  }

  *#multiply(lane: Lane, from: number, matrix: Matrix, to: number, rows: number): Steps<void> {
    const { short, shortScales } = lane;
    const { weights, scales, bias, rows: columns, width } = matrix;
    for (let row = 0; row < rows; row += ROWS_A_STEP) {
      const count = Math.min(ROWS_A_STEP, rows - row);
      const out = to + 4 * row * columns;
      this.#kernel.quantize(from + 4 * row * width, short, shortScales, count, width);
      this.#kernel.linear(short, shortScales, weights, scales, bias, out, count, columns, width);
      yield;
    }
  }

  /** Token values into x, position values into y; the first norm adds them. */
  #lookUp(ids: readonly number[], lane: Lane): void {
    const { buffer } = this.#kernel.memory;
    const { codebook, codes, groupScales, rowScales } = this.#tokens;
    const x = new Float32Array(buffer, lane.x, ids.length * HIDDEN);
    const y = new Float32Array(buffer, lane.y, ids.length * HIDDEN);
    const bytes = new Uint8Array(buffer, codes);
    const groups = new Int8Array(buffer, groupScales);
    const tokenScales = new Float32Array(buffer, rowScales, MODEL.vocabulary);
    const places = new Int16Array(buffer, this.#positions.values, POSITIONS * HIDDEN);
    const placeScales = new Float32Array(buffer, this.#positions.rowScales, POSITIONS);
    ids.forEach((id, t) => {
      const row = id * HIDDEN;
      for (let i = 0; i < HIDDEN; i++) {
        const bit = 3 * (row + i);
        const pair = bytes[bit >> 3]! | bytes[(bit >> 3) + 1]! << 8;
        const scale = groups[Math.floor((row + i) / TOKEN_GROUP)]! * tokenScales[id]!;
        x[t * HIDDEN + i] = codebook[pair >> (bit & 7) & 7]! * scale;
        y[t * HIDDEN + i] = places[t * HIDDEN + i]! * placeScales[t]!;
      }
    });
  }
}
