/**
 * A memory store in one SQLite file, for Deno, Bun and Node 22.13 and later.
 *
 * @module
 */
export { EmbeddedStore } from "./store.ts";
export type { EmbeddedOptions } from "./options.ts";
export { makePlainScanner, type ScannerMaker, type VectorScanner } from "./vectors.ts";
export type { Embedder } from "./embedder.ts";
export type { Extracted, ExtractionContext, Extractor } from "./extractor.ts";
export type { Owner } from "./owner.ts";
export { type Purge, purge } from "./purge.ts";
export { supersede } from "./supersede.ts";
export { undo } from "./undo.ts";
