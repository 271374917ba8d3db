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
    /ECONNREFUSED|Connection refused|actively refused/,
    "unavailable",
    "the connection was refused; start the server or correct the host (MEM0_HOST)",
    REFUSED,
  ],
  [
    /ConnectionRefused/, // Bun says so in all three cases
    "unavailable",
    "the connection was refused, its name can't be resolved, or the secure connection failed; " +
    "start the server or correct the host (MEM0_HOST)",
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
    /HTTPParserError|invalid HTTP|Malformed_HTTP/,
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
  const { code: provider, request_id } = isObject(body) ? body : {};
  const detail = detailOf(body);
  const requestId = headers.get("x-request-id") ??
    (typeof request_id === "string" ? request_id : "");
  const providerCode = typeof provider === "string" ? provider : undefined;
  const [code, next, retryable = false] = meaningOf(status, providerCode, detail);
  const said = detail ?? (isHtml(headers, text) ? "an HTML page" : excerpt(text));
  return new MemoryError(
    code,
    `Cannot ${attempt}: the server answered ${status}${said && ` (${said})`}; ${next}` +
      (requestId && ` [request ${requestId.slice(0, 80)}]`),
    {
      status,
      retryable,
      providerCode,
      requestId: requestId === "" ? undefined : requestId.slice(0, 80),
      retryAfterMs: retryAfterMs(headers.get("retry-after"), answer.now),
    },
  );
}

type Meaning = [code: Code, next: string, retryable?: boolean];

const ELSEWHERE = "look whether a Mem0 server stands behind this address and path";

const MEANINGS: Record<number, Meaning> = {
  401: ["unauthorized", "give a valid key (MEM0_API_KEY) or e-mail and password"],
  403: ["forbidden", "use the key of an administrator"],
  404: ["missing", ELSEWHERE],
  405: ["protocol", ELSEWHERE],
  407: ["unavailable", "a proxy asks for a login first"],
  408: ["unavailable", "try again", true],
  429: ["limited", "wait a minute and send fewer requests", true],
  502: ["unavailable", "look whether the server behind the proxy runs", true],
  503: ["unavailable", "it is starting or overloaded; try later", true],
  504: ["unavailable", "it is starting or overloaded; try later", true],
  511: ["unavailable", "a proxy asks for a login first"],
};

/** What stands behind a 502 with a provider code. */
const PROVIDER: Record<string, Meaning> = {
  provider_auth_failed: ["unavailable", "correct the model provider's key on the server"],
  provider_bad_request: ["unavailable", "look at the model names in the server's configuration"],
};

function meaningOf(status: number, provider: string | undefined, detail?: string): Meaning {
  if (status === 502 && provider !== undefined) {
    return PROVIDER[provider] ??
      (/^provider_/.test(provider)
        ? ["unavailable", "the server's model provider doesn't answer; try later", true]
        : ["unavailable", "look at the server's log; its database may have been restarted", true]);
  }
  if (status === 401 && detail === "Authentication required") {
    return ["unauthorized", "this needs a user account, and this key belongs to none"];
  }
  if (status === 404 && detail !== undefined && detail !== "Not Found") {
    return ["missing", "nothing was changed"];
  }
  return MEANINGS[status] ??
    (status >= 500
      ? ["unavailable", "look at the server's log"]
      : ["invalid", "nothing was changed"]);
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
