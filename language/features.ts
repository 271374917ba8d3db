/**
 * What the classifiers see of a sentence: its words, what class each is of (lexicon.ts) or what it
 * looks like, which stand side by side, and how it begins.
 *
 * @module
 */

import { IDEOGRAPHS } from "./words.ts";
import { classesOf, classOf } from "./lexicon.ts";

/** A sentence or clause and the circumstances in which it was said. */
export interface Said {
  /** As it was typed. */
  text: string;
  /** Whose words these are. */
  assistant: boolean;
  /** In a list? */
  item: boolean;
  /** What was said before it in the same message. */
  before: Before;
}

/** What a sentence follows. */
export type Before = "nothing" | "durable" | "request" | "other";

/** Feature numbers lie below this. So wide that two features of one table rarely share a number. */
export const FEATURE_SPACE = 1 << 17;

/** Words of grammar, most without a class of their own; all others stand for what they look like. */
export const GRAMMAR: ReadonlySet<string> = new Set(
  ("a an the this that these those it its it's they them their he she you your who which what why how where when while is are was were be been " +
    "isn't aren't wasn't have had having do does did doesn't didn't can may will won't shall let's that's there there's they're you're some now then " +
    "than if unless since so as but and or nor in on at of to from for with by via into under over after before until per between about up out off " +
    "please pls here too also der die das ist el la los es le les o os em que").split(" "),
);

/** Quoted code and phrases, addresses, runs of ideographs, words with what is inside of them, marks. */
const TOKEN = new RegExp(
  '`[^`]+`|"[^"]+"|https?:\\/\\/\\S+|[' + IDEOGRAPHS + "ー]+|" +
    "[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_']|[./:@\\\\#-]+(?=[\\p{L}\\p{N}_]))*|[~/.@#][\\w./@~-]*\\w|[?!:,;()→]",
  "gu",
);
const IDEOGRAPHIC = new RegExp(`^[${IDEOGRAPHS}ー]`, "u");

/** The number of a feature: FNV-1a, with the high bits folded in. */
export function numberOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < feature.length; i++) {
    hash = Math.imul(hash ^ feature.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (FEATURE_SPACE - 1);
}

/** What a word looks like: quoted, a number, with a number, of code, a name, or by its ending. */
function shapeOf(word: string, first: boolean): string {
  if (/^[`"]/.test(word)) return "Q";
  if (/^[\d.,:%]+$/.test(word)) return "#";
  if (/\d/.test(word)) return "#w";
  if (/\w[/.:@\\]\w|[/@~#_]|[a-z][A-Z]/.test(word)) return "@";
  if (!first && /^\p{Lu}/u.test(word)) return "N";
  const ending = /(?:ed|ing|ly|s)$/.exec(word)?.[0];
  return ending === undefined || word.length < 4 ? "x" : `-${ending}`;
}

/** Ways to begin that say nothing. */
const LEAD =
  /^(?:(?:(?:hey|hi|hello|well|oh|ah|right|yes|yeah|yep|hm+|anyway|btw|fyi)(?: there| all)?[,!.:]+|ok(?:ay)?,?|so,?|and|also,?|but|btw|fyi|then)\s+)+(?=\S)/i;

/** The numbers of all features of a sentence, each once. */
export function featuresOf({ text, assistant, item, before }: Said): number[] {
  const words: string[] = [];
  const kinds: string[] = [];
  const found = new Set<number>();
  const add = (feature: string) => found.add(numberOf(feature));
  for (const [token] of text.replace(LEAD, "").replaceAll("’", "'").matchAll(TOKEN)) {
    if (IDEOGRAPHIC.test(token)) {
      const signs = [...token];
      signs.forEach((sign, place) => {
        add(`w${sign}`);
        add(`b${sign}${signs[place + 1] ?? "$"}`);
      });
      for (const kind of [...classesOf(token), "漢"]) {
        words.push("漢");
        kinds.push(kind);
      }
      continue;
    }
    const word = token.toLowerCase();
    const shape = shapeOf(token, words.length === 0);
    words.push(/^[#@Q]/.test(shape) ? shape : word);
    kinds.push(
      classOf(word) ?? (GRAMMAR.has(word) || /^[^\p{L}\p{N}]$/u.test(word) ? word : shape),
    );
  }
  const who = assistant ? "A" : "U";
  add(who);
  add(`<${who}${before}`);
  add(`<${before} ${kinds[0]}`);
  if (item) add("-");
  words.forEach((word, place) => {
    const stem = word.length > 4 ? word.replace(/(?:ings?|ed|es|s|e)$/, "") : word;
    add(`w${stem}`);
    // "fix" asks, "fixed" tells.
    if (stem !== word) add(`u${word}`);
    if (assistant) add(`A${stem}`);
    if (word.length > 5) add(`p${word.slice(0, 5)}`);
    add(`b${word} ${words[place + 1] ?? "$"}`);
    add(`c${kinds[place]} ${kinds[place + 1] ?? "$"}`);
  });
  for (const kind of new Set(kinds)) add(`o${who}${kind}`);
  // Which classes come together, however far apart.
  const classes = [...new Set(kinds)].filter((kind) =>
    /^(?:[a-z]{4,}|we|i|[?#@NQ]|#w)$/.test(kind)
  );
  classes.forEach((one, place) => {
    for (const other of classes.slice(place + 1)) add(`&${one} ${other}`);
  });
  for (const missing of ["cause", "standing", "place", "we", "like", "change", "does"]) {
    if (!kinds.includes(missing)) {
      add(`!${missing}`);
      for (const one of classes) add(`!${one} ${missing}`);
    }
  }
  const [one = "", two = "", three = ""] = words.filter((word) => /^[\p{L}#@Q']/u.test(word));
  add(`f${one}`);
  add(`f${one} ${two}`);
  const [first = "", second = "", third = ""] = kinds.filter((kind) => /^[\p{L}#@Q'-]/u.test(kind));
  add(`h${who}${first}`);
  add(`h${who}${first} ${second}`);
  add(`h${first} ${second} ${third}`);
  add(`l${words.at(-1)}`);
  add(`n${three === "" ? 0 : words.length < 7 ? 1 : words.length < 20 ? 2 : 3}`);
  return [...found];
}
