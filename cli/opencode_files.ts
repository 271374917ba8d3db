/**
 * Where OpenCode keeps what concerns us: its configuration, and the plugins that it has installed.
 *
 * @module
 */
import { mkdirSync, readdirSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Environment } from "../plugin/core/config.ts";
import { readTextSync } from "../plugin/core/files.ts";
import { readRepository } from "../plugin/core/git.ts";
import { isObject } from "./records.ts";
import { isPublished, PACKAGE } from "./plugin_list.ts";

/** The names of OpenCode's global configuration, in the order in which it looks for them. */
const GLOBAL_NAMES = ["opencode.jsonc", "opencode.json", "config.json"];
const PROJECT_NAMES = ["opencode.jsonc", "opencode.json"];

/** The user's own configuration: the first of its names that is there, else the one it would make. */
export function globalConfigFile(env: Environment, home: string): string {
  const folder = configFolder(env, home);
  return GLOBAL_NAMES.map((name) => join(folder, name)).find(isFile) ??
    join(folder, "opencode.json");
}

/** The project's configuration: what is there, else one at the root of the repository. */
export function projectConfigFile(directory: string): string {
  const root = readRepository(directory)?.root ?? directory;
  return projectConfigFiles(directory)[0] ?? join(root, "opencode.json");
}

/** All configurations that OpenCode reads in a folder, the user's own first. */
export function configFiles(env: Environment, home: string, directory: string): string[] {
  const own = GLOBAL_NAMES.map((name) => join(configFolder(env, home), name));
  const named = env.OPENCODE_CONFIG ? [resolve(directory, env.OPENCODE_CONFIG)] : [];
  const folder = env.OPENCODE_CONFIG_DIR;
  const inFolder = folder
    ? PROJECT_NAMES.map((name) => join(resolve(directory, folder), name))
    : [];
  return [
    ...new Set(
      [...own, ...named, ...inFolder].filter(isFile).concat(projectConfigFiles(directory)),
    ),
  ];
}

/** From the folder up to the root of its repository. */
function projectConfigFiles(directory: string): string[] {
  const root = readRepository(directory)?.root ?? directory;
  const found: string[] = [];
  for (let at = resolve(directory);; at = dirname(at)) {
    const names = [...PROJECT_NAMES, ...PROJECT_NAMES.map((name) => join(".opencode", name))];
    found.push(...names.map((name) => join(at, name)).filter(isFile));
    if (at === root || at === dirname(at)) return found;
  }
}

function configFolder(env: Environment, home: string): string {
  return join(env.XDG_CONFIG_HOME || join(home, ".config"), "opencode");
}

/** A copy of this package that OpenCode loads. */
export interface InstalledPlugin {
  /** Its folder. */
  folder: string;
  version: string;
  /** What is deleted so that OpenCode installs it anew. */
  cache: string;
}

/**
 * The copies in OpenCode's cache: `packages/<entry>/node_modules/<name>`, one a plugin entry, and
 * `node_modules/<name>` of older versions. OpenCode never updates them.
 */
export function cachedPlugins(env: Environment, home: string): InstalledPlugin[] {
  const root = join(env.XDG_CACHE_HOME || join(home, ".cache"), "opencode");
  const entries = namesIn(join(root, "packages")).filter(isPublished)
    .map((name) => join(root, "packages", name));
  const found: InstalledPlugin[] = [];
  for (const cache of [...entries, root]) {
    const folder = join(cache, "node_modules", PACKAGE);
    const version = versionOf(folder);
    if (version === undefined) continue;
    found.push({ folder, version, cache: cache === root ? folder : cache });
  }
  return found;
}

/** The version of the package that a plugin entry names by its folder; undefined: none of ours. */
export function versionAt(entry: string, configFile: string): string | undefined {
  if (!/^(file:|\.{0,2}[\\/]|~[\\/]|[a-z]:[\\/])/i.test(entry)) return undefined;
  const path = /^file:\/\//i.test(entry) ? fileURLToPath(entry) : entry.replace(/^file:/i, "");
  const folder = resolve(dirname(configFile), path);
  return versionOf(folder) ?? versionOf(dirname(folder)) ?? versionOf(dirname(dirname(folder)));
}

function versionOf(folder: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readTextSync(join(folder, "package.json")) ?? "null");
    if (!isObject(manifest) || manifest.name !== PACKAGE) return undefined;
    return typeof manifest.version === "string" ? manifest.version : undefined;
  } catch {
    return undefined; // no package, or a broken one: as good as none
  }
}

/** The program `opencode` on the PATH, or where its installer puts it. */
export function findOpenCode(env: Environment, home: string): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  const folders = (env.PATH ?? env.Path ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, join(home, ".opencode", "bin")]
    .flatMap((folder) => suffixes.map((suffix) => join(folder, `opencode${suffix}`)))
    .find(isFile);
}

/** Writes beside and renames, so that a full disk can't cost the configuration; follows a link. */
export function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const target = isFile(file) ? realpathSync(file) : file;
  const beside = `${target}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  const mode = isFile(target) ? statSync(target).mode & 0o777 : 0o644;
  writeFileSync(beside, text, { mode });
  renameSync(beside, target);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // not there, or not ours to read
  }
}
