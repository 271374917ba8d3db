/** The WebAssembly SIMD kernel: the encoder's arithmetic and the scan over vectors. */
import { MemoryError } from "../client/errors.ts";

/**
 * What the kernel exports. Pointers are byte offsets into `memory`, matrices are row-major; the
 * arithmetic is written down in tasks/weights/kernel.as.
 */
export interface Kernel {
  /** One page at first; grown by its user. */
  readonly memory: WebAssembly.Memory;
  /** 5-bit codes into int8 weights; `count` is a multiple of 32. */
  unpack(
    low: number,
    high: number,
    scales: number,
    codebook: number,
    out: number,
    count: number,
  ): void;
  /** float32 rows into int16 rows with a float32 scale each; `width` is a multiple of 8. */
  quantize(x: number, out: number, scales: number, rows: number, width: number): void;
  /**
   * out[t][n] = (a[t] . w[n]) * aScales[t] * wScales[n] + bias[n]. Works on four rows and two columns at
   * a time: a and out need room for `rows` rounded up to a multiple of 4.
   */
  linear(
    a: number,
    aScales: number,
    w: number,
    wScales: number,
    bias: number,
    out: number,
    rows: number,
    columns: number,
    width: number,
  ): void;
  /** In place; `count` is a multiple of 4. */
  gelu(x: number, count: number): void;
  /** x = layer norm of (x + y); rows of 384. */
  norm(x: number, y: number, gain: number, bias: number, rows: number): void;
  /**
   * Attention of the heads `first` to `last - 1` over rows of 3 * 384 values; `scratch` has room for
   * 33 * (rows rounded up to a multiple of 16) values.
   */
  attend(qkv: number, y: number, scratch: number, rows: number, first: number, last: number): void;
  /** out[i] = query . rows[i], int8 into int32; `width` is a multiple of 16. */
  scan(query: number, rows: number, out: number, count: number, width: number): void;
}

/**
 * Starts a kernel with a memory of its own.
 *
 * @param base64 the module, from kernel_code.ts; handed in, so that a worker needn't hold a second copy
 * @throws {MemoryError} `unavailable` where there is no WebAssembly SIMD.
 */
export function openKernel(base64: string): Kernel {
  try {
    const code = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(code));
    return instance.exports as unknown as Kernel;
  } catch (cause) {
    throw new MemoryError(
      "unavailable",
      "Cannot start the embedding model: this runtime or processor has no WebAssembly SIMD; " +
        "search goes by words alone, or set another embedder",
      { cause },
    );
  }
}
