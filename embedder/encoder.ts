/**
 * The model itself: token ids to one vector. Six or twelve transformer layers (post-norm BERT) and the mean over
 * the tokens; matrices are int8, activations int16 in products and float32 elsewhere. With an adapter
 * the same layers answer questions about a text (see judges.ts).
 *
 * Loading and encoding are generators that yield every few milliseconds of work: whoever drives them
 * decides when others get their turn.
 *
 * @module
 */
import { type JudgeSections, MATRICES, type MatrixName, RANK, SHAPES } from "./judges.ts";
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

type Layer = Record<MatrixName, Matrix> & { norm1: Norm; norm2: Norm };

/** What is added to the product with a matrix: first `down`, then `up`. */
interface Change {
  down: Matrix;
  up: Matrix;
}

/** A judge's changes of the layers, in the kernel's memory, and its head. */
export interface Adapter {
  layers: Record<MatrixName, Change>[];
  head: Float32Array;
  bias: Float32Array;
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
  /** Where free memory begins. */
  #end = 65536;
  /** Room for what an adapter adds to a step's product, made with the first adapter. */
  #added: { few: number; short: number; scales: number; out: number; zeros: number } | undefined;

  private constructor(
    readonly source: WeightsSource,
    layout: Layout,
    kernel: Kernel,
    lanes: number,
  ) {
    this.#kernel = kernel;
    const allot = (bytes: number) => this.#allot(bytes);
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
    this.#grow();
    source.read(tokens.codebook.at, new Uint8Array(this.#tokens.codebook.buffer));
    for (const [section, at] of copies) this.#read(section, at);
  }

  /**
   * Reads a weights file and unpacks the layers' matrices.
   *
   * @param kernel one of its own, whose memory it takes
   * @param lanes Texts that may be under way at once.
   * @throws {MemoryError} `unavailable` for a damaged file, and one of another number of layers.
   */
  static *load(
    source: WeightsSource,
    kernel: Kernel,
    { lanes, layers }: { lanes: number; layers: number },
  ): Steps<Encoder> {
    const layout = readLayout(source, layers);
    const encoder = new Encoder(source, layout, kernel, lanes);
    yield;
    for (const [i, layer] of layout.layers.entries()) {
      for (const name of MATRICES) {
        encoder.#unpack(layer[name], encoder.#layers[i]![name]);
        yield;
      }
    }
    return encoder;
  }

  /** Reads a judge into the kernel's memory. */
  adapt(source: WeightsSource, { layers, head, bias }: JudgeSections): Adapter {
    this.#added ??= {
      few: this.#allot(ROWS_A_STEP * RANK * 4),
      short: this.#allot(ROWS_A_STEP * RANK * 2),
      scales: this.#allot(ROWS_A_STEP * 4),
      out: this.#allot(ROWS_A_STEP * INNER * 4),
      zeros: this.#allot(INNER * 4),
    };
    const { zeros } = this.#added;
    const copies: [Section, number][] = [];
    const copy = (section: Section): number => {
      const at = this.#allot(section.bytes);
      copies.push([section, at]);
      return at;
    };
    const changes = layers.map((layer) =>
      Object.fromEntries(MATRICES.map((name): [MatrixName, Change] => {
        const { down, downScales, up, upScales } = layer[name];
        const { rows, width } = SHAPES[name];
        return [name, {
          down: { rows: RANK, width, weights: copy(down), scales: copy(downScales), bias: zeros },
          up: { rows, width: RANK, weights: copy(up), scales: copy(upScales), bias: zeros },
        }];
      })) as Record<MatrixName, Change>
    );
    this.#grow();
    for (const [section, at] of copies) this.#read(section, at, source);
    const floats = (section: Section): Float32Array => {
      const bytes = new Uint8Array(section.bytes);
      source.read(section.at, bytes);
      return new Float32Array(bytes.buffer);
    };
    return { layers: changes, head: floats(head), bias: floats(bias) };
  }

  /** One vector for at most 256 ids, start and end among them. */
  *encode(ids: readonly number[], laneNumber: number): Steps<Float32Array> {
    const lane = this.#lanes[laneNumber]!;
    yield* this.#run(ids, lane);
    return unitSum(this.#states(lane, ids.length));
  }

  /** An adapter's answers on a text: the first `own` of the ids, start and end among them. */
  *answer(
    ids: readonly number[],
    own: number,
    laneNumber: number,
    adapter: Adapter,
  ): Steps<Float32Array> {
    const lane = this.#lanes[laneNumber]!;
    yield* this.#run(ids, lane, adapter);
    const states = this.#states(lane, own);
    const pooled = new Float32Array(2 * HIDDEN);
    for (const state of states) state.forEach((value, i) => pooled[i]! += value / own);
    pooled.set(states[0]!, HIDDEN);
    return adapter.bias.map((bias, row) =>
      pooled.reduce((sum, value, i) => sum + value * adapter.head[row * 2 * HIDDEN + i]!, bias)
    );
  }

  /** Leaves the states in the lane's x. */
  *#run(ids: readonly number[], lane: Lane, adapter?: Adapter): Steps<void> {
    const kernel = this.#kernel;
    const rows = ids.length;
    const { x, y, wide } = lane;
    this.#lookUp(ids, lane);
    kernel.norm(x, y, this.#norm.gain, this.#norm.bias, rows);
    for (const [i, layer] of this.#layers.entries()) {
      const change = adapter?.layers[i];
      yield* this.#multiply(lane, x, layer.qkv, wide, rows, change?.qkv);
      for (let head = 0; head < HEADS; head += HEADS_A_STEP) {
        kernel.attend(wide, y, lane.scratch, rows, head, head + HEADS_A_STEP);
        yield;
      }
      yield* this.#multiply(lane, y, layer.out, wide, rows, change?.out);
      kernel.norm(x, wide, layer.norm1.gain, layer.norm1.bias, rows);
      yield;
      yield* this.#multiply(lane, x, layer.up, wide, rows, change?.up);
      kernel.gelu(wide, rows * INNER);
      yield;
      yield* this.#multiply(lane, wide, layer.down, y, rows, change?.down);
      kernel.norm(x, y, layer.norm2.gain, layer.norm2.bias, rows);
      yield;
    }
  }

  /** Views of the lane's first states: to be used before the memory grows. */
  #states(lane: Lane, rows: number): Float32Array[] {
    const out = new Float32Array(this.#kernel.memory.buffer, lane.x, rows * HIDDEN);
    return Array.from({ length: rows }, (_, t) => out.subarray(t * HIDDEN, (t + 1) * HIDDEN));
  }

  #allot(bytes: number): number {
    const at = this.#end;
    this.#end = (at + bytes + 15) & ~15;
    return at;
  }

  #grow(): void {
    const { memory } = this.#kernel;
    const more = Math.ceil((this.#end - memory.buffer.byteLength) / 65536);
    if (more > 0) memory.grow(more);
  }

  #read(section: Section, at: number, source = this.source): void {
    source.read(section.at, new Uint8Array(this.#kernel.memory.buffer, at, section.bytes));
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

  *#multiply(
    lane: Lane,
    from: number,
    matrix: Matrix,
    to: number,
    rows: number,
    change?: Change,
  ): Steps<void> {
    const { short, shortScales } = lane;
    const { rows: columns, width } = matrix;
    for (let row = 0; row < rows; row += ROWS_A_STEP) {
      const count = Math.min(ROWS_A_STEP, rows - row);
      const out = to + 4 * row * columns;
      this.#kernel.quantize(from + 4 * row * width, short, shortScales, count, width);
      this.#linear(short, shortScales, matrix, out, count);
      if (change !== undefined) this.#add(lane, change, out, count);
      yield;
    }
  }

  #linear(short: number, scales: number, matrix: Matrix, out: number, count: number): void {
    const { weights, scales: rowScales, bias, rows, width } = matrix;
    this.#kernel.linear(short, scales, weights, rowScales, bias, out, count, rows, width);
  }

  /** Adds a change to the product of what lies quantised in the lane. Never between two steps of a text. */
  #add({ short, shortScales }: Lane, { down, up }: Change, out: number, count: number): void {
    const room = this.#added!;
    this.#linear(short, shortScales, down, room.few, count);
    this.#kernel.quantize(room.few, room.short, room.scales, count, RANK);
    this.#linear(room.short, room.scales, up, room.out, count);
    const { buffer } = this.#kernel.memory;
    const sum = new Float32Array(buffer, out, count * up.rows);
    const more = new Float32Array(buffer, room.out, count * up.rows);
    for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
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
