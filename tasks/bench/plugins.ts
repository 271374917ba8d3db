import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildPackage } from "../../build_npm.ts";
import { readText } from "../lib/packages.ts";
import type { Setting } from "./plugin_process.ts";

/** A plugin that is measured. */
export interface Plugin {
  name: string;
  version: string;
  /** URL of what OpenCode imports. */
  entry: string;
  /** The package's own folder. */
  folder: string;
  /** All that an installation brings along. */
  installed: string;
  /** Variables that make it use the server of the bench. */
  environment(setting: Setting): Record<string, string>;
  /** Does it speak to a Mem0 server? Others join where no server needs to answer. */
  onMem0: boolean;
}

/** The package that people use now. */
const OLD = { name: "opencode-mem0-selfhost", version: "0.1.7" };

/**
 * Other memory plugins. Those that were looked for and aren't in {@link PEERS}: see the reasons.
 */
const PEERS = [{ name: "opencode-supermemory", version: "2.0.10" }];

/** Why a plugin is missing, or takes part in some rows only; goes below the table. */
export const LEFT_OUT: readonly string[] = [
  "`opencode-supermemory` needs its maker's cloud to store and find anything: only what needs no " +
  "answering server is measured of it (its address is set to the bench's own).",
  "`opencode-mem` is not in the npm registry that was asked, under this name.",
  "`@n24q02m/mnemo-plugin` 1.4.1 needs a Python program (mnemo-mcp) that it downloads when it starts; " +
  "`memorix` 1.0.7 exports no OpenCode plugin, it is an MCP server with hooks.",
];

/** Our package, built when it is missing or `fresh`, then the others from npm, all in a folder. */
export async function preparePlugins(
  folder: string,
  fresh: boolean,
  print: (line: string) => void,
): Promise<Plugin[]> {
  const plugins = [await prepareOurs(join(folder, "ours"), fresh, print)];
  for (const { name, version } of [OLD, ...PEERS]) {
    print(`Installing ${name} ${version} from npm …`);
    const installed = join(folder, name);
    await install(installed, name, version);
    const own = join(installed, "node_modules", name);
    const { main } = JSON.parse(await Deno.readTextFile(join(own, "package.json")));
    plugins.push({
      name,
      version,
      entry: pathToFileURL(join(own, main)).href,
      folder: own,
      installed: join(installed, "node_modules"),
      environment: name === OLD.name ? mem0 : supermemory,
      onMem0: name === OLD.name,
    });
  }
  return plugins;
}

/** A copy: the package may be built anew while it is measured. */
async function prepareOurs(
  folder: string,
  fresh: boolean,
  print: (line: string) => void,
): Promise<Plugin> {
  const built = fileURLToPath(new URL("../../npm", import.meta.url));
  if (fresh || await readText(join(built, "package.json")) === undefined) {
    print("Building the package from the sources here …");
    await buildPackage(folder);
  } else {
    await cp(built, folder, { recursive: true });
  }
  const { version, main } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  return {
    name: "ours",
    version,
    entry: pathToFileURL(join(folder, main)).href,
    folder,
    installed: folder, // it has no dependencies
    environment: mem0,
    onMem0: true,
  };
}

function mem0({ url, key }: Setting): Record<string, string> {
  return { MEM0_HOST: url, MEM0_API_KEY: key };
}

function supermemory({ url }: Setting): Record<string, string> {
  return {
    SUPERMEMORY_API_KEY: "sm_bench_000000000000000000000000",
    SUPERMEMORY_API_URL: url,
    SUPERMEMORY_BASE_URL: url,
  };
}

/**
 * Installs as OpenCode does: without install scripts, with peer dependencies. By npm itself: Deno's
 * installer refuses a tree with a missing optional platform package, which 0.1.7 has.
 */
async function install(folder: string, name: string, version: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), '{"private":true}');
  const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`];
  const { success, stderr } = await new Deno.Command("npm", { args, cwd: folder, stdin: "null" })
    .output();
  if (success) return;
  throw new Error(
    `Cannot install ${name} ${version} from npm: ${new TextDecoder().decode(stderr).trim()}`,
  );
}
