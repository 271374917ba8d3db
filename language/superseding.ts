/**
 * Does a newer statement take the place of an older one? What the two share and where they differ is
 * weighed by learned weights; what is not certain is "unsure", and then both stay.
 *
 * @module
 */

import { decode, oddsOf } from "./classifier.ts";
import { stems, words as contentWords } from "./content_words.ts";
import { CHANGE, PERMITS } from "./change_cues.ts";
import { newerOf, pairFeatures, statementOf } from "./pair_features.ts";
import { retired } from "./retired.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * Words to find what a statement may make outdated: its own, with the value given up twice; none of a
 * mere taste. Undefined: nothing can be outdated by it.
 */
export function replacedWords(text: string): string | undefined {
  const old = retired(text);
  if (old.some((value) => contentWords(value).length > 0)) return [...old, text].join(" ");
  // A taste takes the place of another only when it says so.
  const changed = CHANGE.test(text) || PERMITS.test(text);
  return /^i\s/i.test(text) && !changed ? undefined : text;
}

const REPLACES = decode(WEIGHTS.replaces);

/** Log-odds above which something is the case. */
interface Limits {
  /** The older statement is untrue. */
  sure: number;
  /** So is another one beside the likest: mostly a change is of one thing. */
  further: number;
}

/** By the learned weights alone. */
const LEARNED: Limits = { sure: -0.5, further: 1.5 };
/** With somebody else's odds; both chosen on the open tables and projects (docs/adr/0012, 0017). */
const CONSULTED: Limits = { sure: 0.2, further: 2.5 };
/** Log-odds above which the older statement may be untrue. */
const POSSIBLE = -2;
/** What the learned weights count beside another's log-odds. */
const BESIDE = 0.25;

/** Somebody else's log-odds that an older statement is untrue, if known. */
export type Consult = (oldText: string) => number | undefined;

/** How a newer statement is compared. */
export interface Comparing {
  /** Log-odds above which the older statement is untrue. */
  sure?: number;
  consult?: Consult;
}

/**
 * Does `newText`, said later, make `oldText` untrue? "unsure" when both are about the same, but not
 * surely about the same property of it.
 */
export function supersedes(newText: string, oldText: string): boolean | "unsure" {
  return superseder(newText)(oldText);
}

/** The same for one newer statement and many older ones: the newer one is taken apart only once. */
export function superseder(
  newText: string,
  { sure, consult }: Comparing = {},
): (oldText: string) => boolean | "unsure" {
  const compare = comparer(newText, consult);
  const limit = sure ?? limitsOf(consult).sure;
  return (oldText) => {
    const { odds, same } = compare(oldText);
    if (odds > limit) return true;
    return odds > POSSIBLE || same ? "unsure" : false;
  };
}

/** Which of some older statements, all true until now, a newer one makes untrue for certain: a sign for each. */
export function untrueAmong(
  newText: string,
  oldTexts: readonly string[],
  consult?: Consult,
): boolean[] {
  const compare = comparer(newText, consult);
  const { sure, further } = limitsOf(consult);
  const odds = oldTexts.map((text) => compare(text).odds);
  const likest = odds.indexOf(Math.max(...odds));
  return odds.map((one, at) => one > (at === likest ? sure : further));
}

const limitsOf = (consult?: Consult) => consult === undefined ? LEARNED : CONSULTED;

/** Gives the log-odds that the newer statement makes an older one untrue; and are both about the same? */
function comparer(newText: string, consult?: Consult) {
  const words = stems(newText);
  const apart = { odds: -Infinity, same: false };
  let newer: ReturnType<typeof newerOf> | undefined;
  return (oldText: string) => {
    const oldWords = stems(oldText);
    const again = [...oldWords].filter((word) => words.has(word)).length;
    if (again === 0 || newText === oldText) return apart;
    // The same words in another order, or with a "no longer" more, are nothing to the weights.
    const equal = again === words.size && again === oldWords.size;
    if (equal && consult === undefined) return apart;
    newer ??= newerOf(newText);
    const pair = pairFeatures(newer, statementOf(oldText));
    if (pair.equal && consult === undefined) return apart;
    const learned = oddsOf(REPLACES, pair.features);
    const other = consult?.(oldText);
    return { odds: other === undefined ? learned : other + BESIDE * learned, same: pair.same };
  };
}
