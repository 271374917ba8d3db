/** What a store is opened with, for `mod.ts`: imported at once, and only when a file is opened. */
export { judgedExtractor, ruleExtractor } from "./extract.ts";
export { ModelExtractor } from "./model.ts";
export { EmbeddedStore } from "./store.ts";
export { makePlainScanner } from "./vectors.ts";
