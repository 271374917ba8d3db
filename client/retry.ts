/**
 * Whether a failed request may be sent again, and when. Pure: time and chance come in as arguments.
 *
 * The rules: a request that certainly never left (refused connection, DNS failure) may be repeated,
 * whatever it is; one that may have arrived only when it is safe to repeat, and only after 429, 503,
 * 504, or 502 with a provider code; nothing past the caller's deadline.
 *
 * @module
 */

import type { MemoryError } from "./errors.ts";

/** Requests sent again after a failure that passes by itself. */
export const RETRIES = 2;

/**
 * After its database came back, a Mem0 server answers the next request of each pooled connection, one
 * to five, with 502 (contract, trap 26).
 */
export const POOL_RETRIES = 5;

/** The longest wait between two tries that isn't the server's own wish, in milliseconds. */
export const LONGEST_WAIT_MS = 4_000;

const FIRST_WAIT_MS = 250;
const FIRST_POOL_WAIT_MS = 25;

/** Provider codes behind which stand the server's own data stores. */
const POOL_CODES = /^(unknown|(datastore|vector_store)_unavailable)$/;
const PROVIDER_CODES = /^provider_(rate_limited|timeout|unavailable)$/;

/** What is known about the request that failed. */
export interface Attempt {
  /** Tries made so far, the failed one included: 1 or more. */
  tries: number;
  /** May it be repeated without doing something twice? Reads, PUT and DELETE: yes. */
  repeatable: boolean;
  /** Milliseconds until the caller's deadline. */
  leftMs: number;
  /** A number in [0, 1), fresh for each decision. */
  chance: number;
}

/**
 * How long to wait before the next try, in milliseconds; undefined when there must be none.
 *
 * The server's own hint comes first. Else the wait doubles per try and is jittered between half and
 * whole, so that clients that failed together don't come back together.
 */
export function retryDelay(error: MemoryError, attempt: Attempt): number | undefined {
  const { tries, repeatable, leftMs, chance } = attempt;
  const { status, providerCode = "", retryAfterMs } = error;
  const pool = status === 502 && POOL_CODES.test(providerCode);
  const passes = pool || status === 429 || status === 503 || status === 504 ||
    status === 502 && PROVIDER_CODES.test(providerCode);
  const may = error.unsent ? error.retryable : repeatable && passes;
  if (!may || tries > (pool ? POOL_RETRIES : RETRIES)) return undefined;
  const grown = (pool ? FIRST_POOL_WAIT_MS : FIRST_WAIT_MS) * 2 ** (tries - 1);
  const wait = retryAfterMs ?? Math.min(grown, LONGEST_WAIT_MS) * (0.5 + chance / 2);
  return wait < leftMs ? wait : undefined;
}

/**
 * The wait that a Retry-After header asks for, in milliseconds: seconds, or an HTTP date. Undefined
 * when it is absent or unreadable.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (!header?.trim()) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : seconds * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
