/**
 * Extraction without a model: durable statements found by rules. See
 * docs/adr/0006-extraction-by-rules.md.
 *
 * @module
 */

import type { Memory, Message } from "../client/store.ts";
import { compose, type Unit } from "./compose.ts";
import { SPECIFIC } from "./cue_tables.ts";
import { cue } from "./cues.ts";
import { ENOUGH, judge, type Verdict } from "./durable.ts";
import type { Extracted, Extractor } from "./extractor.ts";
import { type Focus, focusOf, nameOrigin, resolve, tidy } from "./self_contained.ts";
import { clausesOf, type Sentence, sentencesOf } from "./sentences.ts";
import { replacedWords, retired, supersedes } from "./supersede.ts";
import type { MemoryType } from "./types.ts";

/** Finds durable statements by rules; nothing is asked over a network. */
export const ruleExtractor: Extractor = {
  extract: (messages) => Promise.resolve(extractByRules(messages)),
  outdated: ({ text }, memories) => Promise.resolve(outdatedByRules(text, memories)),
};

/**
 * The durable statements of a conversation, in order: one fact each, self-contained, typed. What a
 * later statement corrects is left out. System messages are not read.
 */
export function extractByRules(messages: readonly Message[]): Extracted[] {
  let kept: Extracted[] = [];
  let choice = "";
  messages.forEach(({ role, content }, index) => {
    if (role !== "user" && role !== "assistant") return;
    const sentences = sentencesOf(content);
    const confirmed = CONFIRMS.test(messages[index + 1]?.content ?? "");
    const durable = role === "user"
      ? (unit: Unit) => unit.points >= ENOUGH
      : (unit: Unit) => isOutcome(unit, confirmed);
    for (const fact of compose(unitsOf(sentences, choice, role), durable)) {
      const replaces = replacedWords(fact.text);
      kept = kept.filter((old, place) =>
        old.text !== fact.text &&
        (replaces === undefined || place < kept.length - RECENT ||
          supersedes(fact.text, old.text) !== true)
      );
      kept.push({ ...fact, speaker: role, ...(replaces === undefined ? {} : { replaces }) });
    }
    choice = sentences.findLast(({ text, question }) => question && / or /.test(text))?.text ??
      choice;
  });
  return kept;
}

/** A correction follows what it corrects within so many statements. */
const RECENT = 30;

/** The memories that a statement makes untrue for certain. */
export function outdatedByRules(text: string, memories: readonly Memory[]): string[] {
  return memories.filter((memory) => supersedes(text, memory.text) === true).map(({ id }) => id);
}

/** The user agrees with what the assistant just said. */
const CONFIRMS =
  /^\W*(?:(?:ah|oh|yes|yep|ok|hm),?\s+)*(?:right|exactly|correct|indeed|that's (?:it|right)|you're right)\b/i;

/** How a thing behaves from now on. */
const NOW_DOES = cue("now (?:\\w+ )?\\w+s");

/** A job reported as done. */
const MENDED = /^(?:fixed|solved|resolved) (?!by|and)[a-z]/i;

/** Why something was done. */
const REASONED = cue("because|since|so that|no longer|instead of|was|were|by");

/** Of an assistant's words only outcomes count, and facts that the user agreed to. */
function isOutcome(unit: Unit, confirmed: boolean): boolean {
  if (MENDED.test(unit.text) && !REASONED.test(unit.text)) return false;
  if (unit.points >= ENOUGH && (unit.cause || NOW_DOES.test(unit.text))) return true;
  if (unit.question || unit.points < ENOUGH) return false;
  return (confirmed && SPECIFIC.test(unit.text)) ||
    (/^I \w+/.test(unit.text) && REASONED.test(unit.text));
}

/** Says that something gave way to something else, or why: such a sentence is not taken apart. */
const WHOLE = cue(
  "in favou?r of|handed|nicht mehr|ya no|désormais|root cause|the (?:cause|reason|culprit)|turn(?:s|ed) out|caused by",
);

/** "Unity question." names what the next sentences are about. */
const HEADING =
  /^((?:[A-Z][\w.-]*\s?){1,3}?)\s?(?:question|issue|stuff|context|setup|thing|problem)$/;

const RULES: readonly MemoryType[] = ["convention", "anti_pattern", "user_preference"];

/** Clauses of one message, tidied, resolved and judged. */
function unitsOf(sentences: readonly Sentence[], choice: string, role: string): Unit[] {
  const units: Unit[] = [];
  const assistant = role === "assistant";
  let focus: Focus = {};
  let heading = "";
  let asked = false;
  let afterFact = false;
  let afterRule = false;
  for (const [sentence, { text, question, item }] of sentences.entries()) {
    for (
      const said of question || WHOLE.test(text) || retired(text).length > 0
        ? [text]
        : clausesOf(text)
    ) {
      const tidied = tidy(said);
      const named = HEADING.exec(tidied)?.[1];
      if (named !== undefined) {
        heading = named;
        focus = { thing: named };
        continue;
      }
      const chosen = chosenOf(tidied, choice);
      const plain = chosen ?? nameOrigin(tidied, focus);
      const resolved = resolve(plain, focus);
      const verdict: Verdict = chosen === undefined
        ? judge(resolved.text, {
          question,
          item,
          afterFact: afterFact && units.at(-1)?.sentence !== sentence &&
            !/^(?:I|you)\b/i.test(plain),
          afterRule,
          assistant,
          said,
        })
        : { points: ENOUGH + 1, type: "decision", cause: false, request: false };
      // "It should contain …" and lists after a request describe what was asked for.
      if (
        asked && !assistant &&
        (item ||
          /^(?:if there|make sure|(?:it|they|the \w+) (?:should|must|will|needs))/i.test(plain))
      ) {
        Object.assign(verdict, { points: 0, request: true });
      }
      if (heading !== "" && /^(?:our|the|we)\s/i.test(resolved.text)) {
        resolved.text = `${heading}: ${resolved.text}`;
        heading = "";
      }
      units.push({
        ...verdict,
        ...resolved,
        question: question && verdict.points < ENOUGH,
        sentence,
      });
      const next = focusOf(resolved.text, focus);
      focus = question || verdict.request ? { ...focus, person: next.person } : next;
      // Bare descriptions count more after a fact, in sentences of their own.
      afterFact = verdict.points >= ENOUGH;
      if (afterFact) afterRule = RULES.includes(verdict.type);
      else if (question || verdict.request) afterRule = false;
      if (!item) asked = verdict.request;
    }
  }
  return units;
}

/** "Valkey then" after "Redis or Valkey for the session cache?" becomes "Use Valkey for the session cache". */
function chosenOf(text: string, choice: string): string | undefined {
  const picked = /^(?:(?:go|going|let's go) with )?(\S+(?:\s\S+){0,3}?)(?: then| it is)$/i.exec(
    text,
  )?.[1];
  const named = picked !== undefined && (choice.includes(picked) || / it is$/i.test(text));
  if (picked === undefined || !(named || /^\S+$/.test(picked))) return undefined;
  const tail = choice.includes(picked)
    ? / or [^?]*?(\s(?:for|in|as|on)\s[^?]*)\?/.exec(choice)?.[1] ?? ""
    : "";
  return `Use ${picked}${tail}`;
}
