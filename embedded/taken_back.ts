/**
 * What a message says and takes back in its next breath, or only supposes and asks to be checked.
 *
 * @module
 */

import { stems } from "../language/content_words.ts";
import type { Clause } from "../language/message.ts";
import { cue } from "../language/words.ts";

/** The sentence before was wrong. */
const CORRECTS = cue(
  "^\\W*((hm+|oh|ah|uh|argh|and|but)\\W+)*(no wait|wait no|wait|ah no|oh no|hm+ no|no,? sorry|sorry|oops|scratch that|correction|my (bad|mistake)|i (meant|mean|misread|was wrong)|wrong one)(?=\\W)|" +
    "^\\W*(ah|oh|hm+|argh)\\W+(no|nope)(?=\\W)",
);
const SUPPOSES = cue(
  "^\\W*((ok|so|well|hm+|and|but)\\W+)*(i (think|guess|believe|assume)|afaik|iirc|if i remember|not sure)",
);
const CHECKS = cue(
  "check|verify|confirm|look it up|is (that|this|it) (right|true|correct|so)|am i (right|wrong)",
);

/** The places of the clauses that do not hold. */
export function takenBack(clauses: readonly Clause[]): Set<number> {
  const places = new Set<number>();
  clauses.forEach(({ text, sentence }, place) => {
    const next = clauses.find((one) => one.sentence === sentence + 1);
    if (next === undefined) return;
    const corrected = CORRECTS.test(next.text) && isAlike(text, next.text);
    const asked = SUPPOSES.test(text) && (next.question || next.request) && CHECKS.test(next.text);
    if (corrected || asked) places.add(place);
  });
  return places;
}

/** About the same thing, or both with a number. */
function isAlike(a: string, b: string): boolean {
  const words = stems(b);
  return [...stems(a)].some((word) => words.has(word)) || /\d/.test(a) && /\d/.test(b);
}
