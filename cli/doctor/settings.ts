import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { withoutCredentials } from "../../client/address.ts";
import type { Config } from "../../plugin/core/config.ts";
import type { Identity } from "../../plugin/core/scope.ts";
import { readSettings } from "../../plugin/core/settings.ts";
import type { Finding } from "./finding.ts";

/** A setting and where it comes from. */
export interface Setting {
  name: string;
  /** Secrets masked. */
  value: string;
  /** `environment MEM0_HOST`, `./.env MEM0_HOST`, `settings file`, `default`. */
  origin: string;
}

/** The settings that decide where memories go. */
export function listSettings(
  config: Config,
  identity: Identity,
  dotenv: ReadonlySet<string>,
): Setting[] {
  const originOf = (name: string, otherwise = "default") => {
    const origin = config.origins[name];
    if (origin === undefined) return otherwise;
    const variable = /^environment (\w+)$/.exec(origin)?.[1];
    if (variable !== undefined && dotenv.has(variable)) return `./.env ${variable}`;
    return origin.replace(/^option (\w+)$/, "command line");
  };
  const server: Setting[] = [
    { name: "host", value: withoutCredentials(config.host), origin: originOf("host") },
    ...config.apiKey === undefined
      ? []
      : [{ name: "apiKey", value: mask(config.apiKey), origin: originOf("apiKey") }],
    ...config.email === undefined
      ? []
      : [{ name: "email", value: config.email, origin: originOf("email") }],
    ...config.password === undefined
      ? []
      : [{ name: "password", value: "…", origin: originOf("password") }],
  ];
  const embedded: Setting[] = [
    { name: "dbPath", value: config.dbPath, origin: originOf("dbPath") },
    { name: "embedder", value: config.embedder.kind, origin: originOf("embedder") },
    {
      name: "extraction",
      value: config.llm === undefined ? "rules" : config.llm.model,
      origin: originOf("llmModel"),
    },
  ];
  return [
    { name: "backend", value: config.backend, origin: originOf("backend", reasonFor(config)) },
    ...config.backend === "server" ? server : embedded,
    { name: "user", value: identity.user, origin: originOf("userId", "system") },
    { name: "project", value: identity.project, origin: originOf("appId", "git or folder") },
    { name: "stateDir", value: config.stateDir, origin: originOf("stateDir") },
    { name: "capture", value: config.capture, origin: originOf("capture") },
    { name: "log", value: config.logLevel, origin: originOf("log") },
  ];
}

function reasonFor({ backend, origins }: Config): string {
  const why = ["host", "apiKey", "email"].find((name) => origins[name] !== undefined);
  return backend === "server" ? `because ${why} is set` : "no server is configured";
}

/** So much of a key tells which one it is. */
function mask(key: string): string {
  return key.length > 12 ? `${key.slice(0, 8)}…` : "…";
}

/** The settings file, and values that can't be used. */
export function checkSettings(config: Config): Finding[] {
  const { warning } = readSettings(config.settingsPath, config.dream);
  const findings: Finding[] = config.warnings.filter((line) => line !== warning).map((line) => ({
    name: "settings",
    status: "warning",
    detail: line,
    next: nextFor(line),
  }));
  if (warning !== undefined) {
    findings.push({
      name: "settings file",
      status: "warning",
      detail: warning,
      next: process.platform === "win32"
        ? `ren "${config.settingsPath}" settings.broken.json`
        : `mv '${config.settingsPath}' '${config.settingsPath}.broken'`,
    });
  }
  if (findings.length > 0) return findings;
  return [{ name: "settings", status: "ok", detail: `nothing to complain of` }];
}

function nextFor(warning: string): string {
  const origin = /\((?:environment |option )?(\w+)[^)]*\)/.exec(warning)?.[1];
  if (/^MEM0_TELEMETRY/.test(warning)) return "unset MEM0_TELEMETRY";
  if (/MEM0_(LLM|EMBEDDER)_/.test(warning)) return "set both variables, or neither";
  return origin?.startsWith("MEM0_")
    ? `set ${origin} to one of the values named, or unset it`
    : "correct it where it is set";
}

/** Can the folders be written in which outbox, log and the embedded file lie? */
export function checkFolders(config: Config): Finding[] {
  const folders = new Set([config.stateDir]);
  if (config.backend === "embedded" && config.dbPath !== ":memory:") {
    folders.add(dirname(config.dbPath));
  }
  return [...folders].map((folder): Finding => {
    const name = folder === config.stateDir ? "state folder" : "memory folder";
    const variable = folder === config.stateDir ? "MEM0_STATE_DIR" : "MEM0_DB_PATH";
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const probe = join(folder, `.doctor-${crypto.randomUUID().slice(0, 8)}`);
      writeFileSync(probe, "", { flag: "wx", mode: 0o600 });
      rmSync(probe);
      return { name, status: "ok", detail: `${folder} can be written` };
    } catch (error) {
      const { code } = error as { code?: string };
      return {
        name,
        // Without it nothing is queued, yet a store elsewhere still works.
        status: variable === "MEM0_DB_PATH" ? "failed" : "warning",
        detail: `Cannot write to "${folder}": ${REASONS[code ?? ""] ?? (error as Error).message}`,
        next: process.platform === "win32"
          ? `setx ${variable} to a folder of yours`
          : code === "EACCES"
          ? `sudo chown -R "$USER" '${folder}', or set ${variable} to a place of yours`
          : `set ${variable} to a place that can be written`,
      };
    }
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  EEXIST: "a file of that name is in the way",
};
