/**
 * The command line: the table of commands, and how each call ends.
 *
 * @module
 */
import { isMemoryError } from "../client/errors.ts";
import { type Command, EXIT, Failure, UsageError } from "./command.ts";
import { add } from "./commands/add.ts";
import { doctor } from "./commands/doctor.ts";
import { edit } from "./commands/edit.ts";
import { exporting } from "./commands/export.ts";
import { forget } from "./commands/forget.ts";
import { history } from "./commands/history.ts";
import { importing } from "./commands/import.ts";
import { install } from "./commands/install.ts";
import { list } from "./commands/list.ts";
import { moving } from "./commands/move.ts";
import { pin } from "./commands/pin.ts";
import { search } from "./commands/search.ts";
import { serve } from "./commands/serve.ts";
import { show } from "./commands/show.ts";
import { stats } from "./commands/stats.ts";
import { undo } from "./commands/undo.ts";
import { FormatError } from "./formats/own.ts";
import { type Io, openIo } from "./io.ts";
import { PROGRAM, VERSION } from "./version.ts";

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  install,
  doctor,
  search,
  list,
  add,
  show,
  edit,
  forget,
  pin,
  history,
  undo,
  stats,
  exporting,
  importing,
  moving,
  serve,
];

/** Runs one call on the process's own streams; resolves to the exit code, and never rejects. */
export async function main(args: readonly string[]): Promise<number> {
  const io = openIo(args.includes("--no-color"));
  try {
    return await run(args, io);
  } finally {
    io.close();
  }
}

/** Runs one call; resolves to the exit code: 0 done, 1 failed, 2 wrong usage. Never rejects. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined || word === "help" && rest.length === 0) {
    io.tell(help());
    return word === undefined ? EXIT.usage : EXIT.done;
  }
  if (word === "--help" || word === "-h") {
    io.out(`${help()}\n`);
    return EXIT.done;
  }
  if (word === "--version" || word === "-v") {
    io.out(`${VERSION}\n`);
    return EXIT.done;
  }
  const asked = word === "help" ? rest[0] : word;
  const command = COMMANDS.find(({ name }) => name === asked);
  if (command === undefined) {
    io.tell(
      `Cannot run "${asked}": there is no such command; the commands are ` +
        COMMANDS.map(({ name }) => name).join(", "),
    );
    return EXIT.usage;
  }
  if (word === "help") {
    io.out(`${command.help()}\n`);
    return EXIT.done;
  }
  try {
    return await command.start(rest, io);
  } catch (error) {
    return explain(error, command, io);
  }
}

function explain(error: unknown, command: Command, io: Io): number {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    io.tell(`${message}\nSee: ${PROGRAM} ${command.name} --help`);
    return EXIT.usage;
  }
  if (isMemoryError(error)) {
    const isInterrupted = error.code === "aborted" && io.signal.aborted;
    io.tell(isInterrupted ? "Interrupted" : message);
    const next = ["unauthorized", "forbidden", "unavailable", "protocol", "storage"];
    if (next.includes(error.code)) io.tell(`What is wrong: ${PROGRAM} doctor`);
    return EXIT.failed;
  }
  if (error instanceof Failure || error instanceof FormatError) {
    io.tell(message);
    return EXIT.failed;
  }
  const trace = error instanceof Error && io.env.MEM0_LOG === "debug" ? `\n${error.stack}` : "";
  io.tell(
    `Cannot run ${command.name}: an unexpected error happened (${message}); ` +
      `MEM0_LOG=debug shows more${trace}`,
  );
  return EXIT.failed;
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 3;
  return [
    "Usage: opencode-mem0-selfhost COMMAND [options]",
    "",
    "Memories of OpenCode: on a self-hosted Mem0 server, or in one file of your own.",
    "",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    "",
    "COMMAND --help tells its options. --json prints JSON everywhere. Settings come from the options,",
    "the environment, ./.env and ~/.mem0/settings.json, in this order.",
    "Exit codes: 0 done, 1 failed, 2 wrong usage.",
  ].join("\n");
}
