/**
 * The weights files: all-MiniLM-L6-v2, and bge-small-en-v1.5, which has twice the layers and else the same
 * sizes, at 4 bits a weight on average (5 for the layers' matrices, 3 for the token table), with their
 * vocabulary. Little-endian; every section starts at a multiple of 16.
 *
 * - A weight of a layer is `((codebook[code] * groupScale + 64) >> 7) * rowScale`, 16 weights a group;
 *   codebook and group scales are int8, so that int8 rows come out, which the kernel multiplies.
 * - A value of the token table is `codebook[code] * groupScale * rowScale`, 32 values a group.
 * - A value of the position table (token type 0 added in) is `int16 * rowScale`.
 *
 * @module
 */
import { MemoryError } from "../client/errors.ts";

/** Sizes of all-MiniLM-L6-v2; positions are cut at 256, where the model was trained. */
export const MODEL = {
  vocabulary: 30522,
  hidden: 384,
  layers: 6,
  heads: 12,
  inner: 1536,
  positions: 256,
} as const;

/** Weights that share a scale, in a layer's matrix. */
export const LAYER_GROUP = 16;
/** Values that share a scale, in the token table. */
export const TOKEN_GROUP = 32;

/** The first eight bytes. */
export const MAGIC = "MiniLMq4";

/** A part of the file, in bytes. */
export interface Section {
  /** From the start of the file. */
  at: number;
  /** Without padding. */
  bytes: number;
}

/** A matrix of a layer: `rows` outputs of `width` inputs. */
export interface MatrixSections {
  rows: number;
  width: number;
  /** int8[32]. */
  codebook: Section;
  /** Low four bits of the codes: of 32 weights, weight i in byte i % 16, the first 16 in the low half. */
  low: Section;
  /** Fifth bits, weight i in bit i % 8 of byte i / 8. */
  high: Section;
  /** int8, one for 16 weights. */
  groupScales: Section;
  /** float32, one a row. */
  rowScales: Section;
  /** float32, one a row. */
  bias: Section;
}

/** Gain and bias of a layer norm, float32. */
export interface NormSections {
  gain: Section;
  bias: Section;
}

/** Where everything is. */
export interface Layout {
  /** UTF-8, one token a line, in the order of their ids. */
  vocabulary: Section;
  tokens: {
    /** int8[8]. */
    codebook: Section;
    /** Three bits a value: eight values in three bytes, the first in the lowest bits. */
    codes: Section;
    /** int8, one for 32 values. */
    groupScales: Section;
    /** float32, one a token. */
    rowScales: Section;
  };
  positions: {
    /** int16. */
    values: Section;
    /** float32, one a position. */
    rowScales: Section;
  };
  norm: NormSections;
  layers: {
    /** Queries, keys and values, one after another. */
    qkv: MatrixSections;
    out: MatrixSections;
    norm1: NormSections;
    up: MatrixSections;
    down: MatrixSections;
    norm2: NormSections;
  }[];
  /** Length of the whole file. */
  size: number;
}

/** Bytes of the header: magic, vocabulary length (uint32), four bytes of zeros. */
export const HEADER_BYTES = 16;

/** Lays sections one behind the other, each at a multiple of 16. */
export function allotter(start: number): (bytes: number) => Section {
  let end = (start + 15) & ~15;
  return (bytes) => {
    const at = end;
    end = (end + bytes + 15) & ~15;
    return { at, bytes };
  };
}

/** Lays out a file of so many layers, whose vocabulary takes so many bytes. */
export function layOut(vocabularyBytes: number, layers: number = MODEL.layers): Layout {
  const { vocabulary, hidden, inner, positions } = MODEL;
  const section = allotter(HEADER_BYTES);
  const matrix = (rows: number, width: number): MatrixSections => ({
    rows,
    width,
    codebook: section(32),
    low: section(rows * width / 2),
    high: section(rows * width / 8),
    groupScales: section(rows * width / LAYER_GROUP),
    rowScales: section(rows * 4),
    bias: section(rows * 4),
  });
  const norm = (): NormSections => ({ gain: section(hidden * 4), bias: section(hidden * 4) });
  const layout = {
    vocabulary: section(vocabularyBytes),
    tokens: {
      codebook: section(8),
      codes: section(vocabulary * hidden * 3 / 8),
      groupScales: section(vocabulary * hidden / TOKEN_GROUP),
      rowScales: section(vocabulary * 4),
    },
    positions: {
      values: section(positions * hidden * 2),
      rowScales: section(positions * 4),
    },
    norm: norm(),
    layers: Array.from({ length: layers }, () => ({
      qkv: matrix(3 * hidden, hidden),
      out: matrix(hidden, hidden),
      norm1: norm(),
      up: matrix(inner, hidden),
      down: matrix(hidden, inner),
      norm2: norm(),
    })),
  };
  return { ...layout, size: section(0).at };
}

/** Something that bytes can be read from, piece by piece, so that 13 MB never lie in memory twice. */
export interface WeightsSource {
  /** Length in bytes. */
  readonly size: number;
  /** Fills the target from a position of the file. */
  read(at: number, target: Uint8Array): void;
  /** Free the file. */
  close(): void;
}

/**
 * Reads the header.
 *
 * @throws {MemoryError} `unavailable` when it is not a weights file of this format, or cut off.
 */
export function readLayout(source: WeightsSource, layers: number = MODEL.layers): Layout {
  const header = new Uint8Array(HEADER_BYTES);
  if (source.size >= HEADER_BYTES) source.read(0, header);
  const magic = String.fromCharCode(...header.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw damaged(`it doesn't start with "${MAGIC}"`);
  const layout = layOut(new DataView(header.buffer).getUint32(MAGIC.length, true), layers);
  if (layout.size !== source.size) {
    throw damaged(`it has ${source.size} bytes, not ${layout.size}`);
  }
  return layout;
}

function damaged(what: string): MemoryError {
  return new MemoryError(
    "unavailable",
    `Cannot load the model: its weights file is damaged (${what}); install the package again`,
  );
}
