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
  try {
    const value = JSON.parse(text ?? "{}") as Partial<DreamState> | null;
    const time = (at: unknown) => typeof at === "number" && Number.isFinite(at) ? at : undefined;
    const [last, offered] = [time(value?.last), time(value?.offered)];
    const sessions = Array.isArray(value?.sessions) ? value.sessions.map(String) : [];
    return {
      ...last === undefined ? {} : { last },
      ...offered === undefined ? {} : { offered },
      sessions,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return { sessions: [] }; // cut by hand: begin anew
    throw error;
  }
}

/** Replaces it whole. @throws {MemoryError} `storage` */
export async function writeState(path: string, state: DreamState): Promise<void> {
  await writeAtomic(`${path}.json`, JSON.stringify(state));
}
