/**
 * What turns texts into vectors: MiniLM in the process, or an OpenAI-compatible service.
 *
 * @module
 */
export { MiniLm, type MiniLmOptions } from "./minilm.ts";
export { OpenAIEmbedder } from "./openai.ts";
export { type KernelScanner, makeKernelScanner } from "./scan.ts";
