/**
 * Extraction without a language model: durable statements, told from the rest by a judge
 * (docs/adr/0011-judges.md), or without one by learned weights (docs/adr/0007-learned-durability.md).
 *
 * @module
 */

import type { Memory, Message } from "../client/store.ts";
import { stems } from "../language/content_words.ts";
import { type Clause, type Consult, judgeMessage } from "../language/message.ts";
import { type Sentence, sentencesOf } from "../language/sentences.ts";
import { replacedWords, superseder, untrueAmong } from "../language/superseding.ts";
import { cue } from "../language/words.ts";
import { compose, type Fact, OVER, unended, type Unit } from "./compose.ts";
import { consulting, type Views } from "./consulting.ts";
import type { Extracted, Extractor } from "./extractor.ts";
import type { Judge } from "./judge.ts";
import { troubleOf, withStories } from "./stories.ts";
import { correctsBefore, withoutTakenBack } from "./taken_back.ts";
import { CONFIRMS, isCase, isIdle, WORKS } from "./worth.ts";
import { type Focus, focusOf, nameOrigin, resolve, tidy } from "./self_contained.ts";

/** Finds durable statements by rules and learned weights; nothing is asked over a network. */
export const ruleExtractor: Extractor = {
  extract: (messages) => Promise.resolve(statementsOf(messages)),
  outdated: ({ text, within }, memories) =>
    Promise.resolve(outdatedByRules(within ?? text, memories)),
};

/** The same with a judge's opinions, as long as it is to be had. */
export function judgedExtractor(judge: Judge): Extractor {
  return {
    extract: (messages, _context, call) =>
      consulting(judge, (views) => statementsOf(messages, views), call),
    outdated: ({ text, within }, memories, call) =>
      consulting(judge, (views) => outdatedByRules(within ?? text, memories, views), call),
  };
}

/** Log-odds above which something is the case. */
interface Limits {
  /** A statement is kept. */
  user: number;
  assistant: number;
  /** What the user confirms, or says to hold from now on, needs less. */
  confirmed: number;
  /** A user's only sentence. */
  lone: number;
  /** A user's statement is kept when it takes the place of a kept one. */
  tentative: number;
  /** A statement corrects one of the same conversation: mostly both hold there. */
  together: number;
  /** The same in a message that says so. */
  corrected: number;
  /** A user's statement is kept that puts a value right. */
  mended: number;
  /** What the user says is how something is done. */
  taught: number;
}

const LEARNED: Limits = {
  user: -0.2,
  assistant: 1.5,
  confirmed: -1,
  lone: -0.2,
  tentative: -2.5,
  together: 1.5,
  corrected: 0,
  mended: -1,
  taught: -0.2,
};
const JUDGED: Limits = {
  user: 1.1,
  assistant: 1,
  confirmed: -0.5,
  lone: 0,
  tentative: -4,
  together: 2,
  corrected: -1,
  mended: -2,
  taught: -2,
};
/** Log-odds below which a judge finds a part of a message not worth keeping as it will be read: by itself. */
const ALONE = 0;
/** What a clause by itself counts beside the clause in its place. */
const ALONE_SHARE = 0.5;
/** A correction follows what it corrects within so many statements. */
const RECENT = 30;
/** A message of no more is about one matter: what is over may stand in any of its sentences. */
const ONE_MATTER = { sentences: 3, characters: 400 };

/**
 * The durable statements of a conversation, in order: one fact each, self-contained, typed. What a
 * later statement corrects is left out. System messages are not read.
 */
export function extractByRules(messages: readonly Message[]): Extracted[] {
  return statementsOf(messages).filter(({ tentative }) => !tentative);
}

/** The same with those that count only if they make a memory untrue. */
function statementsOf(messages: readonly Message[], views?: Views): Extracted[] {
  const limits = views === undefined ? LEARNED : JUDGED;
  let kept: Extracted[] = [];
  let choice = "";
  let trouble: string | undefined;
  const earlier = new Set<string>();
  messages.forEach(({ role, content }, index) => {
    if (role !== "user" && role !== "assistant") return;
    const sentences = sentencesOf(content);
    const answer = role === "assistant" ? messages[index + 1]?.content ?? "" : "";
    const enough = CONFIRMS.test(answer) ? limits.confirmed : limits[role];
    const corrects = role === "user" && correctsBefore(content);
    const units = unitsOf(sentences, {
      role,
      choice,
      enough,
      works: WORKS.test(answer),
      mends: corrects ? earlier : undefined,
      limits,
      views,
    });
    const stands = (text: string) =>
      sentences.length === 1 ||
      (views?.opinion({ text: `${text}.`, before: "", speaker: role })?.odds ?? ALONE) >= ALONE;
    const composed = compose(units);
    const facts: (Fact & { tentative?: boolean })[] = composed.flatMap((fact) => {
      if (fact.units.some(({ mends, taught }) => mends || taught) || stands(fact.text)) {
        return [fact];
      }
      const own = fact.units.find(({ durable, said }) => durable && stands(said));
      return own === undefined ? [] : [{ ...fact, text: own.said }];
    });
    const likely = units.map((unit) => ({
      ...unit,
      durable: unit.durable || isLikely(unit, limits),
    }));
    for (const fact of role === "user" ? compose(likely) : []) {
      if (!composed.some(({ text }) => text.includes(fact.text) || fact.text.includes(text))) {
        facts.push({ ...fact, tentative: true });
      }
    }
    const before = new Set(kept);
    const told = sentences.map(({ text }) => text).join(" ");
    const isOne = sentences.length <= ONE_MATTER.sentences && told.length <= ONE_MATTER.characters;
    const whole = role === "user" && isOne ? { within: told } : {};
    for (const { tentative, units: _, ...part } of facts) {
      const fact = { ...part, ...whole };
      const solved = role === "assistant" && fact.type === "bug_fix" ? trouble : undefined;
      const replaces = replacedWords(fact.within ?? fact.text);
      if (tentative && replaces === undefined) continue;
      const verdictOn = superseder(fact.text, {
        sure: corrects ? limits.corrected : limits.together,
        consult: consultOf(fact.text, views),
      });
      const fixes = fact.type === "bug_fix" || OVER.test(fact.text);
      const left = kept.filter((old, place) =>
        old.text !== fact.text &&
        !(fixes && isTrouble(old, fact.text)) && !solved?.includes(old.text) &&
        // What is only likely may stand before what is sure of the same message.
        (tentative && !before.has(old) || replaces === undefined || place < kept.length - RECENT ||
          verdictOn(old.text) !== true)
      );
      const alone = tentative && !kept.some((old) => !old.tentative && !left.includes(old));
      kept = left;
      kept.push({
        ...fact,
        ...(solved === undefined ? {} : { text: `${solved}. ${fact.text}` }),
        speaker: role,
        ...(replaces === undefined ? {} : { replaces }),
        ...(alone ? { tentative } : {}),
      });
    }
    trouble = role === "user" ? troubleOf(units, index === 0) : undefined;
    if (role === "user") { for (const word of stems(content)) earlier.add(word); }
    choice = sentences.findLast(({ text, question }) => question && / or /.test(text))?.text ??
      choice;
  });
  return kept;
}

/** Holds whatever was wrong. */
const HOLDS = cue(
  "agreed|becomes|liv\\w+|runs? (?:on|in|at|under|every|as|daily|nightly|weekly)|listen\\w*|called|named|stored|hosted|written|must|needs?|otherwise|unless|should|never|always|don't|uses?|we|our|i (prefer|want|like|hate|always|never)|please|because|for",
);
/** Is an earlier statement a trouble that a later one tells with its cause? */
function isTrouble({ text, type, speaker }: Extracted, fix: string): boolean {
  const words = stems(fix);
  const shared = [...stems(text)].filter((word) => words.has(word)).length;
  return speaker === "user" && type !== "user_preference" && shared > 1 && !HOLDS.test(text);
}

const isLikely = ({ odds, question, request }: Clause, { tentative }: Limits) =>
  !question && !request && odds > tentative;

/** The memories that a statement makes untrue for certain. */
export function outdatedByRules(
  text: string,
  memories: readonly Memory[],
  views?: Views,
): string[] {
  const untrue = untrueAmong(text, memories.map(({ text }) => text), consultOf(text, views));
  return memories.filter((_, at) => untrue[at]).map(({ id }) => id);
}

const consultOf = (newer: string, views?: Views) =>
  views && ((older: string) => views.replaced(newer, older));

/** Needs as little as what is confirmed. */
const FROM_NOW_ON = cue("(from (now|here|today) on|in (the )?future|going forward)");

/** How something is done, step by step: "this is how we release: …", "to refresh the files: …". */
const TEACHES =
  /^(?=[^:]{3,140}:\s+\S)(?:[^:]*\b(?:(?:here|this|that)(?:'s| is) how|how (?:we|to|i)|procedure|recipe|steps|(?:done|works?|goes|made|go) like (?:this|so))\b|to [a-z]+ [^:,]{3,60}:)/i;

/** A plain statement, as it is said for no other reason than to be known; or how to speak to the user. */
const PLAIN =
  /^(?!(?:It|This|That|These|There|You|We|He|She|They|What|No|Not|I|I'\w+|Please|Let)\b)[A-Z](?:[^,;:?!]|:(?=\S))+\s(?:[^,;:?!]|:(?=\S))+\.$|^(?:[Pp]lease )?(?:[Aa]ddress|[Aa]nswer|(?:[Tt]alk|[Ss]peak|[Ww]rite) to) me\b/;

/** Clauses of one message, judged, tidied and resolved. */
function unitsOf(
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
    role === "user" && !question && odds > limits.taught && TEACHES.test(sentences[sentence]!.text);
  /** The words of this message's clauses so far. */
  const heard = new Set<string>();
  const isMended = ({ text, odds }: Clause) =>
    mends !== undefined && /\d/.test(text) && odds > limits.mended &&
    [...stems(text)].some((word) => mends.has(word) || heard.has(word));
  const clauses = judged.map((clause) => {
    const tells = !clause.question && !clause.request;
    const isRight = tells && isMended(clause);
    if (mends !== undefined) { for (const word of stems(clause.text)) heard.add(word); }
    const taught = isTaught(clause);
    const worth = clause.durable || taught || plain && isLikely(clause, limits) ||
      tells && (isRight || isTold(clause));
    return {
      ...clause,
      request: clause.request && !taught,
      taught,
      mends: isRight,
      durable: worth && !isIdle(clause, role) && !(asks && isCase(clause)),
    };
  });
  const told = role === "assistant"
    ? withStories(
      clauses,
      sentences,
      (text) => views?.opinion({ text, before: "", speaker: role }),
      enough,
    )
    : clauses.map((clause) => ({ ...clause, along: false }));
  return withoutTakenBack(told).map((clause) => {
    const said = tidy(clause.text);
    const chosen = role === "assistant" ? undefined : chosenOf(said, choice);
    const resolved = resolve(chosen ?? nameOrigin(said, focus), focus);
    const unit: Unit = {
      ...clause,
      ...resolved,
      said: unended(clause.text),
      ...(chosen === undefined
        ? { question: clause.question && !clause.durable }
        : { durable: true, type: "decision", request: false, question: false }),
    };
    const next = focusOf(resolved.text, focus);
    focus = clause.question || clause.request ? { ...focus, person: next.person } : next;
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
    /^(?:(?:go|going|let's go) with )?(\S+(?:\s\S+){0,3}?)(?: then| (it is))(?=$|([,;] .+)$)/i
      .exec(text) ?? [];
  if (/\b(?:that|this|what|how|as|clue|idea)\b/i.test(picked ?? "")) return undefined;
  const named = picked !== undefined && (choice.includes(picked) || sure !== undefined);
  if (picked === undefined || !(named || /^[^\d\W]\S*$/.test(picked))) return undefined;
  const tail = choice.includes(picked)
    ? / or [^?]*?(\s(?:for|in|as|on)\s[^?]*)\?/.exec(choice)?.[1] ?? ""
    : "";
  return `Use ${picked}${tail}${rest}`;
}
