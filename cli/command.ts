/**
 * What a command is: its flags and a run function that is handed its streams. Parsing and behaviour
 * are apart, so that each is tried without the other.
 *
 * @module
 */
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Io } from "./io.ts";

/** Every command ends with one of these: done, failed, wrong usage. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** The arguments make no sense; shown with the way to the help, exit code 2. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** What was asked can't be done; shown as it is, exit code 1. */
export class Failure extends Error {
  override readonly name: string = "Failure";
}

/** One option of a command line. */
export interface Flag {
  type: "string" | "boolean";
  /** One letter. */
  short?: string;
  /** May it be given several times? */
  multiple?: boolean;
  /** What its value is called in the help. */
  value?: string;
  /** One line. */
  help: string;
}

/** Flags by name, without the dashes. */
export type Flags = Readonly<Record<string, Flag>>;

/** What every command takes. */
export const COMMON_FLAGS: Flags = {
  json: { type: "boolean", help: "print JSON" },
  "no-color": { type: "boolean", help: "no colours (also NO_COLOR=1)" },
  help: { type: "boolean", short: "h", help: "this text" },
};

/** What commands that open a store take. */
export const STORE_FLAGS: Flags = {
  host: { type: "string", value: "URL", help: "the Mem0 server (MEM0_HOST)" },
  db: { type: "string", value: "FILE", help: "the embedded store's file (MEM0_DB_PATH)" },
  user: { type: "string", value: "ID", help: "whose memories (MEM0_USER_ID)" },
  project: { type: "string", value: "ID", help: "which project (MEM0_APP_ID)" },
};

/** A command of the table. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  help(): string;
  /** Parses and runs. @throws {UsageError} and whatever the command throws. */
  start(args: readonly string[], io: Io): Promise<number>;
}

/** How a command is written down. */
export interface CommandSpec<Options> {
  name: string;
  summary: string;
  /** The words behind its name, e.g. `ID [TEXT]`. */
  words?: string;
  /** Its own flags, without {@link COMMON_FLAGS} and {@link STORE_FLAGS}. */
  flags?: Flags;
  /** Doesn't it open a store? Then {@link STORE_FLAGS} are left out. */
  storeless?: boolean;
  /** What the help says below the flags. */
  details?: string;
  /** Reads the options. @throws {UsageError} */
  read(given: Given): Options;
  /** Does it; resolves to the exit code. */
  run(options: Options, io: Io): Promise<number>;
}

/** A command, with its `run` for tests and for other commands. */
export type Defined<Options> = Command & { run(options: Options, io: Io): Promise<number> };

/** Makes a command of its description. */
export function defineCommand<Options>(spec: CommandSpec<Options>): Defined<Options> {
  const flags: Flags = {
    ...spec.flags,
    ...spec.storeless ? {} : STORE_FLAGS,
    ...COMMON_FLAGS,
  };
  return {
    name: spec.name,
    summary: spec.summary,
    help: () => describeCommand(spec, flags),
    run: spec.run,
    async start(args, io) {
      const given = parse(spec.name, args, flags);
      if (given.on("help")) {
        io.out(`${describeCommand(spec, flags)}\n`);
        return EXIT.done;
      }
      return await spec.run(spec.read(given), io);
    },
  };
}

/** The parsed arguments of one call. */
export class Given {
  constructor(
    readonly command: string,
    readonly words: readonly string[],
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /** A flag's text; undefined when it isn't given. @throws {UsageError} for an empty one. */
  text(name: string): string | undefined {
    const value = this.values[name];
    if (typeof value !== "string") return undefined;
    if (value.trim() === "") throw new UsageError(`Cannot use --${name}: its value is empty`);
    return value;
  }

  /** Is a switch given? */
  on(name: string): boolean {
    return this.values[name] === true;
  }

  /** All values of a flag that may be repeated. */
  list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((one) => one !== "") : [];
  }

  /** A whole number; undefined when it isn't given. @throws {UsageError} */
  count(name: string, least = 1): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : readCount(text, `--${name}`, least);
  }

  /** One of some words; undefined when it isn't given. @throws {UsageError} */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = allowed.find((word) => word === text);
    if (found !== undefined) return found;
    throw new UsageError(`Cannot use --${name} "${text}": it is one of ${allowed.join(", ")}`);
  }

  /** The words, so many of them. @throws {UsageError} */
  atMost(most: number): readonly string[] {
    const extra = this.words[most];
    if (extra === undefined) return this.words;
    throw new UsageError(
      `Cannot run ${this.command}: "${extra}" is one word too many; put texts with spaces in quotes`,
    );
  }

  /** The first word. @throws {UsageError} when there is none. */
  first(what: string): string {
    const word = this.words[0];
    if (word !== undefined && word.trim() !== "") return word;
    throw new UsageError(`Cannot run ${this.command}: ${what} is missing`);
  }
}

/** A whole number. @throws {UsageError} */
export function readCount(text: string, what: string, least = 1): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(`Cannot use ${what} "${text}": it is a whole number from ${least} on`);
}

function parse(command: string, args: readonly string[], flags: Flags): Given {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, { type, short, multiple }] of Object.entries(flags)) {
    options[name] = { type, ...short ? { short } : {}, ...multiple ? { multiple } : {} };
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return new Given(command, positionals, values);
  } catch (error) {
    // Node's own sentences name the flag; what follows the first is advice on escaping.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `Cannot run ${command}: ${message.split(". ")[0]!.replace(/\.$/, "")}`,
      { cause: error },
    );
  }
}

function describeCommand<O>(spec: CommandSpec<O>, flags: Flags): string {
  const rows = Object.entries(flags).map(([name, { short, value, help }]): [string, string] => [
    `  ${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = [
    `Usage: opencode-mem0-selfhost ${spec.name}${spec.words ? ` ${spec.words}` : ""} [options]`,
    "",
    `${spec.summary}.`,
    "",
    ...rows.map(([left, help]) => `${left.padEnd(width)}${help}`),
  ];
  if (spec.details) lines.push("", spec.details);
  return lines.join("\n");
}
