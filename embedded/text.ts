/**
 * Words as the index sees them. FTS5's `porter unicode61` folds case, diacritics and endings; what it
 * can't do is done here, the same way for memories and for queries.
 *
 * @module
 */

import { isStopWord } from "../language/stop_words.ts";

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
  const telling = words.filter((word) => !isStopWord(word));
  return telling.length > 0 ? telling : words;
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
