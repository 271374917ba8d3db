/**
 * What of a message somebody typed: not templates, hand-overs and tasks, which are told by rules, nor
 * logs, traces, diffs, tables and code, which are told line by line (lines.ts), quotes and memories
 * shown again.
 *
 * @module
 */

import { printedOdds } from "./lines.ts";

/** What a template with its arguments filled in is called. */
export const TEMPLATE = "a slash command's template";

/** A message of which nothing was typed. */
const NOT_TYPED: readonly [RegExp, string][] = [
  [/^\s*\/[a-z][\w-]*(:[\w-]+)?(\s|$)/i, "a slash command"],
  [
    /\$ARGUMENTS|\$[1-9]\b.*\$[1-9]\b|[:=] ?["'(]?\$1["')]?\s*$|^\s*!`[^`]+`|\n(User input|Arguments|Input): ?[^\n]*$/m,
    TEMPLATE,
  ],
  [
    /^\s*(please )?(create or update|analy[sz]e this codebase and create)[^\n]{0,20}AGENTS\.md/i,
    TEMPLATE,
  ],
  [
    /^\s*(this (session|conversation) (is being continued|continues)\b|the conversation (is|so far)|provide a detailed (prompt|summary) for continuing|here is (a|the) summary of (our|the) (conversation|session)|continue if you have next steps)|^\s*(#+ *)?(conversation|session) summary\b|^\s*<(summary|analysis|conversation)>|^\s*(#+ *)?\W?(previous|prior|earlier) (context|conversation|session)\b|^\W*(completed|done( so far)?|in progress|remaining|pending( tasks?)?|next steps?|current state|last user message|files? (touched|changed))\W*:[^]*\b(remaining|pending( tasks?)?|next steps?|last user message|still (open|to do))\W*:/im,
    "a compaction summary",
  ],
  [
    /(final (message|answer|response) (is|will be) (returned|sent|passed)|returned to the (caller|parent|main agent)|^\s*you are (an?|the) [\w\s-]{0,40}(specialist|agent|assistant|expert|reviewer)\b|\byour task: |\boutput format: |^\s*(task|goal|objective|role): [^]*\b(constraints?|output|deliverables?|return|report( back)?): |\bif (you find |there('s| is) )?nothing\b[^.\n]{0,30}, (reply|respond|return|answer|say|output)\b|^\s*(research|exploration|search|sub-?agent) task\b|only report (your )?findings|return (only |the |a )?(absolute )?(file )?(paths|table|list|report) with|do not (modify|edit|change|write)( to)?( any)?( source| project)? files(?=\s*([.\n]|$))|report back (\(|with|the|your|what)|^\s*(explore|search) (the )?(repo\w*|codebase) (at|with) (low|medium|high|very)?)/i,
    "a sub-agent's task",
  ],
];

/** So much of a message tells what it is; more would only cost time. */
const HEAD = 8_000;

/** Log-odds above which a line is taken for a program's: what is typed must not get lost. */
const ENOUGH = 0.5;
/** How far each neighbouring line counts, and how sure it may be taken to be of a program, or not. */
const NEAR = 0.5;
const SUREST = 4;
const LEAST = -1;
/** What holds hardly a word is told by its neighbours: a brace, or a path that somebody names. */
const HARDLY = 1;

/** A shell's prompt. */
const PROMPT = /^\s*(?:\$|\w+@[\w-]+:\S*[$#]) \S/;

/** Dates and times, levels in brackets, errors, requests and answers, comments of markup: how a line of a log begins. */
const STAMPED =
  /^\s*(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\d\d:\d\d:\d\d|(?:info|warn|error|debug|trace)\w*\])|<!--|\w*(?:Error|Exception)(?:\[\w+\])?: |(?:fatal|panic): |npm ERR! |[<*] (?:HTTP\/|[A-Z]{3,} \/))/i;

/** Why a message as a whole is not the user's words; undefined when it may be. */
export function isPasted(message: string): string | undefined {
  const head = message.slice(0, HEAD);
  return NOT_TYPED.find(([pattern]) => pattern.test(head))?.[1];
}

/**
 * The typed part of a message: without fenced code, tagged blocks, quotes, records of memory, and lines
 * of logs, traces, diffs, tables, code and the like. `pasted` is the lines that were left out.
 */
export function proseOf(message: string): { prose: string; pasted: string[] } {
  const fenced = message.replace(
    // Bounded: a message of nothing but line breaks must not take quadratic time.
    /(?:^|\n)\s{0,99}(```|~~~)[\s\S]*?(?:\n\s{0,99}\1[^\n]*|$)|(?:^|\n)<([a-z][\w-]*)>\n[\s\S]*?(?:<\/\2>|$)/g,
    (block) => "\n\u0000".repeat(block.split("\n").length - 1),
  );
  const lines = fenced.split("\n");
  const isDiff = /^(?:diff --git |@@ )/m.test(fenced) ||
    /^\+(?! *\+)\s*\S/m.test(fenced) && /^-\s*\S/m.test(fenced);
  let isOutput = false;
  /** Undefined for what is left out for its place, and says nothing of the lines beside it. */
  const odds = lines.map((line) => {
    // A program answers below a shell's prompt, up to the next blank line.
    isOutput = line.trim() !== "" && (isOutput || PROMPT.test(line));
    if (/^\0|^\s*>|\[mem0:[0-9a-f]{4,}\]/i.test(line)) return undefined;
    if (isOutput || STAMPED.test(line) || isDiff && /^[-+@ ]/.test(line)) return Infinity;
    if (line.trim() === "") return -Infinity;
    return Math.min(
      printedOdds(line),
      /\S\s+\S+\s+\S|\p{L}{4}\S{0,200}\s\S|\S\s.{0,200}\p{L}{4}/u.test(line) ? Infinity : HARDLY,
    );
  });
  const near = (place: number) => Math.max(LEAST, Math.min(SUREST, odds[place] ?? LEAST));
  const isPrinted = (place: number) =>
    (odds[place] ?? Infinity) + NEAR * (near(place - 1) + near(place + 1)) > ENOUGH;
  const prose = lines.filter((_, place) => !isPrinted(place)).join("\n");
  return { prose, pasted: message.split("\n").filter((_, place) => isPrinted(place)) };
}
