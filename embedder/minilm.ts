/** all-MiniLM-L6-v2 in the process: no service, no key, nothing to install or to download. */
import { Deadline } from "../client/deadline.ts";
import { MemoryError } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { VectorCache } from "./cache.ts";
import { Model } from "./model.ts";
import { drive, type Job, type Pace, Scheduler } from "./scheduler.ts";
import { MODEL } from "./weights.ts";
import { findWeights, openWeights } from "./weights_file.ts";

/** Queries whose vectors are kept, and how long a query may be for that, in characters. */
const CACHED_QUERIES = 128;
const LONGEST_QUERY = 4_000;

/** In short stretches, so that the host's event loop isn't held up (docs/adr/0005-embedder.md). */
const PACE: Pace = {
  budgetMs: 8,
  // A timer would wait a millisecond or more each time, in Deno a third of the whole.
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

/** How {@link MiniLm} is made. */
export interface MiniLmOptions {
  /** The weights file: a path or a file: URL; default the one beside the module or its bundle. */
  weights?: string | URL;
  /** Told once when the model can't be loaded. */
  log?: Log;
}

/**
 * Embeds texts with all-MiniLM-L6-v2 at 4 bits a weight, in short steps between which others have their turn. The model is loaded by the
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
  readonly id: string = "minilm-l6-v2-dev3-q4";
  /** @inheritdoc */
  readonly dimensions: number = MODEL.hidden;
  readonly #options: MiniLmOptions;
  readonly #cache = new VectorCache(CACHED_QUERIES);
  #scheduler: Promise<Scheduler> | undefined;
  #ready = false;
  readonly #closing = new AbortController();

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
    let started: Job[] = [];
    const signal = call.signal === undefined ? closing : AbortSignal.any([call.signal, closing]);
    const deadline = new Deadline({ ...call, signal }, Infinity, what);
    try {
      const scheduler = await deadline.race(this.#scheduler ??= this.#load());
      started = texts.map((text) => scheduler.add(text, isQuery));
      const vectors = await deadline.race(Promise.all(started.map(({ vector }) => vector)));
      if (isQuery) this.#cache.set(query, vectors[0]!);
      return vectors;
    } finally {
      deadline.end();
      for (const { cancel } of started) cancel();
    }
  }

  /** Frees the model's memory. What is under way is rejected as `aborted`. */
  close(): Promise<void> {
    this.#closing.abort();
    this.#ready = false;
    this.#scheduler = undefined;
    return Promise.resolve();
  }

  async #load(): Promise<Scheduler> {
    try {
      const source = openWeights(findWeights(this.#options.weights));
      try {
        // Its steps are long: the thread is let go of after each.
        const model = await drive(Model.load(source), { ...PACE, budgetMs: 0 });
        this.#ready = !this.#closing.signal.aborted;
        return new Scheduler((text, lane) => model.embed(text, lane), PACE);
      } finally {
        source.close();
      }
    } catch (error) {
      // The promise is kept: a model that can't be loaded is not tried, and told of, again and again.
      this.#options.log?.("warn", error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
