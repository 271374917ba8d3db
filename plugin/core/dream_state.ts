import { defined, parseJson } from "../../client/json.ts";
import { readText, writeAtomic } from "./files.ts";
import type { DreamSettings } from "./settings.ts";

/** What is known of a project between dreams. */
export interface DreamState {
  /** When the last dream was done, ms since 1970. */
  last?: number;
  /** When one was last offered, done or not. */
  offered?: number;
  /** Conversations since the last one. */
  sessions: string[];
}

const HOUR_MS = 3_600_000;

/** Is it time, by what is known without asking the store? */
export function isDue(state: Readonly<DreamState>, gates: DreamSettings, now: number): boolean {
  const wait = gates.minHours * HOUR_MS;
  return gates.enabled && gates.auto &&
    now - (state.last ?? -Infinity) >= wait &&
    // One that was offered and not done is offered again, but not at once.
    now - (state.offered ?? -Infinity) >= Math.min(wait, HOUR_MS) &&
    state.sessions.length >= gates.minSessions;
}

/**
 * The state beside `path`; an empty one when there is none or it is broken.
 * @throws {MemoryError} `storage`
 */
export async function readState(path: string): Promise<DreamState> {
  const text = await readText(`${path}.json`);
  const value = parseJson(text ?? "") as Partial<DreamState> | null | undefined;
  const time = (at: unknown) => typeof at === "number" && Number.isFinite(at) ? at : undefined;
  return defined({
    last: time(value?.last),
    offered: time(value?.offered),
    sessions: Array.isArray(value?.sessions) ? value.sessions.map(String) : [],
  });
}

/** Replaces it whole. @throws {MemoryError} `storage` */
export async function writeState(path: string, state: DreamState): Promise<void> {
  await writeAtomic(`${path}.json`, JSON.stringify(state));
}
