/**
 * Reads the training data.
 *
 * @module
 */
import { stems } from "../../language/content_words.ts";
import { lineFeatures } from "../../language/lines.ts";
import { type Before, featuresOf } from "../../language/features.ts";
import { newerOf, pairFeatures, statementOf } from "../../language/pair_features.ts";
import type { StatementType } from "../../language/durability.ts";
import { projectPairs } from "./projects.ts";

/** A sentence of the training data. */
export interface Sentence {
  text: string;
  type: StatementType | null;
  /** Of what is not durable. */
  kind?: "request" | "question" | "chat" | "maybe" | "moment";
  /** Sentences of one message share it. */
  message: number;
  features: number[];
}

/** A line of a message. */
export interface Line {
  text: string;
  /** Does it come from a program? */
  printed: boolean;
  /** Lines of one message share it. */
  message: number;
  features: number[];
}

/** A statement, and one said later. */
export interface Pair {
  older: string;
  newer: string;
  replaces: boolean;
  features: number[];
}

function readRows(name: string): string[] {
  return Deno.readTextFileSync(new URL(name, import.meta.url)).split("\n").filter(Boolean);
}

/** The rows of all files whose name begins so, in the order of their names. */
function readFiles(kind: string): string[] {
  return [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name)
    .filter((name) => name.startsWith(`${kind}.`)).sort().flatMap(readRows);
}

/** All sentences, in the order of the files' names. */
export function readSentences(): Sentence[] {
  const sentences: Sentence[] = [];
  let message = 0;
  for (const row of readFiles("sentences")) {
    const { text, type, kind, speaker, follows = false } = JSON.parse(row);
    const last = sentences.at(-1);
    const before: Before = !follows || last === undefined
      ? "nothing"
      : last.type !== null
      ? "durable"
      : last.kind === "request"
      ? "request"
      : "other";
    if (!follows) message++;
    const item = /^[-*•] /.test(text);
    const said = { text: text.replace(/^[-*•] /, ""), assistant: speaker === "assistant" };
    sentences.push({ text, type, kind, message, features: featuresOf({ ...said, item, before }) });
  }
  return sentences;
}

/** All lines: what people and programs wrote in whole messages, and the sentences, which people typed. */
export function readPrinted(sentences: readonly Sentence[]): Line[] {
  const lines: Line[] = [];
  const add = (text: string, printed: boolean, message: number) => {
    for (const line of text.split("\n")) {
      if (line.trim() === "" || /^\s*```/.test(line)) continue;
      lines.push({ text: line, printed, message, features: lineFeatures(line) });
    }
  };
  for (const { text, message } of sentences) add(text, false, message);
  for (const [message, row] of readFiles("pasted").entries()) {
    for (const { text, pasted } of JSON.parse(row).parts) add(text, pasted, message);
  }
  return lines;
}

/** One older statement of so many is said again, behind one of these. */
const REPEATED = 4;
const LEADS = [
  "",
  "please remember that ",
  "just so you know: ",
  "as I said, ",
  "note: our ",
  "again: ",
];

function saidAgain(older: string, turn: number): string {
  const again = older[0]!.toLowerCase() + older.slice(1).replace(/[.!]+$/, "");
  return LEADS[turn % LEADS.length]! + again;
}

/** What something is called, and what is told of it. */
const TOLD =
  /^(The [a-z-]+(?: [a-z-]+)?) ((?:are|was|have|need|must|run|go|can|[a-z]{2,}s)\b[^,;]*?)[.!]?$/;
/** How far apart the statements are of which one thing is told: nearer ones come from one mind. */
const APART = [97, 211];

/** Two things told of the first: each may be so. */
function* toldOfOne(olders: readonly string[]): Generator<[older: string, newer: string]> {
  const told = olders.flatMap((text) => {
    const [, subject, predicate] = TOLD.exec(text) ?? [];
    return subject === undefined ? [] : [{ subject, predicate: predicate! }];
  });
  for (const [at, { subject, predicate }] of told.entries()) {
    for (const apart of APART) {
      const other = told[(at + apart) % told.length]!.predicate;
      if (other.split(" ")[0] === predicate.split(" ")[0]) continue;
      yield [`${subject} ${predicate}`, `${subject} ${other}${at % 3 === 0 ? " now" : ""}`];
    }
  }
}

/**
 * All pairs, in the order of the files' names; then what no writer is needed for: statements said again,
 * two things told of one subject, and what one message tells, which is true side by side.
 */
export function readPairs(sentences: readonly Sentence[]): Pair[] {
  const pairs = readFiles("pairs").map((row) => JSON.parse(row));
  const olders: string[] = pairs.map(({ older }) => older);
  const add = (older: string, newer: string) => pairs.push({ older, newer, replaces: false });
  olders.filter((_, at) => at % REPEATED === 0).forEach((older, turn) => {
    add(older, saidAgain(older, turn));
  });
  for (const [older, newer] of toldOfOne(olders)) add(older, newer);
  pairs.push(...projectPairs());
  const told = sentences.filter(({ type }) => type !== null);
  told.forEach(({ message, text }, at) => {
    const words = stems(text);
    for (let next = at + 1; told[next]?.message === message; next++) {
      const newer = told[next]!.text;
      if (![...stems(newer)].some((word) => words.has(word))) continue;
      add(text, newer);
    }
  });
  return pairs.map(({ older, newer, replaces }) => {
    const { features } = pairFeatures(newerOf(newer), statementOf(older));
    return { older, newer, replaces, features };
  });
}
