/**
 * Is a clause worth keeping for months? Cues for and against give points; what reaches
 * {@link ENOUGH} is kept, and the strongest cue names its kind.
 *
 * @module
 */

import {
  AGAINST,
  ASKS_FOR,
  type Cue,
  DEFINITE,
  DID,
  FOR,
  JOB,
  MANNER,
  OURS,
  SPECIFIC,
  STANDING,
  STATES,
} from "./cue_tables.ts";
import type { MemoryType } from "./types.ts";

/** What a clause is. */
export interface Verdict {
  /** At least {@link ENOUGH}: durable. */
  points: number;
  /** The kind, by the strongest cue. */
  type: MemoryType;
  /** Does it tell a cause or a fix? Such clauses belong together. */
  cause: boolean;
  /** Does it ask for work to be done once? What follows may describe that work. */
  request: boolean;
}

/** Points that a clause needs. */
export const ENOUGH = 2;

/** How a clause was said. */
export interface Circumstances {
  /** With a question mark, or in the order of words of a question. */
  question: boolean;
  /** In a list. */
  item: boolean;
  /** After a statement worth keeping in the same message. */
  afterFact: boolean;
  /** After a rule or preference in the same message. */
  afterRule: boolean;
  /** By an assistant: its imperatives are reports or advice, not requests. */
  assistant: boolean;
  /** As it was said, with politeness and exclamations. */
  said: string;
}

/** Verbs that change something once, whatever was said before. */
const TASK =
  /^(?:now|next|then|add|implement|start|create|fix|make|run|delete|remove|rename|update|refactor|generate|trigger|review|begin|continue)\b/i;

/** Any verb with a definite object, as in "raise the limit". */
const ORDER =
  /^(?:now |then |also |next )*(?!(?:in|on|at|for|with|from|to|by|of|if|as|under|not|no|when|while|after|before|since|until|because|once|all|both|only|even|like|over)\s)[a-z]+ (?:the|my|this|your)\s/i;

/** Judges one tidied clause. */
export function judge(
  clause: string,
  { question, item, afterFact, afterRule, assistant, said }: Circumstances,
): Verdict {
  let best: Cue | undefined;
  for (const cue of FOR) {
    if (cue.pattern.test(clause) && (best === undefined || cue.points > best.points)) best = cue;
  }
  const strong = best !== undefined && best.points > 2;
  const labelled = /^[\w/ -]{2,30}: \S/.test(clause);
  let points = (best?.points ?? 0) + Number(STATES.test(clause)) * (afterFact ? 2 : 1) +
    Number(SPECIFIC.test(clause)) +
    Number(OURS.test(clause)) * 0.5 + Number(labelled) * (item ? 2 : 1);
  for (const { points: weight, pattern } of AGAINST) {
    // A rule may tell the trouble it came from, and a cause is nothing but trouble.
    if (pattern.test(clause) || (weight > 4 && pattern.test(said))) {
      points -= strong && weight < 4 ? 1 : weight;
    }
  }
  if (DID.test(clause) && !assistant && best?.type !== "bug_fix") points -= strong ? 1 : 3;
  const job = !assistant &&
    (JOB.test(clause) || (ORDER.test(clause) && !STATES.test(clause) && best === undefined));
  const request = !assistant && (job || ASKS_FOR.test(said));
  const standing = STANDING.test(clause);
  const manner = !DEFINITE.test(clause) &&
    (MANNER.test(clause) || (afterRule && !question && !TASK.test(clause)));
  if (job && standing) points += 2;
  else if (job && manner) points += 1;
  else if (job) points -= 6;
  else if (request && !standing && !strong) points -= 6;
  if (question && !(request && standing)) points = -9;
  return {
    points,
    type: best?.type ?? "environmental",
    cause: best?.type === "bug_fix",
    request: request && points < ENOUGH,
  };
}
