/** Vectors from a service that speaks OpenAI's `/v1/embeddings`: OpenAI, Ollama, LM Studio, vLLM, … */
import { MemoryError } from "../client/errors.ts";
import type { Call } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { type Service, useService } from "../embedded/service.ts";
import { VectorCache } from "./cache.ts";
import { unitSum } from "./windows.ts";

/** Texts in one request. */
const BATCH = 64;
const CACHED_QUERIES = 128;

/** How {@link OpenAIEmbedder} is made. */
export interface OpenAIEmbedderOptions extends Service {
  /** Length of the model's vectors. */
  dimensions: number;
}

/**
 * Embeds texts by a service. Always {@link OpenAIEmbedder.ready}: there is nothing to load. The vector
 * of a single text, a query, is kept.
 *
 * @example
 * ```ts
 * import { OpenAIEmbedder } from "./openai.ts";
 * const embedder = new OpenAIEmbedder({
 *   baseUrl: "http://localhost:11434/v1",
 *   model: "nomic-embed-text",
 *   dimensions: 768,
 * });
 * console.log(embedder.id);
 * ```
 */
export class OpenAIEmbedder implements Embedder {
  /** @inheritdoc */
  readonly id: string;
  /** @inheritdoc */
  readonly dimensions: number;
  /** @inheritdoc */
  readonly ready: boolean = true;
  readonly #service: Service;
  readonly #cache = new VectorCache(CACHED_QUERIES);
  readonly #closing = new AbortController();

  /**
   * Sends nothing yet.
   *
   * @throws {MemoryError} `invalid` for an address that isn't http or https.
   */
  constructor(options: OpenAIEmbedderOptions) {
    if (!URL.canParse(options.baseUrl) || !/^https?:/i.test(options.baseUrl)) {
      throw new MemoryError(
        "invalid",
        `Cannot use the embedding service at "${options.baseUrl}": the address must start with ` +
          "http: or https: and end with /v1",
      );
    }
    this.#service = options;
    this.dimensions = options.dimensions;
    this.id = `openai/${options.model}/${options.dimensions}`;
  }

  /**
   * Makes one for a model whose vectors have a length that isn't known: asks once.
   *
   * @throws {MemoryError} as {@link embed}.
   */
  static async connect(
    options: Service,
    call?: Call,
  ): Promise<OpenAIEmbedder> {
    const probe = new OpenAIEmbedder({ ...options, dimensions: NaN });
    const [vector] = await probe.embed(["dimensions"], call);
    return new OpenAIEmbedder({ ...options, dimensions: vector!.length });
  }

  /**
   * @inheritdoc
   * @throws {MemoryError} as `useService` of embedded/service.ts
   */
  async embed(texts: readonly string[], call: Call = {}): Promise<Float32Array[]> {
    const [query] = texts;
    const known = texts.length === 1 ? this.#cache.get(query!) : undefined;
    if (known !== undefined) return [known];
    const closing = this.#closing.signal;
    const signal = call.signal === undefined ? closing : AbortSignal.any([call.signal, closing]);
    const vectors = await useService(
      this.#service,
      "embed texts",
      { ...call, signal },
      async (ask) => {
        const vectors: Float32Array[] = [];
        for (let at = 0; at < texts.length; at += BATCH) {
          // An empty text is refused by most services, and means nothing.
          const input = texts.slice(at, at + BATCH).map((text) => text === "" ? " " : text);
          vectors.push(...this.#decode(await ask("/embeddings", { input }), input.length));
        }
        return vectors;
      },
    );
    if (texts.length === 1) this.#cache.set(query!, vectors[0]!);
    return vectors;
  }

  /** Cancels what is under way. */
  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  #decode(answer: unknown, count: number): Float32Array[] {
    const vectors: Float32Array[] = new Array(count);
    for (const { index, embedding } of rowsOf(answer)) {
      if (!Number.isNaN(this.dimensions) && embedding.length !== this.dimensions) {
        throw this.#wrong(
          `gives vectors of ${embedding.length} numbers, not ${this.dimensions}; correct the dimensions`,
        );
      }
      if (index < count) vectors[index] = unitSum([Float32Array.from(embedding)]);
    }
    if (Object.keys(vectors).length < count) {
      throw this.#wrong(`gave no list of ${count} embeddings; correct the address`);
    }
    return vectors;
  }

  #wrong(what: string): MemoryError {
    return new MemoryError(
      "protocol",
      `Cannot embed texts: model "${this.#service.model}" ${what}`,
    );
  }
}

/** The rows of an answer that have the right shape. */
function rowsOf(answer: unknown): { index: number; embedding: number[] }[] {
  const data: unknown = (answer as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return [];
  return data.filter((row) =>
    Number.isInteger(row?.index) && row.index >= 0 && Array.isArray(row.embedding) &&
    row.embedding.every((part: unknown) => Number.isFinite(part))
  );
}
