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

/** A question must state a fact clearly to be more than a question. */
const TELLING = 1;

/**
 * Judges the sentences of one message in order.
 *
 * @param enough Log-odds above which a clause is durable.
 */
export function judgeMessage(
  sentences: readonly Sentence[],
  assistant: boolean,
  enough: number,
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
      const odds: number = (own.odds + whole.odds) / 2;
      const durable: boolean = odds > (asks ? Math.max(enough, TELLING) : enough);
      clauses.push({ ...own, text: part, odds, durable, question: asks, sentence });
      before = durable ? "durable" : own.request ? "request" : "other";
    }
  }
  return clauses;
}
