/**
 * One request to a Mem0 server and its JSON answer: credentials, deadline, redirects, retries and
 * the mapping of everything that goes wrong to one {@link MemoryError}.
 *
 * @module
 */

import { parseUrl } from "./address.ts";
import { Deadline } from "./deadline.ts";
import { isMemoryError, MemoryError } from "./errors.ts";
import { answerFailure, attemptAt, fetchFailure, isHtml } from "./failure.ts";
import { retryDelay } from "./retry.ts";
import type { Call, Json } from "./store.ts";

/** Gives each request its credentials. */
export interface Credentials {
  /** Headers for the next request. May ask the server for a token, within the deadline. */
  headers(deadline: Deadline): Promise<Record<string, string>> | Record<string, string>;
  /**
   * The server refused these headers with 401: true when better ones are at hand now, so that the
   * request is worth sending once more.
   */
  renew?(refused: Record<string, string>, deadline: Deadline): Promise<boolean>;
}

/** What is sent. */
export interface Outgoing {
  /** HTTP method. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** From the base on, e.g. `/memories`. */
  path: string;
  /** Query parameters. */
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: Json;
  /** What is being done, for the error text: "search memories". */
  what: string;
  /** Safe to repeat? Default: everything but POST and PATCH. */
  repeatable?: boolean;
  /** Send it without credentials. Default false. */
  anonymous?: boolean;
}

/** What a {@link Transport} is made from. */
export interface TransportOptions {
  /** Scheme, host, port and path prefix, as `parseAddress` gives it. */
  base: string;
  /** Default: none are sent. */
  credentials?: Credentials;
  /** Default: the runtime's own. */
  fetch?: typeof fetch;
  /** For calls that name no limit; default 30,000. */
  timeoutMs?: number;
}

const REDIRECTS = 3;
const ERROR_BYTES = 64 * 1024;

/** Sends requests to one server. Safe for concurrent use. */
export class Transport {
  /** Where, without credentials. */
  readonly base: string;
  readonly #credentials: Credentials;
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;

  /** Nothing is sent before the first request. */
  constructor(options: TransportOptions) {
    this.base = options.base;
    this.#credentials = options.credentials ?? { headers: () => ({}) };
    // Not stored bare: some runtimes' fetch must be called without a receiver.
    const own = options.fetch;
    this.#fetch = own ? (input, init) => own(input, init) : (input, init) => fetch(input, init);
    this.#timeoutMs = options.timeoutMs ?? 30_000;
  }

  /**
   * Send, and again where it is safe and has hope; the answer's JSON, null for an empty body.
   *
   * @throws MemoryError any code but `storage`
   */
  async send(request: Outgoing, call: Call = {}): Promise<Json> {
    return await this.decode(request, (json) => json, call);
  }

  /** Like {@link send}; a decoder's complaint is completed with what was attempted and where. */
  async decode<T>(request: Outgoing, decoder: (json: Json) => T, call: Call = {}): Promise<T> {
    const attempt = attemptAt(request.what, this.base);
    const deadline = new Deadline(call, this.#timeoutMs, attempt);
    try {
      const json = await this.#persist(request, deadline, attempt);
      try {
        return decoder(json);
      } catch (error) {
        throw isMemoryError(error) ? notMem0(attempt, error.message, { cause: error }) : error;
      }
    } finally {
      deadline.end();
    }
  }

  async #persist(request: Outgoing, deadline: Deadline, attempt: string): Promise<Json> {
    const repeatable = request.repeatable ?? !/^(POST|PATCH)$/.test(request.method);
    for (let tries = 1;; tries++) {
      try {
        return await this.#authorized(request, deadline, attempt);
      } catch (error) {
        if (!isMemoryError(error)) throw error;
        const chance = Math.random();
        const wait = retryDelay(error, { tries, repeatable, leftMs: deadline.leftMs, chance });
        if (wait === undefined) throw tries === 1 ? error : withTries(error, tries);
        await deadline.sleep(wait);
      }
    }
  }

  async #authorized(request: Outgoing, deadline: Deadline, attempt: string): Promise<Json> {
    if (request.anonymous) return await this.#once(request, {}, deadline, attempt);
    const headers = await this.#credentials.headers(deadline);
    try {
      return await this.#once(request, headers, deadline, attempt);
    } catch (error) {
      const refused = isMemoryError(error) && error.status === 401;
      if (!refused || !await this.#credentials.renew?.(headers, deadline)) throw error;
      return await this.#once(
        request,
        await this.#credentials.headers(deadline),
        deadline,
        attempt,
      );
    }
  }

  async #once(
    request: Outgoing,
    credentials: Record<string, string>,
    deadline: Deadline,
    attempt: string,
  ): Promise<Json> {
    const response = await this.#follow(request, credentials, deadline, attempt);
    if (response.status >= 400) {
      const text = await readStart(response, deadline, ERROR_BYTES);
      const { status, headers } = response;
      throw answerFailure({ status, headers, text, now: Date.now() }, attempt);
    }
    return await readJson(response, deadline, attempt);
  }

  /** Redirects are followed on GET only and within the origin: the key must not travel. */
  async #follow(
    request: Outgoing,
    credentials: Record<string, string>,
    deadline: Deadline,
    attempt: string,
  ): Promise<Response> {
    const headers: Record<string, string> = { accept: "application/json", ...credentials };
    const init: RequestInit = {
      method: request.method,
      headers,
      redirect: "manual",
      signal: deadline.signal,
    };
    if (request.body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(request.body);
    }
    let url = this.base + request.path;
    if (request.query) url += `?${new URLSearchParams(request.query)}`;
    for (let hops = 0;; hops++) {
      const response = await this.#fetched(url, init, deadline, attempt);
      if (response.status < 300 || response.status >= 400) {
        if (response.type !== "opaqueredirect") return response;
      }
      await discard(response);
      const target = parseUrl(response.headers.get("location") ?? "", url);
      const same = target?.origin === new URL(url).origin;
      if (!same || request.method !== "GET" || hops === REDIRECTS) {
        const to = target === null ? "nowhere" : `${target.origin}${target.pathname}`;
        throw notMem0(
          attempt,
          hops === REDIRECTS ? "it redirects in circles" : `it redirects to ${to}`,
          {
            status: response.status,
            next:
              "set the host (MEM0_HOST) to where the server really is; a proxy may ask for a login",
          },
        );
      }
      url = target.href;
    }
  }

  async #fetched(
    url: string,
    init: RequestInit,
    deadline: Deadline,
    attempt: string,
  ): Promise<Response> {
    try {
      deadline.signal.throwIfAborted();
      return await deadline.race(this.#fetch(url, init));
    } catch (error) {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      throw isMemoryError(error) ? error : fetchFailure(error, attempt);
    }
  }
}

/** The answer is none of a Mem0 server. */
function notMem0(
  attempt: string,
  why: string,
  facts: { status?: number; next?: string; cause?: unknown; retryable?: boolean } = {},
): MemoryError {
  const next = facts.next ?? "look whether a Mem0 server stands behind this address";
  return new MemoryError("protocol", `Cannot ${attempt}: ${why}; ${next}`, facts);
}

async function readJson(response: Response, deadline: Deadline, attempt: string): Promise<Json> {
  const type = response.headers.get("content-type") ?? "";
  const status = response.status;
  if (!/[/+]json\b/i.test(type) && status !== 204) {
    const text = await readStart(response, deadline, ERROR_BYTES);
    if (text === "") return null;
    const title = /<title[^>]*>([^<]{1,80})/i.exec(text)?.[1]?.trim();
    const page = isHtml(response.headers, text)
      ? `a web page${title === undefined ? "" : ` ("${title}")`} answers instead of JSON`
      : `the answer is ${type === "" ? "without a type" : `of type "${type}"`} instead of JSON`;
    throw notMem0(attempt, page, {
      status,
      next: "look whether the address is the server's API, and whether a proxy asks for a login",
    });
  }
  let text: string;
  try {
    text = await deadline.race(response.text());
  } catch (error) {
    if (deadline.signal.aborted) throw deadline.signal.reason;
    throw fetchFailure(error, attempt);
  }
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notMem0(attempt, "the answer is cut off or no JSON", { status, cause: error });
  }
}

/** At most so many bytes of the body; the rest is not read. What fails is as if it weren't there. */
async function readStart(response: Response, deadline: Deadline, most: number): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    while (bytes < most) {
      const { done, value } = await deadline.race(reader.read());
      if (done) return text + decoder.decode();
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status says what matters; a page that breaks off or never ends adds nothing to it.
  }
  reader.cancel().catch(() => {}); // broken already: nothing to free
  return text.slice(0, most);
}

async function discard(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // Nobody reads it: a body that breaks while it is dropped is dropped all the same.
  }
}

function withTries(error: MemoryError, tries: number): MemoryError {
  return new MemoryError(error.code, `${error.message} (tried ${tries} times)`, {
    ...error, // its facts are its own properties
    cause: error.cause,
    tries,
  });
}
