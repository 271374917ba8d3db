import { isMemoryError } from "../../client/errors.ts";
import type { NewMemory } from "../../client/store.ts";

/** A memory in the queue, as its file holds it. */
export interface QueueEntry {
  /** Tells apart two attempts to accept the same origin; first, so that a cut copy shows it. */
  nonce: string;
  /** The origin id, `metadata.origin` of the stored row. */
  id: string;
  memory: NewMemory;
  /** Milliseconds since 1970. */
  acceptedAt: number;
  /** Failed attempts, for the backoff. */
  attempts: number;
  /** Failed attempts for which this entry itself may be to blame. */
  blamed: number;
  /** Not before, milliseconds since 1970. */
  nextAt: number;
  /** Was the last failure one of the back end as a whole? */
  down: boolean;
  /** Until when, at least, it may have been under way at a server that never answered. */
  unsureAt?: number;
  /** The last failure, for a person. */
  reason?: string;
}

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

/** The entry after a failed send or look-up; its `reason` is set, and it waits with jitter. */
export function postpone(
  entry: QueueEntry,
  verdict: Verdict,
  now: number,
  random: number,
): QueueEntry {
  const attempts = entry.attempts + 1;
  const longest = verdict.down ? DOWN_WAIT_MS : BLAMED_WAIT_MS;
  const backoff = Math.min(longest, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 30));
  const asked = Math.min(verdict.waitMs, DOWN_WAIT_MS);
  const unsureAt = verdict.fate === "unsure" ? now : entry.unsureAt;
  return {
    ...entry,
    attempts,
    blamed: entry.blamed + (verdict.down ? 0 : 1),
    down: verdict.down,
    reason: verdict.reason,
    nextAt: now + Math.max(asked, backoff * (0.5 + random / 2)),
    ...(unsureAt === undefined ? {} : { unsureAt }),
  };
}

/** Is the time come? A time further ahead than any wait means that the clock was set back. */
export function isDue(nextAt: number, now: number): boolean {
  return nextAt <= now || nextAt > now + BLAMED_WAIT_MS;
}

/** Why the queue gives up on an entry; undefined while it doesn't. */
export function reasonToGiveUp(entry: QueueEntry, now: number): string | undefined {
  const last = entry.reason ?? "it was never sent";
  if (entry.blamed >= MAX_BLAMED) return `Gave up after ${entry.blamed} attempts: ${last}`;
  if (now - entry.acceptedAt > MAX_AGE_MS) return `Gave up after 30 days: ${last}`;
  return undefined;
}

/** The memory as it is sent: with its origin. */
export function stamped(entry: QueueEntry): NewMemory {
  return { ...entry.memory, metadata: { ...entry.memory.metadata, origin: entry.id } };
}
