/**
 * One request to a Mem0 server and its JSON answer: credentials, deadline, redirects, retries and
 * the mapping of everything that goes wrong to one {@link MemoryError}.
 *
 * @module
 */

import { Deadline } from "./deadline.ts";
import { type ErrorFacts, failed, isMemoryError, MemoryError } from "./errors.ts";
import { answerFailure, CORRECT, ELSEWHERE, excerpt, fetchFailure, isHtml } from "./failure.ts";
import { retryDelay } from "./retry.ts";
import { parseUrl } from "./server_address.ts";
import type { Call, Json } from "./store.ts";

/** Gives each request its credentials. */
export interface Credentials {
  /** Headers for the next request. May ask the server for a token, within the deadline. */
  headers(deadline: Deadline): Promise<Record<string, string>> | Record<string, string>;
  /**
   * The server refused these headers with 401: makes sure that {@link headers} gives better ones, so
   * that the request is worth sending once more.
   */
  renew?(refused: Record<string, string>, deadline: Deadline): Promise<void>;
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
  /** Deadline of a call that names none, in milliseconds. */
  readonly timeoutMs: number;
  readonly #options: TransportOptions;

  /** Nothing is sent before the first request. */
  constructor(options: TransportOptions) {
    this.base = options.base;
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.#options = options;
  }

  /**
   * Send, and again where it is safe and has hope; what the decoder makes of the answer's JSON, which
   * is null for an empty body. A decoder's complaint is completed with what was attempted and where.
   *
   * @throws MemoryError any code but `storage`
   */
  async send<T = Json>(
    request: Outgoing,
    call: Call = {},
    decoder: (json: Json) => T = (json) => json as T,
  ): Promise<T> {
    const deadline = new Deadline(call, this.timeoutMs, `${request.what} at ${this.base}`);
    const { repeatable = !/^P(OST|ATCH)$/.test(request.method) } = request;
    const credentials = request.anonymous ? undefined : this.#options.credentials;
    let refused: Record<string, string> | undefined;
    try {
      for (let tries = 1;;) {
        let headers: Record<string, string> = {};
        try {
          if (refused) await credentials?.renew?.(refused, deadline);
          if (credentials) headers = await credentials.headers(deadline);
          return read(await this.#once(request, headers, deadline), decoder, deadline);
        } catch (error) {
          if (!isMemoryError(error)) throw error;
          if (error.status === 401 && credentials?.renew && !refused) {
            refused = headers;
            continue;
          }
          const chance = Math.random();
          const wait = retryDelay(error, { tries, repeatable, leftMs: deadline.leftMs, chance });
          if (wait === undefined) throw tries === 1 ? error : withTries(error, tries);
          await deadline.sleep(wait);
          tries++;
        }
      }
    } finally {
      deadline.end();
    }
  }

  /** Redirects are followed on GET only and within the origin: the key must not travel. */
  async #once(
    { method, path, query, body }: Outgoing,
    credentials: Record<string, string>,
    deadline: Deadline,
  ): Promise<Answer> {
    const headers: Record<string, string> = { accept: "application/json", ...credentials };
    const { signal, attempt } = deadline;
    const init: RequestInit = { method, headers, redirect: "manual", signal };
    if (body) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    const { fetch = globalThis.fetch } = this.#options;
    let url = this.base + path + (query ? `?${new URLSearchParams(query)}` : "");
    try {
      for (let hops = 0;; hops++) {
        signal.throwIfAborted();
        const response = await deadline.race(fetch(url, init));
        const { status } = response;
        if (status >= 400) {
          throw answerFailure(response, await readStart(response, deadline), attempt);
        }
        if (response.ok) return await readAnswer(response, deadline);
        // Nobody reads it: a body that breaks while it is dropped is dropped all the same.
        response.body?.cancel().catch(() => {});
        const target = parseUrl(response.headers.get("location") ?? "", url);
        const same = target?.origin === new URL(url).origin;
        if (!same || method !== "GET" || hops === REDIRECTS) {
          const to = target ? `to ${target.origin}${target.pathname}` : "nowhere";
          throw notMem0(
            deadline,
            `it redirects ${hops === REDIRECTS ? "in circles" : to}`,
            { status },
            `${CORRECT}; a proxy may ask for a login`,
          );
        }
        url = target.href;
      }
    } catch (error) {
      if (isMemoryError(error)) throw error;
      throw signal.aborted ? signal.reason : fetchFailure(error, attempt);
    }
  }
}

/** A success, before it is understood. */
interface Answer {
  status: number;
  text: string;
}

/** The answer is none of a Mem0 server. */
function notMem0(
  { attempt }: Deadline,
  why: string,
  facts: ErrorFacts,
  next = ELSEWHERE,
): MemoryError {
  return failed("protocol", attempt, `${why}; ${next}`, facts);
}

async function readAnswer(response: Response, deadline: Deadline): Promise<Answer> {
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  const isJson = /[/+]json\b/i.test(type);
  const text = await (isJson ? deadline.race(response.text()) : readStart(response, deadline));
  if (isJson || text === "") return { status, text };
  const title = excerpt(/<title[^>]*>([^<]{1,80})/i.exec(text)?.[1] ?? "");
  const what = isHtml(headers, text)
    ? `a web page${title && ` ("${title}")`} answers`
    : `the answer is ${type ? `of type "${type}"` : "without a type"}`;
  throw notMem0(
    deadline,
    `${what} instead of JSON`,
    { status },
    "look whether its path is right or a proxy asks for a login",
  );
}

function read<T>({ status, text }: Answer, decoder: (json: Json) => T, deadline: Deadline): T {
  try {
    return decoder(text === "" ? null : JSON.parse(text));
  } catch (cause) {
    const isJson = !(cause instanceof SyntaxError);
    if (isJson && !isMemoryError(cause)) throw cause;
    const why = isJson ? cause.message : "the answer is cut off or no JSON";
    throw notMem0(deadline, why, { status, cause });
  }
}

/** The start of the body; the rest is not read. What fails is as if it weren't there. */
async function readStart(response: Response, deadline: Deadline): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    while (bytes < ERROR_BYTES) {
      const { done, value } = await deadline.race(reader.read());
      if (done) return text;
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status says what matters; a page that breaks off or never ends adds nothing to it.
  }
  reader.cancel().catch(() => {}); // broken already: nothing to free
  return text;
}

function withTries(error: MemoryError, tries: number): MemoryError {
  return new MemoryError(error.code, `${error.message} (tried ${tries} times)`, {
    ...error, // its facts are its own properties
    cause: error.cause,
    tries,
  });
}
