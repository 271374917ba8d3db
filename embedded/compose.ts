/**
 * Clauses of one message put together to memories: what only makes sense together stays together (a
 * trouble, its cause and its fix; a clause and what completes it), everything else is one fact each.
 *
 * @module
 */

import { stems } from "../language/content_words.ts";
import type { Clause } from "../language/message.ts";
import { cue } from "../language/words.ts";
import type { MemoryType } from "./types.ts";
import { shows } from "./worth.ts";

/** A clause on its way to a memory: tidied, pronouns resolved. */
export interface Unit extends Clause {
  /** Does it still need the clause before? */
  dangling: boolean;
  /** The clause as it was said, without its full stop. */
  said: string;
  /** Does it put a value right that was said before? */
  mends: boolean;
  /** Does the user say how something is done? */
  taught: boolean;
  /** Does it only complete what the clause before tells? */
  along: boolean;
  /** Is it worth keeping in its place, and not clearly so without what stands before it? */
  leans: boolean;
}

/** A statement ready to be kept. */
export interface Fact {
  text: string;
  type: MemoryType;
  /** The whole sentence, when the fact is a part of it. */
  within?: string;
  /** What it was put together from. */
  units: readonly Unit[];
}

/** A cause or fix that doesn't say of what. */
const HEADLESS = cue(
  "^(?:turn(?:s|ed) out|reason(?=:)|(?:root )?cause|what happened|the (?:root |real )?(?:cause|reason|culprit|fix|problem)|it was|it's because|solved|resolved|fixed by|(?:the )?(?:fix|cure|solution|remedy) (?:was|is)|(?:i |we )?found (?:it|out)|what (?:fixed|cured|solved|helped))|" +
    "(?:fixed|solved|resolved) (?:it|this|that|both|them|all)",
);

/** What was done about a trouble, told after its cause. */
const REMEDY = cue("^(?:we|i|now|setting|since (?:then|\\w+day)|after)|now");
/** The same, told so that it need not be worth keeping by itself: "I now filter bytes below 0x20". */
const DONE = cue(
  "^(?:so )?(?:i|we)(?:'ve| have|'m| am| are)? (?:now |then |just |simply )?(?:\\w+ed|set|put|made|gave|moved|built|wrote|cut|bound|split|took|kept|let)|^\\S+(?: \\S+){0,3} now [\\w']+s|^(?:i|we) now [\\w']+|^(?:i|we) (?:\\S+ ){1,8}?now|(?:is|are|gets?) now|^(?:fixed|solved|resolved|cured) (?:on|with|by|in|last|yesterday|today)",
);

/** Says that a trouble is over: it belongs to what told the trouble, whatever kind that is taken for. */
export const OVER = cue(
  "(?:is|are|was|were|(?:it|that|all)'s) (?:all )?(?:gone|green|fine) ?(?:now|again|since)?(?=$|[.,;!])|went away|works? (?:again|now|fine)|(?:that|this|which) (?:fixed|solved|cured)|did the trick|, works(?=\\W*$)",
);

/** What comes of what was just said: "So the exporter must skip them". */
const FOLLOWS = cue("^so .*(must|has to|have to|needs? to|may|never|always|only|don't|do not)");

/** Asks to find out. */
const LOOKS = cue("^(see|check|tell|look|find out|make sure|verify)");

/** Why: a judgement on the alternative, after a decision. */
const REASON = cue("(?:is|was|are|were|isn't|got) (?:far |way |much )?too \\w+|because|licen[cs]e");

/** What is not to be done, and what is to be done instead. */
const BANS = cue(
  "never|don't|dont|hate|dislike|do not|stop|no|not|banned|forbidden|avoid|minimal|mustn't|must not",
);
const ALTERNATIVE = cue(
  "^(use|prefer|take|ask (first|me)|go with|rather|instead|always (?!(run|write|ask|put|add|check|show|keep|make|tell|commit|test|open|start|call|send) )|(\\w+ )?(only|just)|i (want|like) \\w+ only)",
);

/** Forbids one way of doing it. */
const FORBIDS = cue("never|don't|dont|do not|not (with|by|via|in|on|at)|avoid|must(n't| not)");
/** What is wished for in place of what was banned. */
const PREFERS = cue("^i(('d| would) (prefer|rather)| prefer| want| like)");

/** The one way that is left; so many letters at the head of words make them of one family. */
const ONLY = cue("only");
const FAMILY = 4;

/** How something is to be done; what follows in the same sentence says why. */
const DIRECTS = cue(
  "^(please |then |so )*(use|don't|never|always|let's|keep|answer|avoid|put|write|stop|take|go with|i (prefer|want|like))",
);
/** Says nothing without what was said before. */
const RATHER = /\binstead\W*$/i;
/** The same, whatever follows. */
const INSTEAD = /^use .*\binstead\b/i;

/** Fewer words only add to what was said before; two signs are a word in scripts without blanks. */
const WORDS =
  /[\p{L}\p{N}'’]+[^\p{L}\p{N}'’]+[\p{L}\p{N}'’]+[^\p{L}\p{N}'’]+[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{3}/u;

/** Only adds to what was said: "Not v-numbers". */
const ADDS =
  /^(?:not|always|only|except|same)\b(?:\s\S+){0,4}$|^not (?:in|on|at|for|even|by|with|to|as)\s|^not (?!all|every|many|sure)\S+ (?:because|since|not|nor|or|but)\b|^no [^,]{2,25}, no\s|^(?:otherwise|or else)\b|^\S+ \S+ (?:max|tops|at most|or (?:less|fewer))\b/i;

/** A bare value, as an answer to what was just asked. */
const ANSWERS = /^\d[\w.,:]*(?: \w+)?(?=,|$)/;

/** So many clauses are one case at most. */
const LARGEST = 6;

/** Log-odds below which a clause explains nothing: thanks, a sigh, small talk. */
const IDLE = -4;

/** Tells why, whatever kind of memory it is taken for. */
const CAUSE = cue(
  "because|that's why|(was|were|is) caused|the (root )?(cause|reason|culprit)|due to",
);

/** Log-odds above which what was done about a trouble goes along with its cause. */
const ALONG = -4;

/** Log-odds above which a clause is kept even when what it points at was not said in words. */
const CLEAR = 2;

/** Without a full stop, as memories are kept. */
export const unended = (text: string) => text.replace(/[\s.!]+$/, "");
const isProse = (unit: Unit | undefined): unit is Unit =>
  unit !== undefined && !unit.question && !unit.request;

/** The facts of one message. */
export function compose(units: readonly Unit[]): Fact[] {
  const facts: { from: number; to: number; type: MemoryType }[] = [];
  units.forEach((unit, index) => {
    const before = units[index - 1];
    const last = facts.at(-1);
    const adjacent = last !== undefined && last.to === index - 1 && index - last.from < LARGEST;
    if (!unit.question && adjacent && BANS.test(before!.text) && isInstead(unit, before!)) {
      last.to = index;
      return;
    }
    // "Don't mock the printer. Every second receipt failed. Use the simulator instead."
    const ban = facts.findLast(({ to }) => to === index - 2);
    const banned = ban && isProse(before) ? units[index - 2] : undefined;
    if (banned && BANS.test(banned.text) && INSTEAD.test(unit.text) && isInstead(unit, banned)) {
      facts.length = facts.indexOf(ban!) + 1;
      ban!.to = index;
      return;
    }
    // "How long do we keep them? 13 months, says the office."
    if (unit.durable && before?.question && ANSWERS.test(unit.text)) {
      facts.push({ from: index - 1, to: index, type: unit.type });
      return;
    }
    const follows = adjacent && FOLLOWS.test(unit.said);
    if (unit.question || unit.request && !unit.durable && !follows && !OVER.test(unit.text)) return;
    const cause = unit.durable && unit.type === "bug_fix";
    const headless = cause && (HEADLESS.test(unit.text) || isProse(before) && shows(before.said));
    const needy = unit.dangling || headless || !WORDS.test(unit.text) || ADDS.test(unit.text);
    if (adjacent && belongs(unit, before!, last.type, needy)) {
      last.to = index;
      if (cause) last.type = "bug_fix";
    } else if (unit.durable && !needy) {
      facts.push({ from: index, to: index, type: unit.type });
    } else if (
      unit.durable && isProse(before) && before.odds > IDLE && /\s/.test(before.text) && !adjacent
    ) {
      const more = (before.dangling || headless) && isProse(units[index - 2]) &&
        (last?.to ?? -1) < index - 2;
      facts.push({ from: index - (more ? 2 : 1), to: index, type: unit.type });
    } else if (headless || (unit.durable && unit.odds > CLEAR && /\s/.test(unit.text))) {
      facts.push({ from: index, to: index, type: unit.type });
    }
  });
  return facts.map(({ from, to, type }) => {
    const own = units.slice(from, to + 1);
    const whole = units.filter(({ sentence }) => sentence === own[0]!.sentence);
    const isPart = own.at(-1)!.sentence === own[0]!.sentence && whole.length > own.length;
    return {
      text: unended(own.map(({ text }) => unended(text)).join(". ")),
      type,
      units: own,
      ...(isPart ? { within: whole.map(({ text }) => unended(text)).join(", ") } : {}),
    };
  });
}

/** Says a clause what is to be done in place of what the one before forbids? */
function isInstead({ text, said, type }: Unit, before: Unit): boolean {
  const wish = type === "user_preference" && before.type === type;
  return ALTERNATIVE.test(text) || ALTERNATIVE.test(said) ||
    RATHER.test(text) && FORBIDS.test(before.text) ||
    wish && PREFERS.test(text) ||
    ONLY.test(text) && sharesWord(text, before.text);
}

/** Do both hold a word of one family ("apply", "applies")? */
function sharesWord(a: string, b: string): boolean {
  const heads = new Set([...stems(b)].map((word) => word.slice(0, FAMILY)));
  return [...stems(a)].some((word) => word.length >= FAMILY && heads.has(word.slice(0, FAMILY)));
}

/** Is a unit a part of the fact that ends before it? */
function belongs(unit: Unit, before: Unit, type: MemoryType, needy: boolean): boolean {
  if (unit.along || unit.leans && unit.sentence !== before.sentence) return true;
  if (unit.sentence === before.sentence) return needy || !unit.durable || DIRECTS.test(before.text);
  if (RATHER.test(unit.text) || OVER.test(unit.text) && !LOOKS.test(unit.text)) return true;
  if (needy || FOLLOWS.test(unit.said)) return unit.durable || unit.odds > -2.5;
  if (type === "bug_fix" || CAUSE.test(before.text)) {
    if (!unit.durable) return unit.odds > ALONG && DONE.test(unit.text);
    if (type === "bug_fix") return unit.type === "bug_fix" || REMEDY.test(unit.text);
  }
  return type === "decision" && unit.type !== "decision" && REASON.test(unit.text);
}
