/**
 * A statement as a row of words: what kind of value each is, where its clauses begin, and what a
 * clause is about.
 *
 * @module
 */

import { stems } from "./content_words.ts";
import { ACTS, HELPERS, IDEOGRAPHS } from "./words.ts";

/** A word of a statement. */
export interface Word {
  /** In lower case. */
  text: string;
  /** With its ending off, where it carries content. */
  stem: string;
  /** The sort of exact value it is, else "". */
  kind: string;
  content: boolean;
  /** The stop that stands before it, else "". */
  pause: string;
}

const KINDS: readonly [string, RegExp][] = [
  [
    "number",
    /^(?:v?\d[\d.,%]*\w{0,3}|#\d+|0x[\da-f]+|one|two|three?|four|five?|six|seven|eight|nine|ten|twelve|half|single|double|twice|once)$/i,
  ],
  [
    "time",
    /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|spring|summer|autumn|winter|(?:dai|hour|week|month|night|year|quarter)ly|(?:second|minute|hour|day|week|month|quarter|year)s?|\d\d?:\d\d)$/i,
  ],
  ["address", /[\w#][./\\:@]\w|^[#/@~]/],
];

const RUN = new RegExp(`[${IDEOGRAPHS}]+`, "gu");
const WORD =
  /([,;:.!?—(]?)(?:\s|^)[("'`]*([\p{L}\p{N}#@/~](?:[\p{L}\p{N}_]|['’.:/@#-]+(?=[\p{L}\p{N}]))*)/gu;

const VERB = new RegExp(
  `^(?:${HELPERS}|${ACTS}|now|no|got|gets|(?:mov|switch|migrat|shift|chang|hand)ed|went|took|made|ist|est|es)$`,
);

/** Asks to keep what follows, or says that it was said. */
const LEAD_IN =
  /^\W*(?:(?:hey|hi|ok)\W+)?(?:(?:(?:please|could you|can you|just)\s){0,2}(?:remember|note|keep in mind)(?: that\b|:)|(?:just )?so you know[:,]|as i said,|fyi\b[:,]?|again:|for the record,)\s+/i;

/** The words of a text, without what leads in and without a label before a whole sentence. */
export function wordsOf(whole: string): Word[] {
  const text = whole.replace(LEAD_IN, "");
  const words = [...text.replace(RUN, " $& ").matchAll(WORD)].map(([, stop, written], at) => {
    const name = written!.replace(/['’]s$/, "");
    const stem = [...stems(name)].join(" ") || undefined;
    // A capital at the beginning, or where all are, tells nothing.
    const named = /[a-z]/.test(text) &&
      (/[A-Z_]/.test(name.slice(1)) || at > 0 && /^[A-Z]./.test(name));
    const kind = KINDS.find(([, is]) => is.test(name))?.[0] ?? (named ? "name" : "");
    const low = name.toLowerCase();
    return {
      text: low,
      stem: stem ?? low,
      kind,
      content: stem !== undefined || /^[nt].m/.test(kind),
      pause: stop!,
    };
  });
  const said = words.findIndex(({ pause }) => pause === ":");
  return said > 0 && said < 4 && words.slice(said).some(({ text }) => VERB.test(text))
    ? words.slice(said)
    : words;
}

/** Are both the same word, or of one family ("deployed", "deployment")? */
export function alike(one: Word, other: Word): boolean {
  const [a, b] = [one.stem, other.stem];
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a[same] === b[same]) same++;
  return same >= Math.max(4, shorter - 1) && !/[^\p{L}]/u.test(a + b);
}

const BREAK = /^(?:because|since|when|if|having|so|and|but|which|who|where|that)$/;

/** The clauses of a statement; there is at least one, which may be empty. */
export function clausesOf(words: readonly Word[]): Word[][] {
  const clauses: Word[][] = [[]];
  for (const word of words) {
    if ((word.pause !== "" || BREAK.test(word.text)) && clauses.at(-1)!.length > 2) {
      clauses.push([]);
    }
    clauses.at(-1)!.push(word);
  }
  return clauses;
}

/** Opens what is told of. */
export const ARTICLE = /^(?:the|our|we|all|you|an?|my)$/;
/** Of place and time: a statement that begins with it may hold only there and then. */
export const WHERE = /^(?:in|on|for|at|during|between|before|until|with|if|when|under|over)$/;
/** Stands between what is told of something and where or what that is. */
const LINK =
  /^(?:in|on|at|to|from|by|with|through|via|as|for|into|of|over|under|per|is|are|until|up)$/;
const LEAD = /^(?:since|after|from|as|starting|instead|actually|correction|now|so)$/;

/** What a clause is about: the words before its verb, or what "we" do it to. */
export function subjectOf(clause: readonly Word[]): Word[] {
  const first = clause[0]?.text ?? "";
  const start = LEAD.test(first) || WHERE.test(first)
    ? clause.findIndex(({ text }, at) => at > 1 && ARTICLE.test(text))
    : 0;
  const rest = clause.slice(Math.max(start, 0));
  const isAt = (is: (word: Word, at: number) => boolean) =>
    rest.findIndex((word, at) => at > 0 && is(word, at));
  let verb = isAt(({ text }) => VERB.test(text));
  if (verb < 0) {
    // A verb that is not known, by its ending and what follows it.
    verb = isAt(({ text, kind }, at) => {
      const next = rest[at + 1]?.text ?? "";
      return kind === "" && /(?:s|ed)$/.test(text) &&
        (ARTICLE.test(next) || next !== "of" && LINK.test(next));
    });
  }
  const head = rest.slice(0, Math.max(verb, 0)).filter(({ content }) => content);
  if (head.length > 0 || !/^(?:we|i|you)$/.test(rest[0]?.text ?? "")) return head;
  const after = rest.slice(Math.max(verb, 1) + 1);
  // "We use X for Y" is about Y.
  const uses = rest.some(({ text }) => /^(?:us(?:e|es|ing)|prefer)$/.test(text));
  const purpose = uses ? after.findIndex(({ text }) => text === "for") : -1;
  const end = after.findIndex(({ text }, at) => at > 0 && LINK.test(text));
  return (purpose < 0 ? after.slice(0, end < 0 ? 5 : end) : after.slice(purpose))
    .filter(({ content }) => content);
}
