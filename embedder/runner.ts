/** A model in the process: loaded by its first use, worked in short steps between which others have their turn. */
import { Deadline } from "../client/deadline.ts";
import { MemoryError, messageOf } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Steps } from "./encoder.ts";
import type { JudgeName } from "./judges.ts";
import { type Judged, type Judges, Model } from "./model.ts";
import { drive, type Job, type Pace, Scheduler } from "./scheduler.ts";
import { findWeights, type ModelFiles, openWeights } from "./weights_file.ts";

/** In short stretches, so that the host's event loop isn't held up (docs/adr/0005-embedder.md). */
const PACE: Pace = {
  budgetMs: 8,
  // A timer would wait a millisecond or more each time, in Deno a third of the whole.
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

/** What a {@link Runner} runs. */
export interface RunnerOptions {
  files: ModelFiles;
  /** The weights file: a path or a file: URL; default the one beside the module or its bundle. */
  weights?: string | URL;
  /** The judges file; default alike. */
  judges?: string | URL;
  /** Told once when a file can't be loaded. */
  log?: Log;
}

/** A loaded model and who is next. */
interface Running {
  model: Model;
  scheduler: Scheduler;
}

/** Starts on a text in a lane. */
type Begin = (lane: 0 | 1) => Steps<Float32Array>;

/** Runs one model. */
export class Runner {
  readonly #options: RunnerOptions;
  #running: Promise<Running> | undefined;
  #judges: Promise<Judges> | undefined;
  #ready = false;
  readonly #closing = new AbortController();

  /** Loads nothing yet. */
  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Is the model loaded? */
  get ready(): boolean {
    return this.#ready;
  }

  /**
   * The unit vectors of texts, in order.
   *
   * @param isUrgent Do they go before what isn't?
   * @throws {MemoryError} `unavailable` without weights file or WebAssembly SIMD, or after
   * {@link close}; `timeout`; `aborted` by the signal, or when it is closed meanwhile. Without a
   * time limit it takes what it takes.
   */
  async embed(texts: readonly string[], call: Call, isUrgent: boolean): Promise<Float32Array[]> {
    const what = `embed ${texts.length === 1 ? "a text" : `${texts.length} texts`}`;
    return await this.#work(
      what,
      call,
      ({ model }) => texts.map((text) => (lane) => model.embed(text, lane)),
      isUrgent,
    );
  }

  /**
   * What a judge answers on each text in its context, in order. Nobody waits for it.
   *
   * @throws {MemoryError} as {@link embed} does.
   */
  async answer(name: JudgeName, judged: readonly Judged[], call: Call): Promise<Float32Array[]> {
    return await this.#work(`judge ${judged.length} texts`, call, async ({ model }) => {
      const judge = (await (this.#judges ??= this.#adapt(model))).get(name);
      if (judge === undefined) throw new TypeError(`This model has no judge of ${name}`);
      return judged.map((one) => (lane) => model.answer(one, lane, judge));
    }, false);
  }

  /** Frees the model's memory. What is under way is rejected as `aborted`. */
  close(): void {
    this.#closing.abort();
    this.#ready = false;
    this.#running = undefined;
    this.#judges = undefined;
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

  async #load(): Promise<Running> {
    return await this.#told(async () => {
      const { weights, files: { model: kind, form } } = this.#options;
      const source = openWeights(findWeights(weights, kind), kind);
      try {
        // Its steps are long: the thread is let go of after each.
        const model = await drive(Model.load(source, form.layers), { ...PACE, budgetMs: 0 });
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
      const { judges, files: { judges: kind, form } } = this.#options;
      const source = openWeights(findWeights(judges, kind), kind);
      try {
        return model.adapt(source, form);
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
