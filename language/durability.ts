/**
 * Is a sentence worth remembering for months, and as what? Learned from the sentences in
 * tasks/training; see docs/adr/0007-learned-durability.md.
 *
 * @module
 */

import { decode, listed, oddsOf } from "./classifier.ts";
import { featuresOf, type Said } from "./features.ts";
import { WEIGHTS } from "./weights.ts";

/** Kinds of durable statements. */
export const STATEMENT_TYPES = [
  "decision",
  "anti_pattern",
  "user_preference",
  "convention",
  "task_learning",
  "environmental",
  "bug_fix",
] as const;

/** A kind of durable statement. */
export type StatementType = typeof STATEMENT_TYPES[number];

/** What a sentence is. */
export interface Verdict {
  /** Log-odds that it is durable: above zero it rather is. */
  odds: number;
  /** The likeliest kind, should it be durable. */
  type: StatementType;
  /** Does it ask for work to be done once? What follows may describe that work. */
  request: boolean;
}

const DURABLE = decode(WEIGHTS.durable);
/** What the other tables count in: nearly all of their features are among those of the first one. */
const LISTED = listed(WEIGHTS.durable);
const REQUEST = decode(WEIGHTS.request, LISTED);
const TYPES = STATEMENT_TYPES.map((type) => ({ type, table: decode(WEIGHTS[type], LISTED) }));

/** Judges one sentence or clause as it was typed. */
export function judge(said: Said): Verdict {
  const features = featuresOf(said);
  const odds = oddsOf(DURABLE, features);
  let type: StatementType = "environmental";
  let best = -Infinity;
  for (const { type: name, table } of odds > -2 ? TYPES : []) {
    const likely = oddsOf(table, features);
    if (likely > best) [best, type] = [likely, name];
  }
  return { odds, type, request: odds <= 0 && oddsOf(REQUEST, features) > 0 };
}
