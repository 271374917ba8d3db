/**
 * The clauses of one message as extraction needs them: judged, tidied, pronouns resolved.
 *
 * @module
 */

import { stems } from "../language/content_words.ts";
import { type Clause, type Consult, judgeMessage } from "../language/message.ts";
import type { Sentence } from "../language/sentences.ts";
import { cue } from "../language/words.ts";
import { unended, type Unit } from "./compose.ts";
import type { Views } from "./consulting.ts";
import {
  BARE,
  type Focus,
  focusOf,
  isPhrase,
  nameOrigin,
  resolve,
  subjectOf,
  tidy,
} from "./self_contained.ts";
import { withStories } from "./stories.ts";
import { withoutTakenBack } from "./taken_back.ts";
import { isCase, isIdle } from "./worth.ts";

/** Log-odds above which something is the case. */
export interface Limits {
  /** A statement is kept. */
  user: number;
  assistant: number;
  /** What the user confirms, or says to hold from now on, needs less. */
  confirmed: number;
  /** A user's only sentence, and one that states something plainly. */
  lone: number;
  plain: number;
  /** A user's statement is kept when it takes the place of a kept one. */
  tentative: number;
  /** A statement corrects one of the same message: mostly both hold there. */
  together: number;
  /** A statement corrects one of an earlier message. */
  later: number;
  /** The same in a message that says so. */
  corrected: number;
  /** A user's statement is kept that puts a value right. */
  mended: number;
  /** What the user says is how something is done, and what may say so. */
  shown: number;
  taught: number;
}

export const WORDED: Limits = {
  user: -0.2,
  assistant: 1.5,
  confirmed: -1,
  lone: -0.2,
  plain: -2.5,
  tentative: -2.5,
  together: 1.5,
  later: 1.5,
  corrected: 0,
  mended: -1,
  shown: -0.2,
  taught: -0.2,
};
export const JUDGED: Limits = {
  user: 1.1,
  assistant: 1.3,
  confirmed: -0.5,
  lone: -0.9,
  plain: -3.7,
  tentative: -4.3,
  together: 2,
  later: 0.5,
  corrected: -1,
  mended: -2,
  shown: -4,
  taught: -2.6,
};
/** Log-odds below which a clause by itself isn't clearly worth keeping. */
const LEANS = 2.6;
/** What a clause by itself counts beside the clause in its place. */
const ALONE_SHARE = 0.5;

/** May it be worth keeping for what it changes? */
export const isLikely = ({ odds, question, request }: Clause, { tentative }: Limits) =>
  !question && !request && odds > tentative;

/** Needs as little as what is confirmed. */
const FROM_NOW_ON = cue("(from (now|here|today) on|in (the )?future|going forward)");

/** Asks to keep what follows. */
const ASKS_TO_KEEP = cue(
  "^\\W*((and|also|but|oh|ok|btw|please|pls)\\W+)*(please |pls )?((remember|note|keep in mind|don't forget|memori[sz]e) that|(remember|keep in mind|memori[sz]e)(?=:))",
);
/** Says of the sentence before it that it is to last. */
const RULED = cue(
  "^\\W*(and |so )?((that|this)('s| is) (a|an|the|our|my) (\\w+ )?(rule|convention|standard|policy|law|habit)|(thats?|this)('s| is| goes| holds| applies)? (for|in|to) (all|every|each|the whole)|(please |pls )?(remember|note|memori[sz]e|keep in mind|write down) (that|this|it)(?=\\W*$|[,;]| for))",
);
/** Tells how something is done, step by step: "this is how we release: …". */
const TEACHES =
  /^(?=[^:]{3,140}:\s+\S)[^:]*\b(?:(?:here|this|that)(?:'s| is) how|how (?:we|to|i)|procedure|recipe|steps|usual (?:thing|way|routine|drill)|(?:done|works?|goes|made|go) like (?:this|so))\b/i;
/** May do so: "to refresh the files: …", "seed the database: `make db` then `make seed`". */
const MAY_TEACH =
  /^to [a-z]+ [^:,]{3,60}(?::|, \w)|^[a-z][^:`]{3,60}: (?:`[^`]+`,? (?:then|and|,)|always |never |(?:run|do|open|export|copy|take|add|first|make|go|call|start|stop|edit|create|use|push|pull|log|build|check|set|put|write|delete|switch|ssh|install)\s.*\bthen\s)/i;

/** A plain statement or decision, said for no other reason than to be known; or how to speak to the user. */
const PLAIN =
  /^(?!(?:It|This|That|These|There|You|We(?! decided)|He|She|They|What|No|Not|I|I'\w+|Please|Let|So|And|But|Well|Ok|Okay|Oh|Ah|Hm+|Sorry)\b)[A-Z](?:[^,;:?!]|:(?=\S))+\s(?:[^,;:?!]|:(?=\S))+\.$|^(?:[Pp]lease )?(?:[Aa]ddress|[Aa]nswer|(?:[Tt]alk|[Ss]peak|[Ww]rite) to) me\b/;

/** "Do you remember the old shop?": what the next sentences are about. */
const ASKED_ABOUT = /\b(?:remember|know|about|with) ((?:the|our|my) [^?,;]{3,40})$/i;
/** "License server?": asked about by its name alone. */
const ASKED_FOR = /^(?!(?:how|any|some|ok)\w*\s)([\w./-]+(?: [\w./-]+){1,3})\?/i;

/** Clauses of one message, judged, tidied and resolved. */
export function unitsOf(
  sentences: readonly Sentence[],
  { role, choice, enough, works, mends, limits, views }: {
    role: "user" | "assistant";
    choice: string;
    enough: number;
    /** Did the user say that it works? */
    works: boolean;
    /** The words of what was said before a message that corrects something. */
    mends?: ReadonlySet<string>;
    limits: Limits;
    views?: Views;
  },
): Unit[] {
  let focus: Focus = {};
  const lone = role === "user" && sentences.length === 1;
  const plain = lone && PLAIN.test(sentences[0]!.text);
  const judged = judgeMessage(sentences, {
    assistant: role === "assistant",
    enough,
    behind: true,
    ...(views && { consult: consultOn(role, views) }),
  });
  const asks = role === "user" && judged.some(({ question, request }) => question || request);
  const isTold = ({ text, type, odds }: Clause) =>
    lone && odds > limits.lone ||
    works && type === "bug_fix" && odds > limits.confirmed ||
    role === "user" && FROM_NOW_ON.test(text) && odds > limits.confirmed;
  const isTaught = ({ question, sentence, odds }: Clause) =>
    role === "user" && !question &&
    (odds > limits.shown && TEACHES.test(sentences[sentence]!.text) ||
      odds > limits.taught && MAY_TEACH.test(sentences[sentence]!.text));
  const isAsked = ({ question, sentence }: Clause) =>
    role === "user" && !question && ASKS_TO_KEEP.test(sentences[sentence]!.text);
  const isRuled = ({ question, sentence }: Clause) =>
    role === "user" && !question && RULED.test(sentences[sentence + 1]?.text ?? "");
  /** The words of this message's clauses so far. */
  const heard = new Set<string>();
  const isMended = ({ text, odds }: Clause) =>
    mends !== undefined && /\d/.test(text) && odds > limits.mended &&
    [...stems(text)].some((word) => mends.has(word) || heard.has(word));
  const clauses = judged.map((clause) => {
    const tells = !clause.question && !clause.request;
    const isRight = tells && isMended(clause);
    if (mends !== undefined) { for (const word of stems(clause.text)) heard.add(word); }
    const taught = isTaught(clause) || isRuled(clause) || isAsked(clause);
    const worth = clause.durable || taught ||
      plain && clause.odds > limits.plain && isLikely(clause, limits) ||
      tells && (isRight || isTold(clause));
    return {
      ...clause,
      request: clause.request && !taught,
      taught,
      mends: isRight,
      durable: worth && !isIdle(clause, role) && !(asks && isCase(clause)),
    };
  });
  const alone = (text: string) => views?.opinion({ text, before: "", speaker: role });
  const fixed = (text: string) => {
    const opinion = alone(text);
    return role === "assistant" || opinion?.type === "bug_fix" ? opinion : undefined;
  };
  const joined = withStories(clauses, sentences, fixed, enough).map((clause, at, all) => ({
    ...clause,
    // What is taught in one sentence is one fact.
    along: clause.along || clause.taught && all[at - 1]?.sentence === clause.sentence,
  }));
  const held = withoutTakenBack(joined);
  const dropped = joined.filter(({ sentence }) => !held.some((one) => one.sentence === sentence));
  let wrongAt = -Infinity;
  return held.map((clause) => {
    // What was wrong of a thing still says of which.
    while (dropped.length > 0 && dropped[0]!.sentence < clause.sentence) {
      const wrong = dropped.shift()!;
      wrongAt = wrong.sentence;
      focus = { ...focus, thing: subjectOf(tidy(wrong.text)) ?? focus.thing };
    }
    const mends = clause.mends ||
      wrongAt >= clause.sentence - 2 && !clause.question && !clause.request &&
        !isIdle(clause, role) &&
        clause.odds > (/\d/.test(clause.text) ? limits.mended : limits.confirmed);
    const said = tidy(clause.text);
    const chosen = role === "assistant" ? undefined : chosenOf(said, choice);
    const resolved = clause.along
      ? { text: said, dangling: false }
      : resolve(chosen ?? nameOrigin(said, focus), focus);
    const unit: Unit = {
      ...clause,
      ...resolved,
      mends,
      durable: clause.durable || mends,
      said: unended(clause.text),
      leans: clause.durable && !clause.taught && !mends && !clause.along &&
        (alone(clause.text)?.odds ?? LEANS) < LEANS,
      ...(chosen === undefined
        ? { question: clause.question && !clause.durable }
        : { durable: true, type: "decision", request: false, question: false }),
    };
    const next = focusOf(resolved.text, focus);
    const topic = clause.question ? ASKED_ABOUT.exec(resolved.text)?.[1] : undefined;
    // As it was said: "Could you restart the server?" is no name, "restart the server" looks like one.
    const name = ASKED_FOR.exec(clause.text)?.[1] ?? "";
    const asked = isPhrase(name) ? name : "";
    if (topic || asked) {
      focus = { ...focus, thing: topic ?? asked, asked };
      return unit;
    }
    const asks = (clause.question || clause.request) && !BARE.test(resolved.text);
    focus = asks ? { ...focus, person: next.person } : next;
    return unit;
  });
}

/** What is said in its place and what it is by itself: each knows what the other doesn't. */
function consultOn(speaker: "user" | "assistant", views: Views): Consult {
  return (text, before) => {
    const placed = views.opinion({ text, before, speaker });
    const alone = before === "" ? placed : views.opinion({ text, before: "", speaker });
    return placed && alone &&
      { ...placed, odds: placed.odds + ALONE_SHARE * (alone.odds - placed.odds) };
  };
}

/** "Valkey then" after "Redis or Valkey for the session cache?" becomes "Use Valkey for the session cache". */
function chosenOf(text: string, choice: string): string | undefined {
  const [, picked, sure, rest = ""] =
    /^(?:(?:ok )?then )?(?:(?:go|going|let's go) with )?(\S+(?:\s\S+){0,3}?)(?: then| (it is))(?=$|((?:[,;]| (?:for|in|on)) .+)$)/i
      .exec(text) ?? [];
  if (/\b(?:that|this|what|how|as|clue|idea)\b/i.test(picked ?? "")) return undefined;
  const named = picked !== undefined && (choice.includes(picked) || sure !== undefined);
  if (picked === undefined || !(named || /^[^\d\W]\S*$/.test(picked))) return undefined;
  const tail = choice.includes(picked)
    ? / or [^?]*?(\s(?:for|in|as|on)\s[^?]*)\?/.exec(choice)?.[1] ?? ""
    : "";
  return `Use ${picked}${tail}${rest}`;
}
