/**
 * What import and move say of their outcome.
 *
 * @module
 */
import { EXIT, type Flags, type Given } from "./command.ts";
import type { Io } from "./io.ts";
import { countOf, printJson } from "./output.ts";
import type { Outcome } from "./transfer.ts";

/** The Mem0 server's own limit for a request, in milliseconds. */
export const SERVER_MS = 120_000;

/** The flag of both. */
export const SETTLE_FLAG: Flags = {
  settle: {
    type: "string",
    value: "SECONDS",
    help: "how long a server may go on with a request of an interrupted run (120)",
  },
};

/** Reads {@link SETTLE_FLAG}. @throws {UsageError} */
export function settleMsOf(given: Given): { settleMs?: number } {
  const seconds = given.count("settle", 0);
  return seconds === undefined ? {} : { settleMs: seconds * 1000 };
}

/** Prints it; the exit code says whether all is as it should be. */
export function reportOutcome(outcome: Outcome, verb: string, json: boolean, io: Io): number {
  const { total, copied, present, differing, refused, doubled, digests } = outcome;
  const isSame = digests.source === digests.target;
  if (json) printJson({ ...outcome, verified: isSame && refused.length === 0 }, io);
  else {
    const words = [
      ...present > 0 ? [`${present.toLocaleString("en")} there already`] : [],
      ...refused.length > 0 ? [`${refused.length} refused`] : [],
    ];
    io.out(`${verb} ${countOf(copied)}${words.length > 0 ? `; ${words.join(", ")}` : ""}\n`);
  }
  for (const { id, reason } of refused.slice(0, 10)) io.tell(`${id}: ${reason}`);
  if (refused.length > 10) io.tell(`… and ${refused.length - 10} more`);
  if (differing.length > 0) {
    io.tell(
      `Another content is there already, and was left as it is, for ${
        countOf(differing.length)
      }: ` +
        `${differing.slice(0, 5).join(", ")}${differing.length > 5 ? ", …" : ""}`,
    );
  }
  if (doubled.length > 0) {
    io.tell(`There twice: ${countOf(doubled.length)} (${doubled.slice(0, 5).join(", ")})`);
  }
  if (isSame && refused.length === 0) {
    io.tell(
      `Verified: all ${total.toLocaleString("en")} are there once (SHA-256 ${
        digests.target.slice(0, 16)
      }…)`,
    );
  }
  return refused.length === 0 && doubled.length === 0 ? EXIT.done : EXIT.failed;
}
