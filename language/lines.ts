/**
 * Does a line come from a program, or is it what somebody typed? A matter of how it is built: what its
 * words look like, which marks stand between them, and how it begins and ends. Learned from the messages
 * in tasks/training; see docs/adr/0009-whole-messages.md.
 *
 * @module
 */

import { decode, oddsOf } from "./classifier.ts";
import { GRAMMAR, numberOf } from "./features.ts";
import { WEIGHTS } from "./weights.ts";
import { IDEOGRAPHS } from "./words.ts";

/** So much of a line tells what it is; more would only cost time. */
const TELLS = 240;

/** Words, numbers with what is inside of them, white space, marks. */
const TOKEN =
  /[\p{L}_$][\p{L}\p{N}_'’$]*|\d[\p{L}\p{N}_]*(?:[.:,\-/]\d[\p{L}\p{N}_]*)*|\s+|[^\s\p{L}\p{N}_$]{1,3}/gu;

/** What a number or a word looks like. The first that fits counts. */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ["n", /^\d+$/],
  ["h", /^\d+:\d\d/],
  ["y", /^\d{4}-\d\d/],
  ["n.n", /^\d+(?:[.,]\d+)+$/],
  ["x", /^(?=.*\d)(?:0x|[\da-f]{7,}$)/i],
  ["nw", /^\d/],
  ["漢", new RegExp(`[${IDEOGRAPHS}]`, "u")],
  ["A", /^[\p{Lu}\d_]{2,}$/u],
  ["C", /^\p{Lu}\p{Ll}+$/u],
  ["cC", /\p{Ll}\p{Lu}/u],
  ["s_", /[_$]/],
  ["wd", /\d/],
  ["w", /../],
];

/** Counts in few steps, so that what is learned of one holds for its like. */
const tenths = (part: number, whole: number) =>
  whole === 0 ? "-" : Math.min(5, Math.floor(10 * part / whole));

/** The numbers of all features of a line, each once; [] for a blank one. */
export function lineFeatures(line: string): number[] {
  /** Each word, number and mark: what it looks like, and itself when it is a word. */
  const shapes: string[] = [];
  const words: (string | undefined)[] = [];
  let grammar = 0, glued = 0, marks = 0, isApart = true;
  for (const [token] of line.slice(0, TELLS).trimEnd().matchAll(TOKEN)) {
    if (/^\s/.test(token)) {
      isApart = true;
      if (shapes.length > 0 && token === " ") continue;
      shapes.push(shapes.length > 0 ? "S" : token.length > 3 || token.includes("\t") ? "II" : "I");
      words.push(undefined);
      continue;
    }
    const isWord = /^[\p{L}_$]/u.test(token);
    const word = token.toLowerCase().replaceAll("’", "'");
    const isGrammar = GRAMMAR.has(word);
    const shape = isGrammar
      ? word
      : isWord || /^\d/.test(token)
      ? SHAPES.find(([, pattern]) => pattern.test(token))?.[0] ?? "1"
      : token;
    shapes.push(isApart || shapes.length === 0 ? shape : `·${shape}`);
    words.push(isWord ? word : undefined);
    if (isGrammar) grammar++;
    if (shape === token) marks++;
    if (!isApart) glued++;
    isApart = false;
  }
  const { length } = shapes;
  if (length === 0) return [];
  const found = new Set<number>();
  const add = (feature: string) => found.add(numberOf(feature));
  shapes.forEach((shape, place) => {
    add(`u${shape}`);
    add(`b${shape} ${shapes[place + 1] ?? "$"}`);
    if (words[place] !== undefined) add(`r${words[place]}`);
  });
  const [one, two = "$", three = "$"] = shapes;
  add(`^${one}`);
  add(`^${one} ${two}`);
  add(`^${one} ${two} ${three}`);
  add(`F${words.find((word) => word !== undefined)}`);
  add(`$${shapes.at(-1)}`);
  add(`$${shapes.at(-2)} ${shapes.at(-1)}`);
  const count = words.filter((word) => word !== undefined).length;
  add(`f${Math.min(4, grammar)}`);
  add(`%${tenths(grammar, count)}`);
  add(`n${count < 3 ? count : count < 6 ? 5 : count < 12 ? 11 : 12}`);
  add(`p${tenths(marks, length)}`);
  add(`g${tenths(glued, length)}`);
  return [...found];
}

const PRINTED = decode(WEIGHTS.printed);

/** Log-odds that a line comes from a program. */
export function printedOdds(line: string): number {
  return oddsOf(PRINTED, lineFeatures(line));
}
