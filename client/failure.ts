/**
 * What went wrong, as one {@link MemoryError}: from a failed fetch, and from an answer that isn't a
 * success. Pure.
 *
 * @module
 */

import { type Code, type ErrorFacts, MemoryError } from "./errors.ts";
import { retryAfterMs } from "./retry.ts";
import type { Json } from "./store.ts";
import { isObject } from "./json.ts";

/**
 * The error of a fetch that gave no answer. The runtimes name the cause differently: Deno in the
 * message, Node in `cause.code`, Bun in `code`.
 */
export function fetchFailure(cause: unknown, attempt: string): MemoryError {
  const traces = tracesOf(cause);
  const found = CAUSES.find(([signs]) => signs.test(traces));
  if (found === undefined) {
    const why = `the connection broke before the answer was complete; ${LOOK_AT_LOG}`;
    return new MemoryError("unavailable", `Cannot ${attempt}: ${why}`, { retryable: true, cause });
  }
  const [, why, facts, code = "unavailable"] = found;
  return new MemoryError(code, `Cannot ${attempt}: ${why}`, { ...facts, cause });
}

type Cause = [signs: RegExp, why: string, facts: ErrorFacts, code?: Code];

const REFUSED: ErrorFacts = { retryable: true, unsent: true };
const UNSENT: ErrorFacts = { unsent: true };
const CORRECT = "correct the host (MEM0_HOST)";
const START = `start the server or ${CORRECT}`;

/** The first that fits. A failed handshake happens before anything is sent. */
const CAUSES: Cause[] = [
  [
    /certificate|CERT_|_CERT|ERR_TLS|ERR_SSL|SSL routines|UnknownIssuer|InvalidContentType|EPROTO/,
    "the secure connection failed; look whether the certificate is trusted here, " +
    "and whether the address should start with http:",
    UNSENT,
  ],
  [
    /ENOTFOUND|EAI_|ENODATA|dns error|failed to lookup|DNSException/,
    `its name can't be resolved; ${CORRECT}`,
    REFUSED,
  ],
  [
    /ECONNREFUSED|Connection refused|actively refused/,
    `the connection was refused; ${START}`,
    REFUSED,
  ],
  [
    /ConnectionRefused/, // Bun says so in all three cases
    "the connection was refused, its name can't be resolved, or the secure connection failed; " +
    START,
    REFUSED,
  ],
  [
    /EHOSTUNREACH|ENETUNREACH|client error \(Connect\)|UND_ERR_CONNECT|FailedToOpenSocket/,
    `no connection can be made; check the network or ${CORRECT}`,
    REFUSED,
  ],
  [
    /NotCapable|PermissionDenied|Requires net access/,
    "this program may not use the network; run it with --allow-net",
    UNSENT,
  ],
  [
    /bad port|are blocked/,
    "web standards forbid this port; let the server listen on another one",
    UNSENT,
    "invalid",
  ],
  [
    /HTTPParserError|invalid HTTP|Malformed_HTTP/,
    `what answers doesn't speak HTTP; ${CORRECT} or its port`,
    {},
    "protocol",
  ],
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

/** The error of an answer that isn't a success: the server's detail, code and request id kept. */
export function answerFailure(
  { status, headers }: Response,
  text: string,
  attempt: string,
): MemoryError {
  const body = parse(text);
  const { code: provider, request_id } = isObject(body) ? body : {};
  const providerCode = textIn(provider);
  const requestId = excerpt(headers.get("x-request-id") ?? textIn(request_id) ?? "").slice(0, 80);
  const detail = detailOf(body);
  const [code, next, retryable = false] = meaningOf(status, providerCode, detail);
  const said = detail ?? (isHtml(headers, text) ? "an HTML page" : excerpt(text));
  return new MemoryError(
    code,
    `Cannot ${attempt}: the server answered ${status}${said && ` (${said})`}; ${next}` +
      (requestId && ` [request ${requestId}]`),
    {
      status,
      retryable,
      providerCode,
      requestId: requestId || undefined,
      retryAfterMs: retryAfterMs(headers.get("retry-after"), Date.now()),
    },
  );
}

function textIn(json: Json | undefined): string | undefined {
  return typeof json === "string" ? json : undefined;
}

type Meaning = [code: Code, next: string, retryable?: boolean];

const ELSEWHERE = "look whether a Mem0 server stands behind this address and path";
const LOOK_AT_LOG = "look at the server's log";

const LOGIN: Meaning = ["unavailable", "a proxy asks for a login first"];
const LATER: Meaning = ["unavailable", "it is starting or overloaded; try later", true];

/** By status. */
const MEANINGS: Record<number, Meaning> = {
  401: ["unauthorized", "give a valid key (MEM0_API_KEY) or e-mail and password"],
  403: ["forbidden", "use the key of an administrator"],
  404: ["missing", ELSEWHERE],
  405: ["protocol", ELSEWHERE],
  407: LOGIN,
  408: ["unavailable", "try again", true],
  429: ["limited", "wait a minute and send fewer requests", true],
  502: ["unavailable", "look whether the server behind the proxy runs", true],
  503: LATER,
  504: LATER,
  511: LOGIN,
};

/** By the code of a provider failure, a 502. */
const PROVIDER: Record<string, Meaning> = {
  provider_auth_failed: ["unavailable", "correct the model provider's key on the server"],
  provider_bad_request: ["unavailable", "look at the model names in the server's configuration"],
};

function meaningOf(status: number, provider = "", detail?: string): Meaning {
  if (status === 502 && provider) {
    if (Object.hasOwn(PROVIDER, provider)) return PROVIDER[provider]!;
    const next = provider.startsWith("provider_")
      ? "the server's model provider doesn't answer; try later"
      : `${LOOK_AT_LOG}; its database may have been restarted`;
    return ["unavailable", next, true];
  }
  if (status === 401 && detail === "Authentication required") {
    return ["unauthorized", "this needs a user account, and this key belongs to none"];
  }
  if (status === 404 && detail !== undefined && detail !== "Not Found") {
    return ["missing", "nothing was changed"];
  }
  return MEANINGS[status] ??
    (status >= 500 ? ["unavailable", LOOK_AT_LOG] : ["invalid", "nothing was changed"]);
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

/** One line of at most 200 characters, fit for a log. */
export function excerpt(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200).toWellFormed()}…` : line;
}
