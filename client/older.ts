/**
 * Work-arounds for servers of April 2026 and before, each for a recorded fault (contract, Versions).
 *
 * @module
 */

import { MemoryError } from "./errors.ts";
import { ID_FIELDS } from "./identifiers.ts";
import { matches } from "./predicate.ts";
import type { Capabilities } from "./probe.ts";
import { pushDown } from "./pushdown.ts";
import type { Server } from "./server.ts";
import type { Call, Hit, Memory, NewMemory, Patch, Query } from "./store.ts";
import { decodeHits, encodeOldSearch, encodeSearch, ROUTES, type SearchForm } from "./wire.ts";

/** Rows that a search asks for at first: the best come last there, and a smaller cut loses them. */
const FIRST_STEP = 1_000;

/**
 * Every row that the server's own filter lets through, in its order and with its scores; the
 * condition language is flat equality alone.
 */
export async function searchAll(
  server: Server,
  can: Capabilities,
  form: SearchForm,
  call: Call,
  what = "search memories",
): Promise<Hit[]> {
  const body = can.era === "1.0" ? encodeOldSearch(form) : encodeSearch(form);
  const request = { path: ROUTES.search, body, what, repeatable: true };
  return await server.ask({ method: "POST", ...request }, decodeHits, call);
}

/**
 * Search where scores are distances: all rows are asked for, turned round and sorted here. On servers
 * of April 2026 it depends on their library (mem0ai 2.0.0 to 2.0.4) which way round scores are; a row
 * searched by its own text tells.
 */
export async function searchOlder(
  server: Server,
  can: Capabilities,
  query: Query,
  next: () => Call,
): Promise<Hit[]> {
  const { text, scope, where, limit = 10, minScore = 0.1 } = query;
  const { filters } = pushDown(where, can.language);
  let hits: Hit[] = [];
  for (let most = FIRST_STEP;; most *= 4) {
    hits = await searchAll(server, can, { text, scope, filters, most }, next());
    if (hits.length < most) break;
  }
  const sample = hits.find((hit) => hit.text !== "");
  if (sample === undefined) return [];
  const distances = can.era === "1.0" || await server.once("distances", async () => {
    const most = Math.max(FIRST_STEP, hits.length + 1);
    const again = await searchAll(server, can, { text: sample.text, scope, filters, most }, next());
    return (again.find((hit) => hit.id === sample.id)?.score ?? 0) < 0.3;
  });
  return hits
    .filter((hit) => where === undefined || matches(where, hit))
    .map((hit) => ({ ...hit, score: clamp(distances ? 1 - hit.score : hit.score) }))
    .filter((hit) => hit.score >= minScore)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}

/**
 * What can be sent to this server. Servers without /entities extract a write that has an agent and an
 * assistant's message from the assistant's words only: there the user's messages go alone.
 *
 * @throws MemoryError `invalid` for an expiration date that the server would forget
 */
export function fitNewMemory(input: NewMemory, can: Capabilities): NewMemory {
  if (input.expirationDate !== undefined && !can.expiration) {
    throw noExpiration("add a memory with an expiration date");
  }
  const { messages, scope, infer = true } = input;
  const users = messages.filter((message) => message.role !== "assistant");
  const alone = infer && !can.entities && scope.agent !== undefined && users.length > 0;
  return alone ? { ...input, messages: users } : input;
}

/**
 * The whole memory as a patch: PUT needs the text there and drops all metadata that isn't sent, and an
 * identifier among them would move the memory to another user.
 *
 * @throws MemoryError `invalid` for an expiration date
 */
export function wholePatch(memory: Memory, patch: Patch): Patch {
  if (patch.expirationDate !== undefined) throw noExpiration("set an expiration date");
  const metadata = { ...memory.metadata, ...patch.metadata };
  for (const field of Object.keys(ID_FIELDS)) delete metadata[field];
  return { text: patch.text ?? memory.text, metadata };
}

function noExpiration(attempt: string): MemoryError {
  return new MemoryError(
    "invalid",
    `Cannot ${attempt}: this Mem0 server is older than expiration dates and would forget it; ` +
      "update the server",
  );
}
