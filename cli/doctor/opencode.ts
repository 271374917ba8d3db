import process from "node:process";
import { readText, readTextSync } from "../../plugin/core/files.ts";
import type { Io } from "../io.ts";
import { cachedPlugins, configFiles, findOpenCode, versionAt } from "../opencode_files.ts";
import { isObject } from "../records.ts";
import { isPublished, listPlugins } from "../plugin_list.ts";
import { PROGRAM, VERSION } from "../version.ts";
import { type Finding, sentenceOf } from "./finding.ts";

const INSTALL = `${PROGRAM} install`;

/** The program, its configuration, and the copies of the plugin that it loads. */
export function checkOpenCode(io: Io): Finding[] {
  const program = findOpenCode(io.env, io.home);
  return [
    program === undefined
      ? {
        name: "OpenCode",
        status: "warning",
        detail: "the program is neither on the PATH nor in ~/.opencode/bin",
        next: "npm install -g opencode-ai",
      }
      : { name: "OpenCode", status: "ok", detail: program },
    ...checkConfigs(io),
    ...checkCache(io),
  ];
}

function checkConfigs(io: Io): Finding[] {
  const name = "opencode.json";
  const findings: Finding[] = [];
  const entries: string[] = [];
  for (const file of configFiles(io.env, io.home, io.directory)) {
    let plugins: string[];
    try {
      plugins = listPlugins(readTextSync(file) ?? "");
    } catch (error) {
      findings.push({
        name,
        status: "warning",
        detail: `Cannot read "${file}": ${sentenceOf(error).replace(/^Cannot look: /, "")}`,
        next: `correct ${file}`,
      });
      continue;
    }
    for (const entry of plugins) {
      const version = isPublished(entry) ? undefined : versionAt(entry, file);
      if (!isPublished(entry) && version === undefined) continue;
      entries.push(entry);
      findings.push({
        name,
        status: "ok",
        detail: `${file} lists ${entry}${version === undefined ? "" : ` (${version})`}`,
      });
      if (version !== undefined && isOlder(version, VERSION)) findings.push(old(version, entry));
    }
  }
  if (entries.length > 1) {
    findings.push({
      name,
      status: "warning",
      detail: `the plugin is listed ${entries.length} times: everything is remembered twice`,
      next: `take one out: ${INSTALL} --uninstall`,
    });
  }
  if (entries.length === 0) {
    findings.push({
      name,
      status: "warning",
      detail: "no configuration that OpenCode reads here lists the plugin",
      next: INSTALL,
    });
  }
  return findings;
}

function checkCache(io: Io): Finding[] {
  const name = "plugin cache";
  return cachedPlugins(io.env, io.home).map(({ folder, version, cache }): Finding =>
    isOlder(version, VERSION)
      ? {
        name,
        status: "warning",
        detail: `OpenCode loads version ${version} from ${folder}; this is ${VERSION}, and it ` +
          "never updates what it has",
        next: process.platform === "win32" ? `rmdir /s /q "${cache}"` : `rm -rf '${cache}'`,
      }
      : { name, status: "ok", detail: `version ${version} in ${folder}` }
  );
}

function old(version: string, entry: string): Finding {
  return {
    name: "plugin version",
    status: "warning",
    detail: `${entry} is version ${version}; this is ${VERSION}`,
    next: "build it anew: deno task build",
  };
}

/** Compares versions number by number; a pre-release is older than its release. */
export function isOlder(version: string, than: string): boolean {
  const [numbers, others] = [version, than].map((text) =>
    text.split("-", 1)[0]!.split(".").map(Number)
  ) as [number[], number[]];
  for (let at = 0; at < 3; at++) {
    const difference = (numbers[at] ?? 0) - (others[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return version.includes("-") && !than.includes("-");
}

/** What the plugin found out about a running OpenCode 2. */
export async function checkReport(stateDir: string): Promise<Finding[]> {
  const name = "OpenCode 2";
  const report = parse(await readText(`${stateDir}/opencode2.json`));
  if (report === undefined) return [];
  const { host, points } = report;
  const differing = Object.entries(points).filter(([, point]) => !point.holds);
  const title = `${host.name ?? "OpenCode"} ${host.version ?? "?"}`;
  return [
    {
      name,
      status: "ok",
      detail: `${title}: ${Object.keys(points).length} points seen, ${differing.length} differ`,
    },
    ...differing.map(([point, { note }]): Finding => ({
      name,
      status: "warning",
      detail: `${point} differs from what is expected${note ? `: ${note}` : ""}`,
      next: `update the plugin, or report it with: ${PROGRAM} doctor --json`,
    })),
  ];
}

interface Report {
  host: { name?: string; version?: string };
  points: Record<string, { holds: boolean; note?: string }>;
}

/** The file that the plugin's adapter writes; undefined: another form of it. */
function parse(text: string | undefined): Report | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && isObject(value.host) && isObject(value.points)
      ? value as unknown as Report
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // written anew at the next start
    throw error;
  }
}
