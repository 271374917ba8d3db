/**
 * Messages taken apart: what people wrote (without code, logs, diffs and quotes), in sentences and
 * clauses. Texts are only cut, never changed.
 *
 * @module
 */

import { ACTS, cue, HELPERS } from "./words.ts";

/** One sentence or list item of a message. */
export interface Sentence {
  /** Without white space around it. */
  text: string;
  /** Does it ask something? */
  question: boolean;
  /** Is it an item of a list? */
  item: boolean;
}

/** Whole messages that nobody typed as a statement: templates, hand-overs, tasks for an agent. */
const NOT_TYPED = new RegExp(
  "\\$ARGUMENTS|!`|\\bUser input:|session is being continued|continuing our conversation|" +
    "\\byour final message\\b|\\bonly report\\b|^\\s*(?:you are an? |research task|explore |# )|^/\\w",
  "i",
);

/** Lines that a program wrote: log, stack trace, shell, diff, table, source code. */
const MACHINE_LINE = new RegExp(
  [
    '^\\s*(?:at |Caused by:|File "|Traceback|\\$ |>>> |npm (?:WARN|ERR)|diff --git|index [0-9a-f]{6}|@@|--- |\\+\\+\\+ )',
    "^\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d|^[A-Z][a-z]{2} +\\d+ \\d\\d:\\d\\d|^\\s*[\\w.$]*(?:Error|Exception): ",
    "^\\s*(?:import|export|def|class|function|const|let|var|return|public|private|for|while|if)\\b.*[;:{(]$",
    "[{}]\\s*$|[=()].*;\\s*$|^\\s*[}\\])]|^(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH)\\s.*;?$|^\\s*</?[\\w!?]|^ {4,}\\S|^\\s+[\\w-]+:(?: |$)|^[\\w-]+:$|^(?:\\S+ {2,}){2}",
  ].join("|"),
);

/** No pattern is tried on more: some need time that grows with the square of the length. */
const LONGEST_LINE = 4000;
/** A longer sentence states no single fact. */
const LONGEST_SENTENCE = 600;

/** Code fences, tagged blocks (injected memories, private parts) and quoted lines. */
const FOREIGN =
  /```[\s\S]*?(?:```|(?![\s\S]))|<([a-z][\w-]*)>\n[\s\S]*?(?:<\/\1>|(?![\s\S]))|^[ \t]*>.*$/gim;

/** Prose lines of a message. After a diff's header or a shell prompt everything is output. */
function proseOf(content: string): string[] {
  if (NOT_TYPED.test(content)) return [];
  const text = content.replace(/^(?:diff --git|@@ |\$ )[\s\S]*/m, "").replace(FOREIGN, "\n");
  return text.split("\n").map((line) =>
    line.length < LONGEST_LINE && MACHINE_LINE.test(line) ? "" : line.trimEnd()
  );
}

const ITEM = /^\s*(?:[-*•]|\d{1,2}[.)])\s+/;

/** Lines that one sentence runs through are joined: wrapped at a width, the next begins small. */
function joinWrapped(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const runsOn = last !== undefined && last.length > 50 && !/[.!?:。]$/.test(last) &&
      /^\s*[a-z]/.test(line);
    if (runsOn) joined[joined.length - 1] = `${last} ${line.trim()}`;
    else joined.push(line);
  }
  return joined;
}

/** Ends of sentences: a mark and white space, or an ideographic full stop. */
const END = /(?<=(?:[.!?]|\S…)["')\]]*)\s+(?=\S)|(?<=[。！？])/u;

/** A full stop after these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|incl|resp|no|ca|z\.\s?B|d\.h|bzw|p\.\s?ej|Dr|Mr|Ms|St)\.$/i;

/** The sentences of a message, in order; [] when it holds no prose. */
export function sentencesOf(content: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const line of joinWrapped(proseOf(content))) {
    const item = ITEM.test(line);
    const pieces: string[] = [];
    for (const piece of line.replace(ITEM, "").split(END)) {
      const last = pieces.at(-1);
      if (last !== undefined && ABBREVIATION.test(last)) {
        pieces[pieces.length - 1] = `${last} ${piece}`;
      } else pieces.push(piece);
    }
    for (const piece of pieces) {
      const text = piece.trim();
      if (text.length > LONGEST_SENTENCE) continue;
      if (/^"[^"]*"[.!]?$/.test(text)) continue;
      if (/[\p{L}\p{N}]/u.test(text)) sentences.push({ text, question: isQuestion(text), item });
    }
  }
  return sentences;
}

const ASKS = cue(
  "^(?:(?:and|so|but|hey|hm+|ok|now|also) )*" +
    "(?:why|how|what(?!ever)|where|which|who|do|does|did|is|are|am|was|has|have|should|shall)" +
    "(?! (we|i|you) (?:need|want|use|learned)\\b.*:)(?: (?:do|does|did|is|are|am|was|can|could|should|would|" +
    "the|a|an|there|i|we|you|it|this|that|my|our|many|much|long|else)\\b)",
);

function isQuestion(text: string): boolean {
  // "…, ok?" asks nothing.
  if (/,\s*(?:ok(?:ay)?|right|alright|yes|please|deal)\?$/i.test(text)) return false;
  return /[?？]["')\]]*$/.test(text) ||
    (ASKS.test(text) && !/[:!]/.test(text) && !/[.]$/.test(text));
}

/** With a subject that says by itself what it is: "the port", "tokens", "Kafka"; not a bare "login". */
const INDEPENDENT = new RegExp(
  "^((the|an?|our|all|every|each|no|its|nobody|support)\\s([^\\s,;:]+\\s){0,5}?|" +
    "(?=[A-Z]|\\S*[\\d_./:-]|([\\w-]+ )?(?!is|was|has|does)[\\w-]{3,}s\\s)([^\\s,;:]+\\s){1,5}?)" +
    `(${HELPERS}|${ACTS}|fails?|died|asked|tested|said)(?=[\\s,.]|$)|^(its|it's|\\S+'s)\\s`,
);

/** Clauses that only make sense with the one before. */
const DEPENDENT = cue(
  "^(?:because|since|as|so|but|which|that|who|where|when|while|until|unless|if|otherwise|or|then|than|though|" +
    "even|not|only|he|she|this|these|those|there|you|nor|neither|with|without|after|before|for)",
);

/** A condition or circumstance at the head, which belongs to the clause after it. */
const OPENS =
  /^(?:and |so |but )?(?:if|when|whenever|once|after|before|since|because|while|until|unless|as|for|in|with|on)\s[^,]*$/i;

/** Marks where a sentence may come apart; "and" also when a clause follows. */
const SEAM = /(;\s+|\s[—–]\s|,\s+(?:and\s+)?|\s+and\s+(?=its\s))/u;

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
      current !== "" && startsClause(seam, part) && depth(current) === 0 && !OPENS.test(current)
    ) {
      clauses.push(current);
      current = part;
    } else current += seam + part;
  }
  if (current !== "") clauses.push(current);
  return clauses;
}

function startsClause(seam: string, part: string): boolean {
  if (DEPENDENT.test(part)) return false;
  if (/^(?:please|pls|can you|could you)\s/i.test(part)) return true;
  if (/[;—–]/.test(seam)) return true;
  return INDEPENDENT.test(part);
}

function depth(text: string): number {
  return (text.match(/[([]/g)?.length ?? 0) - (text.match(/[)\]]/g)?.length ?? 0);
}
