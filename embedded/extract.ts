/**
 * Extraction without a model: durable statements, told from the rest by learned weights. See
 * docs/adr/0007-learned-durability.md.
 *
 * @module
 */

import type { Memory, Message } from "../client/store.ts";
import { judgeMessage } from "../language/message.ts";
import { type Sentence, sentencesOf } from "../language/sentences.ts";
import { replacedWords, superseder } from "../language/superseding.ts";
import { cue } from "../language/words.ts";
import { compose, type Unit } from "./compose.ts";
import type { Extracted, Extractor } from "./extractor.ts";
import { withoutTakenBack } from "./taken_back.ts";
import { type Focus, focusOf, nameOrigin, resolve, tidy } from "./self_contained.ts";

/** Finds durable statements by rules and learned weights; nothing is asked over a network. */
export const ruleExtractor: Extractor = {
  extract: (messages) => Promise.resolve(extractByRules(messages)),
  outdated: ({ text }, memories) => Promise.resolve(outdatedByRules(text, memories)),
};

/** Log-odds above which a statement is kept. */
const ENOUGH = { user: 0.1, assistant: 1.5 };
/** What the user confirms needs less. */
const CONFIRMED = -1;
/** A correction follows what it corrects within so many statements. */
const RECENT = 30;

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
    const confirmed = role === "assistant" && CONFIRMS.test(messages[index + 1]?.content ?? "");
    const enough = confirmed ? CONFIRMED : ENOUGH[role];
    for (const fact of compose(unitsOf(sentences, { role, choice, enough }))) {
      const replaces = replacedWords(fact.text);
      const verdictOn = superseder(fact.text);
      kept = kept.filter((old, place) =>
        old.text !== fact.text &&
        (replaces === undefined || place < kept.length - RECENT ||
          verdictOn(old.text) !== true)
      );
      kept.push({ ...fact, speaker: role, ...(replaces === undefined ? {} : { replaces }) });
    }
    choice = sentences.findLast(({ text, question }) => question && / or /.test(text))?.text ??
      choice;
  });
  return kept;
}

/** The memories that a statement makes untrue for certain. */
export function outdatedByRules(text: string, memories: readonly Memory[]): string[] {
  const verdictOn = superseder(text);
  return memories.filter((memory) => verdictOn(memory.text) === true).map(({ id }) => id);
}

/** The user agrees with what the assistant just said. */
const CONFIRMS = cue(
  "^\\W*(?:(?:ah|oh|yes|yep|ok|hm),?\\s+)*(?:right(?!,? (?:thanks|thank|thx|ok|i see))|exactly|correct|indeed|that's (?:it|right)|you're right)",
);

/** What was forbidden is allowed, all of something is elsewhere, or is so from now on: it needs as little as what is confirmed. */
const CHANGED = cue(
  "(from (now|here|today) on|in (the )?future|going forward)|(can|may|is|are)(?! (i|we|you)\\b)( allowed| free)?( to)? [^,;.?]{0,40}?\\bagain(?= since| because|[,.;]|$)|(is|are|was|were|has been|have been|got) (now )?(lifted|(allowed|permitted) (again|now))|" +
    "(everything|all [^,;.]{1,30})('s| has| have| is| are| was| were)( been)? (moved|migrated|ported|switched|replaced)",
);

/** Clauses of one message, judged, tidied and resolved. */
function unitsOf(
  sentences: readonly Sentence[],
  { role, choice, enough }: { role: "user" | "assistant"; choice: string; enough: number },
): Unit[] {
  let focus: Focus = {};
  const clauses = judgeMessage(sentences, role === "assistant", enough).map((clause) => ({
    ...clause,
    // What ends in a colon only announces.
    durable: !/:$/.test(clause.text) && (clause.durable ||
      role === "user" && !clause.question && !clause.request && clause.odds > CONFIRMED &&
        CHANGED.test(clause.text)),
  }));
  return withoutTakenBack(clauses).map((clause) => {
    const said = tidy(clause.text);
    const chosen = role === "assistant" ? undefined : chosenOf(said, choice);
    const resolved = resolve(chosen ?? nameOrigin(said, focus), focus);
    const unit: Unit = chosen === undefined
      ? { ...clause, ...resolved, question: clause.question && !clause.durable }
      : {
        ...clause,
        ...resolved,
        durable: true,
        type: "decision",
        request: false,
        question: false,
      };
    const next = focusOf(resolved.text, focus);
    focus = clause.question || clause.request ? { ...focus, person: next.person } : next;
    return unit;
  });
}

/** "Valkey then" after "Redis or Valkey for the session cache?" becomes "Use Valkey for the session cache". */
function chosenOf(text: string, choice: string): string | undefined {
  const [, picked, sure, rest = ""] =
    /^(?:(?:go|going|let's go) with )?(\S+(?:\s\S+){0,3}?)(?: then| (it is))(?=$|([,;] .+)$)/i
      .exec(text) ?? [];
  const named = picked !== undefined && (choice.includes(picked) || sure !== undefined);
  if (picked === undefined || !(named || /^[^\d\W]\S*$/.test(picked))) return undefined;
  const tail = choice.includes(picked)
    ? / or [^?]*?(\s(?:for|in|as|on)\s[^?]*)\?/.exec(choice)?.[1] ?? ""
    : "";
  return `Use ${picked}${tail}${rest}`;
}
