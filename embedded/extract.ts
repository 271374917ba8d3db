/**
 * Extraction without a language model: durable statements, told from the rest by a judge
 * (docs/adr/0011-judges.md), or without one by learned weights (docs/adr/0007-learned-durability.md).
 *
 * @module
 */

import type { Memory, Message } from "../client/store.ts";
import { stems } from "../language/content_words.ts";
import { sentencesOf } from "../language/sentences.ts";
import { replacedWords, superseder, untrueAmong } from "../language/superseding.ts";
import { cue } from "../language/words.ts";
import { compose, type Fact, OVER } from "./compose.ts";
import { consulting, type Views } from "./consulting.ts";
import type { Extracted, Extractor } from "./extractor.ts";
import type { Judge } from "./judge.ts";
import { troubleOf, withTrouble } from "./stories.ts";
import { correctsBefore, onlyPutsRight, valuePutRight, withoutFormer } from "./taken_back.ts";
import { isLikely, JUDGED, unitsOf, WORDED } from "./units.ts";
import { CONFIRMS, WORKS } from "./worth.ts";

/** Finds durable statements by rules and learned weights; nothing is asked over a network. */
export const ruleExtractor: Extractor = {
  extract: (messages) => Promise.resolve(statementsOf(messages)),
  outdated: ({ text, within }, memories) =>
    Promise.resolve(outdatedByRules(within ?? text, memories)),
};

/**
 * The same with a judge's opinions, as long as it is to be had. It judges parts of memories too; to
 * learned weights a part shares too little with what is new.
 */
export function judgedExtractor(judge: Judge): Extractor {
  return {
    parts: true,
    extract: (messages, _context, call) =>
      consulting(judge, (views) => statementsOf(messages, views), call),
    outdated: ({ text, within }, memories, call) =>
      consulting(judge, (views) => outdatedByRules(within ?? text, memories, views), call),
  };
}

/** Log-odds below which a judge finds a part of a message not worth keeping as it will be read: by itself. */
const ALONE = 0;
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
  const limits = views === undefined ? WORDED : JUDGED;
  let kept: Extracted[] = [];
  let choice = "";
  let trouble: string | undefined;
  const earlier = new Set<string>();
  let told = "";
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
    let facts: (Fact & { tentative?: boolean })[] = composed.flatMap((fact) => {
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
    const right = role === "user" ? valuePutRight(kept, content) : undefined;
    const further = right && facts.filter((fact) => !onlyPutsRight(fact, right.value));
    if (right && further && !further.some(({ text }) => text.includes(right.value))) {
      kept = right.statements;
      facts = further;
    }
    facts = facts.map((fact) => withoutFormer(fact, told));
    told += `${content}\n`;
    const before = new Set(kept);
    const all = sentences.map(({ text }) => text).join(" ");
    const isOne = sentences.length <= ONE_MATTER.sentences && all.length <= ONE_MATTER.characters;
    const whole = role === "user" && isOne ? { within: all } : {};
    for (const { tentative, units: _, ...part } of facts) {
      const fact = { ...part, ...whole };
      const solved = role === "assistant" && fact.type === "bug_fix" ? trouble : undefined;
      const stated = fact.within ?? fact.text;
      // Which taste takes the place of another, words don't tell; the judge is asked.
      const replaces = replacedWords(stated) ?? (views && stated);
      if (tentative && replaces === undefined) continue;
      const verdictAt = (sure: number) =>
        superseder(fact.text, {
          sure: corrects && !tentative ? limits.corrected : sure,
          consult: consultOf(fact.text, views),
        });
      const [together, later] = [verdictAt(limits.together), verdictAt(limits.later)];
      const isUntrue = (old: Extracted) => (before.has(old) ? later : together)(old.text) === true;
      const fixes = !tentative && (fact.type === "bug_fix" || OVER.test(fact.text));
      const left = kept.filter((old, place) =>
        old.text !== fact.text &&
        !(fixes && isTrouble(old, fact.text)) && !solved?.includes(old.text) &&
        // What is only likely may stand before what is sure of the same message.
        (tentative && !before.has(old) || replaces === undefined || place < kept.length - RECENT ||
          !isUntrue(old))
      );
      const alone = tentative && !kept.some((old) => !old.tentative && !left.includes(old));
      kept = left;
      kept.push({
        ...fact,
        ...(solved === undefined ? {} : { text: withTrouble(solved, fact.text) }),
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
  "agreed|becomes|liv\\w+|runs? (?:on|in|at|under|every|as|daily|nightly|weekly)|listen\\w*|called|named|hosted|must|otherwise|unless|should|never|always|don't|uses?|i (prefer|want|like|hate|always|never)|please",
);
/** Mostly holds. */
const MAY_HOLD = cue("stored|written|needs?|we|our|because|for");

/** Is an earlier statement a trouble that a later one tells with its cause? */
function isTrouble({ text, type, speaker }: Extracted, fix: string): boolean {
  if (speaker !== "user" || type === "user_preference" || HOLDS.test(text)) return false;
  const words = stems(fix);
  const shared = [...stems(text)].filter((word) => words.has(word)).length;
  return shared > (MAY_HOLD.test(text) ? 2 : 1);
}

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
