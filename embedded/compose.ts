/**
 * Clauses of one message put together to memories: what only makes sense together stays together (a
 * trouble, its cause and its fix; a decision and its reason), everything else is one fact each.
 *
 * @module
 */

import { cue } from "./cues.ts";
import { SPECIFIC, STATES } from "./cue_tables.ts";
import { ENOUGH, type Verdict } from "./durable.ts";
import { retired } from "./supersede.ts";
import type { MemoryType } from "./types.ts";

/** A clause on its way to a memory. */
export interface Unit extends Verdict {
  /** Tidied, pronouns resolved. */
  text: string;
  /** Does it still need the clause before? */
  dangling: boolean;
  question: boolean;
  /** Number of its sentence in the message. */
  sentence: number;
}

/** A statement ready to be kept. */
export interface Fact {
  text: string;
  type: MemoryType;
}

/** Why: a judgement on the alternative, before or after a decision. */
const REASON = cue(
  "(?:too|got|gets) \\w+|isn't|aren't|can't|cannot|doesn't|drives|kills|wrecks|off the table|is out|licen[cs]ed?|flagged|because|expensive|legal|sign(?:ed)?|won't",
);
const CHANGES = cue(
  "moved|migrated|switched|no longer|any ?more|replac(?:es?|ed)|ditched|in favou?r of|instead of|gave up on",
);

/** Too short to mean anything alone; it strengthens or completes what was said. */
const FRAGMENT = cue(
  "^(?:every time|always|period|full stop|seriously|really|don't|do not|never)|^(?:don't|never) (?!use)\\S+|^(?:one|two|no) (?:\\w+ ){1,3}each",
);
const FRAGMENT_ONLY = new RegExp(`${FRAGMENT.source}$`, "iu");

/** Says of what was said before that it is a rule. */
const AFFIRMS = cue(
  "^(?:that|this|it)(?:'s| is) (?:our|the|how|a) (?:\\w+ )?(?:style|rule|convention|policy|standard|way|\\w+ wants?)|^(?:that|this|it)'s how|" +
    "^\\S+ (?:enforces|checks) (?:it|this|that)|^(?:bear|keep) (?:it|this|that) in mind",
);

/** What was done about a trouble. */
const FIX = new RegExp(
  "^(?:(?:we|i) (?:now |have |just |then )?(?!tested|asked|audited|checked|reported|learned|decided|tried|looked|noticed|wanted|needed)" +
    "(?:\\w+ed|set|put|now|made)\\b|we (?:\\w+ ){0,3}now |(?:fixed|solved|resolved|setting|strip|added|moved|switched|calling|upgrading|awaiting|removing)\\b|" +
    "after \\w+ing|each \\w+ now |(?:it|the|\\S+\\(\\)|\\S+) (?:\\w+ )?now )",
  "i",
);

/** A cause or fix that doesn't say of what. */
const HEADLESS = cue(
  "^(?:turn(?:s|ed) out|(?:root )?cause|what happened|the (?:root |real )?(?:cause|reason|culprit|fix)|it was|it's because|solved|resolved|fixed by)|" +
    "(?:fixed|solved|resolved|brought) (?:it|this|that|both|them|all)|they(?:'re| are) gone",
);
const TROUBLE = cue(
  "\\w+ed|went|was|were|got|kept|broke|fell|now|^set|is (?:solved|fixed|slow)|(?:fail|crash|show|give|throw|hang|break|lose|return)e?s|bug|mismatch",
);

/** A few words without a verb, which are not chat: "Trunk-based, with flags". */
function completes({ text, points, request }: Unit): boolean {
  return points < ENOUGH && !request && (/^(?:\S+ ){1,4}\S+$/.test(text) || SPECIFIC.test(text)) &&
    !STATES.test(text) &&
    !CHAT.test(text);
}
const CHAT = cue(
  "thanks?|thx|nice|great|cool|ok(ay)?|good|perfect|lovely|sigh|sorry|wow|hm+|ha|classic|phew|ideas?|first|next|now|time|for|i|you|me|my|it|^\\w+ed",
);

/** May a clause be kept only because the next one needs it? */
function leads(before: Unit | undefined, unused: boolean): boolean {
  return unused && isProse(before) && before.points >= 0 && /\s\S+\s/.test(before.text);
}

/** The rest of a sentence of which the first part is kept, unless something speaks against it. */
function belongs(unit: Unit, before: Unit): boolean {
  return unit.sentence === before.sentence && unit.points >= 0 && unit.points < ENOUGH &&
    !unit.request;
}

const unended = (text: string) => text.replace(/[\s.!]+$/, "");
const isProse = (unit: Unit | undefined): unit is Unit =>
  unit !== undefined && !unit.question && !unit.request;

/**
 * The facts of one message.
 *
 * @param durable Is a unit worth keeping? Who said it decides.
 */
export function compose(units: readonly Unit[], durable: (unit: Unit) => boolean): Fact[] {
  const facts: { from: number; to: number; type: MemoryType }[] = [];
  let free = 0; // The first unit that no fact holds.
  units.forEach((unit, index) => {
    if (index < free || unit.question) return;
    const last = facts.at(-1);
    const adjacent = last !== undefined && last.to === index - 1;
    if (AFFIRMS.test(unit.text) && isProse(units[index - 1])) {
      if (adjacent) last.to = index;
      else facts.push({ from: index - 1, to: index, type: "convention" });
    } else if (
      adjacent &&
      (FRAGMENT_ONLY.test(unit.text) || completes(unit) || belongs(unit, units[last.to]!) ||
        (unit.dangling && !unit.request && !unit.cause))
    ) {
      last.to = index;
    } else if (
      durable(unit) && (!unit.dangling || unit.cause || leads(units[index - 1], index > free))
    ) {
      const before = units[index - 1];
      const needed = (unit.dangling && !unit.cause) ||
        (isProse(before) && retired(before.text).length > 0);
      const from = needed && index > free ? index - 1 : index;
      const fact = { from, to: index, type: unit.type };
      if (unit.cause) takeCase(units, fact, free);
      else if (unit.type === "decision") takeReason(units, fact, free);
      facts.push(fact);
    } else if (
      FRAGMENT_ONLY.test(unit.text) && /^You (?:keep|always) /i.test(units[index - 1]?.text ?? "")
    ) {
      facts.push({ from: index - 1, to: index, type: "anti_pattern" });
    } else return;
    free = facts.at(-1)!.to + 1;
  });
  return facts.map(({ from, to, type }) => ({
    text: unended(units.slice(from, to + 1).map(({ text }) => unended(text)).join(". ")),
    type,
  }));
}

/** Widens a cause or fix by the trouble before it and the fixes after it. */
function takeCase(units: readonly Unit[], fact: { from: number; to: number }, free: number): void {
  const head = units[fact.from]!;
  if (HEADLESS.test(head.text) || head.dangling) {
    while (fact.from > Math.max(free, fact.to - 3)) {
      const before = units[fact.from - 1];
      if (!isProse(before) || !TROUBLE.test(before.text)) break;
      fact.from--;
    }
  }
  for (let next = units[fact.to + 1]; next && fact.to - fact.from < 5; next = units[fact.to + 1]) {
    if (next.question || (next.request && !FIX.test(next.text))) break;
    if (!next.cause && !FIX.test(next.text) && !(next.dangling && !next.request)) break;
    fact.to++;
  }
}

/** Widens a decision by the reason beside it. */
function takeReason(
  units: readonly Unit[],
  fact: { from: number; to: number },
  free: number,
): void {
  const [before, after] = [units[fact.from - 1], units[fact.to + 1]];
  if (
    fact.from > free && isProse(before) && REASON.test(before.text) &&
    CHANGES.test(units[fact.from]!.text)
  ) fact.from--;
  if (isProse(after) && REASON.test(after.text) && after.points < ENOUGH + 3) fact.to++;
}
