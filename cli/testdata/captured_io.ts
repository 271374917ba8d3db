/** An {@link Io} whose streams are kept, on a home folder of its own. */
import { join } from "node:path";
import { run } from "../main.ts";
import type { Io } from "../io.ts";

/** A home, a project folder and the command line in it. */
export interface World {
  home: string;
  project: string;
  env: Record<string, string>;
  /** Variables that seem to come from `./.env`. */
  dotenv: Set<string>;
  /** What the next questions are answered; none left: no question can be asked. */
  answers: boolean[];
  /** What was asked so far. */
  asked: string[];
  /** What stdin holds. */
  input: string;
  /** Columns of the terminal; 0: a pipe. */
  columns: number;
  /** What an editor makes of a text. */
  editor?: (text: string) => string | undefined;
  /** Ends running commands. */
  aborter: AbortController;
  /** Runs a command. */
  run(...args: string[]): Promise<Outcome>;
  /** Runs it with `--json` and parses what it prints; fails unless it exits with 0. */
  json<T = unknown>(...args: string[]): Promise<T>;
  path(...parts: string[]): string;
}

/** How a command ended. */
export interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Makes a world, hands it over, removes it. */
export async function withWorld(body: (world: World) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "mem0-cli-" });
  try {
    await body(await createWorld(root));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function createWorld(root: string): Promise<World> {
  const home = join(root, "home");
  const project = join(root, "lighthouse");
  for (const folder of [home, project]) await Deno.mkdir(folder);
  const world: World = {
    home,
    project,
    env: { MEM0_USER_ID: "ann" },
    dotenv: new Set(),
    answers: [],
    asked: [],
    input: "",
    columns: 0,
    aborter: new AbortController(),
    async run(...args) {
      const outcome: Outcome = { code: 0, out: "", err: "" };
      outcome.code = await run(args, capture(world, outcome));
      return outcome;
    },
    async json<T>(...args: string[]) {
      const { code, out, err } = await world.run(...args, "--json");
      if (code !== 0) throw new Error(`${args.join(" ")} exited with ${code}: ${err}`);
      return JSON.parse(out) as T;
    },
    path: (...parts) => join(root, ...parts),
  };
  return world;
}

function capture(world: World, outcome: Outcome): Io {
  const tell = (line: string) => void (outcome.err += `${line}\n`);
  return {
    out: (text) => void (outcome.out += text),
    tell,
    env: world.env,
    dotenv: world.dotenv,
    directory: world.project,
    home: world.home,
    isTerminal: world.columns > 0,
    columns: world.columns || 80,
    colours: { out: false, err: false },
    canAsk: world.answers.length > 0 || world.editor !== undefined,
    confirm(question) {
      world.asked.push(question);
      return Promise.resolve(world.answers.shift() ?? false);
    },
    readInput: () => Promise.resolve(world.input),
    edit: (text) => Promise.resolve(world.editor?.(text)),
    progress: () => ({ to: () => {}, say: tell, end: () => {} }),
    signal: world.aborter.signal,
  };
}
