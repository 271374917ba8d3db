/**
 * Memories as rows of a table, and as JSON.
 *
 * @module
 */
import type { Hit, Memory, Where } from "../client/store.ts";
import { ownerOf } from "../plugin/core/scope.ts";
import { TYPES } from "../plugin/core/tools/job.ts";
import type { Flags, Given } from "./command.ts";
import type { Io } from "./io.ts";
import { type Column, dayOf, paint, printJson, printTable } from "./output.ts";

/** Flags that narrow down which memories. */
export const NARROWING_FLAGS: Flags = {
  type: { type: "string", value: "TYPE", help: "only of this type: decision, convention, …" },
  pinned: { type: "boolean", help: "only pinned ones" },
};

/** The types, for the end of a help. */
export const TYPE_LIST = `Types: ${TYPES.slice(0, 5).join(", ")},\n  ${TYPES.slice(5).join(", ")}.`;

/** Which memories, beside the scope. */
export interface Narrowing {
  type?: string;
  pinned: boolean;
}

/** Reads {@link NARROWING_FLAGS}. @throws {UsageError} */
export function narrowing(given: Given): Narrowing {
  const type = given.oneOf("type", TYPES);
  return { pinned: given.on("pinned"), ...type === undefined ? {} : { type } };
}

/** A filter and a narrowing, both. */
export function narrow(where: Where | undefined, { type, pinned }: Narrowing): { where?: Where } {
  const all: Where[] = where === undefined ? [] : [where];
  if (type !== undefined) all.push({ field: "type", is: type });
  if (pinned) all.push({ field: "pinned", is: true });
  return all.length === 0 ? {} : { where: all.length === 1 ? all[0]! : { all } };
}

/** Prints memories: on a terminal cut to fit, in a pipe `id, day, type, project, text`. */
export function printMemories(memories: readonly (Memory | Hit)[], json: boolean, io: Io): void {
  if (json) return printJson(memories, io);
  const { cyan, dim } = paint(io);
  const scored = memories.some((memory) => "score" in memory);
  const columns: Column[] = [
    { title: "ID", paint: cyan },
    ...scored ? [{ title: "SCORE", right: true }] : [],
    { title: "DAY", paint: dim },
    { title: "TYPE" },
    { title: "PROJECT", paint: dim },
    { title: "TEXT", elastic: true },
  ];
  const rows = memories.map((memory) => [
    io.isTerminal ? memory.id.slice(0, 8) : memory.id,
    ...scored ? ["score" in memory ? memory.score.toFixed(2) : ""] : [],
    dayOf(memory.createdAt),
    typeOf(memory),
    projectOf(memory),
    `${isPinned(memory) ? "* " : ""}${memory.text}`,
  ]);
  printTable(columns, rows, io);
}

/** What kind of memory it is; "-" for none. */
export function typeOf(memory: Memory): string {
  const { type } = memory.metadata;
  return typeof type === "string" && type !== "" ? type : "-";
}

/** The project, or "global". */
export function projectOf(memory: Memory): string {
  const { project, global } = ownerOf(memory);
  return global || project === undefined ? "global" : project;
}

/** Is it pinned, also as older data says it? */
export function isPinned(memory: Memory): boolean {
  return memory.metadata.pinned === true || memory.text.startsWith(PINNED_MARK);
}

/** What older data puts before the text of a pinned memory. */
export const PINNED_MARK = "[PINNED] ";
