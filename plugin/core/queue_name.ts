/** All that changes of a queued memory. It is kept in the file's name: to change it is one rename. */
export interface QueueState {
  /** The origin id, `metadata.origin` of the stored row: word characters only. */
  id: string;
  /** Milliseconds since 1970. */
  acceptedAt: number;
  /** Not before, milliseconds since 1970. */
  nextAt: number;
  /** Failed attempts, for the backoff. */
  attempts: number;
  /** Failed attempts for which this entry itself may be to blame. */
  blamed: number;
  /** Was the last failure one of the back end as a whole? */
  down: boolean;
  /** Since when, at the latest, it may be under way at a server that never answered. */
  unsureAt?: number;
}

/** Who is sending an entry, and since when; or has been, when the process is gone. */
export interface Claimant {
  pid: number;
  /** When the process began, ms since 1970: tells apart two uses of one id. */
  since: number;
  /** Milliseconds since 1970. */
  claimedAt: number;
}

/** A file name read back. */
export interface QueueName {
  name: string;
  state: QueueState;
  claimant?: Claimant;
}

const PATTERN = /^(\w+)~(\w+)~(\w+)~(\w+)~(\w+)~([du])~(\w*)(?:~(\w+)-(\w+)~(\w+))?\.json$/;

/**
 * `<accepted>~<id>~<not before>~<attempts>~<blamed>~<down d, up u>~<unsure since>` and, while it is
 * claimed, `~<pid>-<start>~<claimed>`; numbers in base 36. Sorted, names go from old to new.
 */
export function formatName(state: QueueState, claimant?: Claimant): string {
  const code = (value: number) => Math.max(0, Math.ceil(value)).toString(36);
  const parts = [
    code(state.acceptedAt).padStart(9, "0"),
    state.id,
    code(state.nextAt),
    code(state.attempts),
    code(state.blamed),
    state.down ? "d" : "u",
    state.unsureAt === undefined ? "" : code(state.unsureAt),
  ];
  if (claimant !== undefined) {
    const { pid, since, claimedAt } = claimant;
    parts.push(`${code(pid)}-${code(since)}`, code(claimedAt));
  }
  return `${parts.join("~")}.json`;
}

/** Undefined for a name that isn't one of ours. */
export function parseName(name: string): QueueName | undefined {
  const match = PATTERN.exec(name);
  if (match === null) return undefined;
  const number = (index: number) => parseInt(match[index] ?? "", 36);
  return {
    name,
    state: {
      acceptedAt: number(1),
      id: match[2] as string,
      nextAt: number(3),
      attempts: number(4),
      blamed: number(5),
      down: match[6] === "d",
      ...(match[7] === "" ? {} : { unsureAt: number(7) }),
    },
    ...(match[8] === undefined
      ? {}
      : { claimant: { pid: number(8), since: number(9), claimedAt: number(10) } }),
  };
}
