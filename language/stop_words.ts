/**
 * English words that say nothing about a topic.
 *
 * @module
 */

const STOP_WORDS = new Set(
  ("a about all also am an and any are as at be been being but by can could did do does doing for " +
    "from had has have having he her here hers him his how i if in into is it its just let me my no " +
    "not of on or our ours please she should so some such than that the their theirs them then there " +
    "these they this those to too up us very was we were what when where which while who whom whose " +
    "why will with would you your yours d ll m re s t ve don doesn didn isn wasn aren").split(" "),
);

/** Does a word in lower case say nothing about a topic? */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
