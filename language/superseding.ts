/**
 * Does a newer statement take the place of an older one? What the two share and where they differ is
 * weighed by learned weights; what is not certain is "unsure", and then both stay.
 *
 * @module
 */

import { stems, words } from "./content_words.ts";
import { retired } from "./retired.ts";
import { PAIR_WEIGHTS } from "./weights.ts";
import { ACTS, cue, HELPERS } from "./words.ts";

/** Says that things are otherwise than before. */
const CHANGE = cue(
  "ha(s|ve) (an? new|been \\w+ing)|^after the \\w+|now|again|correction|these days|from (now|today|here|this \\w+|next \\w+) on|today on|as of|since today|until further notice|starting|new rule|no longer|any ?more|(mov|switch|swapp?|shift|reschedul|port|migrat|chang|bump|rais|lower|increas|reduc|cut|shorten|" +
    "tighten|convert|relocat|enlarg|relax|loosen|lift|halv|doubl|hand|renew|rewritten|extend|renam|upgrad|went|took|takes)(e|ed|es|ing)?|instead|on leave|jetzt|ab sofort|nicht mehr|ahora|ya no|désormais|maintenant|" +
    "agora|não|since the \\w+|今は|今後|现在|現在|改为|改成|改用|不再|变成",
);

/** Says that the old goes on beside the new. */
const ADDS = cue(
  "also|too(?=$|[.,;!])|as well|additionally|in addition|another|besides|second|both|fallback|optional(ly)?|auch|también|aussi|também|も",
);

/** Says that something is not to be done, and that it may be done. */
const BANS = cue(
  "never|don't|do not|not|nobody|no|must not|mustn't|cannot|can't|without|forbidden|banned|prohibited|off.limits|avoid|frozen|blocked|disallowed|only",
);
const PERMITS = cue(
  "can|may|allowed|permitted|fine|ok|okay|welcome|enough|optional|again|supports?|lifted|free to|unfrozen|unblocked|open to|feel free|no longer|any ?more|now",
);

/** The subject is the new value: "B replaces A". */
const TAKES_PLACE = cue(
  "(replac|supersed|displac)es|(has|have) (replac|supersed|displac)ed|(takes?|took|taken) over|instead of",
);

/**
 * Words to find what a statement may make outdated: the value given up, else the statement itself when
 * it is no mere taste. Undefined: nothing can be outdated by it.
 */
export function replacedWords(text: string): string | undefined {
  const old = retired(text);
  if (old.length > 0) {
    return [...new Set([...old, ...words(framesOf(text)[0]?.about ?? "")])].join(" ");
  }
  // A taste takes the place of another only when it says so.
  return /^i\s/i.test(text) && !CHANGE.test(text) && !PERMITS.test(text) ? undefined : text;
}

/** A clause taken apart. */
interface Frame {
  /** What it is about. */
  about: string;
  /** The same as stems. */
  subject: Set<string>;
  /** Stems of what it says of that. */
  said: Set<string>;
  /** Stems of the exact values in that. */
  values: Set<string>;
  /** What sort of value the first one is. */
  kind: string | undefined;
  /** Does it tell where to something was moved? */
  moved: boolean;
  /** Stems of all of it. */
  all: Set<string>;
}

const SPLIT = new RegExp(
  `^((?:(?:the|our|an?|my|all|every|each)\\s)?\\S.{0,60}?)\\s((?:${HELPERS}|now|no longer|got|gets|moved|switched|migrated|shifted|went|changed|wurde|ist|sind|est|es|está|${ACTS})\\s.+)$`,
  "i",
);
const LABEL = /^([^:]{1,40}):\s+(.+)$/;
const MOVED =
  /\b(?:mov|switch|shift|migrat|chang|bump|rais|lower|cut|extend|upgrad|renam|convert|port|set|rewr[io]te?)\w* (?:the |our )?([^,;.]+?) (?:from .+? )?(?:over )?(?:to|in|by) (.+)/i;
const USED_FOR = /\b(?:us(?:e|es|ing)|prefer|take|took) (.+?) (?:for|in|as|when) (.+)/i;
const LEAD =
  /^(?:actually|now|correction|so|new rule|(?:from|as of|starting|since|after) (?:.{1,30}?(?=\s(?:the|our|we|all)\s)|.{1,20}?)|on leave)[,:]?\s+(?=\S)/i;

/** Since when; it tells neither subject nor value. */
const ONWARDS =
  /\s(?:from (?:now|today|here) on|these days|as of (?:now|today)|(?:since|over) (?:yesterday|today|the weekend)|last (?:week|month|year))(?=$|[\s,.;])/gi;
/** "We keep X in Y": X is what it is about. */
const DOES =
  /\b(?:we|i|you) (?:now |always )?(?!us|run|prefer|like|want|need)\w+ (?:the |our |my |all )?(\S+(?: \S+)?) ((?:in|on|with|at|to|through|from|via|as) .+)/i;

/** The clauses of a statement, taken apart; a label counts as the subject of what follows it. */
function framesOf(text: string): Frame[] {
  return text.split(/[;.!](?:\s|$)|,\s+|\sand\s(?=\w+\s\w+)|\s(?:because|since)\s/)
    .filter((clause) => clause.trim() !== "").map(frameOf);
}

function frameOf(clause: string): Frame {
  const text = clause.trim().replace(LEAD, "").replace(ONWARDS, "").replace(
    LABEL,
    (_, label, rest) =>
      retired(label).length > 0 || SPLIT.test(rest) && !/^it/i.test(rest)
        ? rest
        : `${label} is ${rest}`,
  );
  let [about, said] = ["", text];
  const [, moved, target] = MOVED.exec(text) ?? [];
  const [, used, purpose] = USED_FOR.exec(text) ?? [];
  const [, own, object] = /\b(?:we|i|you) (?:now )?(\w+) (.+)/i.exec(text) ?? [];
  const [, kept, where] = DOES.exec(text) ?? [];
  const [, subject, predicate] = SPLIT.exec(text) ?? [];
  if (subject !== undefined && stems(subject).size > 0) [about, said] = [subject, predicate!];
  else if (moved !== undefined && !/^(?:from|to)\b/.test(moved)) [about, said] = [moved, target!];
  else if (used !== undefined) [about, said] = [purpose!, used];
  else if (kept !== undefined && retired(text).length === 0) [about, said] = [kept, where!];
  // "We ditched X" is about nothing but X, which is given up.
  else if (own !== undefined && retired(text).length === 0) [about, said] = [own, object!];
  const values = new Set<string>();
  let first: string | undefined;
  for (const [word] of said.matchAll(/[^\s,;()"]+/g)) {
    const kind = kindOf(word);
    if (kind === undefined) continue;
    first ??= kind;
    for (const one of stems(word)) values.add(one);
  }
  const topic = new Set([...stems(about)].filter((word) => kindOf(word) !== "number"));
  return {
    moved: target !== undefined,
    about,
    subject: topic,
    said: stems(said),
    values,
    kind: first,
    all: stems(text),
  };
}

function kindOf(word: string): string | undefined {
  if (
    /^(?:week|dai|month|hour|night|quarter|year)ly$|^(?:week|day|month|hour|minute)s?$/i.test(word)
  ) return "time";
  if (/^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^\d\d?:\d\d/i.test(word)) return "time";
  if (/^(?:one|two|three?|four|five?|six|seven|eight|nine?|ten|twelv)e?$/i.test(word)) {
    return "number";
  }
  if (/^v?\d[\d.,%]*\w{0,3}$|^0x[\da-f]+$/i.test(word)) return "number";
  if (/\w[./\\:@]\w/.test(word)) return "address";
  return /[a-z][A-Z]|\w_\w|^[A-Z]|`/.test(word) ? "name" : undefined;
}

const within = (part: ReadonlySet<string>, whole: ReadonlySet<string>) =>
  [...part].every((one) => whole.has(one));
const without = (set: ReadonlySet<string>, other: ReadonlySet<string>) =>
  new Set([...set].filter((one) => !other.has(one)));

/** Why something is so; what is named there is not said of the subject. */
const REASON =
  /,?\s(?:because|weil|porque|parce que|after(?! \d)|when|since (?!the |last |this |today|yesterday|\w+day|now|\d))\s?[^.;]*/gi;
/** Neither tells what is stated nor which value: that it is so now, and since when, and politeness. */
const FILLER =
  /^(?:the|our|an?|my|now|again|currently|has|have|been|you|we|can|may|please|just|always|i|want|would|i'd|rather)$/;
/** Of these there may be several at once. */
const SEVERAL = cue(
  "(us|need|want|depend|requir|includ|support|skip|log|contain|accept|ha|know|read|send|call|get|add)(es|s|e|ve)?",
);

/** A clause as a row of words, each with its ending off, so that tense and number count for nothing. */
const rowOf = (clause: string) =>
  clause.trim().replace(LEAD, "").replace(
    LABEL,
    (_, label, rest) => SPLIT.test(rest) ? rest : `${label} is ${rest}`,
  ).toLowerCase().replace(
    /[^\p{L}\p{N}\s./:_-]|[.:](?=\s|$)/gu,
    "",
  )
    .split(/\s+/).filter((word) => word !== "" && !FILLER.test(word)).map((word) =>
      word === "are" ? "is" : word.length > 3 ? word.replace(/(?:ings?|ed|es|s|e)$/, "") : word
    );

/** The one place in which two rows of words differ. */
interface Slot {
  before: string[];
  after: string[];
  old: string[];
  fresh: string[];
}

function slotOf(newer: readonly string[], older: readonly string[]): Slot | undefined {
  const shorter = Math.min(newer.length, older.length);
  let head = 0;
  while (head < shorter && newer[head] === older[head]) head++;
  let tail = 0;
  while (tail < shorter - head && newer.at(-1 - tail) === older.at(-1 - tail)) tail++;
  const slot = {
    before: newer.slice(0, head),
    after: newer.slice(newer.length - tail),
    old: older.slice(head, older.length - tail),
    fresh: newer.slice(head, newer.length - tail),
  };
  const fits = ({ length }: string[]) => length > 0 && length < 3;
  return fits(slot.old) && fits(slot.fresh) && head + tail > 1 ? slot : undefined;
}

/** A statement taken apart, once for all that it is compared with. */
interface Statement {
  text: string;
  /** Stems of what is said, without the reasons. */
  said: Set<string>;
  frames: Frame[];
  /** Its clauses as rows of words. */
  rows: string[][];
}

function statementOf(text: string): Statement {
  const said = text.replace(REASON, "");
  const frames = framesOf(said);
  return {
    text,
    said: stems(said),
    frames: frames.length > 0 ? frames : [frameOf(text)],
    rows: text.replace(/\sbecause\s.*/i, "").split(/[,;.!](?=\s|$)/).map(rowOf),
  };
}

/** What a newer statement says by itself, whatever the older one is. */
interface Newer extends Statement {
  given: Set<string>[];
  change: boolean;
  adds: boolean;
  takesPlace: boolean;
  bans: boolean;
  permits: boolean;
}

function newerOf(text: string): Newer {
  return {
    ...statementOf(text),
    given: retired(text).map(stems),
    change: CHANGE.test(text),
    adds: ADDS.test(text),
    takesPlace: TAKES_PLACE.test(text),
    bans: BANS.test(text),
    permits: PERMITS.test(text),
  };
}

/** What speaks for or against: one number each, 0 or 1, in the order of PAIR_WEIGHTS. */
export function pairFeatures(newText: string, oldText: string): number[] {
  return featuresOf(newerOf(newText), statementOf(oldText));
}

function featuresOf(said: Newer, old: Statement): number[] {
  const { said: newWords, frames, change } = said;
  const oldWords = old.said;
  const older = old.frames[0]!;
  // Of the newer one, the clause that is nearest to what the older one is about.
  const near = (frame: Frame) =>
    [...frame.subject].filter((one) => older.subject.has(one)).length * 2 +
    [...frame.said].filter((one) => oldWords.has(one)).length / 2;
  const newer = frames.toSorted((a, b) => near(b) - near(a))[0]!;
  const gone = without(oldWords, newWords);
  const fresh = without(new Set([...newer.subject, ...newer.said]), oldWords);
  const given = said.given.filter((value) => within(value, oldWords));
  const same = within(newer.subject, older.subject) && within(older.subject, newer.subject) &&
    newer.subject.size > 0;
  const close = newer.subject.size > 0 && older.subject.size > 0 &&
    (within(newer.subject, oldWords) || within(older.subject, newWords));
  const kindred = newer.kind !== undefined && newer.kind === older.kind;
  // Who or what it is about differs on both sides: "guests" here and "members" there.
  const apart = without(newer.subject, oldWords).size > 0 &&
    without(older.subject, newWords).size > 0;
  // A value is given up for something else: the clause that says so, or the one before it, is about
  // what the older statement does not know.
  const telling = frames.slice(
    0,
    1 + frames.findIndex(({ all }) => given.some((value) => within(value, all))),
  ).findLast(({ subject }) => subject.size > 0);
  const strange = given.length > 0 && !said.takesPlace && telling !== undefined &&
    without(telling.subject, oldWords).size > 0 &&
    !given.some((value) => within(value, telling.subject));
  const divided = apart && [...newer.subject].some((word) => older.subject.has(word));
  const plain = (word: string) => kindOf(word) === undefined || kindOf(word) === "name";
  const numbers = gone.size > 0 && ![...gone, ...fresh].some(plain);
  const left = new Set(given.flatMap((value) => [...value]));
  const rest = without(oldWords, left);
  // The value of before is named beside the new one, in a clause of its own.
  const replacedLater = older.values.size > 0 &&
    frames.some(({ all }) =>
      [...older.values].some((value) => all.has(value) && !newer.all.has(value))
    );
  // All is said again, in whatever order, with another exact value.
  const added = without(newWords, oldWords);
  const isExact = (word: string) => !plain(word);
  const sort = (set: ReadonlySet<string>) => new Set([...set].map(kindOf));
  const strangers = [...added].filter(plain).length;
  // Of most that is said, that is.
  const alike = [...oldWords].filter((word) => newWords.has(word)).length / oldWords.size;
  const banned = BANS.test(old.text);
  const allowed = banned && !said.bans && said.permits;
  // The same is said but for one place; where that stands and what it holds.
  const slot = said.rows.map((row) => slotOf(row, old.rows[0]!)).find((one) => one !== undefined);
  const place = slot?.before.at(-1) ?? "";
  const verb = /^(?:is|at|from|to|by|with|in|on)$/.test(place) &&
    slot!.before.length > 1;
  // All but a word of little weight is said again with another number or time.
  const nearly = [...gone].filter(plain).length < 2 &&
    [...gone].some((word) =>
      isExact(word) && !older.subject.has(word) && sort(added).has(kindOf(word))
    );
  const single = slot !== undefined && slot.old.length === 1 && slot.fresh.length === 1;
  // What it is, and how it is.
  const participle = /\b\w+(?:ed|able|ow|ing|en)$/i.test(said.text.replace(/\W+$/, "")) !==
    /\b\w+(?:ed|able|ow|ing|en)$/i.test(old.text.replace(/\W+$/, ""));
  const several = slot !== undefined && SEVERAL.test(slot.before.join(" "));
  const exchanged = gone.size === 1 && added.size === 1;
  return [
    change,
    said.adds,
    given.length > 0,
    given.length > 0 && !strange,
    same,
    close && change,
    close && change && kindred,
    same && kindred && newer.kind !== "name",
    apart,
    apart && given.length === 0,
    divided,
    numbers && change,
    without(older.said, newWords).size === 0,
    without(newer.subject, oldWords).size > 0 && given.length === 0,
    given.length > 0 && rest.size > 0 && within(rest, newWords),
    replacedLater,
    replacedLater && close,
    allowed,
    allowed && alike >= 0.5,
    alike >= 0.5,
    alike >= 0.75,
    change && alike >= 0.5,
    given.length > 0 && alike >= 0.5,
    strangers > 2 && given.length === 0,
    verb,
    verb && slot!.after.length === 0,
    single,
    single && verb,
    single && place === "is" && slot!.after.length === 0 && participle,
    single && !several && slot!.before.length > 0,
    slot !== undefined && kindred,
    slot !== undefined && said.permits,
    newer.moved && newer.kind === older.kind,
    newer.moved && same,
    nearly && alike >= 0.4,
    exchanged,
  ].map(Number);
}

/** Log-odds above which the older statement is hidden, and above which it may be untrue. */
const SURE = 0.6;
const POSSIBLE = -1.5;
/** Where {@link pairFeatures} says whether both are about the same. */
const SAME_SUBJECT = 4;
/** Where it says whether the value of before stands beside a new one, or what was banned is allowed. */
const TAKES_BACK = [15, 17];

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
    if (![...oldWords].some((word) => words.has(word))) return false;
    const saidAgain = within(oldWords, words);
    if (saidAgain && within(words, oldWords)) return false;
    newer ??= newerOf(newText);
    if (newer.given.length === 0 && newer.adds) return false;
    const statement = statementOf(oldText);
    const features = featuresOf(newer, statement);
    // All of the older one, or its number, is said again: nothing is taken back, unless a value or a ban is by name.
    const takesBack = TAKES_BACK.some((place) => features[place] === 1);
    const { kind, values } = statement.frames[0]!;
    const valueAgain = kind === "number" && within(values, words);
    if (newer.given.length === 0 && (saidAgain || valueAgain) && !takesBack) return false;
    const odds = features.reduce(
      (sum, feature, place) => sum + feature * PAIR_WEIGHTS.weights[place]!,
      PAIR_WEIGHTS.bias,
    );
    if (odds > SURE) return true;
    return odds > POSSIBLE || features[SAME_SUBJECT] === 1 ? "unsure" : false;
  };
}
