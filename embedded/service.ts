/** A service that speaks OpenAI's API: OpenAI itself, Ollama, llama.cpp, LM Studio, vLLM, … */
import { withoutCredentials } from "../client/address.ts";
import { Deadline } from "../client/deadline.ts";
import { type Code, isMemoryError, MemoryError } from "../client/errors.ts";
import { retryAfterMs } from "../client/retry.ts";
import type { Call } from "../client/store.ts";

/** Where a model is. */
export interface Service {
  /** Up to and with `/v1`, e.g. `http://localhost:11434/v1`. */
  baseUrl: string;
  /** The model's name there. */
  model: string;
  /** Sent as a bearer token when given. */
  apiKey?: string;
  /** Longest time for one call, in milliseconds; default 30,000. */
  timeoutMs?: number;
  /** Default the global one. */
  fetch?: typeof fetch;
}

const STANDARD_MS = 30_000;
/** Enough of an error's body to quote. */
const QUOTED = 200;

/** What a refusal means, and what to do about it. */
const REFUSALS: Record<number, [code: Code, next: string]> = {
  401: ["unauthorized", "give the service's key"],
  403: ["forbidden", "use a key that may use this model"],
  404: ["missing", "correct the address (it ends with /v1) or the model's name"],
  429: ["limited", "wait, or raise the limit"],
};

/** Sends one request to a path below the service's address; resolves with the JSON of the answer. */
export type Ask = (path: string, body: Record<string, unknown>) => Promise<unknown>;

/**
 * Runs requests to a service under one deadline. The model's name is added to each.
 *
 * @param attempt what is being done, for errors: "embed texts"
 * @throws {MemoryError} `unauthorized`, `forbidden`, `missing` (no such model), `limited`,
 * `unavailable`, `timeout`, `aborted`, `invalid` (what is sent is refused), `protocol`
 */
export async function useService<T>(
  service: Service,
  attempt: string,
  call: Call,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const { baseUrl, model, apiKey, timeoutMs = STANDARD_MS, fetch = globalThis.fetch } = service;
  const base = baseUrl.replace(/\/+$/, "");
  const what = `${attempt} at ${withoutCredentials(base)}`;
  const deadline = new Deadline(call, timeoutMs, what);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (apiKey !== undefined) headers.authorization = `Bearer ${apiKey}`;
  const ask: Ask = async (path, body) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(base + path, {
        method: "POST",
        headers,
        body: JSON.stringify({ model, ...body }),
        // The key must not travel to another place.
        redirect: "error",
        signal: deadline.signal,
      });
      text = await response.text();
    } catch (cause) {
      if (isMemoryError(deadline.signal.reason)) throw deadline.signal.reason;
      throw new MemoryError(
        "unavailable",
        `Cannot ${what}: nothing answers there; start the service or correct its address`,
        { retryable: true, cause },
      );
    }
    if (!response.ok) throw refusal(response, text, what);
    try {
      return JSON.parse(text);
    } catch (cause) {
      const why = "what answers is not JSON; correct the address";
      throw new MemoryError("protocol", `Cannot ${what}: ${why}`, { cause });
    }
  };
  try {
    return await work(ask);
  } finally {
    deadline.end();
  }
}

function refusal({ status, headers }: Response, body: string, what: string): MemoryError {
  const [code, next] = REFUSALS[status] ??
    (status < 500 ? ["invalid", "correct what is sent"] : ["unavailable", "look at its log"]);
  const said = body.replace(/\s+/g, " ").trim().slice(0, QUOTED);
  return new MemoryError(
    code,
    `Cannot ${what}: the service answered with status ${status}${said && ` (${said})`}; ${next}`,
    {
      status,
      retryable: status === 429 || status >= 500,
      retryAfterMs: retryAfterMs(headers.get("retry-after"), Date.now()),
    },
  );
}
