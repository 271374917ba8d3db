import type { Memory } from "../../client/store.ts";
import { supersedes } from "../../language/superseding.ts";
import { disagree, isSameFact, parseStatement, type Statement } from "./similar.ts";

/** What is left of memories that may contradict each other. */
export interface Settled<M extends Memory> {
  /** In the order given, without those that a newer one replaces. */
  memories: M[];
  /** Ids of pairs of which one may replace the other: to be shown with their dates. */
  dated: Set<string>;
}

/** Longer texts are no single facts; their beginning tells what they are about. */
const LONGEST = 600;

/** How two memories, the older first, stand to each other. */
export type Relation = "same" | "replaced" | "unclear" | "apart";

/** When a memory was last true: its change, else its making. */
export function dateOf(memory: Memory): string {
  return memory.updatedAt ?? memory.createdAt;
}

/**
 * Newest state wins: of two memories about the same subject and attribute only the newer stays; of
 * two where that is not certain both stay, dated. Of session states only the newest stays.
 * Pure; quadratic in the number of memories, which a budget keeps below fifty.
 *
 * @param isShown Pairs that have both been shown are not judged again: nothing of them is shown.
 */
export function keepNewest<M extends Memory>(
  memories: readonly M[],
  isShown: (memory: M) => boolean = () => false,
): Settled<M> {
  const gone = new Set<string>();
  const dated = new Set<string>();
  const oldestFirst = memories.toSorted((a, b) =>
    Date.parse(dateOf(a)) - Date.parse(dateOf(b)) || (a.id < b.id ? -1 : 1)
  );
  const rows = oldestFirst.map((memory) => ({
    memory,
    statement: parseStatement(memory.text.slice(0, LONGEST)),
    shown: isShown(memory),
  }));
  rows.forEach((row, at) => {
    const older = row.memory;
    for (const other of rows.slice(at + 1)) {
      if (gone.has(older.id)) return;
      if (row.shown && other.shown) continue;
      const newer = other.memory;
      const relation = relationOf(row, other);
      // A pinned memory is the user's own choice: never dropped, only dated.
      const certain = relation === "same" || relation === "replaced";
      if (certain && !isPinned(older)) gone.add(older.id);
      else if (relation !== "apart" && relation !== "same") {
        dated.add(older.id).add(newer.id);
      }
    }
  });
  return {
    memories: memories.filter((memory) => !gone.has(memory.id)),
    dated: new Set([...dated].filter((id) => !gone.has(id))),
  };
}

/** Pinned by the user: `metadata.pinned`, or the older plugin's mark in the text. */
export function isPinned(memory: Memory): boolean {
  const { pinned } = memory.metadata;
  return pinned === true || pinned === "true" || memory.text.startsWith("[PINNED]");
}

interface Row {
  memory: Memory;
  statement: Statement;
}

function relationOf(older: Row, newer: Row): Relation {
  const types = [older.memory.metadata.type, newer.memory.metadata.type];
  if (types.every((type) => type === "session_state")) return "replaced";
  if (types.includes("session_state")) return "apart";
  return compare(older.statement, newer.statement);
}

/**
 * How the newer text stands to the older one.
 *
 * - `same`: the same words, but for courtesies and where a leading phrase stands.
 * - `replaced`: the newer says that a part of the older is over or has changed (as the embedded store
 *   judges when it adds), or differs in nothing but a trailing number or version.
 * - `unclear`: about the same, one word apart, or one denies the other, and neither says which holds.
 * - `apart`: all else; two subjects, additions.
 */
export function relate(older: string, newer: string): Relation {
  return compare(parseStatement(older), parseStatement(newer));
}

function compare(older: Statement, newer: Statement): Relation {
  if (isSameFact(older, newer)) return "same";
  // Most pairs have nothing in common, and this is asked of all pairs while a prompt waits.
  if (!older.words.some((word) => newer.words.includes(word))) return "apart";
  // One word apart is too little to hide the older one by, whatever the store makes of it.
  const difference = differenceOf(older.words, newer.words);
  if (difference !== "apart") return difference;
  const verdict = supersedes(newer.text, older.text);
  if (verdict === true) return "replaced";
  return verdict === "unsure" || disagree(older, newer) ? "unclear" : "apart";
}

/** Equal but for one word: a closing number or version is the value, anything else is unclear. */
function differenceOf(a: readonly string[], b: readonly string[]): Relation {
  if (a.length !== b.length || a.length < 3) return "apart";
  const at = a.flatMap((word, index) => word === b[index] ? [] : [index]);
  if (at.length !== 1 || at[0] === 0) return "apart";
  const isValue = [a, b].every((words) => /^v?\d[\d.:]*\w?$/.test(words[at[0]!]!));
  return isValue && at[0]! >= a.length - 2 ? "replaced" : "unclear";
}
