import { proseOf } from "../../language/pasted.ts";

/** Longest query, in characters: about 120 word pieces, half of what small embedders read. */
const LONGEST = 480;

/** Of a huge message only its ends are read, this many characters each. */
const EDGE = 32_768;

/** Longer lines nobody types. */
const LONGEST_LINE = 2_000;

/** Names what went wrong: the one line of a log that is worth searching for. */
const FAILURE =
  /\b([A-Z]\w*(Error|Exception)\b|error(\[\w+\])?:|fatal:|panic:|failed\b|FAIL\b|cannot |can't |refused|denied|not found|ENOENT|EACCES|ECONN\w+)/i;

/**
 * A message as a search query: what the user asks, without the paste. Fenced code, log lines, stack
 * frames and diffs go, but for the first line of each paste that names a failure; of a long rest the
 * sentences that ask and the ones at its ends stay. "" when nothing is left.
 */
export function shortenQuery(message: string): string {
  const text = message.length <= 2 * EDGE
    ? message
    : `${message.slice(0, EDGE)}\n${message.slice(-EDGE)}`.toWellFormed();
  const { prose, pasted } = proseOf(text.replaceAll("\r\n", "\n"));
  const typed = prose.split("\n").filter((line) => line.length <= LONGEST_LINE);
  let words = typed.join(" ").replace(/\s+/g, " ").trim();
  const failure = tidy(pasted.find((line) => FAILURE.test(line)) ?? "").slice(0, 160);
  // Nothing but a paste: its beginning says best what it is.
  if (words === "" && failure === "") {
    words = text.replace(/[`~]{3,}\w*/g, " ").replace(/\s+/g, " ").trim();
  }
  const room = LONGEST - (failure ? failure.length + 1 : 0);
  return [shortenProse(words, room), failure].filter(Boolean).join(" ");
}

/** The line of a failing command's output that says what went wrong; undefined when none does. */
export function failureLine(output: string): string | undefined {
  // Programs say the gist last, test runners in the middle: the last line that names an error class.
  const lines = output.slice(-4 * EDGE).split(/\r?\n/).map(tidy).filter((line) =>
    line.length > 8 && line.length < 500
  );
  const named = lines.filter((line) =>
    /\b[A-Za-z]*(?:Error|Exception)\b\s*[:[(]|error(?:\[\w+\])?:|fatal:|panic:/.test(line)
  );
  const found = named.at(-1) ?? lines.findLast((line) => FAILURE.test(line));
  return found?.slice(0, 240);
}

/** Without times, levels, colours and places, which differ from run to run. */
function tidy(line: string): string {
  // deno-lint-ignore no-control-regex -- colour codes of terminals
  return line.replace(/\u001b\[[0-9;]*m/g, "")
    .replace(/^\s*\[?\d{4}-\d\d-\d\d[T ][\d:.,Z+-]+\]?\s*/, "")
    .replace(/^[\s>|+-]+/, "").replace(/\s+/g, " ").trim();
}

function shortenProse(text: string, room: number): string {
  if (text.length <= room) return text;
  const sentences = text.match(/[^.!?。！？]+(?:[.!?。！？]+|$)/g)?.map((one) => one.trim()) ??
    [text];
  const last = sentences.length - 1;
  const weight = (sentence: string, at: number) =>
    (/[?？]\s*$/.test(sentence) ? 4 : 0) + (at === 0 ? 2 : 0) + (at === last ? 3 : 0) +
    at / (last + 1);
  const ranked = sentences.map((sentence, at) => ({ sentence, at, weight: weight(sentence, at) }))
    .sort((a, b) => b.weight - a.weight);
  const chosen: typeof ranked = [];
  let left = room;
  for (const one of ranked) {
    const length = one.sentence.length + 1;
    if (length > left) {
      if (chosen.length === 0) chosen.push({ ...one, sentence: cutWords(one.sentence, left) });
      continue;
    }
    chosen.push(one);
    left -= length;
  }
  return chosen.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence).join(" ");
}

/** Cut between words where there are any, never inside a character. */
function cutWords(text: string, room: number): string {
  const cut = [...text].slice(0, room).join("").slice(0, room).replace(/[\ud800-\udbff]$/, "");
  return cut.replace(/\s+\S*$/, "") || cut;
}
