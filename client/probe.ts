/**
 * What answers at an address: a Mem0 server and what it can do, or something else. All servers call
 * themselves version 1.0.0, so only the paths and fields of /openapi.json tell them apart.
 *
 * @module
 */

import { parseUrl } from "./address.ts";
import type { FilterLanguage } from "./pushdown.ts";
import type { Json } from "./store.ts";
import { isObject, ROUTES } from "./wire.ts";

/** What a Mem0 server can do, and how it must be asked. */
export interface Capabilities {
  /** `current` (mem0ai 2.0.5 and later), `2.0` (April 2026) or `1.0` (before). */
  era: "current" | "2.0" | "1.0";
  /** Rows that GET /memories gives at most. */
  listLimit: number;
  /** Do GET /memories and /search take `top_k` and `show_expired`, and do rows expire? */
  expiration: boolean;
  /** May search scores be distances (small is near), or the order be worst first? */
  distances: boolean;
  /** What of the filter language works. */
  language: FilterLanguage;
  /** Does PUT take metadata without text, and keep what it isn't given? */
  partialUpdate: boolean;
  /** GET /entities. */
  entities: boolean;
  /** GET /memories/{id}/history. */
  history: boolean;
  /** Users and JWT login. */
  accounts: boolean;
}

/** What is assumed of a server that hides /openapi.json. */
export const CURRENT: Capabilities = {
  era: "current",
  listLimit: 1000,
  expiration: true,
  distances: false,
  language: "all",
  partialUpdate: true,
  entities: true,
  history: true,
  accounts: true,
};

/** What an /openapi.json says: a Mem0 server, or in words what it is instead and what to do. */
export type Finding = { server: Capabilities } | { other: string };

/** Read an /openapi.json. */
export function recognize(openapi: Json): Finding {
  const paths = Object.keys(at(openapi, "paths") ?? {});
  const has = (path: string, method: string) => at(openapi, "paths", path, method) !== undefined;
  if (paths.some((path) => path.startsWith("/api/v1/memories"))) {
    return { other: `this is OpenMemory, whose API is another one; ${ADVICE}` };
  }
  if (paths.some((path) => /^\/v\d+\/memories/.test(path))) return { other: HOSTED };
  if (!has(ROUTES.memories, "post") || !has(ROUTES.search, "post")) {
    const title = at(openapi, "info", "title");
    const name = typeof title === "string" ? `this is "${title}"` : "an API answers";
    return { other: `${name}, not a Mem0 server; ${ADVICE}` };
  }
  const field = (schema: string, name: string) =>
    at(openapi, "components", "schemas", schema, "properties", name) !== undefined;
  const entities = has(ROUTES.entities, "get");
  const topK = field("SearchRequest", "top_k");
  const era = !entities && !topK ? "1.0" : field("SearchRequest", "explain") ? "current" : "2.0";
  const parameters = JSON.stringify(
    at(openapi, "paths", ROUTES.memories, "get", "parameters") ?? [],
  );
  const required = at(openapi, "components", "schemas", "MemoryUpdate", "required");
  return {
    server: {
      era,
      listLimit: parameters.includes('"top_k"') ? 1000 : era === "1.0" ? 100 : 20,
      expiration: field("MemoryCreate", "expiration_date"),
      distances: era !== "current",
      language: era === "current" ? "all" : "equal",
      partialUpdate: !(Array.isArray(required) && required.includes("text")),
      entities,
      history: has(`${ROUTES.memories}/{memory_id}/history`, "get"),
      accounts: has(ROUTES.login, "post"),
    },
  };
}

/** The hosted platform, told by its name: it answers without an /openapi.json of this kind. */
export function isHosted(base: string): boolean {
  const host = parseUrl(base)?.hostname ?? "";
  return host === "mem0.ai" || host.endsWith(".mem0.ai");
}

const ADVICE = "set the host (MEM0_HOST) to a Mem0 server of your own";

/** What to say of the hosted platform. */
export const HOSTED = `this is Mem0's hosted platform, whose API is another one; ${ADVICE}`;

/** In words, for people. */
export function describe({ era }: Capabilities): string {
  return `Mem0 server (${era === "current" ? era : `${era} era`})`;
}

/** What it lacks, one short phrase each. */
export function gapsOf(server: Capabilities): string[] {
  const gaps: [here: boolean, gap: string][] = [
    [server.accounts, "no accounts and e-mail login"],
    [server.entities, "no list of users, agents and runs"],
    [server.history, "no history"],
    [server.expiration, "no expiration dates"],
    [server.partialUpdate, "metadata changes rewrite the whole memory"],
    [server.language === "all", "filters are applied here"],
    [!server.distances, "search results are sorted here"],
    [server.listLimit >= 1000, "lists need a search"],
  ];
  return gaps.filter(([here]) => !here).map(([, gap]) => gap);
}

/** The value at a path of keys; undefined as soon as one isn't there. */
function at(json: Json | undefined, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => isObject(node) ? node[key] : undefined, json);
}
