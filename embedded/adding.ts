import { isMemoryError, MemoryError, messageOf } from "../client/errors.ts";
import { SCOPE_PARTS } from "../client/identifiers.ts";
import { fieldsOf } from "../client/inputs.ts";
import type { Call, Change, Memory, Metadata, NewMemory } from "../client/store.ts";
import { stems } from "../language/content_words.ts";
import { sentencesOf } from "../language/sentences.ts";
import { unended } from "./compose.ts";
import type { Core } from "./core.ts";
import type { Database } from "./database.ts";
import { areSame, formOf, statementWords } from "./duplicates.ts";
import { type Extracted, type Extractor, OUTDATED_CANDIDATES } from "./extractor.ts";
import { type Condition, filterCondition, type Visibility } from "./filters.ts";
import { restOf } from "./partly.ts";
import { catchUp } from "./pending.ts";
import { memoryOf, type MemoryRow, rowOf } from "./rows.ts";
import type { Statistics } from "./statistics.ts";
import { queryWords } from "./text.ts";
import { indexPending } from "./word_index.ts";
import { makeWordQuery, searchAll, searchWords } from "./word_search.ts";
import { addMemory, changeMemory, type Writer } from "./writes.ts";

/** Memories with all words of a new statement that are compared with it. */
const LOOK_ALIKES = 50;

/** What adding needs of the store. */
export interface Adding extends Core {
  /** Counts for word searches. */
  statistics: Statistics;
  /** Finds the statements. */
  extractor: Extractor;
}

/** Stores each message as it is, system messages left out; nothing is compared. */
export function addMessages(adding: Adding, input: NewMemory, call?: Call): Promise<Change[]> {
  const messages = input.messages.filter((message) => message.role !== "system");
  if (messages.length === 0) return Promise.resolve([]);
  return adding.connection.write("add memories", () =>
    messages.map(({ content, role }): Change => {
      const { id } = addMemory(adding.writer(), {
        text: content,
        role,
        scope: input.scope,
        metadata: fieldsOf(input) ?? {},
        expirationDate: input.expirationDate,
      });
      return { id, text: content, event: "ADD", role };
    }), call);
}

/**
 * Stores what the extractor finds. A statement that is there already strengthens that memory instead;
 * one that makes others untrue hides them behind itself. All in one transaction; extracting and asking
 * happen before it.
 */
export async function addStatements(
  adding: Adding,
  input: NewMemory,
  call?: Call,
): Promise<Change[]> {
  const context = { now: adding.writer().clock.now() };
  const found = await named(adding.extractor.extract(input.messages, context, call));
  if (found.length === 0) return [];
  const outdated = await findOutdated(adding, input, found, call);
  const hiddenBy = (statement: Extracted) =>
    [...outdated].filter(([, { by }]) => by === statement).map(([id]) => id);
  const kept = found.filter((one) => !one.tentative || hiddenBy(one).length > 0);
  return adding.connection.write(
    "add memories",
    (db) => {
      indexPending(db);
      return kept.flatMap((statement) => {
        const text = textOf(statement);
        const same = findSame(adding, db, input, text);
        const row = same ?? addMemory(adding.writer(), draftOf({ ...statement, text }, input));
        if (same !== undefined) strengthen(adding.writer(), same);
        const added = same === undefined ? [row] : [];
        for (const id of hiddenBy(statement)) {
          const old = rowOf(db, id);
          const { rest } = outdated.get(id)!;
          supersede(adding.writer(), id, row.id);
          // It is gone, or somebody else has hidden it, or it says the same.
          if (old?.superseded_by !== null || id === row.id || rest === undefined) continue;
          if (findSame(adding, db, input, rest) !== undefined) continue;
          added.push(addMemory(adding.writer(), remainder(old, rest)));
        }
        // The next statement is compared with it.
        if (added.length > 0) indexPending(db);
        return added.map(({ id, text }): Change => ({ id, text, event: "ADD" }));
      });
    },
    call,
  );
}

/** What is doubtful by itself is kept for what it changes: with all that was said of that, but for questions. */
function textOf({ tentative, text, within = text }: Extracted): string {
  const told = sentencesOf(within).filter(({ question }) => !question).map(({ text }) => text);
  const whole = unended(told.join(" "));
  return tentative && whole.includes(text) ? whole : text;
}

/** What of an outdated memory still holds, as a memory of its own, as old as it. */
function remainder(row: MemoryRow, text: string) {
  const { scope, metadata, createdAt, expirationDate } = memoryOf(row);
  return {
    text,
    role: null,
    scope,
    metadata: { ...metadata, created_at: createdAt },
    ...(expirationDate ? { expirationDate } : {}),
  };
}

/** A memory that is untrue, and what of it still holds. */
type Untrue = Memory & { rest: string | undefined };

/** What takes the place of a memory, and what of it still holds. */
interface Outdated {
  by: Extracted;
  shared: number;
  rest: string | undefined;
}

/** The memories that the statements make untrue, by id. */
async function findOutdated(
  adding: Adding,
  input: NewMemory,
  found: readonly Extracted[],
  call?: Call,
): Promise<Map<string, Outdated>> {
  const { connection, extractor } = adding;
  const best = new Map<string, Outdated>();
  // Statements of one short message are all compared as that message: it is asked about once.
  const known = new Map<string, Promise<Untrue[]>>();
  const untrueBy = async (statement: Extracted, words: string): Promise<Untrue[]> => {
    const memories = await connection.read(
      "look for outdated memories",
      (db) => lookUp(adding, db, input, words, OUTDATED_CANDIDATES).map(memoryOf),
      call,
    );
    if (memories.length === 0) return [];
    const outdated = (asked: Memory[]) => named(extractor.outdated!(statement, asked, call));
    const ids = await outdated(memories);
    const untrue = memories.filter(({ id }) => ids.includes(id));
    return await Promise.all(
      untrue.map(async (one) => ({
        ...one,
        rest: extractor.parts ? await restOf(one, outdated) : undefined,
      })),
    );
  };
  if (extractor.outdated === undefined) return best;
  await catchUp(connection, call);
  for (const statement of found) {
    if (statement.replaces === undefined) continue;
    const { within = statement.text } = statement;
    const untrue = known.get(within) ?? untrueBy(statement, statement.replaces);
    known.set(within, untrue);
    const own = stems(statement.text);
    for (const { id, text, rest } of await untrue) {
      // Each may make it untrue: it is hidden behind the likest, and rather behind one that is kept anyway,
      // unless that shares less than half of its words: "Wei left. Arvind signs off payouts".
      const words = stems(text);
      const same = [...words].filter((word) => own.has(word)).length;
      const isKept = !statement.tentative && 2 * same >= words.size;
      const shared = same + (isKept ? words.size : statement.tentative ? -0.5 : 0);
      const other = best.get(id);
      const one = other === undefined || shared > other.shared ? { by: statement, shared } : other;
      // What one of them leaves another may make untrue.
      const holds = other === undefined || other.rest?.startsWith(rest ?? "") ? rest : other.rest;
      best.set(id, { ...one, rest: holds });
    }
  }
  return best;
}

/** A store rejects with a MemoryError and nothing else. */
async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isMemoryError(error)) throw error;
    const detail = messageOf(error);
    throw new MemoryError("unavailable", `Cannot find statements in the conversation: ${detail}`, {
      cause: error,
    });
  }
}

function draftOf(statement: Extracted, input: NewMemory) {
  const metadata: Metadata = { ...fieldsOf(input, statement.type) };
  if (statement.speaker !== undefined) metadata.attributed_to = statement.speaker;
  return {
    text: statement.text,
    role: null,
    scope: input.scope,
    metadata,
    expirationDate: input.expirationDate,
  };
}

/** Said once more: noted in its history and counted; the text stays. */
function strengthen(writer: Writer, row: MemoryRow): void {
  changeMemory(writer, "MERGE", row, { strength: row.strength + 1 });
}

/** Hides a memory behind the one that took its place. One that is gone or hidden already stays so. */
export function supersede(writer: Writer, id: string, by: string): void {
  const row = rowOf(writer.db, id);
  if (row === undefined || row.superseded_by !== null || id === by) return;
  changeMemory(writer, "SUPERSEDE", row, { superseded_by: by });
}

/** The memory that says the same, for exactly the same owner and project. */
function findSame(
  adding: Adding,
  db: Database,
  input: NewMemory,
  text: string,
): MemoryRow | undefined {
  const owner = ownerCondition(input, adding.visible());
  const [equal] = db.all<MemoryRow>(
    `SELECT m.* FROM memory m INDEXED BY memory_form WHERE m.form = ? AND ${owner.sql} LIMIT 1`,
    formOf(text),
    ...owner.parameters,
  );
  return equal ?? searchAll(db, queryWords(statementWords(text).join(" ")), owner, LOOK_ALIKES)
    .find((row) => areSame(row.text, text));
}

/** The owner's memories that share words with a text, best first. */
function lookUp(
  adding: Adding,
  db: Database,
  input: NewMemory,
  text: string,
  limit: number,
): MemoryRow[] {
  const query = makeWordQuery(db, text, { scope: input.scope }, adding.statistics);
  const owner = ownerCondition(input, adding.visible());
  const { coverage } = searchWords(db, query, owner, { wanted: limit, keep: limit, ranked: 50 });
  return [...coverage.keys()].slice(0, limit)
    .flatMap((seq) => db.all<MemoryRow>("SELECT * FROM memory WHERE seq = ?", seq));
}

/**
 * Rows of exactly this owner: an identifier that is not given must be absent, and the project in the
 * metadata the same, since one fact may be true in one project and not in another.
 */
function ownerCondition({ scope, metadata }: NewMemory, visible: Visibility): Condition {
  const absent = SCOPE_PARTS.filter((part) => scope[part] === undefined).map((part) =>
    ` AND m.${part} IS NULL`
  ).join("");
  const inside = filterCondition({
    scope,
    where: { field: "app_id", is: metadata?.app_id ?? null },
  }, visible);
  return { sql: `${inside.sql}${absent}`, parameters: inside.parameters };
}
