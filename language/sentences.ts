/**
 * Messages taken apart: what people wrote (without code, logs, diffs and quotes), in sentences and
 * clauses. Texts are only cut, never changed.
 *
 * @module
 */

import { isPasted, proseOf } from "./pasted.ts";
import { ACTS, cue, HELPERS } from "./words.ts";

/** A piece of a text. */
export interface Piece {
  /** Without white space and list mark around it; wrapped lines joined. */
  text: string;
  /** Where it begins. */
  start: number;
  /** Is it an item of a list? */
  item: boolean;
}

/** One sentence or list item of a message. */
export interface Sentence extends Piece {
  /** Does it ask something? */
  question: boolean;
}

/** A longer sentence states no single fact. */
const LONGEST_SENTENCE = 600;

/** Nobody types more in one message, and each takes time to judge. */
const MOST_SENTENCES = 400;

/** White space and list mark before a sentence. */
const HEAD = /^[\s>]*(?:([-*•]|\(?\d{1,2}[.)])\s+)?/;

/** Ends of sentences: a mark before white space, an ideographic full stop, or a line. */
const END = new RegExp(
  `\\n+|(?<=\\S)[.!?…]["'”’»)\\]]*(?=\\s)|[。！？]+[」』”]*|` +
    // "It's on 8080 - no, sorry, on 8081": what is taken back in the same breath.
    "(?<!(?:^|[.!?]\\s+|\\n)(?:hm+|oh|ah|uh|argh|no|ok|wait|sorry|oops))(?:,|\\s[-–—]+)(?=\\s(?:(?:no|wait|sorry|oops|ah|oh|hm+|uh|argh)\\W+(?:no|wait|sorry)|(?:scratch|forget) that|hold on|actually,? no|no,? actually)\\W)",
  "gi",
);

/** "1) …, 2) …" inside a line: each is an item. */
const ENUMERATES = /(?:^|\s)\(?1\)\s[^\n]{0,600}?[\s,;]\(?2\)\s/;
const ENUMERATED = new RegExp(`${END.source}|[,;:]?\\s(?:and |und |or )?(?=\\(?\\d\\)\\s)`, "g");

/** A full stop after these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|inkl|no|nr|ca|z\.\s?B|d\.h|bzw|p\.\s?ej|Dr|Prof|Mrs?|Ms|St|[A-Z])\.$/i;

/** A line that was only wrapped at a width: long, without a mark, and the next begins small. */
function runsOn(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trimEnd();
  return line.length > 50 && !/[.!?:。]$/.test(line) &&
    /^\n[ \t]*[a-z]/.test(text.slice(at, at + 40));
}

/** Cuts a text into sentences and list items, each with its place. */
export function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const push = (to: number) => {
    const raw = text.slice(from, to);
    const [head = "", mark] = HEAD.exec(raw) ?? [];
    const piece = raw.slice(head.length).replace(/\s[-–—]+\s*$/, "").trim();
    if (piece !== "") {
      const joined = piece.includes("\n") ? piece.replace(/\s*\n\s*/g, " ") : piece;
      pieces.push({ text: joined, start: from + head.length, item: mark !== undefined });
    }
    from = to;
  };
  const ends = ENUMERATES.test(text) ? ENUMERATED : END;
  for (const { index, 0: mark } of text.matchAll(ends)) {
    const end = index + mark.length;
    if (
      mark[0] === "\n"
        ? runsOn(text, index)
        : ABBREVIATION.test(text.slice(Math.max(0, index - 8), end))
    ) continue;
    // "normalize('NFC', ...)", "optional chaining (?.)".
    if (
      mark.endsWith(")") && /\([^\w)]+\)$|,\s*\.{3}\)$/.test(text.slice(Math.max(0, end - 12), end))
    ) {
      continue;
    }
    // "2. deploys": the mark of an item.
    if (mark === "." && /^\s*\d{1,2}$/.test(text.slice(from, index))) continue;
    push(end);
  }
  push(text.length);
  return pieces;
}

/** The sentences that somebody typed in a message, in order; [] when it holds none. */
export function sentencesOf(content: string): Sentence[] {
  if (isPasted(content) !== undefined) return [];
  return cut(proseOf(content).prose).slice(0, MOST_SENTENCES)
    .filter(({ text }) =>
      text.length <= LONGEST_SENTENCE && /[\p{L}\p{N}]/u.test(text) && !/^"[^"]*"[.!]?$/.test(text)
    )
    .map((piece) => ({ ...piece, question: isQuestion(piece.text) }));
}

const ASKS = cue(
  "^(?:(?:and|so|but|hey|hm+|ok|now|also|then) )*" +
    "(?:why|how|what(?!ever)|where|which|who|do|does|did|is|are|am|was|has|have|should|shall)" +
    "(?! (we|i|you) (?:need|want|use|learned)\\b.*:)(?: (?:do|does|did|is|are|am|was|can|could|should|would|" +
    "the|a|an|in|there|i|we|you|it|this|that|my|our|many|much|long|else)\\b)",
);

/** Does it ask something, with or without its mark? */
export function isQuestion(text: string): boolean {
  // "…, ok?" asks nothing.
  if (/,\s*(?:ok(?:ay)?|right|alright|yes|please|deal)\?$/i.test(text)) return false;
  if (/^(?:we|i|the|our|it|that|this)\s.{12,}\s(?:ok(?:ay)?|alright|deal)\?$/i.test(text)) {
    return false;
  }
  return /[?？]["')\]]*$/.test(text) ||
    (ASKS.test(text) && !/[:!]/.test(text) && !/[.]$/.test(text));
}

/** A question after what it is about: "The hosts have driver 525, does it work with 12.2?" */
const ASKED_OF =
  /^(?!(?:if|when|since|given|assuming|suppose|and|so|but|ok|hey|hi|just|also|now)\b)(.{16,}?)(?:[,;]|\s[-–—])\s(?:and |so |but |then )?(?:why|how|what|where|which|who|do|does|did|is|are|can|could|should|shall|will)\s[^,;]*\?["')\]]*$/i;

/** What a question tells before it asks; undefined when it only asks. */
export function toldBefore(question: string): string | undefined {
  const told = ASKED_OF.exec(question)?.[1];
  return told !== undefined && INDEPENDENT.test(told) && !isQuestion(told) ? told : undefined;
}

/** With a subject that says by itself what it is: "the port", "tokens", "Kafka"; not a bare "login". */
const INDEPENDENT = new RegExp(
  "^((the|an?|our|all|every|each|no|its|nobody|support)\\s([^\\s,;:]+\\s){0,5}?|" +
    "(?=[A-Z]|\\S*[\\d_./:-]|([\\w-]+ )?(?!is|was|has|does)[\\w-]{3,}s\\s)([^\\s,;:]+\\s){1,5}?)" +
    `(${HELPERS}|${ACTS}|fails?|died|asked|tested|said|got|gets|went|moved|became)(?=[\\s,.]|$)|^(its|it's|\\S+'s)\\s`,
);

/** Clauses that only make sense with the one before; what was wrong with the value of before is one. */
const DEPENDENT = cue(
  "^(?:[^\\s,]+ (?:was|were|wasn't|weren't|had|did|didn't|couldn't|kept|broke|\\w{3,}ed)(?! (?:to|in|at|by|on) )|because|since|as|so|but|which|that|who|where|when|while|until|unless|if|otherwise|or|then|than|though|" +
    "even|not|only|he|she|this|these|those|there|you|nor|neither|with|without|after|before|for)|[^,;]* otherwise\\W*$",
);

/** A condition or circumstance at the head, which belongs to the clause after it. */
const OPENS =
  /^(?:and |so |but )?(?:if|when|whenever|once|after|before|since|because|while|until|unless|as|for|in|with|on)\s[^,]*$/i;

/** What must not be, and what is so instead: "it never reads the clock, it takes one". */
const FORBIDS = cue("never|not|no|\\w+n't");
const INSTEAD = /^(?:it|they|we)\s/i;

/** Marks where a sentence may come apart; "and" also when a clause follows. */
const SEAM =
  /(;\s+|\s[—–]\s|,\s+(?:and\s+)?|\s+and\s+(?=its\s)|\s+(?=so don't (?:be|worry|wonder|panic)\s))/u;

/** What is to be done now because of what was just said. */
const HENCE =
  /^so (?:don't (?:be|worry|wonder|panic)|(?:(?:please|pls|(?:can|could|would) you) )?(?:set|make|put|add|adapt|adjust|update|change|fix|rerun|rename|remove|move|regenerate|take|check|look|run|start) (?:it|that|this|the|them|my|an?|all|every|at|for)\b|(?:please|pls) (?:adapt|adjust|update|fix|rerun|rename|regenerate)\b)/i;

/**
 * Cuts a sentence into clauses that each state something by themselves. Cuts are made only where the
 * rest has its own subject and verb; reasons, conditions and consequences stay where they are.
 */
export function clausesOf(sentence: string): string[] {
  const clauses: string[] = [];
  let current = "";
  const parts = sentence.split(SEAM);
  for (let index = 0; index < parts.length; index += 2) {
    const part = parts[index]!;
    const seam = parts[index - 1] ?? "";
    if (
      / \S/.test(current) && startsClause(seam, part) && depth(current) === 0 &&
      !OPENS.test(current) && !(FORBIDS.test(current) && INSTEAD.test(part))
    ) {
      clauses.push(current);
      current = part;
    } else current += seam + part;
  }
  if (current !== "") clauses.push(current);
  return clauses;
}

function startsClause(seam: string, part: string): boolean {
  if (HENCE.test(part)) return true;
  if (DEPENDENT.test(part)) return false;
  if (/^(?:please|pls|can you|could you|i (?:don't|do not) want)\s/i.test(part)) return true;
  if (/[;—–]/.test(seam)) return true;
  return INDEPENDENT.test(part);
}

function depth(text: string): number {
  return (text.match(/[([]/g)?.length ?? 0) - (text.match(/[)\]]/g)?.length ?? 0);
}
