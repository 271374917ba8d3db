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

/** At least two words, or any in a script that sets no blanks. */
const WORDS =
  /[\p{L}\p{N}][^\p{L}]+[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Judges one tidied clause. */
export function judge(clause: string, said: Circumstances): Verdict {
  let best: Cue | undefined;
  for (const cue of FOR) {
    if (cue.pattern.test(clause) && (best === undefined || cue.points > best.points)) best = cue;
  }
  const strong = best !== undefined && best.points > 2;
  let points = (best?.points ?? 0) + describes(clause, best === undefined, said);
  for (const { points: weight, pattern } of AGAINST) {
    // A rule may tell the trouble it came from, and a cause is nothing but trouble.
    if (pattern.test(clause) || (weight > 4 && pattern.test(said.said))) {
      points -= strong && weight < 4 ? 1 : weight;
    }
  }
  if (DID.test(clause) && !said.assistant && best?.type !== "bug_fix") points -= strong ? 1 : 3;
  if (!WORDS.test(clause) && !strong) points -= 3;

  const standing = STANDING.test(clause);
  const job = !said.assistant && isJob(clause, said.said, best === undefined);
  const request = !said.assistant && (job || ASKS_FOR.test(said.said));
  if (job) points += standing ? 2 : isManner(clause, said) ? 1 : -6;
  else if (request && !standing && !strong) points -= 6;
  if (said.question && !(request && standing)) points = -9;
  return {
    points,
    type: best?.type ?? "environmental",
    cause: best?.type === "bug_fix",
    request: request && points < ENOUGH,
  };
}

/** Points for telling how things are, and exactly. */
function describes(clause: string, plain: boolean, { afterFact, item }: Circumstances): number {
  // "I have …" tells of the speaker, not of the project.
  const states = STATES.test(clause) && !(plain && /^I\b/i.test(clause));
  const labelled = /^[\w/ -]{2,30}: \S/.test(clause);
  return (states ? afterFact ? 2 : 1 : 0) + (SPECIFIC.test(clause) ? 1 : 0) +
    (OURS.test(clause) ? 0.5 : 0) + (labelled ? item ? 2 : 1 : 0);
}

function isJob(clause: string, said: string, plain: boolean): boolean {
  return JOB.test(clause) || JOB.test(said) ||
    (plain && ORDER.test(clause) && !STATES.test(clause));
}

/** Does a request tell how to work from now on? */
function isManner(clause: string, { afterRule, question }: Circumstances): boolean {
  if (DEFINITE.test(clause)) return false;
  return MANNER.test(clause) || (afterRule && !question && !TASK.test(clause));
}
