import { type Cue, CUES, type MemoryKind, NOISE } from "./gate_cues.ts";
import { isPasted, proseOf } from "./pasted.ts";
import { isQuestion, isRequest, sentencesOf } from "./sentences.ts";

/** What a message holds that is worth keeping. */
export interface Kept {
  /** The sentences that carry facts, with those that they need to be understood, in order. */
  text: string;
  /** The kind of the strongest one. */
  type: MemoryKind;
}

/** Points that a sentence needs. */
const ENOUGH = 2;
/** A statement longer than this is a document. */
const MAX_TEXT = 4_000;

interface Judged {
  text: string;
  points: number;
  cue: Cue | undefined;
  /** May it stand beside a kept one: a statement, though not worth keeping alone? */
  isStatement: boolean;
}

/**
 * Takes from a user's message what is worth keeping for months, or says why there is nothing. Pasted
 * logs, diffs and code are left out first; then each sentence is judged by cues in several languages:
 * decisions, conventions, preferences, facts of the environment, causes and fixes, always and never
 * count for it, and what is asked, supposed, joked or only true at this moment counts against it.
 */
export function judgeMessage(message: string): Kept | { reason: string } {
  const pasted = isPasted(message);
  if (pasted !== undefined) return { reason: pasted };
  const { prose, removed } = proseOf(message);
  if (prose.trim() === "") return { reason: "only pasted text" };
  if (NOISE.joke.test(prose)) return { reason: "a joke" };
  const judged = sentencesOf(prose).map(({ text }) => judgeSentence(text));
  // Beside a paste a plain sentence is about the paste.
  const enough = removed > 0 ? ENOUGH + 1 : ENOUGH;
  const best = judged.reduce((a, b) => b.points > a.points ? b : a, judged[0] as Judged);
  if (best === undefined || best.points < enough) return { reason: "nothing durable is stated" };
  const kept = judged.filter((one) => one.points >= enough || one.isStatement);
  const text = kept.map((one) => one.text).join("\n");
  return { text: text.slice(0, MAX_TEXT), type: best.cue?.type ?? "auto_capture" };
}

/** The kind of a statement, by its strongest cue. */
export function typeOf(statement: string): MemoryKind {
  return strongest(statement)?.type ?? "auto_capture";
}

function strongest(sentence: string): Cue | undefined {
  let best: Cue | undefined;
  for (const cue of CUES) {
    if ((best === undefined || cue.points >= best.points) && cue.pattern.test(sentence)) best = cue;
  }
  return best;
}

function judgeSentence(text: string): Judged {
  const cue = strongest(text);
  const isNoise = text.length < 4 || NOISE.smallTalk.test(text) && (cue?.points ?? 0) < 2;
  const question = isQuestion(text);
  const standing = NOISE.standing.test(text);
  const states = NOISE.states.test(text);
  const specific = NOISE.specific.test(text);
  const strength = cue?.points ?? 0;
  // "Test data lives in …": a noun that is a verb as well.
  const request = isRequest(text) && !(states && NOISE.nounFirst.test(text));
  let points = strength + Number(states) + Number(specific) + Number(standing && strength < 3) +
    Number(NOISE.labelled.test(text));
  if (isNoise) points -= 6;
  if (NOISE.hypothetical.test(text)) points -= 4;
  if (NOISE.moment.test(text)) points -= 2;
  if (NOISE.local.test(text)) points -= 4;
  if (strength < 3 && !specific && !standing && NOISE.dangling.test(text)) points -= 2;
  if (strength < 2 && NOISE.trouble.test(text) && !NOISE.causal.test(text)) points -= 2;
  const rule = NOISE.rule.test(text);
  // A word is no statement, nor are a few characters.
  if (text.length < 8 || /^[\w.:-]+$/.test(text)) points -= 3;
  if (question) points -= rule && (cue?.type === "user_preference" || request) ? 0 : 9;
  // A request is kept only when it sets a rule: "always ask before …", "keep answers short".
  else if (request && !rule) points -= 5;
  return {
    text,
    points,
    cue,
    isStatement: !isNoise && !question && !request && points >= 0,
  };
}
