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
  `${SIGH}(no,? )?((wait|hold on|hang on)( no)?|sorry|oops|scratch that|correction|my (bad|mistake)|i (meant|mean|misread|was wrong)|wrong one)(?=\\W)|^\\W*forget (that|it)(?=,)|^\\W*(on second thoughts?|actually,? no|no,? actually)(?=\\W)|^\\W*(edit|correction)(?=:)|` +
    "^\\W*(ah|oh|hm+|uh|argh)\\W+(no|nope)(?=\\W)",
);
/** Something said before in the conversation was wrong, or holds no longer. */
const CORRECTS_BEFORE = cue([
  "(scrap|forget|scratch|ignore|strike) (that|this|it|what i said)",
  "wrong (number|one|name|host|port|date|day|model)",
  "i \\w+( \\w+)? (at |in |up |from )?(the|a) wrong \\w+",
  "(ah|oh|hm+|uh|argh)\\W+no(pe)?(?=[,:.])|correct(s|ed) (the|it|that|me|himself|herself|themselves)",
  "^\\W*(hm+,? |ok,? |ah,? |oh,? )?you('re| are) right(?=[^]*\\d)",
  "^\\W*(hold on|hang on|wait)(?=\\W)|(force of|old) habit",
  "correction|on second thoughts?|changed (my|our) minds?|my (mistake|bad)",
  "i (misread|misspoke|was wrong|mixed|confused|said)",
  "(hm+|oh|ah|no|hold on)\\W+wait|(^|[.!?]\\s)wait(?=\\W)",
  "no,? sorry|sorry, (it|the|that|i|no|not|wrong|my)",
].join("|"));

/** Does a message say that something said before it in the conversation was wrong? */
export const correctsBefore = (message: string): boolean => CORRECTS_BEFORE.test(message);

const SUPPOSES = cue(`${SIGH}(i (think|guess|believe|assume)|afaik|iirc|if i remember|not sure)`);
const CHECKS = cue(
  "check|verify|confirm|look it up|is (that|this|it) (right|true|correct|so)|am i (right|wrong)",
);

/** What was said is withdrawn, whatever it was. */
const WITHDRAWS = cue(
  "forget (it|that|about it)|scratch that|never ?mind|nvm|ignore that|(that|those)('s| is| was| were)|on second thoughts?|actually,? no|no,? actually|take (it|that) back|bad idea",
);
/** What the user believed before. */
const BELIEVED = cue(`${SIGH}i (thought|assumed|believed|figured(?! out))`);
/** Asks for agreement to what was just said. */
const TAG = cue("(is|does|was|has)n't it|right|correct|no|or");

/** Goes and looks; what was found follows. */
const LOOKS = cue(`${SIGH}(let me|lemme|i'll) (just )?(check|look|see|verify)`);

/** Says only how it came to be wrong; what is right follows. */
const EXCUSES =
  /^\W*(?:no\W+)?(?:i|let me|mixed|misread|confused|thats?|that's|those|these|this)\s[^,;:]*$/i;

/** An exact value; and a correction that names nothing else. */
const VALUE = /(?<![\w./:-])[\w./:-]*\d(?:[\w./:-]*\w)?/g;
const ONLY_VALUE =
  /(?:^|[,;.]\s)\W*(?:(?:(?:since|after|from|with) [^,;.]{2,40}? )?(?:it's|it is) |i meant |rather |make that )?([\w./:-]*\d(?:[\w./:-]*\w)?(?: (?:on|at|in|behind) (?=\S*[\d._/-])[\w./:-]*\w)?)(?=$|[\s,.;!])/i;

/** The clauses that hold, with a value put right where the correction names nothing else. */
export function withoutTakenBack<One extends Clause>(clauses: readonly One[]): One[] {
  const folded = new Set<number>();
  const said = (sentence: number) => clauses.filter((one) => one.sentence === sentence);
  return clauses.flatMap((clause) => {
    const { text, sentence } = clause;
    if (folded.has(sentence) || BELIEVED.test(text)) return [];
    let [next, ...rest] = said(sentence + 1);
    if (next === undefined) return [clause];
    const checks = CHECKS.test(next.text) && !/^\W*how\b/i.test(next.text);
    if (SUPPOSES.test(text) && (next.question || next.request) && checks) return [];
    const asked = next.question && TAG.test(next.text);
    if (asked) [next, ...rest] = said(sentence + 2);
    const [after] = said(sentence + 2);
    if (next !== undefined && LOOKS.test(next.text) && after !== undefined) {
      return /\d/.test(after.text) && isAlike(text, after.text) ? [] : [clause];
    }
    if (next === undefined || !CORRECTS.test(next.text)) return [clause];
    const correction = [next, ...rest].map((one) => one.text).join(", ").replace(CORRECTS, "");
    const withdrawn = WITHDRAWS.test(next.text);
    const [later] = said(next.sentence + 1);
    const values = text.match(VALUE) ?? [];
    // "3300 was the old one": the wrong value again.
    const own = [ONLY_VALUE.exec(correction)?.[1]].find((one) => one !== values[0]);
    const value = own ??
      (withdrawn || !/\w/.test(correction) ? ONLY_VALUE.exec(later?.text ?? "")?.[1] : undefined);
    const instead = EXCUSES.test(correction) ? later?.text ?? "" : correction;
    const named = renamed(text, instead);
    if (named !== undefined) {
      const last = instead === correction ? next.sentence : later!.sentence;
      for (let one = sentence + 1; one <= last; one++) folded.add(one);
      return [{ ...clause, durable: clause.durable || next.durable, text: named }];
    }
    if (value === undefined || values.length !== 1) {
      return withdrawn || isAlike(text, instead) ? [] : [clause];
    }
    for (let one = sentence + 1; one <= next.sentence; one++) folded.add(one);
    if (own === undefined) folded.add(later!.sentence);
    const durable = clause.durable || next.durable;
    return [{ ...clause, durable, text: text.replace(values[0]!, () => value) }];
  });
}

/** "No wait, it's Postgres 16", "Port 2222": the text with that value in place of the old one of the same name. */
function renamed(text: string, correction: string): string | undefined {
  const [, name, value] =
    /(?:^|[,;.]\s)\W*(?:it's |it is )?([a-z]+) (\d[\w.]*)(?: now)?\W*$/i.exec(correction) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const old = new RegExp(`\\b(${name}) \\d(?:[\\w.]*\\w)?`, "i");
  return old.test(text) ? text.replace(old, (_, same: string) => `${same} ${value}`) : undefined;
}

/** About the same thing, or both with a number. */
function isAlike(a: string, b: string): boolean {
  const words = stems(b);
  return [...stems(a)].some((word) => words.has(word)) || /\d/.test(a) && /\d/.test(b);
}

/** A longer correction says of what it is. */
const SHORT = 30;
/** So far into a message its correction reaches, in characters. */
const LONGEST = 300;

/** "5433 was the old pooler": a value that no longer holds. */
const FORMER =
  /(?<![\w./:-])([\w./:-]*\d(?:[\w./:-]*\w)?) (?:was|is) (?:the|an?|my|our) (?:\w+ )?(?:old|wrong|other|former|previous|spare|test)\b/i;

/**
 * "150 rows a call, not 200", "it's 03:15 and not 02:30": the right value and the wrong one. Every part is
 * bounded: what is pasted may be one token of any length.
 */
const SWAPS =
  /(?<![\w./:-])([\w./:-]{0,30}\d(?:[\w./:-]{0,30}\w)?)(?![\w/])([^,;!?]{0,40}?),? (?:and |but )?not (?:the )?([\w./:-]{0,30}\d(?:[\w./:-]{0,30}\w)?)(?=\W*$|[,.;!?]\s)/i;
/** Says that something is so, and not what. */
const UNNAMED = /(?:^|[^\w\s]\s)\W*(?:it|that|this)(?:'s| is| was)(?: now)?\s*$/i;

/** A statement without ", not 200" at its end, where 200 was told before. */
export function withoutFormer<One extends { text: string }>(statement: One, told: string): One {
  const { text } = statement;
  const found = text.length > LONGEST ? null : SWAPS.exec(text);
  if (found === null || found.index + found[0].length < text.length) return statement;
  const [, right, of, wrong] = found;
  const isKnown = (told.match(VALUE) ?? []).some((value) => value === wrong);
  return isKnown ? { ...statement, text: text.slice(0, found.index) + right + of } : statement;
}

/**
 * What a later message makes of statements when it puts a value right and doesn't say of what: "no, sorry,
 * it's 6432", "5433 was the old one, it's 6432", "it's 6432 and not 5433". Undefined when it does no such thing, or of none of them.
 */
export function valuePutRight<One extends { text: string }>(
  statements: readonly One[],
  message: string,
): { statements: One[]; value: string } | undefined {
  const said = message.slice(0, LONGEST);
  const values = (text: string): readonly string[] => text.match(VALUE) ?? [];
  const put = (at: number, gone: string, value: string) => {
    const old = statements[at]!;
    const text = old.text.replace(gone, () => value);
    return { statements: statements.with(at, { ...old, text }), value };
  };
  const swap = SWAPS.exec(said);
  if (swap !== null && UNNAMED.test(said.slice(0, swap.index))) {
    const [, right = "", , gone = ""] = swap;
    const at = statements.findLastIndex(({ text }) => values(text).includes(gone));
    if (at >= 0 && !values(statements[at]!.text).includes(right)) return put(at, gone, right);
  }
  if (!CORRECTS.test(said)) return undefined;
  const correction = said.replace(CORRECTS, "");
  const former = FORMER.exec(correction);
  const wrong = former?.[1];
  // Without a word of the wrong one, all of it must be the right one.
  const rest = former ? correction.slice(former.index + former[0].length) : correction;
  const value = former || rest.length < SHORT ? ONLY_VALUE.exec(rest)?.[1] : undefined;
  if (value === undefined || value === wrong) return undefined;
  const at = statements.findLastIndex(({ text }) =>
    wrong === undefined ? values(text).length === 1 : values(text).includes(wrong)
  );
  const old = statements[at];
  if (old === undefined) return undefined;
  return put(at, wrong ?? values(old.text)[0]!, value);
}

/** Does a statement only say which value is right, or which was wrong? */
export const onlyPutsRight = (
  { text, units }: { text: string; units: readonly { dangling: boolean }[] },
  value: string,
) => FORMER.test(text) || text.includes(value) && units.some(({ dangling }) => dangling);
