/**
 * The checks of what is about to be sent: what a Mem0 server would answer with 400 or 502, or would
 * silently change, is refused here by name.
 *
 * @module
 */

import { invalid } from "./errors.ts";
import { checkJson, checkText, cleanScope } from "./identifiers.ts";
import { checkWhere } from "./predicate.ts";
import type { Filter, Metadata, NewMemory, Patch, Query } from "./store.ts";

export { invalid } from "./errors.ts";

/** Check and clean. @throws MemoryError `invalid` */
export function checkNewMemory(input: NewMemory): NewMemory {
  const scope = cleanScope(input.scope);
  if (input.messages.length === 0) throw invalid("add a memory", "no message");
  for (const { role, content } of input.messages) {
    checkText(role, "the role");
    checkText(content, "the text");
  }
  checkFields(input);
  return { ...input, scope };
}

/**
 * The metadata of what is kept of it, with its type: what `metadata` says, else the statement's own,
 * where the store can tell that, else the default.
 */
export function fieldsOf(
  { metadata, defaultType }: Pick<NewMemory, "metadata" | "defaultType">,
  type = defaultType,
): Metadata | undefined {
  return type ? { type, ...metadata } : metadata;
}

/** Check and clean. @throws MemoryError `invalid` */
export function checkPatch(patch: Patch): void {
  const { text, metadata, expirationDate } = patch;
  if (text === undefined && metadata === undefined && expirationDate === undefined) {
    throw invalid("update a memory", "nothing to change; give text, metadata or a date");
  }
  // A Mem0 server accepts an empty text, and never finds the row again.
  if (text === "") throw invalid("update a memory", "the text is empty; remove it instead");
  if (text) checkText(text, "the text");
  checkFields(patch);
}

function checkFields({ metadata, expirationDate }: Patch): void {
  checkMetadata(metadata);
  if (typeof expirationDate === "string") checkDate(expirationDate);
}

/** The filter with a clean scope. @throws MemoryError `invalid` */
export function checkFilter<T extends Filter>(filter: T): T {
  const { where, limit = 1 } = filter;
  if (where) checkWhere(where);
  if (!(Number.isInteger(limit) && limit > 0)) {
    throw invalid("look for memories", `the limit ${limit} is no positive whole number`);
  }
  return { ...filter, scope: cleanScope(filter.scope) };
}

/** The query with a clean scope and text. @throws MemoryError `invalid` */
export function checkQuery(query: Query): Query {
  const { minScore = 0 } = query;
  const text = query.text.trim();
  if (text === "") throw invalid("search memories", "the text is empty");
  checkText(text, "the query");
  if (!(minScore >= 0 && minScore <= 1)) {
    throw invalid("search memories", `the lowest score ${minScore} isn't in 0..1`);
  }
  return { ...checkFilter(query), text };
}

/** Check. @throws MemoryError `invalid` for what JSON can't hold, and for a date that is none */
export function checkMetadata(metadata: Metadata = {}): void {
  checkJson(metadata, "the metadata");
  // The server takes the date from there as well.
  if (typeof metadata.expiration_date === "string") checkDate(metadata.expiration_date);
}

/** Check. @throws MemoryError `invalid` for what is no calendar day in the form `YYYY-MM-DD` */
export function checkDate(date: string): void {
  const time = Date.parse(`${date}T00:00:00Z`);
  // What is no day, such as the 30th of February, is read as another one.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    throw invalid("set the expiration date", `"${date}" is no day of the form YYYY-MM-DD`);
  }
}
