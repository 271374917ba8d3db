import type { Log } from "../../client/store.ts";
import { readText } from "./files.ts";
import { describe } from "./guard.ts";

/** Days that memories of a type are kept; null: for good. Types that are not named: for good. */
export type Retention = Readonly<Record<string, number | null>>;

/** Kept without any word of the project: states and summaries are of no use after a season. */
export const DEFAULT_RETENTION: Retention = { session_state: 90, compact_summary: 90 };

/**
 * Reads how long a project keeps its memories: `retention` of `.mem0.json`, else of the front matter
 * of `.mem0.md`, over {@link DEFAULT_RETENTION}. What can't be used is logged and left out.
 *
 * @param directory the project's folder.
 */
export async function readRetention(directory: string, log: Log): Promise<Retention> {
  for (const [name, parse] of [[".mem0.json", fromJson], [".mem0.md", fromFrontMatter]] as const) {
    const path = `${directory}/${name}`;
    try {
      const text = await readText(path);
      if (text === undefined) continue;
      return { ...DEFAULT_RETENTION, ...checked(parse(text), path, log) };
    } catch (error) {
      log("warn", `Cannot use "${path}": ${describe(error)}; the default retention is used`);
      return DEFAULT_RETENTION;
    }
  }
  return DEFAULT_RETENTION;
}

function fromJson(text: string): unknown {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
  return (value as { retention?: unknown } | null)?.retention;
}

/** The indented `type: days` lines under `retention:`; no more of YAML is needed. */
function fromFrontMatter(text: string): unknown {
  const head = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1];
  const body = head && /^retention:[ \t]*(?:#.*)?\r?\n((?:[ \t]+.*(?:\r?\n|$))+)/m.exec(head)?.[1];
  if (!body) return undefined;
  const lines = body.split(/\r?\n/).map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
  return Object.fromEntries(lines.map((line) => {
    const [, key = line, value = ""] = /^["']?([\w-]+)["']?\s*:\s*(.*)$/.exec(line) ?? [];
    return [key, /^(null|~|never)?$/i.test(value) ? null : Number(value)];
  }));
}

function checked(value: unknown, path: string, log: Log): Retention {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    log("warn", `Cannot use "retention" in "${path}": it must name days by memory type`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(value).filter(([type, days]) => {
      if (days === null || typeof days === "number" && days > 0) return true;
      log("warn", `Cannot use retention "${type}" in "${path}": give a number of days, or null`);
      return false;
    }),
  );
}
