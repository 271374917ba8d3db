import type { Memory } from "../../client/store.ts";
import { contentWords, sharedWords, stem } from "./words.ts";

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
 */
export function keepNewest<M extends Memory>(memories: readonly M[]): Settled<M> {
  const gone = new Set<string>();
  const dated = new Set<string>();
  const oldestFirst = memories.toSorted((a, b) =>
    Date.parse(dateOf(a)) - Date.parse(dateOf(b)) || (a.id < b.id ? -1 : 1)
  );
  oldestFirst.forEach((older, at) => {
    for (const newer of oldestFirst.slice(at + 1)) {
      if (gone.has(older.id)) return;
      const relation = compare(older, newer);
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

function compare(older: Memory, newer: Memory): Relation {
  const types = [older.metadata.type, newer.metadata.type];
  if (types.every((type) => type === "session_state")) return "replaced";
  if (types.includes("session_state")) return "apart";
  return relate(older.text.slice(0, LONGEST), newer.text.slice(0, LONGEST));
}

/** Announces a change in the newer text. */
const CHANGE = new RegExp(
  "\\b(now|nowadays|no longer|not [^.;]*any ?more|any ?more|actually|correction|update[d]?|changed?|" +
    "switch(?:ed|ing)?|mov(?:ed|ing)|migrat(?:ed|ing)|replac(?:es|ed|ing)|instead of|as of|" +
    "from (?:today|now|this)|starting (?:today|now|this)|ditched|dropped|forget|gave up|" +
    "decommissioned|deprecated|removed|retired|deleted|hand(?:ed|s) over|took over|shortened|raised|" +
    "lowered|extended|increased|reduced|renamed|new rule|used to|formerly|previously|was until|" +
    "jetzt|nicht mehr|statt|ersetzt|umgestellt|ab sofort|ya no|ahora|en vez de|reemplaza|désormais|" +
    "ne plus|remplace|maintenant|plus de)\\b|不再|改为|现在|もう|現在は|に変更",
  "i",
);

/** Says that both hold. */
const ADDITION =
  /\b(also|additionally|in addition|as well|besides|auch|zusätzlich|también|aussi)\b/i;

/** Phrases that name what is over; the name follows or precedes. */
const ENDED: readonly RegExp[] = [
  /\b(?:from|von|de|da) (?:the |our )?([^\s,;:]+) (?:over )?(?:to|auf|nach|zu|a|à|vers)\b/gi,
  /\b(?:instead of|no longer(?: use| using| run| on)?|ditched|dropped|forget|gave up on|stopped using|stop using|replac(?:es|ed|ing)|rather than|statt|anstelle von|en vez de|au lieu de|reemplaza a?|remplace) (?:the |our |using )?([^\s,;:]+)/gi,
  /\b([^\s,;:]+) (?:is|was|are|were|has been|have been|got|wurde|ist) (?:now )?(?:gone|deleted|removed|dropped|decommissioned|deprecated|retired|shut down|switched off|turned off|too \w+|abgeschaltet|entfernt|ersetzt)\b/gi,
  /\bnot\b[^.;,]*?([^\s,;:]+) any ?more\b/gi,
];

/**
 * How the newer text stands to the older one.
 *
 * - `same`: the same words.
 * - `replaced`: the newer names a part of the older as over and shares its subject, or announces a
 *   change about the same subject, or differs in nothing but a trailing number or version.
 * - `unclear`: one word apart and neither says which holds.
 * - `apart`: all else; two subjects, additions.
 */
export function relate(older: string, newer: string): Relation {
  const a = contentWords(older);
  const b = contentWords(newer);
  if (a.length === 0 || b.length === 0) return "apart";
  if (a.join(" ") === b.join(" ")) return "same";
  if (ADDITION.test(newer)) return "apart";
  const shared = sharedWords(a, b);
  const share = shared.length / new Set(a).size;
  if (CHANGE.test(newer)) {
    const changed = b.filter((word) => !CHANGE_WORDS.has(word));
    const over = endedNames(newer).filter(({ name }) => a.includes(name));
    if (over.length > 0) {
      // "We moved from Jest" speaks of Jest everywhere; "Search moved from Solr" only of search.
      const everywhere = over.some((one) => one.everywhere);
      const names = over.map(({ name }) => name);
      const rest = a.filter((word) => !names.includes(word));
      if (everywhere || sharedWords(rest, b).length > 0) return "replaced";
    } else if (
      share >= 0.5 && (b.includes(a[0]!) || a.includes(changed[0] ?? "")) &&
      changesOf(a, changed) < 2
    ) {
      return "replaced";
    }
    return share >= 0.5 ? "unclear" : "apart";
  }
  return differsInOne(a, b);
}

/** Stems of single words that announce a change: no subjects. */
const CHANGE_WORDS = new Set(
  "switched moved moving migrated changed change update updated actually correction replaced dropped ditched forget gave longer today instead anymore"
    .split(" ").map(stem),
);

/** Names that the text calls over, and whether its sentence names no subject before them. */
function endedNames(text: string): { name: string; everywhere: boolean }[] {
  return ENDED.flatMap((form) =>
    [...text.matchAll(form)].flatMap((found) => {
      const sentence = text.slice(0, found.index).split(/[.;!?]\s/).at(-1)!;
      const everywhere = contentWords(sentence).every((word) => CHANGE_WORDS.has(word));
      return contentWords(found[1] ?? "").map((name) => ({ name, everywhere }));
    })
  );
}

/**
 * Places where words of `a` stand for others in `b`, between words that both hold in the same order.
 * One is a new value; with two, a qualifier has changed as well ("the public API" became "the internal
 * API"), and they speak of two things.
 */
function changesOf(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a.slice(0, 60), b.slice(0, 60)];
  // length[i][j]: the longest common subsequence of what follows left[i] and right[j]
  const length = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      length[i]![j] = left[i] === right[j]
        ? length[i + 1]![j + 1] + 1
        : Math.max(length[i + 1]![j], length[i]![j + 1]);
    }
  }
  let changes = 0;
  for (let i = 0, j = 0; i < left.length || j < right.length; i++, j++) {
    const [fromI, fromJ] = [i, j];
    while (i < left.length && j < right.length && left[i] !== right[j]) {
      if (length[i + 1]![j] >= length[i]![j + 1]) i++;
      else j++;
    }
    if (j === right.length || i === left.length) [i, j] = [left.length, right.length];
    if (i > fromI && j > fromJ) changes++;
  }
  return changes;
}

/** Equal but for one word: a closing number or version is the value, anything else is unclear. */
function differsInOne(a: readonly string[], b: readonly string[]): Relation {
  if (a.length !== b.length || a.length < 3) return "apart";
  const at = a.flatMap((word, index) => word === b[index] ? [] : [index]);
  if (at.length !== 1 || at[0] === 0) return "apart";
  const values = [a[at[0]!]!, b[at[0]!]!];
  const isValue = values.every((value) => /^v?\d[\d.:]*\w?$/.test(value));
  return isValue && at[0]! >= a.length - 2 ? "replaced" : "unclear";
}
