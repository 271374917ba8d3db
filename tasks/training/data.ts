/**
 * Reads the training data.
 *
 * @module
 */
import { lineFeatures } from "../../language/lines.ts";
import { type Before, featuresOf } from "../../language/features.ts";
import type { StatementType } from "../../language/durability.ts";

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
  /** How often it counts: pairs that were written before anything was measured on them count more. */
  weight: number;
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

/** How often a pair of pairs.blind.jsonl counts. */
const BLIND = 2;

/** All pairs. */
export function readPairs(): Pair[] {
  return Object.entries({ "pairs.jsonl": 1, "pairs.blind.jsonl": BLIND }).flatMap((
    [name, weight],
  ) => readRows(name).map((row) => ({ ...JSON.parse(row), weight })));
}
