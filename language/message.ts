/**
 * A message judged clause by clause: what of it will still matter in some months.
 *
 * @module
 */

import { judge, type Verdict } from "./durability.ts";
import type { Before } from "./features.ts";
import { clausesOf, type Sentence, toldBefore } from "./sentences.ts";
import { retired } from "./retired.ts";

/** A clause of a message, judged. */
export interface Clause extends Verdict {
  text: string;
  /** Is it worth keeping by itself? */
  durable: boolean;
  question: boolean;
  /** Number of its sentence. */
  sentence: number;
}

/** What is said, behind what only says that it is: a label, or "I have to tell you that". */
const SAID =
  /^(?:(?!["'`])[^:`"(]{2,90}:|(?:i (?:have|want|wanted|need) to|i (?:should|must)|let me|you should|just to|\S+ asked me to) (?:\S+ ){1,4}that)\s+(?=\S+\s\S+\s\S)(.+)$/is;

/** A question must state a fact clearly to be more than a question. */
const TELLING = 1;

/**
 * Judges the sentences of one message in order.
 *
 * @param enough Log-odds above which a clause is durable.
 * @param behind Is what stands behind a label judged without it too, and the better counts? Default false.
 */
export function judgeMessage(
  sentences: readonly Sentence[],
  assistant: boolean,
  enough: number,
  behind = false,
): Clause[] {
  const clauses: Clause[] = [];
  let before: Before = "nothing";
  for (const [sentence, { text, question, item }] of sentences.entries()) {
    const whole = judge({ text, assistant, item, before });
    // A question, a change with what it changes, and a trouble with its cause are one.
    const single = question || retired(text).length > 0 ||
      (whole.type === "bug_fix" && whole.odds > enough);
    const told = question ? toldBefore(text) : undefined;
    const parts = told !== undefined
      ? [told, text.slice(told.length).replace(/^\W+/, "")]
      : single
      ? [text]
      : clausesOf(text);
    for (const part of parts) {
      const asks = question && part !== told;
      const own: Verdict = parts.length === 1
        ? whole
        : judge({ text: part, assistant, item, before });
      const said = behind ? SAID.exec(part)?.[1]?.replace(SAID, "$1") : undefined;
      const odds: number = Math.max(
        (own.odds + whole.odds) / 2,
        said === undefined ? -Infinity : judge({ text: said, assistant, item, before }).odds,
      );
      const durable: boolean = odds > (asks ? Math.max(enough, TELLING) : enough);
      clauses.push({ ...own, text: part, odds, durable, question: asks, sentence });
      before = durable ? "durable" : own.request ? "request" : "other";
    }
  }
  return clauses;
}
