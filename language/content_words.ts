/**
 * Words of a statement that carry its content.
 *
 * @module
 */

import { IDEOGRAPHS } from "./words.ts";
import { isStopWord } from "./stop_words.ts";

/** Words that say nothing about a subject or a value, beside the stop words of queries. */
const IDLE = new Set(
  ("now raised increased lowered reduced cut tightened bumped shortened extended swapped shifted rescheduled ported been set actually new old rule everything use run live listen happen go gone went moved changed switched converted " +
    "built rewrote rewritten migrated upgraded renamed whole last week weekend month sprint today yesterday recently days got keep kept hold held take taken took put give gave may might must shall need needed least most want prefer url above below lifetime size duration period threshold maximum minimum max min write wrote written send sent no longer anymore any more instead since because repository project repo per every each correction")
    .split(" "),
);

const RUN = new RegExp(`[${IDEOGRAPHS}]+`, "gu");

/** A word with its ending off. */
function stem(word: string): string {
  return /^\p{Script=Latin}{4,}$/u.test(word)
    ? word.replace(/(?:ings?|ers?|ed|es|s|e)$/, "")
    : word;
}

/** Content words of a text, as they are written. */
export function words(text: string): string[] {
  // The language is no verb.
  return (text.replace(/\bGo\b/g, "golang").toLowerCase().replace(
    RUN,
    " $& ",
  ).match(/[\p{L}\p{N}](?:[\p{L}\p{N}_]|[.:/@-](?=[\p{L}\p{N}]))*/gu) ?? [])
    .filter((word) => !isStopWord(word) && !IDLE.has(word.replace(/s$/, "")) && !IDLE.has(word));
}

/** Content words with their endings off. */
export const stems = (text: string): Set<string> => new Set(words(text).map(stem));
