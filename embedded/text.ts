/**
 * Words as the index sees them. FTS5's `porter unicode61` folds case, diacritics and endings; what it
 * can't do is done here, the same way for memories and for queries.
 *
 * @module
 */

/** Scripts written without blanks: each character is a word of its own. */
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** A word as it is written. Plain, so that no text makes it slow. */
const NAME = /[\p{L}\p{N}]+/gu;

/** Longer ones are no names but data: a hash, a token. */
const LONGEST_NAME = 64;

/** Where a compound such as `getUserById` or `HTTPServer` comes apart. */
const SEAM = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** What unicode61 takes as part of a word. */
const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu;

/**
 * English words that say nothing about a topic. They stay in the index (phrases like "the who" exist)
 * and are left out of queries that hold any other word.
 */
const STOP_WORDS = new Set(
  ("a about all also am an and any are as at be been being but by can could did do does doing for " +
    "from had has have having he her here hers him his how i if in into is it its just let me my no " +
    "not of on or our ours please she should so some such than that the their theirs them then there " +
    "these they this those to too up us very was we were what when where which while who whom whose " +
    "why will with would you your yours d ll m re s t ve don doesn didn isn wasn aren").split(" "),
);

/**
 * A text as it goes into the index: ideographs apart, and the parts of compound names after the name,
 * so that "user by id" finds `getUserById` and the other way round.
 */
export function indexable(text: string): string {
  return text.replace(IDEOGRAPH, " $& ").replace(NAME, (name) => {
    if (name.length > LONGEST_NAME || !SEAM.test(name)) return name;
    return `${name} ${name.split(SEAM).join(" ")}`;
  });
}

/** The distinct words of any text in lower case, in order, as the index has them. */
export function wordsOf(text: string): string[] {
  return [...new Set(indexable(text).toLowerCase().match(WORD) ?? [])];
}

/** The words of a query: without stop words, unless it has no others. */
export function queryWords(text: string): string[] {
  const words = wordsOf(text);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return telling.length > 0 ? telling : words;
}

/** Does the word say nothing about a topic? */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** One word as an FTS5 string: quoted, so that it is never read as an operator. */
export function quoteWord(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

const MONTHS =
  "january february march april may june july august september october november december"
    .split(" ");

/** A date as words, so that "in March 2025" finds it: `2025-03-14 march`. */
export function dateWords(iso: string): string {
  const [, date, month] = /^(\d{4}-(\d\d)-\d\d)/.exec(iso) ?? [];
  return date === undefined ? "" : `${date} ${MONTHS[Number(month) - 1] ?? ""}`;
}
