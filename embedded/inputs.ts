import { checkText, cleanScope } from "../client/identifiers.ts";
import { checkDate, checkMetadata, invalid } from "../client/inputs.ts";
import type { NewMemory, Patch } from "../client/store.ts";

/**
 * A new memory with clean identifiers, checked.
 *
 * @throws MemoryError `invalid`
 */
export function checkNewMemory(input: NewMemory): NewMemory {
  const scope = cleanScope(input.scope);
  for (const message of input.messages) checkText(message.content, "a message");
  checkMetadata(input.metadata);
  if (input.expirationDate !== undefined) checkDate(input.expirationDate);
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
    throw invalid(`update memory "${id}"`, "give a text, metadata or an expiration date");
  }
  if (patch.text !== undefined) checkText(patch.text, "the text");
  checkMetadata(patch.metadata);
  if (typeof patch.expirationDate === "string") checkDate(patch.expirationDate);
}
