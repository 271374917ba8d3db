/**
 * What a message says and takes back in its next breath, or only supposes and asks to be checked.
 *
 * @module
 */

import { stems } from "../language/content_words.ts";
import type { Clause } from "../language/message.ts";
import { cue } from "../language/words.ts";

const SIGH = "^\\W*((hm+|oh|ah|uh|argh|ok|so|well|and|but)\\W+)*";
/** The sentence before was wrong. */
const CORRECTS = cue(
  `${SIGH}(no wait|wait no|wait|no,? sorry|sorry|oops|scratch that|correction|my (bad|mistake)|i (meant|mean|misread|was wrong)|wrong one)(?=\\W)|` +
    "^\\W*(ah|oh|hm+|uh|argh)\\W+(no|nope)(?=\\W)",
);
const SUPPOSES = cue(`${SIGH}(i (think|guess|believe|assume)|afaik|iirc|if i remember|not sure)`);
const CHECKS = cue(
  "check|verify|confirm|look it up|is (that|this|it) (right|true|correct|so)|am i (right|wrong)",
);

/** An exact value; and a correction that names nothing else. */
const VALUE = /(?<![\w./:-])[\w./:-]*\d(?:[\w./:-]*\w)?/g;
const ONLY_VALUE =
  /^\W*(?:it's |it is |i meant |rather |make that )?([\w./:-]*\d(?:[\w./:-]*\w)?)(?=$|[,.;!])/i;

/** The clauses that hold, with a value put right where the correction names nothing else. */
export function withoutTakenBack(clauses: readonly Clause[]): Clause[] {
  const folded = new Set<number>();
  return clauses.flatMap((clause) => {
    const { text, sentence } = clause;
    if (folded.has(sentence)) return [];
    const next = clauses.find((one) => one.sentence === sentence + 1);
    if (next === undefined) return [clause];
    if (SUPPOSES.test(text) && (next.question || next.request) && CHECKS.test(next.text)) return [];
    if (!CORRECTS.test(next.text)) return [clause];
    const value = ONLY_VALUE.exec(next.text.replace(CORRECTS, ""))?.[1];
    const values = text.match(VALUE) ?? [];
    if (value === undefined || values.length !== 1) return isAlike(text, next.text) ? [] : [clause];
    folded.add(next.sentence);
    const durable = clause.durable || next.durable;
    return [{ ...clause, durable, text: text.replace(values[0]!, () => value) }];
  });
}

/** About the same thing, or both with a number. */
function isAlike(a: string, b: string): boolean {
  const words = stems(b);
  return [...stems(a)].some((word) => words.has(word)) || /\d/.test(a) && /\d/.test(b);
}
