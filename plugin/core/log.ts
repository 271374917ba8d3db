import { appendFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "../../client/store.ts";
import { ensureFolderSync } from "./files.ts";

/** Levels of the log, from the gravest on. */
export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
/** A level of the log. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How the log is kept. */
export interface LogOptions {
  /** The file; its folder is made when the first line is written. */
  path: string;
  /** Lines below this level are dropped. */
  level: LogLevel;
  /** Takes secrets out of a line. */
  redact: (text: string) => string;
  /** The file is renamed to `<path>.1` (one is kept) beyond this many bytes; default 1 MiB. */
  maxBytes?: number;
  /** The clock; default the system's. */
  now?: () => Date;
}

const LONGEST_LINE = 2000;

/**
 * One log file, one line per entry: time, level, text. Writing never throws: a log that can't be
 * written is given up until the next start, since there is nowhere left to say so.
 */
export function createLog(options: LogOptions): Log {
  const { path, redact, maxBytes = 1 << 20, now = () => new Date() } = options;
  const least = LOG_LEVELS.indexOf(options.level);
  let size: number | undefined;
  let broken = false;
  return (level, message) => {
    if (broken || LOG_LEVELS.indexOf(level) > least) return;
    try {
      const text = redact(message.slice(0, LONGEST_LINE)).replace(/[\r\n]+\s*/g, " | ");
      const line = `${now().toISOString()} ${level.padEnd(5)} ${text}\n`;
      if (size === undefined) {
        ensureFolderSync(dirname(path));
        size = sizeOf(path);
      }
      if (size + line.length > maxBytes) {
        // Another process may have rotated meanwhile: look again before renaming a young file.
        size = sizeOf(path);
        if (size + line.length > maxBytes) {
          renameSync(path, `${path}.1`);
          size = 0;
        }
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += line.length;
    } catch {
      broken = true; // read-only or full: there is no better place to say it
    }
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
