import { IDEOGRAPHS } from "../language/words.ts";
import { md5 } from "./md5.ts";

/** Openings and endings that say nothing: "hey, just so you know: …", "… please". */
const OPENING = new RegExp(
  "^(?:(?:hey|hi|ok|okay|also|btw|fyi|by the way|just so you know|for the record|note|reminder|" +
    "please|(?:could|can|would) you|remember|note|keep in mind|don't forget)\\b(?: that\\b)?[\\s,:;—–-]*)+",
  "iu",
);
const ENDING =
  /(?:[\s,]*(?:\b(?:please|thanks|thank you)\b|[:;]-?[)D]|\p{Extended_Pictographic}|[.!…。！]))+$/iu;

/** Scripts without blanks between words: blanks inside them mean nothing. */
const GLUED = new RegExp(`(?<=[${IDEOGRAPHS}])\\s+|\\s+(?=[${IDEOGRAPHS}])`, "gu");

/** What stands around a word and isn't part of it. `.env`, `C++`, `feat/` and `-5` stay whole. */
const AROUND = /^["'`(\[{:,;：；]+|["'`)\]},;:.!…。！、：；]+$/gu;

/** A word of ordinary prose: its capital only says where it stands. `userId` and `PATH` are names. */
const PROSE = /^\p{Lu}?[^\p{Lu}]*$/u;

/** Longer texts are no statements: they are equal when they are equal. */
const LONGEST = 2_000;

/**
 * The words of a statement in the form in which equal statements are equal: one Unicode form, without
 * politeness around it, punctuation between the words, capitals at the start of a word, and "the".
 */
export function statementWords(text: string): string[] {
  if (text.length > LONGEST) return [text];
  const plain = text.normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”„«»]/g, '"').trim()
    .replace(ENDING, "").replace(OPENING, "").replace(GLUED, "").replace(/[，、]/g, ",");
  return plain.split(/\s+/).map((word) => word.replace(AROUND, ""))
    .map((word) => PROSE.test(word) ? word.toLowerCase() : word)
    .filter((word) => word !== "" && word !== "the");
}

/** Fingerprint of a statement: equal ones are duplicates. Kept with each memory. */
export function formOf(text: string): string {
  const words = statementWords(text);
  return md5(words.length > 0 ? words.join(" ") : text);
}

/** A phrase that may stand first or last: "on Windows, use X" says what "use X on Windows" says. */
const MOVABLE = new Set(
  "in on at for before after during when with under inside within since until if".split(" "),
);

/** Longer phrases are clauses of their own, and moving one may change what it belongs to. */
const LONGEST_PHRASE = 6;

/**
 * Do two statements say the same in nearly the same words? True when they are equal but for case,
 * punctuation and politeness, or when one phrase that begins with a preposition has moved.
 *
 * Never true for statements of which one holds a word that the other lacks: a number, a name, a path
 * or a "not" is always such a word. Nor is meaning asked: "port 5433" and "port 5432" are as near as
 * vectors can be.
 */
export function areSame(a: string, b: string): boolean {
  const left = statementWords(a);
  const right = statementWords(b);
  if (left.length !== right.length || left.length === 0) return false;
  const whole = right.join(" ");
  if (left.join(" ") === whole) return true;
  if ([...left].sort().join(" ") !== [...right].sort().join(" ")) return false;
  return left.some((word, from) => MOVABLE.has(word) && canMove(left, from, whole));
}

function canMove(words: string[], from: number, wanted: string): boolean {
  for (let to = from + 2; to <= Math.min(words.length, from + LONGEST_PHRASE); to++) {
    const phrase = words.slice(from, to);
    const rest = [...words.slice(0, from), ...words.slice(to)];
    for (let at = 0; at <= rest.length; at++) {
      if ([...rest.slice(0, at), ...phrase, ...rest.slice(at)].join(" ") === wanted) return true;
    }
  }
  return false;
}
