import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../../build_npm.ts";
import { locatePrograms, type Programs } from "./programs.ts";

/** What a run of the real OpenCode with our plugin needs. */
export interface Prepared extends Programs {
  /** The built package's folder, as OpenCode's `plugin` list takes it. */
  plugin: string;
}

/** Builds the package and fetches the programs; with `folder`, takes a package built before. */
export async function prepare(print: (line: string) => void, folder?: string): Promise<Prepared> {
  const programs = await locatePrograms(print);
  if (folder === undefined) print("Building the package from the sources here …");
  const built = folder ?? await buildPackage();
  return { ...programs, plugin: pathToFileURL(join(built, ".")).href };
}
