import type { Memory } from "../../client/store.ts";
import { isPinned } from "./newest.ts";
import type { Redaction } from "./redact.ts";
import type { Retention } from "./retention.ts";
import { contradicts, isSameFact, parseStatement, saysAll, type Statement } from "./similar.ts";

/** What a dream should look at; each memory to change stands in one list only. */
export interface Candidates {
  /** Several say the same: one is kept. */
  duplicates: { keep: Memory; drop: Memory[] }[];
  /** Two values for one thing. */
  contradictions: { newer: Memory; older: Memory }[];
  /** Older than its type is kept. */
  expired: { memory: Memory; days: number }[];
  /** Secrets that slipped in. */
  secrets: { memory: Memory; kinds: string[] }[];
}

/** What {@link findCandidates} must know. */
export interface CandidateOptions {
  retention: Retention;
  redact: (text: string) => Redaction;
  now: Date;
}

const DAY_MS = 86_400_000;
/** More statements than this of one form are a series ("node 1 is …", "node 2 is …"). */
const MOST_VALUES = 3;
/** Words in more memories than this don't bring two of them together. */
const COMMON = 64;

/** Entries looked at between two pauses: a long list must not hold up the host's screen. */
const STRIDE = 10;

/**
 * Finds what can be tidied up among one project's memories. Pure but for pauses. Pinned memories are never to be
 * changed, and one with `metadata.reviewed` is compared with no other: somebody has decided already.
 */
export async function findCandidates(
  memories: readonly Memory[],
  options: CandidateOptions,
): Promise<Candidates> {
  const { retention, redact, now } = options;
  const found: Candidates = { duplicates: [], contradictions: [], expired: [], secrets: [] };
  const rest: Entry[] = [];
  for (const memory of memories) {
    const pinned = isPinned(memory);
    const { type, reviewed } = memory.metadata;
    const { found: kinds } = redact(memory.text);
    const days = retention[String(type)] ?? Infinity;
    if (!pinned && kinds.length > 0) found.secrets.push({ memory, kinds });
    else if (!pinned && now.getTime() - timeOf(memory) > days * DAY_MS) {
      found.expired.push({ memory, days });
    } else if (!reviewed) {
      rest.push({ memory, pinned, statement: parseStatement(memory.text) });
    }
  }
  // Best first: of equals the pinned one is kept, then one for the whole project, then the newest.
  rest.sort((a, b) =>
    Number(b.pinned) - Number(a.pinned) ||
    Number(a.memory.scope.run !== undefined) - Number(b.memory.scope.run !== undefined) ||
    timeOf(b.memory) - timeOf(a.memory)
  );
  const dropped = await findDuplicates(rest, found);
  // A state tells of a moment and contradicts no fact.
  const facts = rest.filter((entry) => !dropped.has(entry) && !isState(entry.memory));
  await findContradictions(facts, found);
  return found;
}

interface Entry {
  memory: Memory;
  pinned: boolean;
  statement: Statement;
}

async function* unhurried<T>(entries: readonly T[]): AsyncGenerator<T> {
  for (const [at, entry] of entries.entries()) {
    if (at % STRIDE === STRIDE - 1) await new Promise((resolve) => setTimeout(resolve, 0));
    yield entry;
  }
}

async function findDuplicates(
  entries: readonly Entry[],
  found: Candidates,
): Promise<Set<Entry>> {
  const near = neighbours(entries);
  const dropped = new Set<Entry>();
  const groups = new Map<Entry, Memory[]>();
  for await (const entry of unhurried(entries)) {
    if (dropped.has(entry)) continue;
    for (const other of near(entry, "all")) {
      if (other === entry || other.pinned) continue;
      if (dropped.has(other) || groups.has(other)) continue;
      const same = isSameFact(entry.statement, other.statement) ||
        saysAll(entry.statement, other.statement);
      if (!same) continue;
      dropped.add(other);
      groups.set(entry, [...groups.get(entry) ?? [], other.memory]);
    }
  }
  for (const [keep, drop] of groups) found.duplicates.push({ keep: keep.memory, drop });
  return dropped;
}

async function findContradictions(entries: readonly Entry[], found: Candidates): Promise<void> {
  const near = neighbours(entries);
  const newest = new Map<Entry, Entry>();
  const partners = new Map<Entry, number>();
  for await (const older of unhurried(entries)) {
    for (const newer of near(older, "some")) {
      const later = timeOf(newer.memory) - timeOf(older.memory);
      if (later < 0 || later === 0 && newer.memory.id <= older.memory.id) continue;
      if (!contradicts(older.statement, newer.statement)) continue;
      partners.set(older, (partners.get(older) ?? 0) + 1);
      partners.set(newer, (partners.get(newer) ?? 0) + 1);
      const known = newest.get(older);
      if (!known || timeOf(newer.memory) > timeOf(known.memory)) newest.set(older, newer);
    }
  }
  const isSeries = (entry: Entry) => (partners.get(entry) ?? 0) > MOST_VALUES;
  for (const [older, newer] of newest) {
    if (older.pinned || isSeries(older) || isSeries(newer)) {
      continue;
    }
    found.contradictions.push({ newer: newer.memory, older: older.memory });
  }
}

/**
 * Which entries can stand in relation to one, by an index of words: those that hold its rarest word
 * ("all": they must share all words), or any of its uncommon ones ("some").
 */
function neighbours(entries: readonly Entry[]): (of: Entry, share: "all" | "some") => Set<Entry> {
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const word of new Set(entry.statement.words)) {
      const list = index.get(word);
      if (list) list.push(entry);
      else index.set(word, [entry]);
    }
  }
  const holders = (word: string) => index.get(word) ?? [];
  return ({ statement }, share) => {
    const words = [...new Set(statement.words)].sort((a, b) =>
      holders(a).length - holders(b).length
    );
    // "all": the longer one asks, and may hold a quarter of words that the shorter one lacks.
    const keys = share === "all"
      ? words.slice(0, Math.ceil(words.length / 4) + 1)
      : words.filter((word) => holders(word).length <= COMMON);
    return new Set(keys.flatMap(holders));
  };
}

function isState({ metadata }: Memory): boolean {
  return metadata.type === "session_state" || metadata.type === "compact_summary";
}

/** Milliseconds since 1970 of a memory's last change. */
function timeOf(memory: Memory): number {
  return Date.parse(memory.updatedAt ?? memory.createdAt) || 0;
}
