/** What the thread of the host and the worker say to each other. */
import type { Code } from "../client/errors.ts";

/** What a worker is started with. */
export interface Start {
  /** Path of the weights file. */
  weights: string;
  /** The kernel's code, see kernel_code.ts. */
  kernelCode: string;
  /** The worker's own code, see worker_code.ts. */
  code: string;
}

/** To the worker: embed a text, or forget about it. */
export type Order = { id: number; text: string; urgent: boolean } | { cancel: number };

/** From the worker: loaded or why not (once), then a vector or an error for each order. */
export type Report =
  | { kind: "loaded" }
  | { kind: "unloadable"; code: Code; message: string }
  | { kind: "vector"; id: number; vector: Float32Array }
  | { kind: "error"; id: number; message: string };
