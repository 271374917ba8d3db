/** all-MiniLM-L6-v2 in the process: no service, no key, nothing to install or to download. */
import { Deadline } from "../client/deadline.ts";
import { MemoryError, messageOf } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { VectorCache } from "./cache.ts";
import type { Steps } from "./encoder.ts";
import type { JudgeName } from "./judges.ts";
import { type Judged, type Judges, Model } from "./model.ts";
import { drive, type Job, type Pace, Scheduler } from "./scheduler.ts";
import { MODEL } from "./weights.ts";
import { findWeights, JUDGES_FILE, openWeights } from "./weights_file.ts";

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
  /** The judges file; default the one beside the module or its bundle. */
  judges?: string | URL;
  /** Told once when a file can't be loaded. */
  log?: Log;
}

/** A loaded model and who is next. */
interface Running {
  model: Model;
  scheduler: Scheduler;
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
  #running: Promise<Running> | undefined;
  #judges: Promise<Judges> | undefined;
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
    const what = `embed ${texts.length === 1 ? "a text" : `${texts.length} texts`}`;
    const vectors = await this.#work(
      what,
      call,
      (running) => texts.map((text) => (lane) => running.model.embed(text, lane)),
      isQuery,
    );
    if (isQuery) this.#cache.set(query, vectors[0]!);
    return vectors;
  }

  /**
   * What a judge answers on each text in its context, in order. In turn with texts in batches: nobody
   * waits for it.
   *
   * @throws {MemoryError} as {@link embed} does.
   */
  async answer(
    name: JudgeName,
    judged: readonly Judged[],
    call: Call = {},
  ): Promise<Float32Array[]> {
    return await this.#work(`judge ${judged.length} texts`, call, async (running) => {
      const judges = await (this.#judges ??= this.#adapt(running.model));
      return judged.map((one) => (lane) => running.model.answer(one, lane, judges[name]));
    }, false);
  }

  async #work(
    what: string,
    call: Call,
    prepare: (running: Running) => Begin[] | Promise<Begin[]>,
    isUrgent: boolean,
  ): Promise<Float32Array[]> {
    const closing = this.#closing.signal;
    if (closing.aborted) {
      throw new MemoryError("unavailable", `Cannot ${what}: the embedder has been closed`);
    }
    let started: Job[] = [];
    const signal = call.signal === undefined ? closing : AbortSignal.any([call.signal, closing]);
    const deadline = new Deadline({ ...call, signal }, Infinity, what);
    try {
      const running = await deadline.race(this.#running ??= this.#load());
      const work = await deadline.race(Promise.resolve(prepare(running)));
      started = work.map((begin) => running.scheduler.add(begin, isUrgent));
      return await deadline.race(Promise.all(started.map(({ vector }) => vector)));
    } finally {
      deadline.end();
      for (const { cancel } of started) cancel();
    }
  }

  /** Frees the model's memory. What is under way is rejected as `aborted`. */
  close(): Promise<void> {
    this.#closing.abort();
    this.#ready = false;
    this.#running = undefined;
    this.#judges = undefined;
    return Promise.resolve();
  }

  async #load(): Promise<Running> {
    return await this.#told(async () => {
      const source = openWeights(findWeights(this.#options.weights));
      try {
        // Its steps are long: the thread is let go of after each.
        const model = await drive(Model.load(source), { ...PACE, budgetMs: 0 });
        this.#ready = !this.#closing.signal.aborted;
        return { model, scheduler: new Scheduler(PACE) };
      } finally {
        source.close();
      }
    });
  }

  async #adapt(model: Model): Promise<Judges> {
    return await this.#told(async () => {
      await PACE.pause();
      const source = openWeights(findWeights(this.#options.judges, JUDGES_FILE), JUDGES_FILE);
      try {
        return model.adapt(source);
      } finally {
        source.close();
      }
    });
  }

  /** The promise is kept: what can't be loaded is not tried, and told of, again and again. */
  async #told<T>(load: () => Promise<T>): Promise<T> {
    try {
      return await load();
    } catch (error) {
      this.#options.log?.("warn", messageOf(error));
      throw error;
    }
  }
}

/** Starts on a text in a lane. */
type Begin = (lane: 0 | 1) => Steps<Float32Array>;
