/**
 * Pairs of statements from whole projects (`project.*.json`): what is said to a store of memories, with
 * those of them that it makes untrue, and with the likest of the others, which it leaves true. Prints
 * them, a line each, for the training of the judge.
 *
 *     deno run -A tasks/training/projects.ts > projects.jsonl
 */
import { stems } from "../../language/content_words.ts";

/** A statement, one said later, and whether that makes it untrue. */
export interface StatedPair {
  older: string;
  newer: string;
  replaces: boolean;
}

interface Memory {
  id: string;
  text: string;
}

interface Project {
  memories: Memory[];
  changes: { text: string; untrue: string[] }[];
  additions: string[];
  chatter: string[];
}

/** Of how many memories each kind of text is taken to leave them true. */
const LIKEST = { change: 8, part: 4, addition: 6, chatter: 5, memory: 3 };

/** All pairs of the projects of a folder, in the order of the files' names; default: those for words and judge. */
export function projectPairs(folder = "."): StatedPair[] {
  const url = new URL(`${folder}/`, import.meta.url);
  const names = [...Deno.readDirSync(url)].map(({ name }) => name);
  return names.filter((name) => /^project\..*\.json$/.test(name)).sort()
    .flatMap((name) => pairsOf(JSON.parse(Deno.readTextFileSync(new URL(name, url)))));
}

function pairsOf({ memories, changes, additions, chatter }: Project): StatedPair[] {
  const likest = finder(memories);
  const holds = (newer: string, limit: number, untrue: readonly string[] = []) =>
    likest(newer).filter(({ id, text }) => !untrue.includes(id) && text !== newer).slice(0, limit)
      .map(({ text }) => ({ older: text, newer, replaces: false }));
  return [
    ...changes.flatMap(({ text, untrue }) => {
      const gone = memories.filter(({ id }) => untrue.includes(id));
      // Which of several sentences makes a memory untrue is not known; all leave the others true.
      const parts = text.split(/(?<=[.!?])\s+/);
      return [
        ...gone.map((memory) => ({ older: memory.text, newer: text, replaces: true })),
        ...holds(text, LIKEST.change, untrue),
        ...(parts.length > 1 ? parts : []).flatMap((part) => holds(part, LIKEST.part, untrue)),
      ];
    }),
    ...additions.flatMap((text) => holds(text, LIKEST.addition)),
    ...chatter.flatMap((text) => holds(text, LIKEST.chatter)),
    ...memories.flatMap(({ text }) => holds(text, LIKEST.memory)),
  ];
}

/** Finds the memories that share words with a text: those that share most and the rarest first. */
function finder(memories: readonly Memory[]): (text: string) => Memory[] {
  const rows = memories.map((memory) => ({ memory, words: stems(memory.text) }));
  const holding = (word: string) => rows.filter(({ words }) => words.has(word)).length;
  return (text) => {
    const weights = [...stems(text)].map((word) => ({
      word,
      weight: Math.log(1 + rows.length / Math.max(1, holding(word))),
    }));
    return rows.map(({ memory, words }) => ({
      memory,
      shared: weights.reduce((sum, { word, weight }) => words.has(word) ? sum + weight : sum, 0),
    })).filter(({ shared }) => shared > 0).toSorted((a, b) => b.shared - a.shared)
      .map(({ memory }) => memory);
  };
}

if (import.meta.main) {
  for (const folder of [".", "judge"]) {
    for (const pair of projectPairs(folder)) console.log(JSON.stringify(pair));
  }
}
