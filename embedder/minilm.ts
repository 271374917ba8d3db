/** all-MiniLM-L6-v2 in the process: no service, no key, nothing to install or to download. */
import { isMemoryError } from "../client/errors.ts";
import type { Call, Log } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { VectorCache } from "./cache.ts";
import type { JudgeName } from "./judges.ts";
import type { Judged } from "./model.ts";
import { Runner } from "./runner.ts";
import { MODEL } from "./weights.ts";
import { BGE, MINILM } from "./weights_file.ts";

/** Queries whose vectors are kept, and how long a query may be for that, in characters. */
const CACHED_QUERIES = 128;
const LONGEST_QUERY = 4_000;

/**
 * Log-odds, of either sign, at which the first model's answer on a pair stands: the second would change
 * none of 1,200 there (docs/adr/0014-second-model.md).
 */
const CLEAR = 3.5;

/** How {@link MiniLm} is made. */
export interface MiniLmOptions {
  /** The weights file: a path or a file: URL; default the one beside the module or its bundle. */
  weights?: string | URL;
  /** The judges file; default the one beside the module or its bundle. */
  judges?: string | URL;
  /** The weights file of the second model, which judges pairs, and its judges file; defaults alike. */
  reader?: string | URL;
  readerJudges?: string | URL;
  /** Told once when a file can't be loaded. */
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
  readonly #cache = new VectorCache(CACHED_QUERIES);
  readonly #runner: Runner;
  readonly #reader: Runner;

  /** Loads nothing yet. */
  constructor({ weights, judges, reader, readerJudges, log }: MiniLmOptions = {}) {
    this.#runner = new Runner({ files: MINILM, weights, judges, log });
    this.#reader = new Runner({ files: BGE, weights: reader, judges: readerJudges, log });
  }

  /** @inheritdoc */
  get ready(): boolean {
    return this.#runner.ready;
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
    const vectors = await this.#runner.embed(texts, call, isQuery);
    if (isQuery) this.#cache.set(query, vectors[0]!);
    return vectors;
  }

  /**
   * What a judge answers on each text in its context, in order. Where it is in doubt about a pair, a
   * second, larger model is asked as well, and the mean of both counts. In turn with texts in batches:
   * nobody waits for it.
   *
   * @throws {MemoryError} as {@link embed} does.
   */
  async answer(
    name: JudgeName,
    judged: readonly Judged[],
    call: Call = {},
  ): Promise<Float32Array[]> {
    const answers = await this.#runner.answer(name, judged, call);
    if (name !== "pairs") return answers;
    const doubtful = [...answers.keys()].filter((i) => Math.abs(answers[i]![0]!) < CLEAR);
    if (doubtful.length === 0) return answers;
    const others = await this.#secondly(name, doubtful.map((i) => judged[i]!), call);
    doubtful.forEach((i, place) => {
      const other = others?.[place];
      if (other !== undefined) answers[i] = answers[i]!.map((own, k) => (own + other[k]!) / 2);
    });
    return answers;
  }

  /** What the second model answers; undefined when it can't be loaded, which was logged: the first's doubt stands. */
  async #secondly(name: JudgeName, judged: readonly Judged[], call: Call) {
    try {
      return await this.#reader.answer(name, judged, call);
    } catch (error) {
      if (isMemoryError(error) && error.code === "unavailable") return undefined;
      throw error;
    }
  }

  /** Frees the models' memory. What is under way is rejected as `aborted`. */
  close(): Promise<void> {
    this.#runner.close();
    this.#reader.close();
    return Promise.resolve();
  }
}
