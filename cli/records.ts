/**
 * A memory as it leaves the store and comes back: the line of an export, and what a copy carries so
 * that it can be told from its original.
 *
 * A copy has an id and times of its own. What they were is kept in two metadata keys: `copy_of`, the
 * first original's id, and `copy_row`, its times and role. So a copy is recognised when the same is
 * copied again, and an export of it is the export of the original, byte for byte.
 *
 * @module
 */
import { checkDate } from "../client/inputs.ts";
import { SCOPE_PARTS } from "../client/identifiers.ts";
import type { Json, Memory, Metadata, NewMemory, Scope } from "../client/store.ts";

/** A memory in an export. */
export interface MemoryRecord {
  /** The first original's id. */
  id: string;
  text: string;
  scope: Scope;
  metadata: Metadata;
  /** ISO 8601; absent when it isn't known. */
  createdAt?: string;
  /** ISO 8601; absent when it was never changed. */
  updatedAt?: string;
  /** `YYYY-MM-DD`. */
  expirationDate?: string;
  /** Role of the message it was stored from; absent on extracted memories. */
  role?: string;
}

/** The export of a memory; of a copy, that of its original as it is now. */
export function recordOf(memory: Memory): MemoryRecord {
  const { copy_of, copy_row, ...metadata } = memory.metadata;
  const isCopy = typeof copy_of === "string" && copy_of !== "";
  const row = isCopy && isObject(copy_row) ? copy_row : undefined;
  const text = (name: string) => typeof row?.[name] === "string" ? row[name] : undefined;
  const { createdAt, updatedAt } = memory;
  const isChanged = updatedAt !== undefined && updatedAt !== createdAt;
  const changed = isChanged ? updatedAt : text("updatedAt");
  const role = row === undefined ? memory.role : text("role");
  return tidy({
    id: isCopy ? copy_of : memory.id,
    text: memory.text,
    scope: memory.scope,
    metadata,
    createdAt: text("createdAt") ?? createdAt,
    ...changed === undefined ? {} : { updatedAt: changed },
    ...typeof memory.expirationDate === "string" ? { expirationDate: memory.expirationDate } : {},
    ...role === undefined ? {} : { role },
  });
}

/** The record with all keys in one order, so that the same content gives the same bytes. */
export function tidy(record: MemoryRecord): MemoryRecord {
  const { id, text, scope, metadata, createdAt, updatedAt, expirationDate, role } = record;
  return {
    id,
    text,
    scope: orderedScope(scope),
    metadata: sortKeys(metadata) as Metadata,
    ...createdAt === undefined ? {} : { createdAt },
    ...updatedAt === undefined ? {} : { updatedAt },
    ...expirationDate === undefined ? {} : { expirationDate },
    ...role === undefined ? {} : { role },
  };
}

/** What is sent to store a copy. */
export function copyOf(record: MemoryRecord): NewMemory {
  const { id, text, scope, metadata, createdAt, updatedAt, expirationDate, role } = record;
  const row: Metadata = {
    ...createdAt === undefined ? {} : { createdAt },
    ...updatedAt === undefined ? {} : { updatedAt },
    ...role === undefined ? {} : { role },
  };
  return {
    scope,
    // A message needs a role, and system messages are never stored raw.
    messages: [{ role: role === "assistant" ? "assistant" : "user", content: text }],
    infer: false,
    metadata: {
      ...metadata,
      copy_of: id,
      copy_row: row,
      // Both kinds of store take the time of a row from there.
      ...createdAt === undefined ? {} : { created_at: createdAt },
    },
    ...expirationDate === undefined ? {} : { expirationDate },
  };
}

/** What must be the same in original and copy, as one text to compare and to hash. */
export function contentOf(record: MemoryRecord): string {
  const { text, scope, metadata, expirationDate = null } = record;
  return JSON.stringify([text, orderedScope(scope), sortKeys(metadata), expirationDate]);
}

/** SHA-256 over the contents of all records, whatever their order, in hex. */
export async function digestOf(contents: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode([...contents].sort().join("\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An id for what has none of its own: always the same for the same parts. */
export async function stableId(...parts: readonly string[]): Promise<string> {
  const hex = await digestOf([JSON.stringify(parts)]);
  // The form of a UUID of version 8, which is for ids made by a rule of one's own.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** Oldest first; of the same instant by id. So the same store gives the same bytes. */
export function sortRecords(records: readonly MemoryRecord[]): MemoryRecord[] {
  const keyed = records.map((record) => ({ record, at: Date.parse(record.createdAt ?? "") || 0 }));
  keyed.sort((a, b) => a.at - b.at || (a.record.id < b.record.id ? -1 : 1));
  return keyed.map(({ record }) => record);
}

/**
 * Reads a record back. @throws {Error} that says what is wrong with it, for the line that holds it.
 */
export function readRecord(value: unknown): MemoryRecord {
  if (!isObject(value)) throw new Error("it is no JSON object");
  const { id, text, scope, metadata, expirationDate } = value;
  if (typeof id !== "string" || id === "") throw new Error('it has no "id"');
  if (typeof text !== "string" || text === "") throw new Error('it has no "text"');
  const record: MemoryRecord = {
    id,
    text,
    scope: readScope(scope),
    metadata: isObject(metadata) ? metadata : {},
  };
  for (const name of ["createdAt", "updatedAt", "role"] as const) {
    const given = value[name];
    if (typeof given === "string" && given !== "") record[name] = given;
  }
  if (record.createdAt !== undefined && Number.isNaN(Date.parse(record.createdAt))) {
    throw new Error(`its "createdAt" ${JSON.stringify(record.createdAt)} is no time`);
  }
  if (typeof expirationDate === "string") {
    checkDate(expirationDate);
    record.expirationDate = expirationDate;
  }
  return record;
}

function readScope(value: Json | undefined): Scope {
  const scope: Scope = {};
  if (!isObject(value)) return scope;
  for (const part of SCOPE_PARTS) {
    const id = value[part];
    if (typeof id === "string" && id !== "") scope[part] = id;
  }
  return scope;
}

function orderedScope(scope: Scope): Scope {
  const ordered: Scope = {};
  for (const part of SCOPE_PARTS) if (scope[part] !== undefined) ordered[part] = scope[part];
  return ordered;
}

/** The same JSON with its keys in order: databases keep another one. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).sort().map((key) => [key, sortKeys(value[key] as Json)]),
  );
}

/** Is it a JSON object? */
export function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
