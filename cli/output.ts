/**
 * How results look: tables that fit the terminal, bare rows in a pipe, JSON when asked.
 *
 * @module
 */
import Table from "cli-table3";
import stringWidth from "fast-string-width";
import colours from "picocolors";
import type { Io } from "./io.ts";

type Colours = ReturnType<typeof colours.createColors>;

/** Colours for stdout, or functions that change nothing. */
export function paint(io: Io): Colours {
  return colours.createColors(io.colours.out);
}

/** Colours for stderr, or functions that change nothing. */
export function paintError(io: Io): Colours {
  return colours.createColors(io.colours.err);
}

/** Prints a value as JSON, on several lines. */
export function printJson(value: unknown, io: Io): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** A column of a table. */
export interface Column {
  title: string;
  /** May it be cut so that the table fits? One of them takes what the others leave. */
  elastic?: boolean;
  /** To the right, for numbers. */
  right?: boolean;
  /** Colours a cell. */
  paint?: (text: string) => string;
}

/** Narrower than this an elastic column is useless: then the table is wider than the terminal. */
const NARROWEST = 16;
const GAP = 2;

/**
 * On a terminal a table with titles whose elastic column is cut to fit; in a pipe one line a row,
 * cells whole and apart by tabs, without titles.
 */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  io: Io,
): void {
  const clean = rows.map((row) => row.map(oneLine));
  if (!io.isTerminal) {
    for (const row of clean) io.out(`${row.join("\t")}\n`);
    return;
  }
  if (rows.length === 0) return;
  const widths = columns.map(({ title }, at) =>
    Math.max(stringWidth(title), ...clean.map((row) => stringWidth(row[at] ?? "")))
  );
  const rest = widths.reduce((sum, width, at) => columns[at]?.elastic ? sum : sum + width, 0) +
    GAP * (columns.length - 1);
  const room = Math.max(NARROWEST, io.columns - rest);
  const fitted = widths.map((width, at) => columns[at]?.elastic ? Math.min(width, room) : width);
  const { bold } = paint(io);
  // Right-aligned texts need their gap inside the column.
  const spaced = (text: string, at: number) =>
    columns[at]?.right && at < columns.length - 1 ? text + " ".repeat(GAP) : text;
  const table = new Table({
    head: columns.map(({ title }, at) => bold(spaced(title, at))),
    colWidths: fitted.map((width, at) => width + (at < fitted.length - 1 ? GAP : 0)),
    colAligns: columns.map(({ right }) => right ? "right" : "left"),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    chars: BORDERLESS,
  });
  for (const row of clean) {
    table.push(row.map((cell, at) => {
      const shown = spaced(cutTo(cell, fitted[at] ?? 0), at);
      return columns[at]?.paint?.(shown) ?? shown;
    }));
  }
  io.out(`${table.toString().split("\n").map((line) => line.trimEnd()).join("\n")}\n`);
}

const BORDERLESS = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid", "middle"].flatMap((side) =>
    ["", "-mid", "-left", "-right"].map((part) => [`${side}${part}`, ""])
  ),
);

/** The text on one line, without what would steer a terminal. */
export function oneLine(text: string): string {
  return text.replace(BIDI, "").replace(/[\p{Cc}\s]+/gu, " ").trim();
}

/** A text of several lines for a terminal, without what would steer it. */
export function safeText(text: string): string {
  return text.replace(BIDI, "").replace(/[^\P{Cc}\n\t]/gu, "");
}

/** Marks that turn the direction of writing, and with them what a line seems to say. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text in so many columns, ending in … when it was longer. */
export function cutTo(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const wide = stringWidth(segment);
    if (used + wide > width - 1) break;
    cut += segment;
    used += wide;
  }
  return `${cut}…`;
}

/** `1 memory`, `2 memories`. */
export function countOf(count: number, one = "memory", many = "memories"): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** The day of a time, `YYYY-MM-DD`, in UTC as it is stored. */
export function dayOf(time: string | null | undefined): string {
  const at = Date.parse(time ?? "");
  return Number.isNaN(at) ? "" : new Date(at).toISOString().slice(0, 10);
}
