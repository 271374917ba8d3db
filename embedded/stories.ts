/**
 * A trouble's cause and what was done about it, told in two sentences: neither says enough to be worth
 * keeping, both together are what helps when the trouble comes back.
 *
 * @module
 */

import { stems } from "../language/content_words.ts";
import type { Clause } from "../language/message.ts";
import type { Sentence } from "../language/sentences.ts";
import { cue } from "../language/words.ts";
import { unended, type Unit } from "./compose.ts";
import type { Opinion } from "./judge.ts";
import { isIdle, shows } from "./worth.ts";

/** What was done, or what is so with it done. */
const DONE = cue(
  "^(?:so )?(?:i|we)(?:'ve| have|'m| am| are)? (?:now |then |just |simply |also )?" +
    "(?!(?:test|check|verifi|replay|simulat|profil|measur|confirm|look|notic|compar|tri)ed)" +
    "(?:\\w+ed|set|put|made|gave|built|wrote|cut|bound|split|took|kept|let|call|use|pass|wrap|add|write|send)|" +
    "^\\w+ing .{3,80}? (?:fixe[sd]|solve[sd]|cure[sd]|ended|helps|helped|makes|made|got rid|releases|frees|avoids|prevents|removes|resolves|brings|[a-z]+s (?:it|the|this|that|them|all)|lets|keeps|stops)|^(?:i|we) (?:\\S+ ){1,12}?now|^(?:it|this|that) now \\w+s|^\\w+ed (?:the|it|this|that|them|all|both|an?|my|our)|" +
    "^with .{3,80}? (?:is|are|works?|runs?|stays?|takes?|holds?|[a-z]+ed|[a-z]+ing|set|on|off|out|in|place)",
);

/** Log-odds below which a clause tells nothing of a trouble. */
const IDLE = -3;

/** A clause that may go along with the one before. */
export interface Told extends Clause {
  /** Does it only complete what the clause before tells? */
  along: boolean;
}

/**
 * The clauses of a message, with those marked as one fact that tell a story: a cause and what was done about it.
 *
 * @param opinionOf What is thought of a text that stands alone.
 * @param enough Log-odds above which a story is worth keeping.
 */
export function withStories<One extends Clause>(
  clauses: readonly One[],
  sentences: readonly Sentence[],
  opinionOf: (text: string) => Opinion | undefined,
  enough: number,
): (One & Told)[] {
  const told: (One & Told)[] = clauses.map((clause) => ({ ...clause, along: false }));
  for (let at = 1; at < sentences.length; at++) {
    const [cause, remedy] = [sentences[at - 1]!, sentences[at]!];
    if (cause.question || remedy.question) continue;
    if (!DONE.test(remedy.text) || DONE.test(cause.text)) continue;
    const opinion = opinionOf(`${unended(cause.text)}. ${remedy.text}`);
    if (opinion === undefined || opinion.odds <= enough) continue;
    const before = told.filter(({ sentence }) => sentence === at - 2);
    const longer = before.length > 0 &&
      before.every(({ question, odds }) => !question && odds > IDLE);
    const first = longer ? at - 2 : at - 1;
    const parts = told.filter(({ sentence }) => sentence >= first && sentence <= at);
    for (const [place, part] of parts.entries()) {
      part.request = false;
      if (place > 0) part.along = true;
      else Object.assign(part, { durable: true, type: "bug_fix" });
    }
  }
  return told;
}

/** A longer one is a story by itself. */
const LONGEST_TROUBLE = 300;

/**
 * The trouble that a user's message reports; undefined when it tells none.
 *
 * @param units The clauses of the message.
 * @param opens Is it the first of the conversation? Then what neither asks nor wants anything is a report.
 */
export function troubleOf(units: readonly Unit[], opens: boolean): string | undefined {
  const prose = units.filter(({ question, request }) => !question && !request);
  const told = opens && prose.length === units.length
    ? prose.filter((unit) => shows(unit.said) || unit.odds > IDLE && !isIdle(unit, "user"))
    : prose.filter(({ said }) => shows(said)).slice(0, 1);
  const text = told.map(({ text }) => unended(text)).join(". ");
  return text === "" || text.length > LONGEST_TROUBLE ? undefined : text;
}

/** So many words of a trouble in what solves it name it there. */
const NAMED = 4;

/** What solves a trouble, with the trouble before it where it doesn't name that itself. */
export function withTrouble(trouble: string, solution: string): string {
  const words = stems(solution);
  const shared = [...stems(trouble)].filter((word) => words.has(word)).length;
  return shared < NAMED ? `${trouble}. ${solution}` : solution;
}
