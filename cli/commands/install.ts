import { resolve } from "node:path";
import { readTextSync } from "../../plugin/core/files.ts";
import { defineCommand, EXIT, Failure } from "../command.ts";
import type { Io } from "../io.ts";
import { globalConfigFile, projectConfigFile, replaceFile } from "../opencode_files.ts";
import { paint, printJson } from "../output.ts";
import { addPlugin, type Edited, PACKAGE, removePlugin, removePublished } from "../plugin_list.ts";
import { PROGRAM, VERSION } from "../version.ts";

/** Options of `install`. */
export interface InstallOptions {
  /** The project's opencode.json instead of the user's own. */
  project: boolean;
  /** Another file. */
  config?: string;
  /** The entry; default this version of the published package. */
  plugin?: string;
  uninstall: boolean;
  dryRun: boolean;
  json: boolean;
}

/** `install`: the line in opencode.json. */
export const install = defineCommand<InstallOptions>({
  name: "install",
  summary: "Adds the plugin to your opencode.json, or takes it out",
  storeless: true,
  flags: {
    project: { type: "boolean", help: "to this project's opencode.json instead of your own" },
    config: { type: "string", value: "FILE", help: "to this file" },
    plugin: {
      type: "string",
      value: "ENTRY",
      help: `the entry (${PACKAGE}@${VERSION}), e.g. a file: address`,
    },
    uninstall: { type: "boolean", help: "take it out again; memories stay" },
    "dry-run": { type: "boolean", help: "only show what would change" },
  },
  details:
    "Comments and formatting stay. The entry names the version, since OpenCode never updates a\n" +
    "plugin that it has: to update, run install of the newer version.",
  read(given) {
    given.atMost(0);
    const config = given.text("config");
    const plugin = given.text("plugin");
    return {
      project: given.on("project"),
      ...config === undefined ? {} : { config },
      ...plugin === undefined ? {} : { plugin },
      uninstall: given.on("uninstall"),
      dryRun: given.on("dry-run"),
      json: given.on("json"),
    };
  },
  run(options, io) {
    const { config, uninstall, dryRun } = options;
    const file = config !== undefined
      ? resolve(io.directory, config)
      : options.project
      ? projectConfigFile(io.directory)
      : globalConfigFile(io.env, io.home);
    let done: string[];
    try {
      const text = readTextSync(file) ?? "";
      const edited = change(text, options);
      done = edited.done;
      if (dryRun && !options.json) showChange(text, edited.text, io);
      if (!dryRun && done.length > 0) replaceFile(file, edited.text);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new Failure(`Cannot change "${file}": ${cause}; the file is as it was`, {
        cause: error,
      });
    }
    if (options.json) printJson({ file, done, dryRun }, io);
    else for (const line of done) io.out(`${file}: ${dryRun ? "would be " : ""}${line}\n`);
    if (done.length === 0) {
      io.tell(`Nothing to do: ${file} ${uninstall ? "has no such entry" : "has it already"}`);
    } else if (!dryRun) {
      io.tell(
        uninstall
          ? "Restart OpenCode. Your memories stay where they are."
          : `Restart OpenCode: it remembers from now on. Check: ${PROGRAM} doctor`,
      );
    }
    return Promise.resolve(EXIT.done);
  },
});

function change(text: string, { plugin, uninstall }: InstallOptions): Edited {
  if (!uninstall) return addPlugin(text, plugin ?? `${PACKAGE}@${VERSION}`);
  return plugin === undefined ? removePublished(text) : removePlugin(text, plugin);
}

/** The lines that differ, as a diff shows them: a change of ours is in one place. */
function showChange(before: string, after: string, io: Io): void {
  const { red, green } = paint(io);
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start && end < fresh.length - start &&
    old.at(-1 - end) === fresh.at(-1 - end)
  ) end++;
  for (const line of old.slice(start, old.length - end)) io.out(`${red(`- ${line}`)}\n`);
  for (const line of fresh.slice(start, fresh.length - end)) io.out(`${green(`+ ${line}`)}\n`);
}
