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

/** Log-odds above which the older statement is hidden, and above which it may be untrue. */
const SURE = 0.05;
const POSSIBLE = -2;

/**
 * Does `newText`, said later, make `oldText` untrue? "unsure" when both are about the same, but not
 * surely about the same property of it.
 */
export function supersedes(newText: string, oldText: string): boolean | "unsure" {
  return superseder(newText)(oldText);
}

/** How a newer statement is compared. */
export interface Comparing {
  /** Log-odds above which the older statement is untrue. */
  sure?: number;
  /** Somebody else's log-odds, if known: the learned weights are then added with less weight. */
  consult?: (oldText: string) => number | undefined;
}

/** What the learned weights count beside another's log-odds; chosen on the open tables. */
const BESIDE = 0.7;

/** The same for one newer statement and many older ones: the newer one is taken apart only once. */
export function superseder(
  newText: string,
  { sure = SURE, consult }: Comparing = {},
): (oldText: string) => boolean | "unsure" {
  const words = stems(newText);
  let newer: ReturnType<typeof newerOf> | undefined;
  return (oldText) => {
    const oldWords = stems(oldText);
    const again = [...oldWords].filter((word) => words.has(word)).length;
    if (again === 0 || newText === oldText) return false;
    // The same words in another order, or with a "no longer" more, are nothing to the weights.
    const same = again === words.size && again === oldWords.size;
    if (same && consult === undefined) return false;
    newer ??= newerOf(newText);
    const pair = pairFeatures(newer, statementOf(oldText));
    if (pair.equal && consult === undefined) return false;
    const learned = oddsOf(REPLACES, pair.features);
    const other = consult?.(oldText);
    const odds = other === undefined ? learned : other + BESIDE * learned;
    if (odds > sure) return true;
    return odds > POSSIBLE || pair.same ? "unsure" : false;
  };
}
