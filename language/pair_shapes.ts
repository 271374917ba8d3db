/**
 * How a newer statement is built out of the words of an older one.
 *
 * @module
 */

import { alike, type Word } from "./statement.ts";

/** A statement as its words, and what its clauses are about. */
interface Built {
  words: readonly Word[];
  subjects: readonly (readonly Word[])[];
}

/** Whose it is makes no difference to what is stated. */
const ARTICLE = /^(?:the|our|my|your|this)$/;
/** So many words in a row make a shape. */
const LONGEST = 4;

/**
 * How the newer statement is built out of what the older one says (S: of its subject, K: else) and what
 * it does not (F), which words it adds, which are left out, and which stand where another stood.
 */
export function* shapesOf(newer: Built, older: Built): Generator<string> {
  const about = new Set(older.subjects[0]);
  const match = (word: Word, among: readonly Word[]) => among.find((other) => alike(word, other));
  const row = newer.words.map((word) => {
    if (!word.content) return ARTICLE.test(word.text) ? "the" : word.text;
    const known = match(word, older.words);
    if (known === undefined) return `F${word.kind}`;
    return (about.has(known) ? "S" : "K") + (word.kind && "v");
  }).filter((one, place, all) => one !== all[place - 1]);
  const framed = ["^", ...row, "$"];
  for (let size = 1; size <= LONGEST; size++) {
    for (let at = 0; at + size <= framed.length; at++) {
      yield `N${framed.slice(at, at + size).join(" ")}`;
    }
  }
  const missing = (words: readonly Word[], others: readonly Word[]) =>
    words.filter((word) =>
      !ARTICLE.test(word.text) &&
      (word.content ? !match(word, others) : !others.some(({ text }) => text === word.text))
    );
  const nameOf = ({ kind, stem }: Word) => kind === "number" ? "#" : stem;
  const [fresh, gone] = [missing(newer.words, older.words), missing(older.words, newer.words)];
  for (const word of fresh) yield `f${nameOf(word)}`;
  for (const word of gone) yield `g${nameOf(word)}`;
  for (const word of gone.filter(({ content }) => content)) {
    for (const other of fresh.filter(({ content }) => content)) {
      const [before, after, start, end] = neighbours(word, older.words, other, newer.words);
      if (!before && !after && !start && !end) continue;
      const where = `a${about.has(word) ? "s" : ""}${start ? "^" : ""}${before ? "<" : ""}${
        after ? ">" : ""
      }${end ? "$" : ""}`;
      yield where;
      yield `${where} ${word.kind} ${other.kind}`;
    }
  }
}

/** Do two words follow, and come before, the same word, and begin or end their statements? */
function neighbours(
  one: Word,
  row: readonly Word[],
  other: Word,
  others: readonly Word[],
): boolean[] {
  const [at, place] = [row.indexOf(one), others.indexOf(other)];
  const same = (step: number) =>
    row[at + step] !== undefined && row[at + step]!.text === others[place + step]?.text;
  return [
    same(-1),
    same(1),
    at === 0 && place === 0,
    at === row.length - 1 && place === others.length - 1,
  ];
}
