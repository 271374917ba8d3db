/** Dot products of one int8 vector with many, by the WebAssembly kernel. */
import { isMemoryError } from "../client/errors.ts";
import { type Kernel, openKernel } from "./kernel.ts";

/** Vectors in the kernel's memory; the form that the embedded store's vector index asks for. */
export interface KernelScanner {
  /**
   * Makes room for at least `rows` vectors, keeps what is there, and returns all of it, row after
   * row. An array from an earlier call must not be used any more.
   */
  reserve(rows: number): Int8Array;
  /** The query's dot product with each of the first `rows` vectors; valid until the next call. */
  scan(query: Int8Array, rows: number): Int32Array;
}

/** The kernel itself uses what lies below. */
const QUERY_AT = 65536;
const PAGE = 65536;

/**
 * Makes a scanner for vectors of one length.
 *
 * @returns undefined without the kernel or WebAssembly SIMD, or when the length is no multiple of 16.
 */
export function makeKernelScanner(dimensions: number): KernelScanner | undefined {
  const kernel = dimensions % 16 === 0 ? tryKernel() : undefined;
  if (kernel === undefined) return undefined;
  const { memory } = kernel;
  const rowsAt = QUERY_AT + dimensions;
  memory.grow(Math.ceil(dimensions / PAGE));
  let room = 0;
  return {
    reserve(rows) {
      if (rows > room) {
        room = Math.max(256, rows, 2 * room);
        const end = rowsAt + room * (dimensions + 4);
        memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
      }
      return new Int8Array(memory.buffer, rowsAt, room * dimensions);
    },
    scan(query, rows) {
      const productsAt = rowsAt + room * dimensions;
      if (rows > 0) {
        new Int8Array(memory.buffer, QUERY_AT, dimensions).set(query);
        kernel.scan(QUERY_AT, rowsAt, productsAt, rows, dimensions);
      }
      return new Int32Array(memory.buffer, productsAt, rows);
    },
  };
}

function tryKernel(): Kernel | undefined {
  try {
    return openKernel();
  } catch (error) {
    // Without it the store's own scanner does it; the embedder tells the log.
    if (isMemoryError(error)) return undefined;
    throw error;
  }
}
