/**
 * Does a newer statement take the place of an older one? What the two share and where they differ is
 * weighed by learned weights; what is not certain is "unsure", and then both stay.
 *
 * @module
 */

import { stems, words as contentWords } from "./content_words.ts";
import { retired } from "./retired.ts";
import { alike, ARTICLE, clausesOf, subjectOf, WHERE, type Word, wordsOf } from "./statement.ts";
import { PAIR_WEIGHTS } from "./weights.ts";
import { cue } from "./words.ts";

/** Says that things are otherwise than before: since when, that they moved, how much, and what is over. */
const CHANGE = cue(
  "since|^after|after the|we set|as of|now|these days|nowadays|(from .{3,12}|today) on|again|currently|correction|until further notice|starting|new rule|jetzt|ab sofort|ahora|désormais|maintenant|agora|今は|今後|现在|現在|" +
    "(mov|switch|swapp?|shift|port|reschedul|migrat|chang|convert|relocat|hand|rewr\\w+|renam|upgrad|transferr?|bump|rais|lower|increas|reduc|shorten|lengthen|tighten|enlarg|relax|loosen|halv|doubl|tripl|extend|widen|narrow|expand|renew|replac|supersed|displac|succeed|dropp?|abolish|lift|retir|clos|remov|delet|cancell?|ditch|abandon|scrapp?)(ed|es|ing)|" +
    "cut|become|became|turned|took|taken|takes? (over|the place)|made way|went (up|down|back)|new|own|gone|instead|rather than|no longer|any ?(longer|more)|stopped|called off|on leave|lost|enough|allowed|up to|at (least|most)|nicht mehr|umgestiegen|gewechselt|ya no|换|改为|改成|改用|变成|不再",
);
/** Says that something is elsewhere. */
const MOVED = /\b(?:mov|migrat|switch|port|transferr)ed\b/i;
/** The subject is the new value: "B replaces A". */
const TAKES_PLACE = cue("(replac|supersed|displac)e[sd]|(takes?|took|taken) over|instead of");
/** Says that the old goes on beside the new. */
const ADDS = cue(
  "also|too(?=$|[.,;!])|as well|additionally|in addition|another|besides|second|both|fallback|optional(ly)?|auch|también|aussi|também|も",
);
/** Says how it was. */
const HISTORY = cue(
  "until|before|used to|previously|formerly|earl(y|ier)|originally|years ago",
);
/** Says what may come. */
const PLAN = cue(
  "want(s|ed)? to|wish(es)?|would|planned|plans to|think(s|ing)|might|could|consider\\w*|suggest\\w*|next (week|year|month|quarter)|one day|hopes?|propos\\w+|tested|perhaps|maybe|tomorrow",
);
/** Says where alone something holds. */
const PART = cue(
  "if|when|unless|except|while|during|between|in (summer|winter|production|staging)|that (only|are)|separate|for (new|old)|on (macos|android|ios)",
);
/** Tells a reason; what is named there is not said of the subject. */
const BECAUSE = /,?\s(?:because|weil|porque|parce que)\s[^.;]*/gi;
/** Says that something is not to be done, and that it may be done. */
const BANS = cue(
  "never|not|nobody|no|\\w+n't|cannot|without|forbid(s|den)?|banned|prohibited|off.limits|avoid|frozen|blocked|disallowed|only|closed|read.only",
);
const PERMITS = cue(
  "can|may|allowed|permitted|fine|ok(ay)?|welcome|enough|optional|again|supports?|lifted|free to|no longer|any ?more|now|possible|tolerated|accepted|(every|any)(one|body)",
);
/** Of these there may be several at once. */
const SEVERAL =
  /^(?:us|need|want|depend|requir|includ|support|skip|log|contain|accept|ha|know|read|send|call|get|add)(?:es|s|e|ve)?$/;
/** Tells how something is, mostly, and not which. */
const ADJECTIVE = /(?:ed|ble|ing|en|ory|ent|ive|ic|al|ow|y)$/;
/** Neither tells what is stated nor which value. */
const FILLER =
  /^(?:the|our|an?|my|now|again|currently|has|have|been|we|you|can|may|please|just|always|i|want|would|i'd|rather|at)$/;
/** Kinds of which something has one, mostly. */
const EXACT = /^(?:number|address)$/;
/** So many words that the older one does not have are told of something else. */
const LONG = 6;
const SPEAKER = /\b(?:we|you|people|i)\b/i;

/**
 * Words to find what a statement may make outdated: the value given up, else the statement itself when
 * it is no mere taste. Undefined: nothing can be outdated by it.
 */
export function replacedWords(text: string): string | undefined {
  const old = retired(text).flatMap(contentWords);
  if (old.length > 0) {
    const about = subjectOf(clausesOf(wordsOf(text))[0]!).map((word) => word.text);
    return [...new Set([...retired(text), ...about])].join(" ");
  }
  // A taste takes the place of another only when it says so.
  const changed = CHANGE.test(text) || PERMITS.test(text);
  return /^i\s/i.test(text) && !changed ? undefined : text;
}

/** A statement taken apart, once for all that it is compared with. */
interface Statement {
  text: string;
  words: Word[];
  content: Word[];
  /** Of these, those of the first clause. */
  stated: Word[];
  clauses: Word[][];
  /** What its clauses are about. */
  subjects: Word[][];
}

function statementOf(text: string): Statement {
  const words = wordsOf(text);
  const clauses = clausesOf(words);
  // What follows the first clause gives reasons, mostly.
  const [content, all] = [clauses[0]!, words].map((row) => row.filter(({ content }) => content));
  return {
    text,
    words,
    content: all!,
    stated: content!.length > 1 ? content! : all!,
    clauses,
    subjects: clauses.map(subjectOf),
  };
}

/** What a newer statement says by itself, whatever the older one is. */
interface Newer extends Statement {
  given: Word[][];
  change: boolean;
  adds: boolean;
  takesPlace: boolean;
  permits: boolean;
  /** Signs that need no older statement. */
  own: boolean[];
}

function newerOf(text: string): Newer {
  const statement = statementOf(text.replace(BECAUSE, ""));
  const adds = ADDS.test(text);
  const given = retired(text).map((value) => wordsOf(value).filter(({ content }) => content))
    .filter(({ length }) => length > 0);
  const change = CHANGE.test(text);
  return {
    ...statement,
    given,
    change,
    adds,
    takesPlace: TAKES_PLACE.test(text),
    permits: !BANS.test(text) && PERMITS.test(text),
    own: [
      change,
      ...[HISTORY, PLAN, PART].map((is) => is.test(text)),
      statement.clauses.length > 1 && statement.content.length < 11,
      WHERE.test(statement.words[0]?.text ?? ""),
    ],
  };
}

/** Are all of the words, or their like, among the others? */
const within = (part: readonly Word[], whole: readonly Word[]) =>
  part.every((word) => whole.some((other) => alike(word, other)));

const OF = /^(?:of|for)$/;
/** What something is of or for: the words behind that. */
const partsOf = (all: readonly Word[]) =>
  all.filter(({ content, kind }, at) => {
    const [before, last] = [all[at - 2]?.text ?? "", all[at - 1]?.text ?? ""];
    return content && kind !== "number" && OF.test(ARTICLE.test(last) ? before : last);
  });

/** A clause as a row of words, without what tells neither subject nor value. */
const rowOf = (clause: readonly Word[]) => clause.filter(({ text }) => !FILLER.test(text));

const IS = /^(?:is|are)$/;

/** In how many words two rows of as many differ; 0 when that begins with the first. */
function differing(newer: readonly Word[], older: readonly Word[]): number {
  const [left, right] = [rowOf(newer), rowOf(older)];
  const places = left.flatMap((word, at) => {
    const other = right[at];
    const same = other && (alike(word, other) || IS.test(word.text) && IS.test(other.text));
    return same ? [] : [at];
  });
  return left.length === right.length && places[0] !== 0 ? places.length : 0;
}

/** What speaks for or against, and what is needed to judge by it. */
interface Signs {
  /** One number each, from 0 to 1, in the order of PAIR_WEIGHTS. */
  values: number[];
  /** Are both about the same? */
  same: boolean;
}

/** Undefined: nothing is taken back, for the old is said again or added to. */
function signsOf(newer: Newer, older: Statement): Signs | undefined {
  const back = new Set(older.stated.filter((word) => within([word], newer.words)));
  const known = new Set(newer.words.filter((word) => within([word], older.words)));
  const isBack = (word: Word) => back.has(word);
  const isKnown = (word: Word) => known.has(word);
  const gone = older.stated.filter((word) => !isBack(word));
  const fresh = newer.content.filter((word) => !isKnown(word));
  const { change, given } = newer;
  const named = given.length > 0;
  const allowed = newer.permits && BANS.test(older.text);

  const kinds = (words: Iterable<Word>) => new Set([...words].map(({ kind }) => kind));
  const [goneKinds, freshKinds] = [kinds(gone), kinds(fresh)];

  // A value is given up for something else: the clause that says so, or the one before it, is about
  // what the older statement does not know.
  const values = given.filter((value) => within(value, older.words));
  const left = values.flat();
  const saying = newer.clauses.findIndex((clause) => values.some((value) => within(value, clause)));
  const telling = newer.subjects.slice(0, saying + 1).findLast(({ length }) => length > 0) ?? [];
  const strange = !newer.takesPlace && !telling.every(isKnown) &&
    !values.some((value) => within(value, telling));
  const rest = older.stated.filter((word) => !within([word], left));

  // Of the newer one, the clause that is nearest to what the older one is about.
  const about = older.subjects[0]!;
  const shared = (subject: readonly Word[]) =>
    subject.filter((word) => within([word], about)).length;
  const subject = newer.subjects.toSorted((a, b) => shared(b) - shared(a))[0]!
    .filter((word) => !within([word], left));
  const strangers = subject.filter((word) => !isKnown(word)).length;
  const missed = about.filter((word) => !isBack(word)).length;
  const same = subject.length > 0 && within(subject, about) && within(about, subject);
  const close = subject.length > 0 && about.length > 0 &&
    (strangers === 0 || missed === 0 && !within(about, left));
  const apart = strangers > 0 && missed > 0;
  const mixed = strangers > 0 && strangers < subject.length;

  const [first, last] = [older.stated[0], older.stated.at(-1)];
  const lead = newer.content[0];
  const share = back.size / Math.max(1, older.stated.length);
  const later = newer.clauses.slice(1).flat();
  const isLater = (word: Word) => within([word], later) && !within([word], newer.clauses[0]!);
  const valueLater = older.stated.some((word) => word.kind !== "" && isLater(word));
  const silent = gone.length === 0 && !allowed && !change && !newer.permits && !valueLater;
  if (!named && (newer.adds || silent)) return;
  const swaps = [newer.words, ...newer.clauses].map((row) => differing(row, older.words))
    .find((count) => count > 0);
  // A number that is gone and a fresh word stand before the same word.
  const beside = older.words.some((word, at) => {
    const next = older.words[at + 1];
    return word.kind === "number" && !isBack(word) && next?.content &&
      newer.words.some((other, place) => {
        const another = newer.words[place + 1];
        return other.content && !isKnown(other) && another && alike(next, another);
      });
  });
  const whose = !partsOf(older.words).every(isBack) && !partsOf(newer.words).every(isKnown);
  const firstGone = first !== undefined && !isBack(first);
  const lastGone = last !== undefined && !isBack(last);
  const leadFresh = lead !== undefined && !isKnown(lead);
  const exchanged = gone.length === 1 && fresh.length === 1;
  const parallel = firstGone && leadFresh && !named && about.includes(first);
  return {
    same,
    values: [
      ...newer.own,
      left.length > 0 && !strange,
      left.length > 0 && strange,
      left.length > 0 && telling.length === 0,
      left.length > 0 && !strange && share < 0.6,
      left.length > 0 && rest.length > 0 && rest.every(isBack),
      same && !named,
      close && change,
      apart && shared(subject) > 0,
      about.length > 0 && missed === 0,
      mixed,
      kinds(back).has("number"),
      kinds(back).has("name"),
      freshKinds.has("number") && !goneKinds.has("number"),
      !strange &&
      older.words.some((word) =>
        word.kind !== "" && freshKinds.has(word.kind) && within([word], left)
      ),
      same && lastGone && last.kind !== "" && freshKinds.has(last.kind),
      share,
      share >= 0.75,
      !lastGone,
      !firstGone && lastGone,
      fresh.length > LONG && left.length === 0,
      exchanged,
      allowed && share >= 0.5,
      fresh.length > 0 && fresh.every(({ kind }) => kind !== "" && goneKinds.has(kind)),
      swaps === 1 && !older.words.some(({ text }) => SEVERAL.test(text)) &&
      ADJECTIVE.test(last?.text ?? "") === ADJECTIVE.test(newer.content.at(-1)?.text ?? ""),
      swaps === 2 && !freshKinds.has("number"),
      beside,
      missed === 0 && MOVED.test(newer.text),
      parallel,
      SPEAKER.test(newer.text) && !SPEAKER.test(older.text),
      /\b(?:is|are)\b/.test(older.text),
      whose,
      // Nothing is said that is new but another number or address.
      same && fresh.length === 1 && EXACT.test(fresh[0]!.kind) && goneKinds.has(fresh[0]!.kind),
    ].map(Number),
  };
}

/** What speaks for or against; undefined when that is not asked, for nothing is taken back. */
export function pairFeatures(newText: string, oldText: string): number[] | undefined {
  return signsOf(newerOf(newText), statementOf(oldText))?.values;
}

/** Log-odds above which the older statement is hidden, and above which it may be untrue. */
const SURE = 0.8;
const POSSIBLE = -2;

/**
 * Does `newText`, said later, make `oldText` untrue? "unsure" when both are about the same, but not
 * surely about the same property of it.
 */
export function supersedes(newText: string, oldText: string): boolean | "unsure" {
  return superseder(newText)(oldText);
}

/** The same for one newer statement and many older ones: the newer one is taken apart only once. */
export function superseder(newText: string): (oldText: string) => boolean | "unsure" {
  const words = stems(newText);
  let newer: Newer | undefined;
  return (oldText) => {
    const oldWords = stems(oldText);
    const again = [...oldWords].filter((word) => words.has(word)).length;
    if (again === 0 || again === words.size && again === oldWords.size) return false;
    newer ??= newerOf(newText);
    const signs = signsOf(newer, statementOf(oldText));
    if (signs === undefined) return false;
    const odds = signs.values.reduce(
      (sum, value, place) => sum + value * PAIR_WEIGHTS.weights[place]!,
      PAIR_WEIGHTS.bias,
    );
    if (odds > SURE) return true;
    return odds > POSSIBLE || signs.same ? "unsure" : false;
  };
}
