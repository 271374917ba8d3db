/**
 * Does a newer statement take the place of an older one? Only words are compared, so what is not
 * certain is "unsure": then both stay.
 *
 * @module
 */

import { cue } from "./cues.ts";

/** Ways to say that a value is given up; the group is the value. */
const RETIRES: readonly RegExp[] = [
  "(?:mov|migrat|switch|chang|went|convert|port)\\w* (?:[^,;.]+? )??(?:away )?from (.+?) (?:over )?(?:to|onto|into)",
  "(?:no longer|stopped|not|never again|n't) (?:us(?:e|es|ing) |on |with |at |in |by )?([^,;]+?) (?:any ?more|any longer)",
  "(?:no longer|stop(?:ped)?) (?:us(?:e|es|ing) |on |with |at |in |by )?(.+)",
  "(?:instead|in place) of (.+)",
  "replac(?:e|es|ed|ing) (?!by|with)(.+)",
  "(?:ditch|dropp?|abandon|retir|forget|scrap|left|leav|remov|gave up|giving up|give up|moved? away|away)(?:ed|ing|e|s)? (?:on |from )?(.+)",
  "(\\S+(?: \\S+){0,2}?) (?:was|were|is|are|has been|have been|got) (?:now )?(?:replaced|decommissioned|deleted|retired|removed|shut down|gone|dead|deprecated|out|too \\S+|history|switched off|turned off)",
].map((pattern) => cue(pattern));

/** Says that things are otherwise than before. */
const CHANGE = cue(
  "now|actually|from (?:now|today|here|this \\w+) on|as of|starting|new rule|no longer|any ?more|(?:mov|switch|migrat|chang|bump|rais|lower|shorten|extend|renam|upgrad)(?:e|ed|es)?(?: \\S+){0,4}? to|" +
    "correction|instead|jetzt|ab sofort|nicht mehr|ahora|ya no|désormais|maintenant|agora|não mais",
);
const CHANGE_MARK = /今は|今後|现在|現在|改为|改成|不再|变成/u;

/** Says that the old goes on beside the new. */
const ADDS = cue(
  "also|too(?=$|[.,;!])|as well|additionally|in addition|another|besides|second|fallback|optional(?:ly)?|auch|también|aussi|também",
);

const STOP = new Set(
  ("a an the our my your its their his her is are was were be been has have had do does did will would can of for in on at to from by with and or but so as it this that these those we i you they he she " +
    "now actually new old rule all any everything here there use uses used using run runs live lives listens listen happens happen goes go through whole after last week sprint today just only not no longer anymore " +
    "instead since because repository project repo per every each").split(" "),
);

/** The part of a text that names a value ends here. */
const VALUE_END =
  /\s*(?:[,;:.!](?=\s|$)|\s(?:to|in favou?r|with|when|because|since|for|and|but|as|last|on|by|so|after|now|starting|at|from)(?=\s)).*$/i;

/** Content words of a text. */
function words(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}_]|[.:/@-](?=[\p{L}\p{N}]))*/gu) ??
    [])
    .filter((word) => !STOP.has(word));
}

/** Content words with their endings off. */
function stems(text: string): string[] {
  return words(text).map(stem);
}

function stem(word: string): string {
  return /^\p{Script=Latin}{4,}$/u.test(word) ? word.replace(/(?:ing|ed|es|s|e)$/, "") : word;
}

/** The values that a text gives up. */
function retired(text: string): string[] {
  return RETIRES.map((pattern) => pattern.exec(text)?.[1]?.replace(VALUE_END, "").trim())
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
  const { subject, kinds } = frameOf(text);
  const exact = ["number", "address", "time"].some((kind) => kinds.has(kind));
  return tellsChange(text) || (exact && subject.size > 0) ? text : undefined;
}

function tellsChange(text: string): boolean {
  return CHANGE.test(text) || CHANGE_MARK.test(text);
}

/** A statement taken apart: what it is about, what it says, and the values in that. */
interface Frame {
  /** Words of the subject as they are written. */
  about: string[];
  subject: Set<string>;
  rest: Set<string>;
  values: Set<string>;
  kinds: Set<string>;
}

const LINK =
  "(?:is|are|was|were|has|have|had|will|must|should|can|now|runs?|lives?|uses?|listens?|expires?|happens?|goes|go|gets?|builds?|ships?|trains?|returns?|reviews?|prefers?|address|stays?|starts?|ends?|deploys?|belongs?|takes?|needs?|allows?|handles?|replaces?|points?|sits?|keeps?|leaves?|works?|writes?|logs?|comes?)";
const SPLIT = new RegExp(`^(.{1,60}?)\\s(${LINK})\\s(.+)$`, "i");
const CHANGED =
  /\b(?:mov|switch|migrat|chang|bump|rais|lower|upgrad)\w+ (?:the |our )?([^,;.]+?) (?:from .+? )?(?:over )?to (.+)/i;
const USED_FOR = /\b(?:use|prefer|take|using|uses) (.+?) (?:for|in|as|when) (.+)/i;

function frameOf(text: string): Frame {
  const plain = text.replace(/^[^:]{0,40}:\s+/, "").replace(
    /^(?:actually|now|from .*? on|as of (?:this \w+|\S+)|starting \w+),?\s+/i,
    "",
  ).replace(/[,;]\s.*|\.\s.*|[.!]+$/, "");
  let [subject, rest] = ["", plain];
  const changed = CHANGED.exec(plain);
  const usedFor = USED_FOR.exec(plain);
  const split = SPLIT.exec(plain);
  if (changed && !/^(?:from|to)\b/.test(changed[1]!)) [subject, rest] = [changed[1]!, changed[2]!];
  else if (split && stems(split[1]!).length > 0) {
    [subject, rest] = [split[1]!, `${split[2]} ${split[3]}`];
  } else if (usedFor) [rest, subject] = [usedFor[1]!, usedFor[2]!];
  const about = /^(.*?)\s(?:for|of) (?:the |our )?(.+)$/.exec(subject);
  const values = new Set<string>();
  const kinds = new Set<string>();
  for (const [word] of rest.replace(/[,;].*/, "").matchAll(/[^\s,;()"]+/g)) {
    const kind = kindOf(word);
    if (kind === undefined) continue;
    kinds.add(kind);
    for (const one of stems(word)) values.add(one);
  }
  return {
    about: words(subject),
    subject: new Set(stems(about ? `${about[1]} ${about[2]}` : subject)),
    rest: new Set(stems(rest.replace(/[,;].*/, "")).filter((word) => !values.has(word))),
    values,
    kinds,
  };
}

function kindOf(word: string): string | undefined {
  if (/^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/i.test(word) || /^\d\d?:\d\d/.test(word)) {
    return "time";
  }
  if (/^v?\d[\d.,%]*\w{0,3}$/.test(word)) return "number";
  if (/\w[./\\:@]\w/.test(word)) return "address";
  if (/[a-z][A-Z]|\w_\w|^[A-Z]|`/.test(word)) return "name";
  return undefined;
}

function within(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  for (const one of part) if (!whole.has(one)) return false;
  return true;
}

/**
 * Does `newText`, said later, make `oldText` outdated? True also when it only may be so by every
 * word that can be compared; "unsure" when the subject is the same but not what is said of it.
 */
export function supersedes(newText: string, oldText: string): boolean | "unsure" {
  const newer = frameOf(newText);
  const older = frameOf(oldText);
  const oldWords = new Set(stems(oldText));
  const newWords = new Set(stems(newText));
  if (ADDS.test(newText) || (within(oldWords, newWords) && within(newWords, oldWords))) {
    return false;
  }
  for (const value of retired(newText)) {
    const parts = new Set(stems(value));
    if (!within(parts, oldWords)) continue;
    const about = new Set([...newer.subject].filter((word) => !parts.has(word)));
    if (within(about, oldWords) || isReplacement(newText)) return true;
  }
  const change = tellsChange(newText);
  if (change && oldWords.size > 1 && within(oldWords, newWords)) return true;
  if (newer.subject.size === 0 || older.subject.size === 0) return false;
  const same = within(newer.subject, older.subject) && within(older.subject, newer.subject);
  const near = within(newer.subject, older.subject) || within(older.subject, newer.subject);
  if (!(same || (near && change))) return false;
  if (
    within(newer.values, older.values) && within(older.values, newer.values) &&
    newer.values.size > 0
  ) return false;
  const kindred = [...newer.kinds].some((kind) => older.kinds.has(kind));
  const framed = within(newer.rest, older.rest) && within(older.rest, newer.rest);
  if (change && (kindred || framed || newer.rest.size <= 1 && older.rest.size <= 1)) return true;
  if (framed && kindred && !newer.kinds.has("name")) return true;
  return "unsure";
}

/** "B replaces A": the subject is the new value. */
function isReplacement(text: string): boolean {
  return cue(
    "replaces|replaced|^\\S+ (?:was|were|is|are|got) (?:decommissioned|retired|deleted|gone|too)",
  ).test(text);
}
