/**
 * How far long work has come, on stderr. Drawn here: the bars of the library that asks the questions
 * read the keyboard meanwhile, and end the process with success on Ctrl+C.
 *
 * @module
 */
import process from "node:process";
import { cutTo } from "./output.ts";

/** How far long work has come. */
export interface Progress {
  /** So many are done now. */
  to(done: number): void;
  /** Something to know meanwhile. */
  say(line: string): void;
  /** It is over; `line` says how it ended. */
  end(line: string): void;
}

/** A terminal's bar is drawn anew so often, in milliseconds. */
const FRAME_MS = 100;
/** Where there is no terminal, lines are at least so far apart, in milliseconds. */
const PAUSE_MS = 5_000;
const BAR = 24;

/** On a terminal a bar; elsewhere a line now and then, and none for short work. */
export function startProgress(what: string, total: number): Progress {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  let last = isTerminal ? 0 : Date.now();
  let hasSpoken = false;
  const tell = (line: string) => void stderr.write(`${isTerminal ? "\r\x1b[K" : ""}${line}\n`);
  return {
    to(done) {
      const now = Date.now();
      if (now - last < (isTerminal ? FRAME_MS : PAUSE_MS)) return;
      last = now;
      hasSpoken = true;
      if (isTerminal) stderr.write(`\r\x1b[K${drawBar(what, done, total, stderr.columns || 80)}`);
      else tell(`${what}: ${done} of ${total}`);
    },
    say: tell,
    end(line) {
      if (hasSpoken) tell(line);
    },
  };
}

/** One line that fits, without its last column: a full line would wrap. */
export function drawBar(what: string, done: number, total: number, columns: number): string {
  const full = total === 0 ? BAR : Math.min(BAR, Math.floor(done / total * BAR));
  const bar = `${"█".repeat(full)}${"░".repeat(BAR - full)}`;
  return cutTo(`${what} ${bar} ${done} of ${total}`, columns - 1);
}

/**
 * Lets signals and timers in, every 50 ms: a store on this machine never waits for anything, so that
 * nothing else would get its turn.
 */
export function breathing(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 50) return;
    await new Promise((wake) => setTimeout(wake));
    last = performance.now();
  };
}
