/**
 * The closed set of reasons for which a memory call fails.
 *
 * - `invalid`: the arguments can't be right; nothing was sent.
 * - `unauthorized`: no or a wrong credential (401).
 * - `forbidden`: the credential may not do this (403).
 * - `missing`: the memory, or the route, is not there (404).
 * - `limited`: too many requests (429).
 * - `unavailable`: nothing answers, or a gateway or provider behind it fails (refused, DNS, 5xx).
 * - `timeout`: no complete answer within the call's deadline.
 * - `aborted`: the caller's signal fired.
 * - `protocol`: something answered, but not as a Mem0 server does (HTML, cut JSON, wrong shape).
 * - `storage`: the local file can't be opened, read or written.
 */
export type Code =
  | "invalid"
  | "unauthorized"
  | "forbidden"
  | "missing"
  | "limited"
  | "unavailable"
  | "timeout"
  | "aborted"
  | "protocol"
  | "storage";

/** What is known of a failure beside its text. */
export interface ErrorFacts {
  /** May the same call be tried again with hope? Default false. */
  retryable?: boolean;
  /** HTTP status, when there was an answer. */
  status?: number;
  /** The server's `request_id` or X-Request-ID header, 8 hex digits. */
  requestId?: string;
  /** The server's own `code` of a provider failure, e.g. `provider_rate_limited`. */
  providerCode?: string;
  /** Milliseconds that the server asked to wait (Retry-After). */
  retryAfterMs?: number;
  /**
   * Is it certain that the request never reached the server (refused, DNS failure)? Default false.
   * Then a write may be sent again as well.
   */
  unsent?: boolean;
  /** Times that the request was sent; default 1. After more, a 404 may be one's own doing. */
  tries?: number;
  /** Is it the route that the server doesn't know, rather than what was asked for? Default false. */
  unknownRoute?: boolean;
  /** The underlying error. */
  cause?: unknown;
}

/**
 * The one error of every memory store. `message` is a sentence for a person: what was attempted,
 * the cause and the next step; it never holds credentials.
 *
 * Test for it with {@link isMemoryError}: two copies of this package may meet in one process, and
 * `instanceof` then fails.
 *
 * @example
 * ```ts
 * import { isMemoryError, MemoryError } from "./errors.ts";
 * const error = new MemoryError("missing", 'Cannot update memory "x": it is not there');
 * if (isMemoryError(error) && error.code === "missing") console.log("gone already");
 * ```
 */
export class MemoryError extends Error {
  /** Always "MemoryError"; what {@link isMemoryError} looks for. */
  override readonly name: string = "MemoryError";
  // Declared, not initialised: what isn't known is absent, not undefined.
  /** The reason, one of a closed set. */
  declare readonly code: Code;
  /** May the same call be tried again with hope? */
  declare readonly retryable: boolean;
  /** HTTP status, when there was an answer. */
  declare readonly status?: number;
  /** The server's request id. */
  declare readonly requestId?: string;
  /** The server's own code of a provider failure. */
  declare readonly providerCode?: string;
  /** Milliseconds that the server asked to wait. */
  declare readonly retryAfterMs?: number;
  /** Is it certain that nothing was sent? */
  declare readonly unsent: boolean;
  /** Times that the request was sent. */
  declare readonly tries: number;
  /** Is it the route that the server doesn't know? Absent where that was not looked at. */
  declare readonly unknownRoute?: boolean;

  /** An error with what is known of it. @param facts `retryable` and `unsent` default to false, `tries` to 1. */
  constructor(code: Code, message: string, facts: ErrorFacts = {}) {
    const { cause, ...known } = facts;
    super(message, cause ? { cause } : undefined);
    for (const [name, value] of Object.entries(known)) {
      if (value === undefined) delete known[name as keyof typeof known];
    }
    Object.assign(this, { retryable: false, unsent: false, tries: 1 }, known, { code });
  }
}

/** Is this a {@link MemoryError}, also one of another copy of this package? */
export function isMemoryError(value: unknown): value is MemoryError {
  return value instanceof Error && value.name === "MemoryError" &&
    typeof (value as { code?: unknown }).code === "string";
}

/** The HTTP status of a failure, when it is one that was answered. */
export function statusOf(error: unknown): number | undefined {
  return isMemoryError(error) ? error.status : undefined;
}

/** The error in the form that all have: `Cannot <attempt>: <why>`. */
export function failed(
  code: Code,
  attempt: string,
  why: string,
  facts?: ErrorFacts,
): MemoryError {
  return new MemoryError(code, `Cannot ${attempt}: ${why}`, facts);
}

/** The error of an argument that can't be right. Nothing was sent. */
export function invalid(attempt: string, why: string): MemoryError {
  return failed("invalid", attempt, why);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
