import type { Memory } from "../../client/store.ts";
import { defineCommand, EXIT } from "../command.ts";
import type { Io } from "../io.ts";
import { LIST_MS, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { countOf, cutTo, dayOf, oneLine, paint, printJson } from "../output.ts";
import { isPinned, projectOf, typeOf } from "../rows.ts";
import { isExpired } from "../../client/listing.ts";

/** Options of `stats`. */
export interface StatsOptions extends StoreOptions {
  json: boolean;
}

/** What is counted. */
export interface Statistics {
  total: number;
  pinned: number;
  expired: number;
  /** Memories by name, most first. */
  projects: Record<string, number>;
  types: Record<string, number>;
  /** Memories by the month they were made in, `YYYY-MM`, without gaps, oldest first. */
  months: Record<string, number>;
  /** Is it certain that nothing is missing? */
  complete: boolean;
}

/** `stats`: how much there is of what. */
export const stats = defineCommand<StatsOptions>({
  name: "stats",
  summary: "Counts your memories by project and type, and over time",
  read(given) {
    given.atMost(0);
    return { ...storeOptions(given), json: given.on("json") };
  },
  run: (options, io) =>
    withMemories(options, io, async ({ store, identity }) => {
      const { memories, complete } = await store.list(
        { scope: { user: identity.user }, showExpired: true },
        { timeoutMs: LIST_MS, signal: io.signal },
      );
      const counted = countMemories(memories, complete, new Date());
      if (options.json) printJson(counted, io);
      else draw(counted, io);
      return EXIT.done;
    }),
});

/** The pure part of `stats`. */
export function countMemories(
  memories: readonly Memory[],
  complete: boolean,
  now: Date,
): Statistics {
  const today = now.toISOString().slice(0, 10);
  return {
    total: memories.length,
    pinned: memories.filter(isPinned).length,
    expired: memories.filter((memory) => isExpired(memory, today)).length,
    projects: countBy(memories, projectOf),
    types: countBy(memories, typeOf),
    months: byMonth(memories, today.slice(0, 7)),
    complete,
  };
}

function countBy(memories: readonly Memory[], nameOf: (memory: Memory) => string) {
  const counts = new Map<string, number>();
  for (const memory of memories) {
    counts.set(nameOf(memory), (counts.get(nameOf(memory)) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

/** So many months are shown at most. */
const MONTHS = 24;

function byMonth(memories: readonly Memory[], current: string): Record<string, number> {
  const counts = countBy(memories, ({ createdAt }) => dayOf(createdAt).slice(0, 7));
  const months: string[] = [];
  const [first] = Object.keys(counts).filter((month) => month !== "").sort();
  const date = new Date(`${current}-01T00:00:00Z`);
  while (first !== undefined && months.length < MONTHS) {
    const month = date.toISOString().slice(0, 7);
    if (month < first) break;
    months.unshift(month);
    date.setUTCMonth(date.getUTCMonth() - 1);
  }
  return Object.fromEntries(months.map((month) => [month, counts[month] ?? 0]));
}

function draw({ total, pinned, expired, projects, types, months, complete }: Statistics, io: Io) {
  const { bold } = paint(io);
  const also = [
    ...pinned > 0 ? [`${pinned} pinned`] : [],
    ...expired > 0 ? [`${expired} expired`] : [],
    ...complete ? [] : ["there may be more"],
  ];
  io.out(`${bold(countOf(total))}${also.length > 0 ? `, ${also.join(", ")}` : ""}\n`);
  if (total === 0) return;
  for (const [title, counts] of Object.entries({ Projects: projects, Types: types })) {
    io.out(`\n${bold(title)}\n`);
    drawBars(counts, io);
  }
  io.out(`\n${bold("Added, by month")}\n`);
  drawBars(months, io);
}

const LABEL = 30;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

function drawBars(counts: Record<string, number>, io: Io): void {
  const { cyan } = paint(io);
  const entries = Object.entries(counts);
  const most = Math.max(...entries.map(([, count]) => count), 1);
  const width = Math.min(LABEL, Math.max(...entries.map(([name]) => name.length)));
  const digits = String(most).length;
  const room = Math.max(10, Math.min(io.isTerminal ? io.columns : 80, 100) - width - digits - 4);
  for (const [name, count] of entries) {
    const eighths = Math.round((count / most) * room * 8);
    const bar = "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
    const label = cutTo(oneLine(name), width).padEnd(width);
    io.out(`${label}  ${String(count).padStart(digits)} ${cyan(bar)}`.trimEnd() + "\n");
  }
}
