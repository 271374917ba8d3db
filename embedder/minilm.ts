/** all-MiniLM-L6-v2 in the process: no service, no key, nothing to install or to download. */
import { Deadline } from "../client/deadline.ts";
import { MemoryError } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { VectorCache } from "./cache.ts";
import { type Embedding, type Engine, loadEngine } from "./engine.ts";
import { MODEL } from "./weights.ts";
import { findWeights, openWeights } from "./weights_file.ts";
import { startWorker } from "./worker_thread.ts";

/** Queries whose vectors are kept, and how long a query may be for that, in characters. */
const CACHED_QUERIES = 128;
const LONGEST_QUERY = 4_000;

/** Workers that may end by themselves before the model counts as broken. */
const MOST_DEATHS = 3;

/** How {@link MiniLm} is made. */
export interface MiniLmOptions {
  /** The weights file: a path or a file: URL; default the one beside the module or its bundle. */
  weights?: string | URL;
  /** Told once when the model can't be loaded, and when it has to run without a worker. */
  log?: Log;
  /** Where the model runs; default a worker thread, or this thread where there are no workers. */
  thread?: "worker" | "own";
}

/**
 * Embeds texts with all-MiniLM-L6-v2 at 4 bits a weight, in a worker thread. The model is loaded by the
 * first call. A single text counts as a query: it goes before texts in batches, and its vector is
 * kept. Long texts are read in windows of 256 tokens, the first 16 of them.
 *
 * @example
 * ```ts
 * import { MiniLm } from "./minilm.ts";
 * const embedder = new MiniLm();
 * const [question, fact] = await embedder.embed(["How do we ship?", "Deploys go out on Fridays"]);
 * await embedder.close();
 * ```
 */
export class MiniLm implements Embedder {
  /** @inheritdoc */
  readonly id: string = "minilm-l6-v2-q4";
  /** @inheritdoc */
  readonly dimensions: number = MODEL.hidden;
  readonly #options: MiniLmOptions;
  readonly #cache = new VectorCache(CACHED_QUERIES);
  #engine: Promise<Engine> | undefined;
  #ready = false;
  readonly #closing = new AbortController();
  #deaths = 0;

  /** Loads nothing yet. */
  constructor(options: MiniLmOptions = {}) {
    this.#options = options;
  }

  /** @inheritdoc */
  get ready(): boolean {
    return this.#ready;
  }

  /**
   * @inheritdoc
   * @throws {MemoryError} `unavailable` without weights file or WebAssembly SIMD, or after
   * {@link close}; `timeout`; `aborted` by the signal, or when it is closed meanwhile. Without a
   * time limit it takes what it takes.
   */
  async embed(texts: readonly string[], call: Call = {}): Promise<Float32Array[]> {
    const [query] = texts;
    const isQuery = texts.length === 1 && query !== undefined && query.length <= LONGEST_QUERY;
    const known = isQuery ? this.#cache.get(query) : undefined;
    if (known !== undefined) return [known];
    const closing = this.#closing.signal;
    const what = `embed ${texts.length === 1 ? "a text" : `${texts.length} texts`}`;
    if (closing.aborted) {
      throw new MemoryError("unavailable", `Cannot ${what}: the embedder has been closed`);
    }
    let started: Embedding[] = [];
    // Its timer also keeps the process alive until there is an answer: the worker doesn't.
    const signal = call.signal === undefined ? closing : AbortSignal.any([call.signal, closing]);
    const deadline = new Deadline({ ...call, signal }, Infinity, what);
    try {
      const engine = await deadline.race(this.#engine ??= this.#load());
      started = texts.map((text) => engine.embed(text, isQuery));
      const vectors = await deadline.race(Promise.all(started.map(({ vector }) => vector)));
      if (isQuery) this.#cache.set(query, vectors[0]!);
      return vectors;
    } finally {
      deadline.end();
      for (const { cancel } of started) cancel();
    }
  }

  /**
   * Ends the worker. What is under way is rejected as `aborted`. A worker that is still loading ends
   * when it has: nobody waits for that, and it doesn't keep the process alive.
   */
  async close(): Promise<void> {
    const wasReady = this.#ready;
    this.#closing.abort();
    this.#ready = false;
    const ended = this.#engine?.then((engine) => engine.close()).catch((error) => {
      this.#options.log?.("debug", `Nothing to close, the model was not loaded: ${error}`);
    });
    // In Node a wait for a worker that holds nothing alive would end the process in its middle.
    if (wasReady) await ended;
  }

  async #load(): Promise<Engine> {
    try {
      const engine = await this.#start();
      this.#ready = !this.#closing.signal.aborted;
      return engine;
    } catch (error) {
      // The promise is kept: a model that can't be loaded is not tried, and told of, again and again.
      this.#options.log?.("warn", error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #start(): Promise<Engine> {
    const path = findWeights(this.#options.weights);
    if (this.#options.thread !== "own") {
      const engine = await startWorker(path, () => this.#restart());
      if (engine !== undefined) return engine;
      this.#options.log?.(
        "warn",
        "No worker thread can be started: texts are embedded in small steps",
      );
    }
    const source = openWeights(path);
    try {
      return await loadEngine(source);
    } finally {
      source.close();
    }
  }

  #restart(): void {
    this.#ready = false;
    if (++this.#deaths < MOST_DEATHS) this.#engine = undefined;
  }
}
