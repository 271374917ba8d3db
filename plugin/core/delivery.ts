import { isMemoryError } from "../../client/errors.ts";
import type { QueueState } from "./queue_name.ts";

/**
 * How long a server may go on with a request whose client has gone: the Mem0 server's own limit on
 * its model calls. Only after this does "not there" mean that it will not come.
 */
export const SERVER_LIMIT_MS = 120_000;
const FIRST_WAIT_MS = 5_000;
/** A back end that is down is asked again this often at the latest: one request for all entries. */
const DOWN_WAIT_MS = 15 * 60_000;
/** An entry that the server stumbles over. */
const BLAMED_WAIT_MS = 6 * 3_600_000;
/** About ten days at the longest wait. */
const MAX_BLAMED = 60;
const MAX_AGE_MS = 30 * 24 * 3_600_000;

/** What a failed send means. */
export interface Verdict {
  /**
   * `reject`: the server read it and will never take it. `refused`: it was certainly not stored.
   * `unsure`: it may have been stored, or may still be.
   */
  fate: "reject" | "refused" | "unsure";
  /** Would every other entry fail alike? */
  down: boolean;
  /** One sentence. */
  reason: string;
  /** Milliseconds that the server asked to wait. */
  waitMs: number;
}

/**
 * Reads a failure. Any 5xx counts as unsure: a gateway answers 502 or 504 while the server behind it
 * goes on, and a Mem0 server writes the row before its history, which may fail.
 */
export function judgeFailure(error: unknown): Verdict {
  if (!isMemoryError(error)) {
    return { fate: "unsure", down: false, reason: String(error), waitMs: 0 };
  }
  const { code, status, message: reason, retryAfterMs: waitMs = 0 } = error;
  const invalid = status === undefined ? code === "invalid" : [400, 413, 422].includes(status);
  if (invalid) return { fate: "reject", down: false, reason, waitMs };
  const refused = error.unsent ||
    ["unauthorized", "forbidden", "missing", "limited", "storage"].includes(code);
  return {
    fate: refused ? "refused" : "unsure",
    down: status === undefined || status < 500,
    reason,
    waitMs,
  };
}

/** The state after a failed send or look-up: it waits, with jitter (`random` is 0..1). */
export function postpone(
  state: QueueState,
  verdict: Verdict,
  now: number,
  random: number,
): QueueState {
  const attempts = state.attempts + 1;
  const longest = verdict.down ? DOWN_WAIT_MS : BLAMED_WAIT_MS;
  const backoff = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 30));
  const asked = Math.min(verdict.waitMs, DOWN_WAIT_MS);
  return {
    ...state,
    attempts,
    blamed: state.blamed + (verdict.down ? 0 : 1),
    down: verdict.down,
    nextAt: now + Math.max(asked, backoff * (0.5 + random / 2)),
    ...(verdict.fate === "unsure" ? { unsureAt: now } : {}),
  };
}

/** Is the time come? A time further ahead than any wait means that the clock was set back. */
export function isDue(nextAt: number, now: number): boolean {
  return nextAt <= now || nextAt > now + BLAMED_WAIT_MS;
}

/** Why the queue gives up on an entry after this failure; undefined while it doesn't. */
export function reasonToGiveUp(
  state: QueueState,
  verdict: Verdict,
  now: number,
): string | undefined {
  if (verdict.fate === "reject") return verdict.reason;
  if (state.blamed >= MAX_BLAMED) {
    return `Gave up after ${state.blamed} attempts: ${verdict.reason}`;
  }
  if (now - state.acceptedAt > MAX_AGE_MS) return `Gave up after 30 days: ${verdict.reason}`;
  return undefined;
}
