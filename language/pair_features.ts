/**
 * What the model that judges pairs of statements sees of them: what the two share, where they differ,
 * and how the newer one says so. docs/adr/0010-pairs.md tells which signs were tried.
 *
 * @module
 */

import { ADDS, BECAUSE, CHANGE, HISTORY, PLAN, TAKES_PLACE } from "./change_cues.ts";
import { numberOf } from "./features.ts";
import { shapesOf } from "./pair_shapes.ts";
import { retired } from "./retired.ts";
import { alike, clausesOf, subjectOf, WHERE, type Word, wordsOf } from "./statement.ts";
import { cue } from "./words.ts";

const NEGATED = cue("never|not|no|nobody|nothing|none|\\w+n't|cannot|without|forbid\\w*|banned");

/** Longer texts are no single facts; their beginning tells what they change. */
const LONGEST = 600;

/** A statement taken apart, once for all that it is compared with. */
export interface Statement {
  words: Word[];
  content: Word[];
  /** Of these, those of the first clause. */
  stated: Word[];
  clauses: Word[][];
  /** What its clauses are about. */
  subjects: Word[][];
  /** Does it say no? */
  negated: boolean;
}

/** Takes a statement apart. */
export function statementOf(text: string): Statement {
  const words = wordsOf(text.slice(0, LONGEST));
  const clauses = clausesOf(words);
  // What follows the first clause gives reasons, mostly.
  const [content, all] = [clauses[0]!, words].map((row) => row.filter(({ content }) => content));
  return {
    words,
    content: all!,
    stated: content!.length > 1 ? content! : all!,
    clauses,
    subjects: clauses.map(subjectOf),
    negated: NEGATED.test(text),
  };
}

/** A statement that may replace others. */
export interface Newer extends Statement {
  /** The values that it gives up. */
  given: Word[][];
  change: boolean;
  /** Is its subject the new value, as in "B replaces A"? */
  takesPlace: boolean;
  /** Signs that need no older statement. */
  own: Record<string, boolean>;
}

/** A statement of no more words is told at one go, also in two clauses. */
const SHORT = 10;

/** Takes a statement apart that may replace others. */
export function newerOf(text: string): Newer {
  const statement = statementOf(text.replace(BECAUSE, ""));
  const given = retired(text).map((value) => wordsOf(value).filter(({ content }) => content))
    .filter(({ length }) => length > 0);
  return {
    ...statement,
    given,
    change: CHANGE.test(text),
    takesPlace: TAKES_PLACE.test(text),
    own: {
      history: HISTORY.test(text),
      plan: PLAN.test(text),
      added: ADDS.test(text) && given.length === 0,
      clauses: statement.clauses.length > 1 && statement.content.length <= SHORT,
      where: WHERE.test(statement.words[0]?.text ?? ""),
    },
  };
}

/** Kinds of which something has one, mostly. */
const EXACT = /^(?:number|address)$/;

/** Are all of the words, or their like, among the others? */
const within = (part: readonly Word[], whole: readonly Word[]) =>
  part.every((word) => whole.some((other) => alike(word, other)));

/** Of these there may be several at once. */
const SEVERAL =
  /^(?:us|need|want|depend|requir|includ|support|skip|log|contain|accept|ha|know|read|send|call|get|add)(?:es|s|e|ve)?$/;
/** Tells how something is, mostly, and not which. */
const ADJECTIVE = /(?:ed|ble|ing|en|ory|ent|ive|ic|al|ow|y)$/;
/** Neither tells what is stated nor which value. */
const FILLER = /^(?:the|our|an?|my|now|again|currently|has|have|been|is|are|just|always)$/;

/** Do two statements tell the same but for one word, which is not the first? */
function swapsOne(newer: readonly Word[], older: readonly Word[]): boolean {
  const [left, right] = [newer, older].map((row) => row.filter(({ text }) => !FILLER.test(text)));
  const places = left!.flatMap((word, at) => right![at] && alike(word, right![at]!) ? [] : [at]);
  const [one, other] = [left![places[0]!], right![places[0]!]];
  return left!.length === right!.length && places.length === 1 && places[0] !== 0 &&
    !older.some(({ text }) => SEVERAL.test(text)) &&
    ADJECTIVE.test(one!.text) === ADJECTIVE.test(other!.text);
}

/** What the model sees of a pair. */
export interface PairFeatures {
  /** The numbers of all features, each once. */
  features: number[];
  /** Are both about the same? */
  same: boolean;
  /** Is nothing said that was not said, nor left out? */
  equal: boolean;
}

/** What the model sees of a newer and an older statement. */
export function pairFeatures(newer: Newer, older: Statement): PairFeatures {
  const isBack = (word: Word) => within([word], newer.words);
  const isKnown = (word: Word) => within([word], older.words);
  const gone = older.stated.filter((word) => !isBack(word));
  const fresh = newer.content.filter((word) => !isKnown(word));
  const kindsOf = (words: readonly Word[]) => new Set(words.map(({ kind }) => kind));
  const [goneKinds, freshKinds] = [kindsOf(gone), kindsOf(fresh)];
  // A value is given up for something else: the clause that says so, or the one before it, is about
  // what the older statement does not know.
  const values = newer.given.filter((value) => within(value, older.words));
  const left = values.flat();
  const saying = newer.clauses.findIndex((clause) => values.some((value) => within(value, clause)));
  const telling = newer.subjects.slice(0, saying + 1).findLast(({ length }) => length > 0) ?? [];
  const strange = !newer.takesPlace && !telling.every(isKnown) &&
    !values.some((value) => within(value, telling));

  // Of the newer one, the clause that is nearest to what the older one is about.
  const about = older.subjects[0]!;
  const shared = (subject: readonly Word[]) =>
    subject.filter((word) => within([word], about)).length;
  const subject = newer.subjects.toSorted((a, b) => shared(b) - shared(a))[0]!
    .filter((word) => !within([word], left));
  const strangers = subject.filter((word) => !isKnown(word)).length;
  const same = subject.length > 0 && within(subject, about) && within(about, subject);
  const close = subject.length > 0 && about.length > 0 &&
    (strangers === 0 || about.every(isBack) && !within(about, left));
  const last = older.stated.at(-1);
  const share = 1 - gone.length / Math.max(1, older.stated.length);

  const signs = {
    ...newer.own,
    flip: share >= 0.75 && newer.negated !== older.negated,
    given: left.length > 0 && !strange,
    untold: left.length > 0 && telling.length === 0,
    strange: left.length > 0 && strange,
    silent: gone.length === 0 && newer.given.length === 0 && !newer.change,
    // Said again, perhaps with a word more.
    again: gone.length === 0 && fresh.length <= 1,
    same,
    close: close && newer.change,
    mixed: strangers > 0 && strangers < subject.length,
    number: freshKinds.has("number") && !goneKinds.has("number"),
    value: same && last !== undefined && !isBack(last) && last.kind !== "" &&
      freshKinds.has(last.kind),
    swap: [newer.words, ...newer.clauses].some((clause) => swapsOne(clause, older.words)),
    // Nothing is said that is new but another number or address.
    exact: same && fresh.length === 1 && EXACT.test(fresh[0]!.kind) &&
      goneKinds.has(fresh[0]!.kind),
  };
  const features = new Set<number>();
  const add = (feature: string) => features.add(numberOf(feature));
  for (const [sign, is] of Object.entries(signs)) if (is) add(`=${sign}`);
  add(`share ${Math.round(share * 6)}`);
  for (const shape of shapesOf(newer, older)) add(shape);
  const equal = gone.length === 0 && fresh.length === 0 && newer.negated === older.negated;
  return { same, equal, features: [...features] };
}
