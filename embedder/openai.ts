/** Vectors from a service that speaks OpenAI's `/v1/embeddings`: OpenAI, Ollama, LM Studio, vLLM, … */
import { Deadline } from "../client/deadline.ts";
import { type Code, isMemoryError, MemoryError } from "../client/errors.ts";
import { retryAfterMs } from "../client/retry.ts";
import type { Call } from "../client/store.ts";
import type { Embedder } from "../embedded/embedder.ts";
import { VectorCache } from "./cache.ts";
import { unitSum } from "./windows.ts";

/** Texts in one request. */
const BATCH = 64;
const CACHED_QUERIES = 128;
const STANDARD_MS = 30_000;
/** Enough of an error's body to quote. */
const QUOTED = 200;

/** How {@link OpenAIEmbedder} is made. */
export interface OpenAIEmbedderOptions {
  /** Up to and with `/v1`, e.g. `http://localhost:11434/v1`. */
  url: string;
  /** The service's name of the model, e.g. `text-embedding-3-small`. */
  model: string;
  /** Length of the model's vectors. */
  dimensions: number;
  /** Sent as a bearer token; default none. */
  apiKey?: string;
  /** Deadline of a call that names none, in milliseconds; default 30,000. */
  timeoutMs?: number;
  /** Default the runtime's own. */
  fetch?: typeof fetch;
}

/**
 * Embeds texts by a service. Always {@link OpenAIEmbedder.ready}: there is nothing to load. The vector
 * of a single text, a query, is kept.
 *
 * @example
 * ```ts
 * import { OpenAIEmbedder } from "./openai.ts";
 * const embedder = new OpenAIEmbedder({
 *   url: "http://localhost:11434/v1",
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
  readonly #options: OpenAIEmbedderOptions;
  readonly #address: string;
  readonly #cache = new VectorCache(CACHED_QUERIES);
  readonly #closing = new AbortController();

  /**
   * Sends nothing yet.
   *
   * @throws {MemoryError} `invalid` for an address that isn't http or https.
   */
  constructor(options: OpenAIEmbedderOptions) {
    if (!URL.canParse(options.url) || !/^https?:/i.test(options.url)) {
      throw new MemoryError(
        "invalid",
        `Cannot use the embedding service at "${options.url}": the address must start with ` +
          "http: or https: and end with /v1",
      );
    }
    this.#options = options;
    this.#address = `${options.url.replace(/\/+$/, "")}/embeddings`;
    this.dimensions = options.dimensions;
    this.id = `openai/${options.model}/${options.dimensions}`;
  }

  /**
   * Makes one for a model whose vectors have a length that isn't known: asks once.
   *
   * @throws {MemoryError} as {@link embed}.
   */
  static async connect(
    options: Omit<OpenAIEmbedderOptions, "dimensions">,
    call?: Call,
  ): Promise<OpenAIEmbedder> {
    const probe = new OpenAIEmbedder({ ...options, dimensions: NaN });
    const [vector] = await probe.embed(["dimensions"], call);
    return new OpenAIEmbedder({ ...options, dimensions: vector!.length });
  }

  /**
   * @inheritdoc
   * @throws {MemoryError} `unauthorized`, `forbidden`, `missing` (no such model), `limited`,
   * `unavailable`, `timeout`, `aborted`, `invalid` (a text is refused, e.g. too long), `protocol`
   */
  async embed(texts: readonly string[], call: Call = {}): Promise<Float32Array[]> {
    const [query] = texts;
    const known = texts.length === 1 ? this.#cache.get(query!) : undefined;
    if (known !== undefined) return [known];
    const attempt = `embed texts at ${withoutCredentials(this.#address)}`;
    const closing = this.#closing.signal;
    const signal = call.signal === undefined ? closing : AbortSignal.any([call.signal, closing]);
    const deadline = new Deadline(
      { ...call, signal },
      this.#options.timeoutMs ?? STANDARD_MS,
      attempt,
    );
    try {
      const vectors: Float32Array[] = [];
      for (let at = 0; at < texts.length; at += BATCH) {
        vectors.push(...await this.#request(texts.slice(at, at + BATCH), deadline, attempt));
      }
      if (texts.length === 1) this.#cache.set(query!, vectors[0]!);
      return vectors;
    } finally {
      deadline.end();
    }
  }

  /** Cancels what is under way. */
  close(): Promise<void> {
    this.#closing.abort();
    return Promise.resolve();
  }

  async #request(texts: string[], deadline: Deadline, attempt: string): Promise<Float32Array[]> {
    const { model, apiKey, fetch = globalThis.fetch } = this.#options;
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (apiKey !== undefined) headers.authorization = `Bearer ${apiKey}`;
    let response: Response;
    let body: string;
    try {
      response = await fetch(this.#address, {
        method: "POST",
        headers,
        // An empty text is refused by most services, and means nothing.
        body: JSON.stringify({ model, input: texts.map((text) => text === "" ? " " : text) }),
        // The key must not travel to another place.
        redirect: "error",
        signal: deadline.signal,
      });
      body = await response.text();
    } catch (cause) {
      if (isMemoryError(deadline.signal.reason)) throw deadline.signal.reason;
      throw new MemoryError(
        "unavailable",
        `Cannot ${attempt}: nothing answers there; start the service or correct its address`,
        { retryable: true, cause },
      );
    }
    if (!response.ok) throw refusal(response, body, attempt);
    return this.#decode(body, texts.length, attempt);
  }

  #decode(body: string, count: number, attempt: string): Float32Array[] {
    const vectors: Float32Array[] = new Array(count);
    for (const { index, embedding } of readRows(body)) {
      if (!Number.isNaN(this.dimensions) && embedding.length !== this.dimensions) {
        throw new MemoryError(
          "protocol",
          `Cannot ${attempt}: model "${this.#options.model}" gives vectors of ${embedding.length} ` +
            `numbers, not ${this.dimensions}; correct the dimensions`,
        );
      }
      if (index < count) vectors[index] = unitSum([Float32Array.from(embedding)]);
    }
    if (Object.keys(vectors).length < count) {
      throw new MemoryError(
        "protocol",
        `Cannot ${attempt}: what answers is no list of ${count} embeddings; correct the address`,
      );
    }
    return vectors;
  }
}

/** The rows of an answer that have the right shape. */
function readRows(body: string): { index: number; embedding: number[] }[] {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // No JSON (a web page, a cut answer): no rows, and the caller says so.
    return [];
  }
  const data: unknown = (answer as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return [];
  return data.filter((row) =>
    Number.isInteger(row?.index) && row.index >= 0 && Array.isArray(row.embedding) &&
    row.embedding.every((part: unknown) => Number.isFinite(part))
  );
}

function refusal(response: Response, body: string, attempt: string): MemoryError {
  const { status } = response;
  const [code, next]: [Code, string] = status === 401
    ? ["unauthorized", "give the service's key"]
    : status === 403
    ? ["forbidden", "use a key that may use this model"]
    : status === 404
    ? ["missing", "correct the address (it ends with /v1) or the model's name"]
    : status === 429
    ? ["limited", "wait, or raise the limit"]
    : status >= 500
    ? ["unavailable", "look at the service's log"]
    : ["invalid", "correct what is sent"];
  const said = body.replace(/\s+/g, " ").trim().slice(0, QUOTED);
  const wait = retryAfterMs(response.headers.get("retry-after"), Date.now());
  return new MemoryError(
    code,
    `Cannot ${attempt}: the service answered ${status}${said === "" ? "" : ` (${said})`}; ${next}`,
    {
      status,
      retryable: status === 429 || status >= 500,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    },
  );
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = url.password = url.search = "";
  return url.href;
}
