import { judge, type StatementType } from "../../language/durability.ts";
import { type Clause, judgeMessage as judgeClauses } from "../../language/message.ts";
import { isPasted, proseOf } from "../../language/pasted.ts";
import { type Sentence, sentencesOf } from "../../language/sentences.ts";

/** Types that capture gives; names of the surface. */
export type MemoryKind = StatementType | "auto_capture";

/** What a message holds that is worth keeping. */
export interface Kept {
  /** The sentences that carry facts, with those that they need to be understood, in order. */
  text: string;
  /** The kind of the strongest one. */
  type: MemoryKind;
}

/**
 * Log-odds above which a sentence is kept: even odds. Of the open tables of tests/samples 3 of 452
 * messages of noise are kept then, and 8 of 453 good ones lost; at 0.5 fewer of both are kept.
 */
const ENOUGH = 0;
/** A neighbour of a kept sentence that is not clearly idle may explain it. */
const EXPLAINS = -4;
/** A statement longer than this is a document. */
const MAX_TEXT = 4_000;

/** Nothing that is said laughing is a rule. */
const JOKE =
  /(?<!\p{L})(?:lol|lmao|rofl|ha(?:ha)+|hehe+|jaja+|mdr|ptdr|just kidding|scherz)(?!\p{L})|[😂🤣😆]|[;:]-?[)P]$|笑$|哈哈/iu;
/** So short, a laugh is about what was said before it. */
const LAUGH = 12;

/**
 * Says nothing once the secret is taken out: "my key for staging is [redacted:secret]". Where another
 * name or value may stand before or behind it, the sentence is kept.
 */
const ONLY_SECRET =
  /^[^.:=,;\d]{0,80}(?:\b(?:is|are)|[:=])\s*["'`]?\[redacted:[^\]]*\]["'`]?\s*(?:$|[.!;)—–-])/i;

/** A wish to forget is for the tools. */
const FORGET =
  /^(?:please |ok(?:ay)?,? |no,? )*forget (?:about|everything|it|that|the|this|what)\b(?!\s*[,:;—–-])/i;

/** What somebody typed of a message, without pasted logs, diffs and code; or why there is nothing. */
export function typedOf(
  message: string,
): { text: string; sentences: readonly Sentence[] } | { reason: string } {
  const pasted = isPasted(message);
  if (pasted !== undefined) return { reason: pasted };
  const prose = proseOf(message).prose.trim();
  if (prose === "") return { reason: "only pasted text" };
  const all = sentencesOf(message);
  const sentences = all.filter(({ text }) => !ONLY_SECRET.test(text) && !FORGET.test(text));
  if (sentences.length === 0 && all.length > 0) return { reason: "only a secret, or to forget" };
  const text = sentences.length === all.length ? prose : textOf(sentences);
  return { text: text.slice(0, MAX_TEXT), sentences };
}

function textOf(sentences: readonly Sentence[]): string {
  return sentences.map(({ text }) => text).join("\n");
}

/**
 * Takes from a user's message what is worth keeping for months, or says why there is nothing. Pasted
 * logs, diffs and code are left out first; then each sentence is judged by learned weights.
 */
export function judgeMessage(message: string): Kept | { reason: string } {
  const typed = typedOf(message);
  if ("reason" in typed) return typed;
  const all = typed.sentences;
  const laughs = all.map(({ text }) => JOKE.test(text) ? text.length : undefined);
  const sentences = all.filter((_, index) =>
    laughs[index] === undefined && (laughs[index + 1] ?? Infinity) > LAUGH
  );
  if (sentences.length === 0 && all.length > 0) return { reason: "a joke" };
  const clauses = judgeClauses(sentences, { assistant: false, enough: ENOUGH });
  const best = strongest(clauses.filter(({ durable }) => durable));
  if (best === undefined) return { reason: "nothing durable is stated" };
  const worth = sentences.map((_, index) => clauses.filter(({ sentence }) => sentence === index));
  const isKept = worth.map((parts) => parts.some(({ durable }) => durable));
  const kept = sentences.filter((_, index) =>
    isKept[index] || (isKept[index - 1] || isKept[index + 1]) && worth[index]!.every(mayExplain)
  );
  return { text: textOf(kept).slice(0, MAX_TEXT), type: best.type };
}

const ASKS = /^\W*(?:please|pls|now|then|next|and now|can|could|would|let's|bitte|jetzt)\b/i;
/** A reason, a remedy, an exception: alone it would be idle talk, or a request ("use the second one"). */
const mayExplain = ({ question, odds, text }: Clause) =>
  !question && odds > EXPLAINS && !ASKS.test(text);

function strongest(clauses: readonly Clause[]): Clause | undefined {
  return clauses.toSorted((a, b) => b.odds - a.odds)[0];
}

/** The kind of a statement. */
export function typeOf(statement: string): MemoryKind {
  const { odds, type } = judge({
    text: statement,
    assistant: false,
    item: false,
    before: "nothing",
  });
  return odds > 0 ? type : "auto_capture";
}

/** Kinds that an assistant's closing words may state; its advice is nobody's convention. */
const REPORTED: ReadonlySet<MemoryKind> = new Set(["decision", "bug_fix", "task_learning"]);
const MAX_SENTENCES = 3;
const MAX_OUTCOME = 600;
/** So many sentences from the end are the closing statement. */
const CLOSING = 12;

/** The sentences of an assistant's closing text that state an outcome or decision; "" when none do. */
export function findOutcome(text: string): string {
  return closingOf(text, true);
}

/** How an assistant's text ends, without what {@link findOutcome} finds: what the user answers to. */
export function findContext(text: string): string {
  return closingOf(text, false);
}

function closingOf(text: string, isOutcome: boolean): string {
  const sentences = sentencesOf(text).slice(-CLOSING);
  const told = new Set(
    judgeClauses(sentences, { assistant: true, enough: ENOUGH })
      .filter(({ durable, question, type }) => durable && !question && REPORTED.has(type))
      .map(({ sentence }) => sentence),
  );
  return sentences.filter((_, index) => told.has(index) === isOutcome).slice(-MAX_SENTENCES)
    .map((sentence) => sentence.text.replace(/[*_#]{2,}/g, "").trim())
    .join("\n").slice(0, MAX_OUTCOME);
}
