/**
 * What a purge says, beside what it deleted.
 *
 * @module
 */
import process from "node:process";
import { countOf } from "../output.ts";
import { PROGRAM } from "../version.ts";
import { deleteCommand } from "./copies.ts";
import type { Swept } from "./state.ts";

/** What a purge did beside deleting what it was given, for `--json`. */
export interface PurgeCounts extends Pick<Swept, "waiting" | "heard" | "logged" | "noted"> {
  /** Memories that no list shows, since newer ones took their place. */
  replaced: number;
}

/** What a person should know before: nobody can delete that from here. */
export const SERVER_KEEPS =
  "A Mem0 server keeps a history of what was deleted, and no request takes that away: " +
  "whoever runs the server can";

/** What each count of {@link PurgeCounts} says, for one and for many. */
const COUNTED: Record<keyof PurgeCounts, [one: string, many: string]> = {
  replaced: [
    "memory that a newer one had replaced is forgotten too",
    "memories that newer ones had replaced are forgotten too",
  ],
  waiting: [
    "memory that waited to be stored is forgotten too",
    "memories that waited to be stored are forgotten too",
  ],
  heard: [
    "message that was just heard is forgotten too",
    "messages that were just heard are forgotten too",
  ],
  logged: ["line of the log is gone", "lines of the log are gone"],
  noted: ["note of a tidying is gone", "notes of a tidying are gone"],
};

/** One line for each kind that there was any of. */
export function describeCounts(counts: PurgeCounts): string[] {
  const names = Object.keys(COUNTED) as (keyof PurgeCounts)[];
  return names.filter((name) => counts[name] > 0)
    .map((name) => countOf(counts[name], ...COUNTED[name]));
}

/** A running process has taken memories up, so many, and nothing was deleted for it. */
export function describeSending(count: number): string {
  return `a running OpenCode is just sending ${countOf(count)} that ${
    count === 1 ? "says" : "say"
  } it`;
}

/** A server may still store what it never answered to. */
export function describeUnanswered(count: number): string {
  return `${countOf(count)} had been sent without an answer and may still arrive: look with ` +
    `"${PROGRAM} list" in two minutes`;
}

/** Files that the program doesn't delete by itself, and how the person does. */
export function describeCopies(paths: readonly string[]): string {
  return "Copies of the memory file that were set aside earlier hold it as well. They are yours to " +
    `delete:\n  ${deleteCommand(paths, process.platform === "win32")}`;
}

/** Other memories with the same text. */
export function describeOthers(ids: readonly string[]): string {
  const others = ids.length === 1 ? "another memory" : `${ids.length} other memories`;
  return `The same text is in ${others}, now or in the history: ` +
    `${PROGRAM} forget --purge ${ids.slice(0, 5).join(" ")}${ids.length > 5 ? " …" : ""}`;
}
