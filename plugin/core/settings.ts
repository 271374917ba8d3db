import { isObject } from "../../client/json.ts";
import { readTextSync } from "./files.ts";
import { describe } from "./guard.ts";
import { isScopeName, SCOPE_NAMES, type ScopeName } from "./scope.ts";

/** When auto-dream runs. */
export interface DreamSettings {
  /** May dreaming happen at all? Default true. */
  enabled: boolean;
  /** May it start by itself? Default true. */
  auto: boolean;
  /** Hours since the last one; default 24. */
  minHours: number;
  /** Conversations since the last one; default 5. */
  minSessions: number;
  /** Memories in the project; default 20. */
  minMemories: number;
}

/** What the user may change between two messages. */
export interface Settings {
  /** Reach of tools that name none; default `project`. */
  defaultScope: ScopeName;
  /** Recall and search over all projects of this user; default false. */
  globalSearch: boolean;
  dream: DreamSettings;
}

/** A settings file as it was found. */
export interface SettingsFile {
  settings: Settings;
  /** All keys of the file, also unknown ones; {} when there is no usable file. */
  raw: Readonly<Record<string, unknown>>;
  /** One sentence when something in it can't be used. */
  warning?: string;
}

/** The settings without any file. */
export const DEFAULT_SETTINGS: Settings = {
  defaultScope: "project",
  globalSearch: false,
  dream: { enabled: true, auto: true, minHours: 24, minSessions: 5, minMemories: 20 },
};

/**
 * Reads `~/.mem0/settings.json` afresh. Never throws: what can't be used is left at its default, and
 * `warning` says so in one sentence.
 *
 * @param dream `MEM0_DREAM`: false, 0, no and off keep dreams from starting by themselves.
 */
export function readSettings(path: string, dream?: string): SettingsFile {
  let text: string | undefined;
  try {
    text = readTextSync(path);
  } catch (error) {
    return { settings: applyDream(DEFAULT_SETTINGS, dream), raw: {}, warning: describe(error) };
  }
  const file = text === undefined
    ? { settings: DEFAULT_SETTINGS, raw: {} }
    : parseSettings(text, path);
  return { ...file, settings: applyDream(file.settings, dream) };
}

/** Pure part of {@link readSettings}. */
export function parseSettings(text: string, path: string): SettingsFile {
  const unusable = (why: string): SettingsFile => ({
    settings: DEFAULT_SETTINGS,
    raw: {},
    warning: `Cannot use "${path}": ${why}; the defaults are used until it is mended`,
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return unusable(text.trim() === "" ? "it is empty" : "it is not valid JSON");
  }
  if (!isObject(value)) return unusable("it holds no JSON object");
  const wrong: string[] = [];
  const pick = <T>(from: Record<string, unknown>, key: string, fallback: T, fits: Fits<T>): T => {
    const found = from[key];
    if (found === undefined) return fallback;
    if (fits(found)) return found;
    wrong.push(`${key} ${JSON.stringify(found)}`);
    return fallback;
  };
  const given = pick<Record<string, unknown>>(value, "dream", {}, isObject);
  const base = DEFAULT_SETTINGS.dream;
  const settings: Settings = {
    defaultScope: pick(value, "default_scope", DEFAULT_SETTINGS.defaultScope, isScopeName),
    globalSearch: pick(value, "global_search", DEFAULT_SETTINGS.globalSearch, isBoolean),
    dream: {
      enabled: pick(given, "enabled", base.enabled, isBoolean),
      auto: pick(given, "auto", base.auto, isBoolean),
      minHours: pick(given, "minHours", base.minHours, isCount),
      minSessions: pick(given, "minSessions", base.minSessions, isCount),
      minMemories: pick(given, "minMemories", base.minMemories, isCount),
    },
  };
  if (wrong.length === 0) return { settings, raw: value };
  const scopes = SCOPE_NAMES.map((name) => `"${name}"`).join(", ");
  return {
    settings,
    raw: value,
    warning: `Cannot use ${wrong.join(", ")} in "${path}": the defaults are used instead ` +
      `(default_scope is one of ${scopes}, global_search true or false)`,
  };
}

function applyDream(settings: Settings, dream: string | undefined): Settings {
  if (!dream?.trim()) return settings;
  const changed = isOff(dream) ? { auto: false } : { enabled: true };
  return { ...settings, dream: { ...settings.dream, ...changed } };
}

/** The words that switch something off. */
export function isOff(value: string): boolean {
  return /^(false|0|no|off|none)$/i.test(value.trim());
}

type Fits<T> = (value: unknown) => value is T;
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;
