import type { Log } from "../client/store.ts";
import type { Embedder } from "./embedder.ts";
import type { Extractor } from "./extractor.ts";
import type { ScannerMaker } from "./vectors.ts";

/** How an `EmbeddedStore` is opened. */
export interface EmbeddedOptions {
  /** The SQLite file, made when it is missing; ":memory:" for one that ends with the process. */
  path: string;
  /** Finds by meaning; without one, by words alone. */
  embedder?: Embedder;
  /** Compares vectors; default in plain TypeScript. */
  scanner?: ScannerMaker;
  /** What `infer: true` keeps; without one, each user message as it is. */
  extractor?: Extractor;
  /** Receives what the store has to say; default nobody. */
  log?: Log;
  /** The time; default the system's. */
  now?: () => Date;
  /** Who writes, for the history; default unknown. */
  actor?: string;
}
