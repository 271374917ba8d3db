/** The command line as a process of its own. */
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts `deno task cli …` in a folder, with nothing of the caller's environment but the PATH. */
export function startCli(
  args: readonly string[],
  options: { home: string; directory: string; env?: Record<string, string> },
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", "--quiet", "--config", `${root}deno.json`].concat(
      `${root}tasks/cli.ts`,
      args,
    ),
    cwd: options.directory,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
      HOME: options.home,
      USERPROFILE: options.home,
      MEM0_USER_ID: "ann",
      ...options.env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** How it ended. */
export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Waits for its end. */
export async function endOf(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** A home and a project folder, removed afterwards. */
export async function withFolders(
  body: (folders: { home: string; directory: string; root: string }) => Promise<void>,
): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "mem0-cli-process-" });
  const [home, directory] = [`${root}/home`, `${root}/lighthouse`];
  try {
    await Deno.mkdir(home);
    await Deno.mkdir(directory);
    await body({ home, directory, root });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
