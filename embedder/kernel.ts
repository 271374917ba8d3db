/** The WebAssembly SIMD kernel: the encoder's arithmetic and the scan over vectors. */
import { readFileSync } from "node:fs";
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

/** Lies beside the weights; made by `deno task weights:kernel`. */
const KERNEL_FILE = new URL("weights/kernel.wasm", import.meta.url);

/**
 * Starts a kernel with a memory of its own.
 *
 * @param file default the one beside this module or the bundle it is in
 * @throws {MemoryError} `unavailable` when it isn't there, and where there is no WebAssembly SIMD.
 */
export function openKernel(file: URL = KERNEL_FILE): Kernel {
  let code: Uint8Array<ArrayBuffer> | undefined;
  try {
    code = readFileSync(file);
    return new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as Kernel;
  } catch (cause) {
    const why = code === undefined
      ? `"${file.href}" can't be read; install the npm package`
      : "this runtime or processor has no WebAssembly SIMD; set another embedder";
    throw new MemoryError(
      "unavailable",
      `Cannot start the embedding model, search goes by words alone: ${why}`,
      { cause },
    );
  }
}
