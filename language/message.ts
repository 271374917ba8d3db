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

/** What is said, behind what only says that it is: a label, "I have to tell you that", "on second thought". */
const SAID =
  /^(?:(?!["'`])[^:`"(]{2,140}:|(?:i (?:have|want|wanted|need) to|i (?:should|must)|let me|you should|just to|\S+ asked me to) (?:\S+ ){1,4}that|(?:(?:no|sorry|wait|plz|dear \w+|actually|oops|on second thoughts?|scratch that)\b[,.:]*\s*){1,3})\s*(?<=\s)(?=\S+\s\S+\s\S)(.+)$/is;

/** What somebody else thinks of a sentence or a part of it, said after `before` in the same message. */
export type Consult = (text: string, before: string) => Pick<Verdict, "odds" | "type"> | undefined;

/** How a message is judged. */
export interface Judging {
  /** Did the assistant say it? */
  assistant: boolean;
  /** Log-odds above which a clause is durable. */
  enough: number;
  /** Is what stands behind a label judged without it too, and the better counts? Default false. */
  behind?: boolean;
  /** Is asked first; where it has no opinion, the learned weights decide. */
  consult?: Consult;
}

/** A question must state a fact clearly to be more than a question. */
const TELLING = 1;

/** Log-odds below which the first and the last parts of a sentence are left out of what is kept of it. */
const IDLE = -2;
/** Log-odds above which two parts of a sentence are two statements. */
const APART = 4.6;
/** Above these log-odds of somebody else's, what looks like a request to the words is none: "Ben approves changes". */
const NO_REQUEST = -1.5;
/** Says nothing without what stands before it. */
const RATHER = /\binstead\W*$/i;
/** Says where or when: belongs to what follows. */
const OPENS = /(?:^|[:;,]\s)(?:in|on|at|for|with|since|after|before|during|under)\s[^,]*$/i;

/**
 * Parts of a sentence put together again, so that what is kept says all that belongs to it: each part by
 * itself may look durable, or look idle and hold the reason.
 */
function joined(
  sentence: string,
  parts: readonly string[],
  oddsOf: (part: string) => number,
): string[] {
  if (parts.length === 1) return [...parts];
  const odds = parts.map(oddsOf);
  // Where no part says anything by itself, all of them may say it together.
  if (Math.max(...odds) < IDLE) return [sentence];
  const isIdle = (i: number) => odds[i]! < IDLE && !OPENS.test(parts[i]!);
  let [first, last] = [0, parts.length - 1];
  while (first < last && isIdle(first)) first++;
  while (last > first && isIdle(last)) last--;
  const starts = parts.map((_, i) =>
    i <= first || i > last ||
    !RATHER.test(parts[i]!) && Math.max(...odds.slice(first, i)) > APART && odds[i]! > APART
  );
  const pieces: string[] = [];
  let from = 0;
  let end = 0;
  parts.forEach((part, i) => {
    const at = sentence.indexOf(part, end);
    if (i > 0 && starts[i]) {
      pieces.push(sentence.slice(from, end));
      from = at;
    }
    end = at + part.length;
  });
  return [...pieces, sentence.slice(from, end)];
}

/** Judges the sentences of one message in order. */
export function judgeMessage(
  sentences: readonly Sentence[],
  { assistant, enough, behind = false, consult }: Judging,
): Clause[] {
  const clauses: Clause[] = [];
  let before: Before = "nothing";
  for (const [sentence, { text, question, item }] of sentences.entries()) {
    const judged = (text: string): Verdict => {
      const own = judge({ text, assistant, item, before });
      const other = consult?.(text, sentences[sentence - 1]?.text ?? "");
      return other === undefined
        ? own
        : { ...other, request: own.request && other.odds <= NO_REQUEST };
    };
    const whole = judged(text);
    // A question, a change with what it changes, and a trouble with its cause are one.
    const single = question || retired(text).length > 0 ||
      (whole.type === "bug_fix" && whole.odds > enough);
    const told = question ? toldBefore(text) : undefined;
    const parts = told !== undefined
      ? [told, text.slice(told.length).replace(/^\W+/, "")]
      : single
      ? [text]
      : consult === undefined
      ? clausesOf(text)
      : joined(text, clausesOf(text), (part) => judged(part).odds);
    for (const part of parts) {
      const asks = question && part !== told;
      const own: Verdict = parts.length === 1 ? whole : judged(part);
      const said = behind ? SAID.exec(part)?.[1]?.replace(SAID, "$1") : undefined;
      const both = (own.odds + whole.odds) / 2;
      const odds: number = Math.max(
        // What was cut off as idle gets nothing from the rest.
        consult === undefined ? both : Math.min(own.odds, both),
        said === undefined ? -Infinity : judged(said).odds,
      );
      const durable: boolean = odds > (asks ? Math.max(enough, TELLING) : enough);
      clauses.push({ ...own, text: part, odds, durable, question: asks, sentence });
      before = durable ? "durable" : own.request ? "request" : "other";
    }
  }
  return clauses;
}
