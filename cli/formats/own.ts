/**
 * The two forms of our own exports. Both hold everything, and the same memories give the same bytes.
 *
 * @module
 */
import { type MemoryRecord, readRecord, sortKeys, sortRecords, tidy } from "../records.ts";
import type { Json } from "../../client/store.ts";

/** A file that can't be read: which line, and why. */
export class FormatError extends Error {
  override readonly name: string = "FormatError";
}

/** One JSON object a line, oldest first. */
export function writeLines(records: readonly MemoryRecord[]): string {
  return sortRecords(records).map((record) => `${JSON.stringify(tidy(record))}\n`).join("");
}

/** @throws {FormatError} */
export function readLines(text: string): MemoryRecord[] {
  return parseLines(text).map(({ value, number }) => {
    try {
      return readRecord(value);
    } catch (error) {
      throw new FormatError(`line ${number}: ${(error as Error).message}`);
    }
  });
}

/** The JSON values of a file with one a line. @throws {FormatError} */
export function parseLines(text: string): { value: unknown; number: number }[] {
  const values = [];
  for (const [at, line] of text.replace(/^\uFEFF/, "").split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    try {
      values.push({ value: JSON.parse(line) as unknown, number: at + 1 });
    } catch (cause) {
      throw new FormatError(`line ${at + 1} is no valid JSON; the file may be cut off`, { cause });
    }
  }
  return values;
}

/** Stands at the head of a Markdown export, by which it is known again. */
export const MARKDOWN_MARK = "<!-- opencode-mem0-selfhost memories v1 -->";

/**
 * For people: grouped by project and type, an item a memory. What an item doesn't show is in a comment
 * behind it, so that the file can be imported again.
 */
export function writeMarkdown(records: readonly MemoryRecord[]): string {
  const lines = [MARKDOWN_MARK, "", "# Memories"];
  const projects = groupBy(sortRecords(records), placeOf);
  for (const [project, ofProject] of projects) {
    lines.push("", `## ${heading(project)}`);
    for (const [type, ofType] of groupBy(ofProject, kindOf)) {
      lines.push("", `### ${heading(type)}`, "");
      for (const record of ofType) lines.push(...writeItem(record));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** @throws {FormatError} */
export function readMarkdown(text: string): MemoryRecord[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const records: MemoryRecord[] = [];
  let item: string[] | undefined;
  for (const [at, line] of lines.entries()) {
    const comment = item === undefined ? null : /^ {2}<!-- (\{.*\}) -->$/.exec(line);
    if (comment !== null && item !== undefined) {
      records.push(readItem(item, comment[1]!, at + 1));
      item = undefined;
    } else if (item !== undefined) item.push(line.replace(/^ {2}/, ""));
    else if (line.startsWith("- ")) item = [line.slice(2)];
  }
  if (item !== undefined) {
    throw new FormatError(
      `the item "${item[0]!.slice(0, 60)}" lacks its comment; it may be cut off`,
    );
  }
  return records;
}

function writeItem(record: MemoryRecord): string[] {
  const { text, ...rest } = record;
  const shown = text.split("\n").map((line, at) => at === 0 ? `- ${line}` : indent(line));
  // What Markdown would not give back as it was stands in the comment as well.
  const whole = shown.join("\n");
  const isExact = !/\r/.test(text) && !/^ {2}<!-- \{/m.test(whole) &&
    unindent(shown) === text;
  const facts = isExact ? rest : { ...rest, text };
  return [...shown.map((line) => line.replace(/\r/g, "")), `  <!-- ${escape(facts)} -->`];
}

function readItem(item: readonly string[], comment: string, number: number): MemoryRecord {
  try {
    const facts = JSON.parse(comment) as Record<string, Json>;
    return readRecord({ text: item.join("\n"), ...facts });
  } catch (error) {
    throw new FormatError(`the comment in line ${number}: ${(error as Error).message}`);
  }
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}

function unindent(lines: readonly string[]): string {
  return lines.map((line, at) => at === 0 ? line.slice(2) : line.replace(/^ {2}/, "")).join("\n");
}

/** JSON that can't end a comment: `--` and `>` are written as escapes. */
function escape(value: object): string {
  return JSON.stringify(sortKeys(value as Json))
    .replaceAll("--", "-\\u002d")
    .replaceAll(">", "\\u003e");
}

function heading(name: string): string {
  return name.replace(/[\s\p{Cc}]+/gu, " ").trim() || "-";
}

function placeOf({ metadata }: MemoryRecord): string {
  const { app_id, scope } = metadata;
  return scope === "global" || typeof app_id !== "string" || app_id === "" ? "Global" : app_id;
}

function kindOf({ metadata }: MemoryRecord): string {
  return typeof metadata.type === "string" && metadata.type !== "" ? metadata.type : "other";
}

/** Groups in the order of their names. */
function groupBy<T>(values: readonly T[], nameOf: (value: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(nameOf(value));
    if (group) group.push(value);
    else groups.set(nameOf(value), [value]);
  }
  return [...groups].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}
