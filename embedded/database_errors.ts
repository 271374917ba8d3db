import { isMemoryError, MemoryError, messageOf } from "../client/errors.ts";

/** What went wrong in SQLite, as far as the store acts on it. */
export type FailureKind =
  | "busy"
  | "corrupt"
  | "index"
  | "memory"
  | "readonly"
  | "full"
  | "closed"
  | "other";

/**
 * Primary result codes (SQLite, "Result and Error Codes"). Drivers name them differently:
 * node:sqlite gives `errcode` (a number), bun:sqlite `errno` and `code` ("SQLITE_BUSY").
 */
const KINDS: Record<number, FailureKind> = {
  5: "busy",
  6: "busy",
  7: "memory",
  8: "readonly",
  11: "corrupt",
  13: "full",
  14: "readonly",
  26: "corrupt",
};

/** SQLITE_CORRUPT_VTAB: the word index alone is damaged; it can be made anew from the rows. */
const CORRUPT_INDEX = 267;

/** What kind of failure an error of either driver is. */
export function kindOfFailure(error: unknown): FailureKind {
  if (typeof error !== "object" || error === null) return "other";
  const { errcode, errno, message } = error as Record<string, unknown>;
  const code = typeof errcode === "number" ? errcode : typeof errno === "number" ? errno : 0;
  if (code === CORRUPT_INDEX) return "index";
  const kind = KINDS[code & 0xff];
  if (kind !== undefined) return kind;
  const text = String(message ?? "").toLowerCase();
  if (text.includes("out of memory")) return "memory";
  if (text.includes("database is locked")) return "busy";
  if (text.includes("malformed") || text.includes("not a database")) return "corrupt";
  if (text.includes("readonly")) return "readonly";
  if (text.includes("disk is full")) return "full";
  if (text.includes("not open") || text.includes("closed database")) return "closed";
  return "other";
}

/** What a driver throws where somebody else keeps the file locked. */
export function busyError(): Error {
  return Object.assign(new Error("database is locked"), { errcode: 5 });
}

/** Cause and next step of each kind, for a person. */
const SENTENCES: Record<FailureKind, string> = {
  busy: "another process keeps it locked; try again, or end the process that holds it",
  corrupt: "the file is damaged; open it again to set it aside and save what can be read",
  index: "its word index is damaged; open it again to have the index made anew",
  memory:
    "SQLite ran out of memory, which a damaged word index can cause; open it again to have it checked",
  readonly: "it can't be written; check the owner and rights of the file and its folder",
  full: "the disk is full; free some space and try again",
  closed: "the store is closed; open it again",
  other: "SQLite refused",
};

/**
 * Turns any error of a driver into a {@link MemoryError} `storage` that says what was attempted,
 * why it failed and what to do next. A MemoryError is handed on as it is.
 *
 * @param attempt What was attempted: `Cannot search in "…"`.
 */
export function describeFailure(error: unknown, attempt: string): MemoryError {
  if (isMemoryError(error)) return error;
  const kind = kindOfFailure(error);
  const detail = messageOf(error);
  return new MemoryError("storage", `${attempt}: ${SENTENCES[kind]} (${detail})`, {
    retryable: kind === "busy" || kind === "full",
    cause: error,
  });
}
