import type { Database } from "./database.ts";

/**
 * Computes dot products over many int8 vectors. It owns the memory, since a WebAssembly kernel can
 * only read its own.
 */
export interface VectorScanner {
  /**
   * Makes room for at least `rows` vectors, keeps what is there, and returns all of it, row after
   * row. An array from an earlier call must not be used any more.
   */
  reserve(rows: number): Int8Array;
  /** The query's dot product with each of the first `rows` vectors; valid until the next call. */
  scan(query: Int8Array, rows: number): Int32Array;
}

/** Makes a scanner for vectors of one length; undefined when it can't, and the plain one is used. */
export type ScannerMaker = (dimensions: number) => VectorScanner | undefined;

/** A scanner in plain TypeScript: right everywhere, some ten times slower than a kernel. */
export function makePlainScanner(dimensions: number): VectorScanner {
  let room = new Int8Array(0);
  let products = new Int32Array(0);
  return {
    reserve(rows) {
      if (rows * dimensions > room.length) {
        const grown = new Int8Array(Math.max(256, rows, 2 * room.length / dimensions) * dimensions);
        grown.set(room);
        room = grown;
        products = new Int32Array(room.length / dimensions);
      }
      return room;
    },
    scan(query, rows) {
      for (let row = 0, at = 0; row < rows; row++) {
        let sum = 0;
        for (let i = 0; i < dimensions; i++) sum += query[i]! * room[at++]!;
        products[row] = sum;
      }
      return products.subarray(0, rows);
    },
  };
}

/**
 * A unit vector as int8, scaled so that its largest part is 127. The scale need not be kept: a cosine
 * divides by the lengths of the int8 vectors themselves.
 */
export function quantize(vector: Float32Array): Int8Array {
  let peak = 0;
  for (const part of vector) peak = Math.max(peak, Math.abs(part));
  const scale = peak > 0 ? 127 / peak : 0;
  return Int8Array.from(vector, (part) => Math.round(part * scale));
}

/** 1 / length of the vector at an offset; 0 for a vector of zeros, whose cosine is then 0. */
function inverseLength(data: Int8Array, at: number, dimensions: number): number {
  let sum = 0;
  for (let i = at; i < at + dimensions; i++) sum += data[i]! * data[i]!;
  return sum > 0 ? 1 / Math.sqrt(sum) : 0;
}

/** The cosines of one query with all vectors. */
export interface Cosines {
  /** Of a row; undefined when it has no vector, or one with another stamp. */
  of(seq: number, stamp: number | null): number | undefined;
  /** The rows with the greatest ones, in no order; of `among` when it is given. */
  top(count: number, among?: Iterable<number>): number[];
}

/**
 * All vectors of one embedder, in memory, kept in step with the table. Rows that were deleted since
 * stay until the next reload: a search tests every row it returns against the table anyway.
 */
export class VectorIndex {
  readonly #scanner: VectorScanner;
  #rows = 0;
  #stamp = 0;
  #seqs = new Float64Array(0);
  #stamps = new Float64Array(0);
  #inverse = new Float32Array(0);
  readonly #slots = new Map<number, number>();

  /** @param embedder the id of the embedder whose vectors are meant. */
  constructor(
    readonly embedder: string,
    readonly dimensions: number,
    makeScanner: ScannerMaker = makePlainScanner,
  ) {
    this.#scanner = makeScanner(dimensions) ?? makePlainScanner(dimensions);
  }

  /** Takes in what this or another process has written since; cheap when there is nothing. */
  refresh(db: Database): void {
    const [last] = db.all<{ stamp: number | null }>("SELECT max(stamp) AS stamp FROM vector");
    const newest = Number(last?.stamp ?? 0);
    while (this.#stamp < newest) {
      const rows = db.all<{ memory: number; stamp: number; embedder: string; data: Uint8Array }>(
        "SELECT memory, stamp, embedder, data FROM vector WHERE stamp > ? ORDER BY stamp LIMIT 5000",
        this.#stamp,
      );
      if (rows.length === 0) break;
      this.#stamp = rows.at(-1)!.stamp;
      const usable = rows.filter((row) =>
        row.embedder === this.embedder && row.data.length === this.dimensions
      );
      const room = this.#reserve(this.#rows + usable.length);
      for (const row of usable) {
        const slot = this.#slots.get(row.memory) ?? this.#rows++;
        this.#slots.set(row.memory, slot);
        this.#seqs[slot] = row.memory;
        this.#stamps[slot] = row.stamp;
        room.set(
          new Int8Array(row.data.buffer, row.data.byteOffset, this.dimensions),
          slot * this.dimensions,
        );
        this.#inverse[slot] = inverseLength(room, slot * this.dimensions, this.dimensions);
      }
    }
  }

  /** Compares a unit vector with all. The result holds until the next call. */
  compare(vector: Float32Array): Cosines {
    const query = quantize(vector);
    const factor = inverseLength(query, 0, this.dimensions);
    const products = this.#scanner.scan(query, this.#rows);
    const cosine = (slot: number) => products[slot]! * this.#inverse[slot]! * factor;
    return {
      of: (seq, stamp) => {
        const slot = this.#slots.get(seq);
        return slot === undefined || this.#stamps[slot] !== stamp ? undefined : cosine(slot);
      },
      top: (count, among) => {
        const best = new Best(count);
        if (among === undefined) {
          for (let slot = 0; slot < this.#rows; slot++) best.offer(slot, cosine(slot));
        } else {
          for (const seq of among) {
            const slot = this.#slots.get(seq);
            if (slot !== undefined) best.offer(slot, cosine(slot));
          }
        }
        return best.items().map((slot) => this.#seqs[slot]!);
      },
    };
  }

  #reserve(rows: number): Int8Array {
    if (rows > this.#seqs.length) {
      const length = Math.max(256, rows, 2 * this.#seqs.length);
      this.#seqs = copyInto(new Float64Array(length), this.#seqs);
      this.#stamps = copyInto(new Float64Array(length), this.#stamps);
      this.#inverse = copyInto(new Float32Array(length), this.#inverse);
    }
    return this.#scanner.reserve(rows);
  }
}

function copyInto<T extends Float64Array | Float32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}

/** Keeps the `size` items with the greatest scores: a heap with the least of them on top. */
class Best {
  readonly #items: number[] = [];
  readonly #scores: number[] = [];

  constructor(readonly size: number) {}

  offer(item: number, score: number): void {
    const scores = this.#scores;
    if (scores.length < this.size) {
      scores.push(score);
      this.#items.push(item);
      for (let i = scores.length - 1; i > 0;) {
        const parent = (i - 1) >> 1;
        if (scores[parent]! <= scores[i]!) break;
        this.#swap(i, parent);
        i = parent;
      }
    } else if (this.size > 0 && score > scores[0]!) {
      scores[0] = score;
      this.#items[0] = item;
      for (let i = 0;;) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) {
          if (child < scores.length && scores[child]! < scores[least]!) least = child;
        }
        if (least === i) break;
        this.#swap(i, least);
        i = least;
      }
    }
  }

  items(): number[] {
    return this.#items;
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
    [this.#scores[a], this.#scores[b]] = [this.#scores[b]!, this.#scores[a]!];
  }
}
