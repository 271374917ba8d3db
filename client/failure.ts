/**
 * What went wrong, as one {@link MemoryError}: from a failed fetch, and from an answer that isn't a
 * success. Pure.
 *
 * @module
 */

import { type Code, type ErrorFacts, failed, type MemoryError } from "./errors.ts";
import { isObject, type JsonObject, parseJson } from "./json.ts";
import { retryAfterMs } from "./retry.ts";

/** The next step where something else than a Mem0 server seems to answer. */
export const ELSEWHERE = "look whether a Mem0 server stands behind this address";

/** The next step where the address leads elsewhere. */
export const CORRECT = "correct the host (MEM0_HOST)";
const INSECURE = "the secure connection failed";
const NAMELESS = "its name can't be resolved";
const CLOSED = "the connection was refused";
const START = `start the server or ${CORRECT}`;
const LOOK_AT_LOG = "look at the server's log";
const REFUSED: ErrorFacts = { retryable: true, unsent: true };
const UNSENT: ErrorFacts = { unsent: true };

type Cause = [signs: RegExp, why: string, facts: ErrorFacts, code?: Code];

/** The first that fits. A failed handshake happens before anything is sent. */
const CAUSES: Cause[] = [
  [
    /certificate|CERT_|_CERT|ERR_TLS|ERR_SSL|SSL routines|UnknownIssuer|InvalidContentType|EPROTO/,
    `${INSECURE}; look whether its certificate is trusted, or use http:`,
    UNSENT,
  ],
  [
    /ENOTFOUND|EAI_|ENODATA|dns error|failed to lookup|DNSException/,
    `${NAMELESS}; ${CORRECT}`,
    REFUSED,
  ],
  [
    /ECONNREFUSED|Connection refused|actively refused/,
    `${CLOSED}; ${START}`,
    REFUSED,
  ],
  [
    /ConnectionRefused/, // Bun says so in all three cases
    `${CLOSED}, ${NAMELESS}, or ${INSECURE}; ${START}`,
    REFUSED,
  ],
  [
    /EHOSTUNREACH|ENETUNREACH|client error \(Connect\)|UND_ERR_CONNECT|FailedToOpenSocket/,
    `no connection can be made; check the network or ${CORRECT}`,
    REFUSED,
  ],
  [
    /NotCapable|PermissionDenied|Requires net access/,
    "no network access; run it with --allow-net",
    UNSENT,
  ],
  [
    /bad port|are blocked/,
    "this port is forbidden; let the server use another one",
    UNSENT,
    "invalid",
  ],
  [
    /HTTPParserError|invalid HTTP|Malformed_HTTP/,
    `what answers doesn't speak HTTP; ${CORRECT} or its port`,
    {},
    "protocol",
  ],
  [/(?:)/, `the connection broke before the answer was complete; ${LOOK_AT_LOG}`, {
    retryable: true,
  }],
];

/**
 * The error of a fetch that gave no answer. The runtimes name the cause differently: Deno in the
 * message, Node in `cause.code`, Bun in `code`.
 */
export function fetchFailure(cause: unknown, attempt: string): MemoryError {
  const traces = tracesOf(cause);
  const [, why, facts, code = "unavailable"] = CAUSES.find(([signs]) => signs.test(traces))!;
  return failed(code, attempt, why, { ...facts, cause });
}

function tracesOf(error: unknown): string {
  const traces: string[] = [];
  for (let depth = 0; depth < 5 && error instanceof Error; depth++) {
    traces.push(error.name, error.message, `${(error as { code?: unknown }).code}`);
    error = error.cause;
  }
  // Deno names the address as well, and an address may hold any word.
  return traces.join(" ").replace(/https?:\/\/\S+/g, "");
}

type Meaning = [next: string, code?: Code, retryable?: boolean];

const UNTOUCHED = "nothing was changed";
const LOGIN: Meaning = ["a proxy asks for a login first"];
const LATER: Meaning = ["it is starting or overloaded; try later", "unavailable", true];

/** By status. */
const MEANINGS: Record<number, Meaning> = {
  401: ["give a valid key (MEM0_API_KEY) or e-mail and password", "unauthorized"],
  403: ["use the key of an administrator", "forbidden"],
  404: [ELSEWHERE, "missing"],
  405: [ELSEWHERE, "protocol"],
  407: LOGIN,
  408: LATER,
  429: ["wait a minute and send fewer requests", "limited", true],
  502: ["look whether the server behind the proxy runs", "unavailable", true],
  503: LATER,
  504: LATER,
  511: LOGIN,
};

/** By how the code of a provider failure, a 502, begins: the first that fits. */
const PROVIDER: [start: string, Meaning][] = [
  ["provider_auth", ["correct the model provider's key on the server"]],
  ["provider_bad", ["correct the model names on the server"]],
  ["provider_", ["the server's model provider doesn't answer; try later", "unavailable", true]],
  ["", [`${LOOK_AT_LOG}; its database may have been restarted`, "unavailable", true]],
];

/** The error of an answer that isn't a success: the server's detail, code and request id kept. */
export function answerFailure(
  { status, headers }: Response,
  text: string,
  attempt: string,
): MemoryError {
  const json = parseJson(text);
  const body = isObject(json) ? json : {};
  const { code, request_id } = body;
  const providerCode = typeof code === "string" ? code : undefined;
  const requestId = headers.get("x-request-id") ?? request_id;
  const request = typeof requestId === "string" ? excerpt(requestId).slice(0, 80) : "";
  const detail = detailOf(body);
  const unknownRoute = status === 405 ||
    status === 404 && (!detail || detail === "Not Found");
  const meaning = status === 502 && providerCode
    ? PROVIDER.find(([start]) => providerCode.startsWith(start))![1]
    : status === 401 && detail === "Authentication required"
    ? ["this needs the key of a user account", "unauthorized"] as Meaning
    : status === 404 && !unknownRoute
    ? [UNTOUCHED, "missing"] as Meaning
    : MEANINGS[status] ?? (status < 500 ? [UNTOUCHED, "invalid"] as Meaning : [LOOK_AT_LOG]);
  const [next, reason = "unavailable", retryable = false] = meaning;
  const said = detail ?? (isHtml(headers, text) ? "an HTML page" : excerpt(text));
  return failed(
    reason,
    attempt,
    `the server answered ${status}${said && ` (${said})`}; ${next}` +
      (request && ` [request ${request}]`),
    {
      status,
      retryable,
      unknownRoute,
      providerCode,
      requestId: request || undefined,
      retryAfterMs: retryAfterMs(headers.get("retry-after"), Date.now()),
    },
  );
}

/** The server's own words: `detail` as a text or a list of validation errors, or `error`. */
function detailOf(body: JsonObject): string | undefined {
  const detail = body.detail ?? body.error ?? body.message;
  if (typeof detail === "string") return excerpt(detail.replace(/\.$/, ""));
  if (!Array.isArray(detail)) return undefined;
  const parts = detail.filter(isObject).map((one) => {
    const where = Array.isArray(one.loc) ? one.loc.slice(1).join(".") : "";
    return where === "" ? String(one.msg) : `${where}: ${one.msg}`;
  });
  return excerpt(parts.join("; "));
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
