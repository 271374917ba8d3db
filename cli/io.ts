/**
 * The world as a command sees it. Real in {@link openIo}; captured in tests.
 *
 * @module
 */
import process from "node:process";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { readTextSync } from "../plugin/core/files.ts";
import type { Environment } from "../plugin/core/config.ts";
import { type Progress, startProgress } from "./progress.ts";

/** Streams, environment and questions. */
export interface Io {
  /** Data, to stdout. */
  out(text: string): void;
  /** Everything else, to stderr; a line break is added. */
  tell(line: string): void;
  env: Environment;
  /** Names of the variables that come from `./.env`. */
  dotenv: ReadonlySet<string>;
  directory: string;
  /** The user's home folder. */
  home: string;
  /** Is stdout a terminal? Then there are tables, else bare rows. */
  isTerminal: boolean;
  /** Columns of that terminal. */
  columns: number;
  /** Colours on stdout, and on stderr? */
  colours: { out: boolean; err: boolean };
  /** Can a question be asked? */
  canAsk: boolean;
  /** A question of yes or no; false is the answer to Ctrl+C. */
  confirm(question: string): Promise<boolean>;
  /** All of stdin. */
  readInput(): Promise<string>;
  /** Lets the user change a text in their editor; undefined when it ended with an error. */
  edit(text: string): Promise<string | undefined>;
  /** Shows how far long work has come, on stderr. */
  progress(what: string, total: number): Progress;
  /** Fires on Ctrl+C; a second one ends the process. */
  signal: AbortSignal;
}

/** The real one. Ctrl+C is caught until {@link CloseableIo.close}. */
export type CloseableIo = Io & { close(): void };

/** Opens the process's own streams. `noColour`: whether `--no-color` is among the arguments. */
export function openIo(noColour: boolean): CloseableIo {
  const { stdout, stderr, stdin } = process;
  const { env, dotenv } = readEnvironment(process.cwd());
  const colourful = (stream: { isTTY?: boolean }) =>
    stream.isTTY === true && !noColour && !env.NO_COLOR && env.TERM !== "dumb";
  const aborter = new AbortController();
  const interrupt = () => aborter.abort();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, interrupt);
  // A reader that has seen enough (`| head`) closes the pipe: nothing is wrong.
  stdout.on("error", (error: { code?: string }) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    out: (text) => void stdout.write(text),
    tell: (line) => void stderr.write(`${line}\n`),
    env,
    dotenv,
    directory: process.cwd(),
    home: homedir(),
    isTerminal: stdout.isTTY === true,
    columns: stdout.columns || 80,
    colours: { out: colourful(stdout), err: colourful(stderr) },
    canAsk: stdin.isTTY === true && stderr.isTTY === true,
    confirm: async (question) => await (await import("./terminal.ts")).confirm(question),
    readInput: readAll,
    edit: async (text) => await (await import("./terminal.ts")).edit(text, env),
    progress: startProgress,
    signal: aborter.signal,
    close: () => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
    },
  };
}

/** The process's variables over those of `./.env`; a `.env` that can't be read is none. */
function readEnvironment(directory: string): { env: Environment; dotenv: ReadonlySet<string> } {
  let text: string | undefined;
  try {
    text = readTextSync(join(directory, ".env"));
  } catch {
    text = undefined; // a folder of that name, or another's file
  }
  if (text === undefined) return { env: process.env, dotenv: new Set() };
  const parsed = parseEnv(text);
  const own = Object.keys(parsed).filter((name) => process.env[name] === undefined);
  return { env: { ...parsed, ...process.env }, dotenv: new Set(own) };
}

async function readAll(): Promise<string> {
  process.stdin.setEncoding("utf8");
  let text = "";
  for await (const piece of process.stdin) text += piece;
  return text;
}
