/**
 * What went wrong, as one {@link MemoryError}: from a failed fetch, and from an answer that isn't a
 * success. Pure.
 *
 * @module
 */

import { type Code, type ErrorFacts, MemoryError } from "./errors.ts";
import { retryAfterMs } from "./retry.ts";
import type { Json } from "./store.ts";
import { isObject } from "./wire.ts";

/** The start of each error text: `Cannot search memories at http://h`. */
export function attemptAt(what: string, base: string): string {
  return `${what} at ${base}`;
}

/**
 * The error of a fetch that gave no answer. The runtimes name the cause differently: Deno in the
 * message, Node in `cause.code`, Bun in `code`.
 */
export function fetchFailure(cause: unknown, attempt: string): MemoryError {
  const traces = tracesOf(cause);
  const found = CAUSES.find(([signs]) => signs.test(traces));
  const [, code, why, facts] = found ?? BROKEN;
  return new MemoryError(code, `Cannot ${attempt}: ${why}`, { ...facts, cause });
}

type Cause = [signs: RegExp, code: Code, why: string, facts: ErrorFacts];

const REFUSED: ErrorFacts = { retryable: true, unsent: true };

/** The first that fits. A failed handshake happens before anything is sent. */
const CAUSES: Cause[] = [
  [
    /certificate|CERT_|_CERT|ERR_TLS|ERR_SSL|SSL routines|UnknownIssuer|InvalidContentType|EPROTO/,
    "unavailable",
    "the secure connection failed; look whether the certificate is trusted here, " +
    "and whether the address should start with http:",
    { unsent: true },
  ],
  [
    /ENOTFOUND|EAI_|ENODATA|dns error|failed to lookup|DNSException/,
    "unavailable",
    "its name can't be resolved; correct the host (MEM0_HOST)",
    REFUSED,
  ],
  [
    /ECONNREFUSED|Connection ?[Rr]efused|actively refused/,
    "unavailable",
    "the connection was refused; start the server or correct the host (MEM0_HOST)",
    REFUSED,
  ],
  [
    /EHOSTUNREACH|ENETUNREACH|client error \(Connect\)|UND_ERR_CONNECT|FailedToOpenSocket/,
    "unavailable",
    "no connection can be made; check the network and the host (MEM0_HOST)",
    REFUSED,
  ],
  [
    /NotCapable|PermissionDenied|Requires net access/,
    "unavailable",
    "this program may not use the network; run it with --allow-net",
    { unsent: true },
  ],
  [
    /bad port|are blocked/,
    "invalid",
    "web standards forbid this port; let the server listen on another one",
    { unsent: true },
  ],
  [
    /HPE_|invalid HTTP|Malformed_HTTP/,
    "protocol",
    "what answers doesn't speak HTTP; correct the host and port (MEM0_HOST)",
    {},
  ],
];

const BROKEN: Cause = [
  /$/,
  "unavailable",
  "the connection broke before the answer was complete; look at the server's log",
  { retryable: true },
];

function tracesOf(error: unknown): string {
  const traces: string[] = [];
  let at = error;
  for (let depth = 0; depth < 5 && at instanceof Error; depth++) {
    traces.push(at.name, at.message, String((at as { code?: unknown }).code ?? ""));
    at = at.cause;
  }
  // Deno names the address as well, and an address may hold any word.
  return traces.join(" ").replace(/https?:\/\/\S+/g, "");
}

/** What is known of an answer that isn't a success. */
export interface Refusal {
  /** HTTP status, 400 or more. */
  status: number;
  /** Its headers. */
  headers: Headers;
  /** The start of its body. */
  text: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** The error of an answer that isn't a success: the server's detail, code and request id kept. */
export function answerFailure(answer: Refusal, attempt: string): MemoryError {
  const { status, headers, text } = answer;
  const body = parse(text);
  const detail = detailOf(body);
  const facts: ErrorFacts = { status };
  const requestId = headers.get("x-request-id") ?? (isObject(body) ? body.request_id : undefined);
  if (typeof requestId === "string") facts.requestId = requestId.slice(0, 80);
  if (isObject(body) && typeof body.code === "string") facts.providerCode = body.code;
  const wait = retryAfterMs(headers.get("retry-after"), answer.now);
  if (wait !== undefined) facts.retryAfterMs = wait;
  const [code, next, retryable] = meaningOf(
    status,
    facts.providerCode,
    isHtml(headers, text),
    detail,
  );
  if (retryable) facts.retryable = true;
  const said = detail ?? (isHtml(headers, text) ? "an HTML page" : excerpt(text));
  return new MemoryError(
    code,
    `Cannot ${attempt}: the server answered ${status}${said === "" ? "" : ` (${said})`}; ${next}` +
      (facts.requestId === undefined ? "" : ` [request ${facts.requestId}]`),
    facts,
  );
}

function meaningOf(
  status: number,
  provider: string | undefined,
  html: boolean,
  detail: string | undefined,
): [code: Code, next: string, retryable: boolean] {
  switch (status) {
    case 401:
      if (detail === "Authentication required.") {
        return ["unauthorized", "this needs a user account, and this key belongs to none", false];
      }
      return ["unauthorized", "give a valid key (MEM0_API_KEY) or e-mail and password", false];
    case 403:
      return ["forbidden", "use the key of an administrator", false];
    case 404:
      if (html || detail === undefined || detail === "Not Found") {
        return ["missing", "look whether a Mem0 server stands behind this address and path", false];
      }
      return ["missing", "nothing was changed", false];
    case 405:
      return ["protocol", "look whether a Mem0 server stands behind this address and path", false];
    case 407:
    case 511:
      return ["unavailable", "a proxy asks for a login first", false];
    case 408:
      return ["unavailable", "try again", true];
    case 429:
      return ["limited", "wait a minute and send fewer requests", true];
    case 502:
      return [
        "unavailable",
        providerAdvice(provider),
        provider === undefined || !/auth|bad_request/.test(provider),
      ];
    case 503:
    case 504:
      return ["unavailable", "the server or what stands before it is starting or overloaded", true];
  }
  if (status >= 500) return ["unavailable", "look at the server's log", false];
  return ["invalid", "nothing was changed", false];
}

function providerAdvice(provider: string | undefined): string {
  switch (provider) {
    case undefined:
      return "look whether the server behind the proxy runs";
    case "provider_auth_failed":
      return "correct the model provider's key on the server";
    case "provider_bad_request":
      return "look at the model names in the server's configuration";
    case "provider_rate_limited":
      return "the server's model provider limits it; try later";
    case "provider_timeout":
    case "provider_unavailable":
      return "the server's model provider doesn't answer; try later";
    default:
      return "look at the server's log; its database may have been restarted";
  }
}

/** The server's own words: `detail` as a text or a list of validation errors, or `error`. */
function detailOf(body: Json | undefined): string | undefined {
  if (!isObject(body)) return undefined;
  const detail = body.detail ?? body.error ?? body.message;
  if (typeof detail === "string") return excerpt(detail.replace(/\.$/, ""));
  if (!Array.isArray(detail)) return undefined;
  const parts = detail.filter(isObject).map((one) => {
    const where = Array.isArray(one.loc) ? one.loc.slice(1).join(".") : "";
    return where === "" ? String(one.msg) : `${where}: ${one.msg}`;
  });
  return excerpt(parts.join("; "));
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a page or plain text: the caller shows its start
  }
}

/** Is this a web page rather than an answer of an API? */
export function isHtml(headers: Headers, text: string): boolean {
  return /html/i.test(headers.get("content-type") ?? "") || /^\s*<(!doctype|html)/i.test(text);
}

/** One line of at most 200 characters. */
function excerpt(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200).toWellFormed()}…` : line;
}
