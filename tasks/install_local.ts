/**
 * `deno task install-local`: builds the package and puts it into the user's own OpenCode, by one entry
 * in the `plugin` list of its global configuration. `--uninstall` takes the entry out again.
 * `--config FILE` names another configuration file.
 *
 * Exit code 0: done, or nothing to do; 1: failed, the file is as it was; 2: wrong usage.
 *
 * @module
 */
import { homedir } from "node:os";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildPackage } from "../build_npm.ts";
import { globalConfigFile, replaceFile } from "../cli/opencode_files.ts";
import { addPlugin, removePlugin } from "../cli/plugin_list.ts";
import { readText } from "./lib/packages.ts";

const PACKAGE = fileURLToPath(new URL("../npm/", import.meta.url));

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) return 2;
  const file = options.config ?? globalConfigFile(process.env, homedir());
  if (!options.uninstall) {
    console.log("Building the package …");
    await buildPackage();
  }
  try {
    const text = await readText(file) ?? "";
    const plugin = pathToFileURL(PACKAGE).href;
    const edited = options.uninstall ? removePlugin(text, plugin) : addPlugin(text, plugin);
    if (edited.done.length === 0) {
      console.log(
        `Nothing to do: ${file} ${options.uninstall ? "has no" : "already has the"} entry`,
      );
    } else {
      replaceFile(file, edited.text);
      for (const line of edited.done) console.log(`${file}: ${line}`);
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    console.error(`Cannot change "${file}": ${cause}; the file is as it was`);
    return 1;
  }
  console.log(
    options.uninstall
      ? "Memories stay in ~/.mem0. Restart OpenCode."
      : "Restart OpenCode; it remembers from now on. Keep this folder: OpenCode loads npm/ from it.\n" +
        "Undo: deno task install-local --uninstall",
  );
  return 0;
}

function readOptions(args: string[]): { uninstall: boolean; config?: string } | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { uninstall: { type: "boolean" }, config: { type: "string" } },
    });
    return { uninstall: values.uninstall ?? false, config: values.config };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error("Usage: deno task install-local [--uninstall] [--config FILE]");
    return undefined;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
