/**
 * Work-arounds for servers of April 2026 and before, each for a recorded fault (contract, Versions).
 *
 * @module
 */

import { invalid } from "./errors.ts";
import { ID_FIELDS } from "./identifiers.ts";
import type { Capabilities } from "./probe.ts";
import type { Memory, NewMemory, Patch } from "./store.ts";

/**
 * What can be sent to this server. Servers without /entities extract a write that has an agent and an
 * assistant's message from the assistant's words only: there the user's messages go alone.
 *
 * @throws MemoryError `invalid` for an expiration date that the server would forget
 */
export function fitNewMemory(input: NewMemory, can: Capabilities): NewMemory {
  if (!can.expiration) refuseDate(input);
  const { scope, infer = true } = input;
  const messages = input.messages.filter((message) => message.role !== "assistant");
  const alone = infer && !can.entities && scope.agent && messages.length > 0;
  return alone ? { ...input, messages } : input;
}

/**
 * The whole memory as a patch: PUT needs the text there and drops all metadata that isn't sent, and an
 * identifier among them would move the memory to another user.
 *
 * @throws MemoryError `invalid` for an expiration date
 */
export function wholePatch(memory: Memory, patch: Patch): Patch {
  refuseDate(patch);
  const metadata = { ...memory.metadata, ...patch.metadata };
  for (const field of Object.keys(ID_FIELDS)) delete metadata[field];
  return { text: patch.text ?? memory.text, metadata };
}

function refuseDate({ expirationDate }: Patch): void {
  if (expirationDate === undefined) return;
  const why = "this Mem0 server is older than expiration dates; update the server";
  throw invalid("set the expiration date", why);
}
