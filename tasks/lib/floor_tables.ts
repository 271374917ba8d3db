import { codingSet, paraphraseSet } from "./retrieval_eval.ts";
import type { Metadata } from "../../client/store.ts";

/** Memories, and messages with the keys of those that help; none: off topic. */
export interface Table {
  name: string;
  memories: { key: string; text: string; metadata?: Metadata }[];
  messages: { text: string; expect: string[] }[];
}

/** A longer one is a paste, of which only a part is searched for. */
const LONGEST = 1_500;

/** Of the locked samples only offtopic.json: the rest is open. */
export async function readTables(part: "open" | "locked"): Promise<Table[]> {
  const { memories, offtopic, ontopic } = await read<{
    memories: { id: string; text: string }[];
    offtopic: { text: string }[];
    ontopic: { text: string; expect: string[] }[];
  }>(`${part}/offtopic`);
  const table: Table = {
    name: "offtopic",
    memories: memories.map(({ id, text }) => ({ key: id, text })),
    messages: [...offtopic.map(({ text }) => ({ text, expect: [] })), ...ontopic],
  };
  if (part === "locked") return [table];
  const noise = [
    ...await read<{ text: string }[]>("open/capture_noise"),
    ...await read<{ text: string }[]>("open/capture_noise_second"),
  ].filter(({ text }) => text.length <= LONGEST).map(({ text }) => ({ text, expect: [] }));
  const sets = [
    await codingSet(),
    await paraphraseSet("open"),
    await paraphraseSet("open", "_second"),
  ];
  return [
    table,
    ...sets.map(({ name, memories, questions }) => ({
      name,
      memories: memories.map(({ group, ...memory }) => ({ key: group, ...memory })),
      messages: [...noise, ...questions.map(({ text, answers }) => ({ text, expect: answers }))],
    })),
  ];
}

async function read<T>(name: string): Promise<T> {
  const url = new URL(`../../tests/samples/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url)) as T;
}
