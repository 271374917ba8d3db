import { MemoryError } from "../client/errors.ts";
import { checkText, cleanScope } from "../client/identifiers.ts";
import type { Json, NewMemory, Patch } from "../client/store.ts";

/**
 * A new memory with clean identifiers, checked.
 *
 * @throws MemoryError `invalid`
 */
export function checkNewMemory(input: NewMemory): NewMemory {
  const scope = cleanScope(input.scope);
  for (const message of input.messages) checkText(message.content, "a message");
  if (input.metadata !== undefined) checkJson(input.metadata);
  if (input.expirationDate !== undefined) checkDate(input.expirationDate);
  checkMetadataDate(input.metadata);
  return { ...input, scope };
}

/**
 * Refuses a patch that changes nothing or can't be stored.
 *
 * @throws MemoryError `invalid`
 */
export function checkPatch(id: string, patch: Patch): void {
  if (
    patch.text === undefined && patch.metadata === undefined && patch.expirationDate === undefined
  ) {
    throw new MemoryError(
      "invalid",
      `Cannot update memory "${id}": give a text, metadata or an expiration date`,
    );
  }
  if (patch.text !== undefined) checkText(patch.text, "the text");
  if (patch.metadata !== undefined) checkJson(patch.metadata);
  if (typeof patch.expirationDate === "string") checkDate(patch.expirationDate);
  checkMetadataDate(patch.metadata);
}

/** The server takes an expiration date from metadata as well. */
function checkMetadataDate(metadata: Record<string, Json> | undefined): void {
  const date = metadata?.expiration_date;
  if (typeof date === "string") checkDate(date);
}

/** Refuses what is no calendar day in the form `YYYY-MM-DD`. */
export function checkDate(date: string): void {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    throw new MemoryError(
      "invalid",
      `Cannot use "${date}" as the expiration date: it must be a day such as 2030-12-31`,
    );
  }
}

function checkJson(value: Json): void {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new MemoryError("invalid", `Cannot store the metadata: ${value} is no JSON number`);
  }
  if (typeof value === "string") return checkText(value, "the metadata");
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) return value.forEach(checkJson);
  for (const [key, inner] of Object.entries(value)) {
    checkText(key, "a metadata key");
    checkJson(inner);
  }
}
