/**
 * Asks a judge for what code that can't wait wants to know: the code is run, what it asked for and nobody
 * knew is asked, and it is run again with the answers, until it wants to know nothing more.
 *
 * @module
 */
import { isMemoryError } from "../client/errors.ts";
import type { Call } from "../client/store.ts";
import type { Judge, Opinion, Said } from "./judge.ts";

/** What a judge is known to think; undefined where it wasn't asked yet. */
export interface Views {
  opinion(said: Said): Opinion | undefined;
  /** Log-odds that the newer statement makes the older one untrue. */
  replaced(newer: string, older: string): number | undefined;
}

/** Texts asked about at most, some seconds of work: no call waits longer for a huge conversation. */
const MOST_ASKED = 800;

/** Rounds at most: what is asked depends on the answers, in the sample tables three times at most. */
const ROUNDS = 5;

/**
 * The result of `attempt` with the judge's views, of a huge conversation with those of its beginning;
 * without any, once the judge is not to be had.
 *
 * @throws {MemoryError} `timeout`, `aborted`.
 */
export async function consulting<T>(
  judge: Judge,
  attempt: (views?: Views) => T,
  call?: Call,
): Promise<T> {
  const opinions = new Map<string, Opinion>();
  const pairs = new Map<string, Map<string, number>>();
  let left = MOST_ASKED;
  try {
    for (let round = 0;; round++) {
      const said = new Map<string, Said>();
      const asked = new Map<string, Set<string>>();
      const result = attempt({
        opinion(one) {
          const key = JSON.stringify([one.speaker, one.before, one.text]);
          if (!opinions.has(key) && !said.has(key) && left-- > 0) said.set(key, one);
          return opinions.get(key);
        },
        replaced(newer, older) {
          const odds = pairs.get(newer)?.get(older);
          const isNew = odds === undefined && !asked.get(newer)?.has(older);
          if (isNew && left-- > 0) asked.set(newer, (asked.get(newer) ?? new Set()).add(older));
          return odds;
        },
      });
      if (said.size + asked.size === 0 || round === ROUNDS) return result;
      const answers = await judge.statements([...said.values()], call);
      [...said.keys()].forEach((key, i) => opinions.set(key, answers[i]!));
      for (const [newer, olds] of asked) {
        const older = [...olds];
        const odds = await judge.replaced(newer, older, call);
        const known = pairs.get(newer) ?? new Map<string, number>();
        pairs.set(newer, known);
        older.forEach((text, i) => known.set(text, odds[i]!));
      }
    }
  } catch (error) {
    // The judge has said why when it was loaded.
    if (isMemoryError(error) && error.code === "unavailable") return attempt();
    throw error;
  }
}
