/**
 * Texts to vectors: {@link MiniLm} in the process, {@link OpenAIEmbedder} by a service, and the scanner
 * that compares vectors fast. To be imported lazily: a user of a server needs none of it.
 *
 * @module
 */
export { MiniLmJudge } from "./judge.ts";
export { MiniLm, type MiniLmOptions } from "./minilm.ts";
export { OpenAIEmbedder, type OpenAIEmbedderOptions } from "./openai.ts";
export { type KernelScanner, makeKernelScanner } from "./scan.ts";
