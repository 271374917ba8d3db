/**
 * How two remembered statements relate: the same fact, one saying what the other says and more, or
 * two values for one thing. Pure; made to err on the side of "unrelated", since a wrong answer costs
 * somebody's memory.
 *
 * @module
 */

import { IDEOGRAPHS } from "../../language/words.ts";
import { replacedWords, supersedes } from "../../language/superseding.ts";

/** A statement taken apart. */
export interface Statement {
  /** Its beginning, as it was written. */
  text: string;
  /** Words that carry meaning, in one case and form, in order. */
  words: readonly string[];
  /** The same words, sorted and joined: the same facts have the same. */
  bag: string;
  /** Where in `words` a phrase begins (a preposition, a pause, a new subject). */
  starts: readonly number[];
  /** How often it says no. */
  negations: number;
  /** Can it make another one untrue: does it speak of a change, or give an exact value? */
  changes: boolean;
}

/** Longer texts are no single facts; their beginning tells what they change. */
const LONGEST = 600;

const set = (words: string) => new Set(words.split(" "));

/** Words that say nothing about what is stated, English first. */
const FILLERS = set(
  "a an the we our us i my me you your is are was were be been being it its this that these those " +
    "will shall should must has have had do does did just actually please really currently now " +
    "always also then so there ours wir der die das ist sind ein eine nous le la les est un une des",
);
const NEGATIONS = set("not no never without cannot nicht kein keine nie pas jamais ne");
const PREPOSITIONS = set(
  "in on at for with before after from to into during by via under over within when while if as of " +
    "per against instead than für mit bei vor nach von auf pour avec avant après dans sur",
);
/** A verb that may be true of several things at once: "uses Redis" and "uses Stripe" agree. */
const MANY = set(
  "use uses using used has have calls call needs need supports support includes include contains " +
    "owns reviews returns provides and or add added runs",
);
/** Verbs with which a rule chooses one thing for a purpose: "use tabs for indentation". */
const CHOOSING = set("use uses prefer prefers choose pick want wants store keep run");
const NUMBER_WORDS = set(
  "one two three four five six seven eight nine ten twelve zwei drei vier fünf sechs monday mondays " +
    "tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays " +
    "sunday sundays daily weekly monthly",
);
const LEAD_IN =
  /^(?:\[pinned\]|hey|hi|ok(?:ay)?|fyi|btw|note|remember|please|could you|can you|just so you know|so you know|keep in mind|for the record|new rule|update|actually|correction|that|from (?:now|today) on)[\s,:]+/;
const IDEOGRAPH = new RegExp(`[${IDEOGRAPHS}ー]`, "u");
const TOKEN = new RegExp(
  `${IDEOGRAPH.source}|(?:(?!${IDEOGRAPH.source})[\\p{L}\\p{N}_@#$/\\\\.:+*~%=<>-])+|[,;!?()、。，；]`,
  "gu",
);

/** Takes a statement apart. */
export function parseStatement(text: string): Statement {
  let rest = text.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'").replace(/\s+/g, " ")
    .replace(/\b(?:can't|cannot)\b/g, "can not").replace(/n't\b/g, " not").replace(/'s\b/g, "")
    .trim();
  for (let before = ""; before !== rest;) [before, rest] = [rest, rest.replace(LEAD_IN, "")];
  const words: string[] = [];
  const starts: number[] = [];
  let negations = 0;
  const begin = () => starts.at(-1) !== words.length && starts.push(words.length);
  for (const [token] of rest.matchAll(TOKEN)) {
    const word = IDEOGRAPH.test(token) ? token : trimmed(token);
    if (!/[\p{L}\p{N}]/u.test(word)) {
      begin();
      continue;
    }
    if (PREPOSITIONS.has(word) || /^(?:we|i|you|they|it)$/.test(word)) begin();
    if (NEGATIONS.has(word)) negations++;
    if (!FILLERS.has(word)) words.push(NEGATIONS.has(word) ? "not" : word);
    if (/[.:]$/.test(token)) begin();
  }
  const start = text.slice(0, LONGEST);
  const changes = replacedWords(start) !== undefined;
  return { text: start, words, bag: words.toSorted().join(" "), starts, negations, changes };
}

function trimmed(token: string): string {
  return token.replace(/^[:=+*<>-]+|[.:=*<>-]+$/g, "");
}

/**
 * Do both say the same, but for case, punctuation, courtesies, and where a leading phrase stands
 * ("on Windows, use Git Bash")? Never when a number, name, path or negation differs.
 */
export function isSameFact(a: Statement, b: Statement): boolean {
  if (a.bag === "" || a.bag !== b.bag) return false;
  const [left, right] = [a.words.join(" "), b.words.join(" ")];
  return left === right || movesLead(a, right) || movesLead(b, left);
}

/** Is the other text this one with its leading phrase put elsewhere? */
function movesLead(statement: Statement, other: string): boolean {
  const phrases = phrasesOf(statement);
  const [lead, ...rest] = phrases;
  if (lead === undefined || !PREPOSITIONS.has(lead[0] ?? "")) return false;
  return rest.some((_, at) =>
    [...rest.slice(0, at + 1), lead, ...rest.slice(at + 1)].flat().join(" ") === other
  );
}

function phrasesOf({ words, starts }: Statement): string[][] {
  const edges = [...new Set([0, ...starts, words.length])];
  return edges.slice(1).map((end, at) => words.slice(edges[at], end));
}

/** Does the longer statement say all that the shorter says, in the same order, and little more? */
export function saysAll(longer: Statement, shorter: Statement): boolean {
  const { words } = shorter;
  if (longer.negations !== shorter.negations || words.length < 4) return false;
  if (longer.words.length < words.length || words.length < longer.words.length * 0.75) return false;
  let at = 0;
  let extra = longer.words.length - words.length;
  for (const word of longer.words) {
    if (word === words[at]) at++;
    else if (extra-- === 0) return false;
    // What differs may not be what matters: a number, a path, a negation, an exception.
    else if (/[\d/_@#]/.test(word) || /^(?:not|only|except|unless|but|old|new)$/.test(word)) {
      return false;
    }
  }
  return at === words.length;
}

/**
 * Do they disagree, or does the newer one announce a change of what the older says? True also for two
 * things of the same kind that may both hold: a model or person decides.
 */
export function contradicts(older: Statement, newer: Statement): boolean {
  return disagree(older, newer) || newer.changes && supersedes(newer.text, older.text) === true;
}

/**
 * Do they give one thing two values ("staging is on port 8080", "… 9090"), or does one deny the other?
 */
export function disagree(a: Statement, b: Statement): boolean {
  if (a.negations !== b.negations) {
    const plain = ({ words }: Statement) => words.filter((word) => word !== "not").join(" ");
    if (a.words.length > 1 && plain(a) === plain(b)) return true;
  }
  return hasTwoValues(a.words, b.words);
}

function hasTwoValues(a: readonly string[], b: readonly string[]): boolean {
  const shortest = Math.min(a.length, b.length);
  let head = 0;
  while (head < shortest && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < shortest - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const values = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (values.some((value) => value.length === 0 || value.length > 3)) return false;
  if (values.some((value) => value.some((word) => word === "not" || word === "and"))) return false;
  const previous = a[head - 1] ?? "";
  if (values.every((value) => value.every(isMeasure) || value.some((word) => /\d/.test(word)))) {
    return head >= 1 && tail <= 2 && head + tail >= 2;
  }
  if (tail === 0) return head >= 2 && !MANY.has(previous);
  const purpose = a[a.length - tail] ?? "";
  return CHOOSING.has(previous) && head <= 3 && tail >= 2 && PREPOSITIONS.has(purpose);
}

function isMeasure(word: string): boolean {
  return /\d/.test(word) || NUMBER_WORDS.has(word);
}
