/**
 * Reads the training data.
 *
 * @module
 */
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

/** A statement, and one said later. */
export interface Pair {
  older: string;
  newer: string;
  replaces: boolean;
  /** How often it counts: pairs that were written before anything was measured on them count more. */
  weight: number;
}

function readLines(name: string): string[] {
  return Deno.readTextFileSync(new URL(name, import.meta.url)).split("\n").filter(Boolean);
}

/** All sentences, in the order of the files' names. */
export function readSentences(): Sentence[] {
  const names = [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name)
    .filter((name) => /^sentences\..*\.jsonl$/.test(name)).sort();
  const sentences: Sentence[] = [];
  let message = 0;
  for (const line of names.flatMap(readLines)) {
    const { text, type, kind, speaker, follows = false } = JSON.parse(line);
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

/** How often a pair of pairs.blind.jsonl counts. */
const BLIND = 2;

/** All pairs. */
export function readPairs(): Pair[] {
  return Object.entries({ "pairs.jsonl": 1, "pairs.blind.jsonl": BLIND }).flatMap((
    [name, weight],
  ) => readLines(name).map((line) => ({ ...JSON.parse(line), weight })));
}
