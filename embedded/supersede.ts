/**
 * Does a newer statement take the place of an older one? Only words are compared, so what is not
 * certain is "unsure": then both stay.
 *
 * @module
 */

import { ACTS, cue, HELPERS } from "./cues.ts";
import { isStopWord } from "./text.ts";

/** Ways to say that a value is given up. */
const RETIRES: readonly RegExp[] = [
  "(mov|migrat|switch|chang|went|convert|port)\\w* ([^,;.]+? )??(away )?from (?<old>.+?) (over )?(to|onto|into)",
  "(no longer|stopped|not|never again|\\w+n't) (us(e|es|ing) |on |with |at |in |by )?(?<old>[^,;]+?) any ?(more|longer)",
  "(no longer|stop(ped)?) (us(e|es|ing) |on |with |at |in |by )?(?<old>.+)",
  "(instead|in place) of (?<old>.+)",
  "(replac(e|es|ed|ing)|swap(s|ped)?|trad(es|ed)) (?!by|with)(?<old>.+)",
  "(ditch|dropp?|abandon|retir|forget|scrap|left|leav|remov|gave up|giv(e|ing) up|moved? away)(ed|ing|e|s)? (on |from )?(?<old>.+)",
  "(we're|we are|moved?|get|got|switched) (off|away from) (?<old>.+)",
  "(?<old>\\S+( \\S+){0,2}?) (was|were|is|are|ha(s|ve) been|got) (now )?(replaced|decommissioned|deleted|retired|removed|shut down|gone|dead|" +
  "deprecated|out|too \\S+|history|switched off|turned off)",
  "von (?<old>\\S+) (auf|zu) .*(umgestiegen|gewechselt|migriert)",
  "(migr|pas|cambi|mud)\\p{L}+ de (?<old>\\S+) (a|à|vers|para)",
  "从(?<old>.+?)(换|迁移|切换|改)[到为成]|(?<old2>[^、。]+?)から.+(移行|変更|切り替え)|不再[使用]*(?<old3>[\\w. ]+)",
].map(cue);

/** Says that things are otherwise than before. */
const CHANGE = cue(
  "now|actually|from (now|today|here|this \\w+) on|as of|starting|new rule|no longer|any ?more|(mov|switch|swapp?|migrat|chang|bump|rais|lower|increas|reduc|cut|shorten|" +
    "extend|renam|upgrad)(e|ed|es)?( \\S+){0,4}? to|correction|instead|on leave|took over|takes over|jetzt|ab sofort|nicht mehr|ahora|ya no|désormais|maintenant|agora|não mais|" +
    "今は|今後|现在|現在|改为|改成|不再|变成",
);

/** Says that the old goes on beside the new. */
const ADDS = cue(
  "also|too(?=$|[.,;!])|as well|additionally|in addition|another|besides|second|fallback|optional(ly)?|auch|también|aussi|também",
);

/** Words that say nothing about a subject or a value, beside the stop words of queries. */
const IDLE = new Set(
  ("now raised increased lowered reduced bumped shortened extended swapped set actually new old rule everything use run live listen happen go gone moved changed switched built migrated whole last week sprint today no longer " +
    "anymore instead since because repository project repo per every each").split(" "),
);

/** The part of a text that names a value ends here. */
const VALUE_END =
  /\s*(?:[,;:.!](?=\s|$)|\s(?:to|in favou?r|with|when|because|since|for|and|but|as|last|on|by|so|after|now|starting|at|from|these|this|everywhere|already|completely)(?=\s)).*$/i;

/** Content words of a text. */
function words(text: string): string[] {
  return (text.toLowerCase().replace(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu,
    " $& ",
  ).match(/[\p{L}\p{N}](?:[\p{L}\p{N}_]|[.:/@-](?=[\p{L}\p{N}]))*/gu) ??
    [])
    .filter((word) => !isStopWord(word) && !IDLE.has(word.replace(/s$/, "")) && !IDLE.has(word));
}

/** Content words with their endings off. */
function stems(text: string): string[] {
  return words(text).map(stem);
}

function stem(word: string): string {
  return /^\p{Script=Latin}{4,}$/u.test(word) ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word;
}

/** The values that a statement gives up, as they are written. */
export function retired(text: string): string[] {
  return RETIRES.map((pattern) =>
    Object.values(pattern.exec(text)?.groups ?? {}).find((value) => value !== undefined)?.replace(
      VALUE_END,
      "",
    ).trim()
  )
    .filter((value) =>
      value !== undefined && stems(value).length > 0 && stems(value).length <= 4
    ) as string[];
}

/**
 * Words to find what a statement may make outdated: the value given up, else the statement itself when
 * it tells a change or an exact value. Undefined: nothing can be outdated by it.
 */
export function replacedWords(text: string): string | undefined {
  const old = retired(text);
  if (old.length > 0) return [...old, ...frameOf(text).about].join(" ");
  const { subject, kind } = frameOf(text);
  const exact = kind !== undefined && kind !== "name";
  return CHANGE.test(text) || (exact && subject.size > 0) ? text : undefined;
}

/** A statement taken apart. */
interface Frame {
  /** Content words of what it is about, as they are written. */
  about: string[];
  /** The same as stems. */
  subject: Set<string>;
  /** Stems of what it says, without the values. */
  rest: Set<string>;
  /** Stems of the exact values. */
  values: Set<string>;
  /** What sort of value the first one is. */
  kind: string | undefined;
  /** Does it say only what something is, or what is used for it? */
  plain: boolean;
  /** Does it say where something went? */
  moved: boolean;
}

const SPLIT = new RegExp(
  `^(.{1,60}?)\\s((?:${HELPERS}|now|moved|switched|migrated|${ACTS})\\s.+)$`,
  "i",
);
const LABEL = /^([^:]{1,40}):\s+(.+)$/;
const MOVED =
  /\b(?:mov|switch|migrat|chang|bump|rais|lower|upgrad)\w+ (?:the |our )?([^,;.]+?) (?:from .+? )?(?:over )?to (.+)/i;
const USED_FOR = /\b(?:us(?:e|es|ing)|prefer|take) (.+?) (?:for|in|as|when) (.+)/i;

/** Takes the main clause of a statement apart into what it is about and what it says of that. */
function frameOf(text: string): Frame {
  // "Retries: 3 attempts" is about its label, "New rule: columns are …" about what follows.
  const plain = text.replace(
    LABEL,
    (_, label, rest) =>
      /^(?:new|old)\s/i.test(label) || SPLIT.test(rest) && !/^it/i.test(rest)
        ? rest
        : `${label.replace(/ (?:was |has )?changed$/i, "")} is ${
          rest.replace(/^it(?:'s| is| was) /i, "")
        }`,
  )
    .replace(/^(?:actually|now|from .*? on|as of (?:this \w+|\S+)|starting \w+),?\s+/i, "")
    .replace(/[,;]\s.*|\.\s.*|\s(?:because|since)\s.*|[.!]+$/, "");
  let [about, said] = ["", plain];
  const [, moved, target] = MOVED.exec(plain) ?? [];
  const [, used, purpose] = USED_FOR.exec(plain) ?? [];
  const [, own, object] = /\bwe (\w+) (.+)/i.exec(plain) ?? [];
  const [, subject, predicate] = SPLIT.exec(plain) ?? [];
  if (moved !== undefined && !/^(?:from|to)\b/.test(moved)) [about, said] = [moved, target!];
  else if (subject !== undefined && stems(subject).length > 0) {
    [about, said] = [subject, predicate!];
  } else if (used === undefined && own !== undefined && retired(plain).length === 0) {
    [about, said] = [own, object!];
  } else if (used !== undefined) [about, said] = [purpose!, used];
  const values = new Set<string>();
  let first: string | undefined;
  for (const [word] of said.matchAll(/[^\s,;()"]+/g)) {
    const kind = kindOf(word);
    if (kind === undefined) continue;
    first ??= kind;
    for (const one of stems(word)) values.add(one);
  }
  return {
    about: words(about),
    subject: new Set(stems(about)),
    rest: new Set(stems(said).filter((word) => !values.has(word))),
    values,
    kind: first,
    plain: /^(?:is|are) /.test(said) || about === purpose,
    moved: moved !== undefined && about === moved ||
      /^(?:has been |have been |was |were |is )?(?:moved|switched|migrated)/.test(said),
  };
}

/** Says where or with what, so that a move makes it untrue. */
const AT_VALUE = /\b(?:in|on|at|to|is|are|with|uses?) (?:the |our )?[`"]?[A-Z\d\w]/;

function kindOf(word: string): string | undefined {
  if (
    /^(?:week|dai|month|hour|night|quarter|year)ly$|^(?:week|day|month|hour|minute)s?$/i.test(word)
  ) return "time";
  if (/^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^\d\d?:\d\d/i.test(word)) return "time";
  if (/^v?\d[\d.,%]*\w{0,3}$/.test(word)) return "number";
  if (/\w[./\\:@]\w/.test(word)) return "address";
  return /[a-z][A-Z]|\w_\w|^[A-Z]|`/.test(word) ? "name" : undefined;
}

function within(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((one) => whole.has(one));
}

function equal(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && within(a, b);
}

/**
 * Does `newText`, said later, make `oldText` untrue? "unsure" when both are about the same, but not
 * surely about the same property of it.
 */
export function supersedes(newText: string, oldText: string): boolean | "unsure" {
  const [newer, older] = [frameOf(newText), frameOf(oldText)];
  const [newWords, oldWords] = [new Set(stems(newText)), new Set(stems(oldText))];
  if (ADDS.test(newText) || equal(oldWords, newWords)) return false;
  for (const value of retired(newText)) {
    const given = new Set(stems(value));
    if (!within(given, oldWords)) continue;
    const about = new Set([...newer.subject].filter((word) => !given.has(word)));
    if (within(about, oldWords)) return true;
    // "B replaces A for O": the subject is the new value.
    const [, purpose = ""] = /\breplaces? \S+ (?:for|in) (.+)/i.exec(newText) ?? [];
    if (
      /\breplaces\b/i.test(newText) &&
      stems(purpose).slice(0, 1).every((word) => oldWords.has(word))
    ) return true;
  }
  const change = CHANGE.test(newText);
  // Everything the old one says is said again, with something new.
  if (change && oldWords.size > 1 && within(oldWords, newWords)) return true;
  // The same words but for an exact value, which the subject doesn't hold.
  const missing = new Set([...oldWords].filter((word) => !newWords.has(word)));
  if (
    change && within(older.subject, newWords) && older.subject.size > 0 && missing.size > 0 &&
    missing.size < oldWords.size - 1 && within(missing, older.values) && newer.kind === older.kind
  ) return true;
  if (newer.subject.size === 0 || older.subject.size === 0) return false;
  const near = within(newer.subject, older.subject) || within(older.subject, newer.subject);
  if (!(equal(newer.subject, older.subject) || (near && change))) return false;
  if (newer.values.size > 0 && equal(newer.values, older.values)) return false;
  const kindred = newer.kind !== undefined && newer.kind === older.kind;
  const plain = newer.plain && older.plain && newer.rest.size < 2 && older.rest.size < 2;
  if (newer.moved && kindred && AT_VALUE.test(oldText)) return true;
  if (change && (kindred ? within(newer.rest, older.rest) : plain)) return true;
  // Without a word of change only exact values count: two names may both be right.
  if (kindred && newer.kind !== "name" && equal(newer.rest, older.rest)) return true;
  return "unsure";
}
