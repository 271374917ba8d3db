/**
 * Memory for coding agents, on a self-hosted Mem0 server or in one local SQLite file.
 *
 * {@link openStore} chooses the back end by the address; everything else speaks to the
 * {@link MemoryStore} that it returns.
 *
 * @module
 */
import { messageOf } from "./client/errors.ts";
import { parseAddress } from "./client/address.ts";
import { RestStore } from "./client/rest.ts";
import type { Log, MemoryStore } from "./client/store.ts";
import type { Embedder } from "./embedded/embedder.ts";
import type { Extractor } from "./embedded/extractor.ts";
import type { Judge } from "./embedded/judge.ts";
import type { EmbeddedOptions } from "./embedded/options.ts";

export { type Address, parseAddress, withoutCredentials } from "./client/address.ts";
export { Breaker, type BreakerOptions, type BreakerState } from "./client/breaker.ts";
export * from "./client/mod.ts";
export { type DecodedFilters, decodeFilters } from "./client/where.ts";
export type { Embedder, Extractor };

/** A model behind an OpenAI-compatible API: Ollama, llama.cpp, vLLM, a hosted one. */
export interface Endpoint {
  /** Up to and with `/v1`, e.g. `http://localhost:11434/v1`. */
  baseUrl: string;
  /** The model's name there. */
  model: string;
  /** Sent as a bearer token when given. */
  apiKey?: string;
}

/** How to open a store. Fields that the chosen back end doesn't use are ignored. */
export interface OpenOptions {
  /** Server: X-API-Key. */
  apiKey?: string;
  /** Server: e-mail of a login; with `password` it is preferred to a key, since it is faster. */
  email?: string;
  /** Server: password of the login; kept in memory only. */
  password?: string;
  /** Server: deadline of a call in milliseconds; default 30,000. */
  timeoutMs?: number;
  /** Server: a replacement of the global fetch. */
  fetch?: typeof fetch;
  /**
   * Embedded: makes vectors. Default `minilm`, in this process; where its weights are missing (a
   * module from JSR) search goes by words alone, and the log says so. `none`: words alone. The model
   * of `minilm` also judges what `rules` keep of a conversation; without it learned weights do.
   */
  embedder?: Embedder | Endpoint | "minilm" | "none";
  /** Embedded: finds facts in conversations. Default `rules`. */
  extractor?: Extractor | Endpoint | "rules";
  /** Embedded: who writes, for the history; default unknown. */
  actor?: string;
  /** Receives what the store has to say. */
  log?: Log;
}

/**
 * Opens the store that an address names: `http(s)://host[:port][/prefix]` (also without a scheme:
 * `localhost:8888`) a Mem0 server, `file:/path/memories.db` or a path an embedded file, `:memory:` an
 * embedded store that is gone with the process.
 *
 * Opening a server sends nothing.
 *
 * @throws {MemoryError} `invalid` for an address that is none; `storage` for a file that can't be
 * opened.
 *
 * @example
 * ```ts
 * import { openStore } from "./mod.ts";
 * const store = await openStore(":memory:", { embedder: "none" });
 * await store.add({
 *   scope: { user: "ann" },
 *   messages: [{ role: "user", content: "Deploys go out on Fridays" }],
 *   infer: false,
 * });
 * console.log((await store.search({ scope: { user: "ann" }, text: "deploys" }))[0]?.text);
 * await store.close();
 * ```
 */
export async function openStore(address: string, options: OpenOptions = {}): Promise<MemoryStore> {
  const target = parseAddress(address);
  const { log } = options;
  if (target.kind === "server") {
    const { apiKey, email, password, timeoutMs, fetch } = options;
    return new RestStore({ host: address, apiKey, email, password, timeoutMs, fetch, log });
  }
  // A user of a server never loads SQLite.
  const { EmbeddedStore } = await import("./embedded/parts.ts");
  const { judge, ...finding } = await chooseEmbedder(options);
  return await EmbeddedStore.open({
    path: target.kind === "file" ? target.path : ":memory:",
    extractor: await chooseExtractor(options, judge),
    ...finding,
    actor: options.actor,
    log,
  });
}

/** Opening waits so long for a service that must first be asked how long its vectors are. */
const SERVICE_MS = 2_000;

/** What finds by meaning, and with the model in the process what judges statements. */
interface Finding extends Pick<EmbeddedOptions, "embedder" | "scanner"> {
  judge?: Judge;
}

async function chooseEmbedder({ embedder = "minilm", log }: OpenOptions): Promise<Finding> {
  if (embedder === "none") return {};
  const { makeKernelScanner, MiniLm, MiniLmJudge, OpenAIEmbedder } = await import(
    "./embedder/mod.ts"
  );
  const { makePlainScanner } = await import("./embedded/parts.ts");
  const scanner = (dimensions: number) =>
    makeKernelScanner(dimensions) ?? makePlainScanner(dimensions);
  if (embedder === "minilm") {
    const model = new MiniLm({ log });
    return { scanner, embedder: model, judge: new MiniLmJudge(model) };
  }
  if ("embed" in embedder) return { scanner, embedder };
  try {
    const service = await OpenAIEmbedder.connect(embedder, { timeoutMs: SERVICE_MS });
    return { scanner, embedder: service };
  } catch (error) {
    const why = messageOf(error);
    log?.("warn", `${why}; until the store is opened again, search goes by words alone`);
    return {};
  }
}

async function chooseExtractor(
  { extractor = "rules", log }: OpenOptions,
  judge: Judge | undefined,
): Promise<Extractor> {
  if (extractor !== "rules" && "extract" in extractor) return extractor;
  const { judgedExtractor, ModelExtractor, ruleExtractor } = await import("./embedded/parts.ts");
  const rules = judge === undefined ? ruleExtractor : judgedExtractor(judge);
  return extractor === "rules" ? rules : new ModelExtractor({ ...extractor, rules, log });
}
