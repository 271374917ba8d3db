/**
 * What answers at an address: a Mem0 server and what it can do, or something else. All servers call
 * themselves version 1.0.0, so only the paths and fields of /openapi.json tell them apart.
 *
 * @module
 */

import { excerpt } from "./failure.ts";
import type { Json } from "./store.ts";
import { isObject, type Route, ROUTES } from "./wire.ts";

/** What a Mem0 server can do, and how it must be asked. */
export interface Capabilities {
  /**
   * `current` (mem0ai 2.0.5 and later), `2.0` (April 2026) or `1.0` (before). On the older ones search
   * scores may be distances (small is near), the order worst first, and flat equality is all that works
   * of the filter language.
   */
  era: "current" | "2.0" | "1.0";
  /** Rows that GET /memories gives at most. */
  listLimit: number;
  /** Do GET /memories and /search take `top_k` and `show_expired`, and do rows expire? */
  expiration: boolean;
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
  partialUpdate: true,
  entities: true,
  history: true,
  accounts: true,
};

/** Read an /openapi.json: what the server can do, or in words what it is instead and what to do. */
export function recognize(openapi: Json): Capabilities | string {
  const paths = at(openapi, "paths");
  const names = Object.keys(paths ?? {});
  const has = ({ method, path }: Route<unknown>) => Boolean(at(paths, path, method.toLowerCase()));
  const other = names.find((path) => /^(\/api)?\/v\d+\/memories/.test(path));
  if (other) return other.startsWith("/api") ? another("OpenMemory") : HOSTED;
  if (!has(ROUTES.add) || !has(ROUTES.search)) {
    const title = at(openapi, "info", "title");
    const name = typeof title === "string" ? `this is "${excerpt(title)}"` : "an API answers";
    return `${name}, not a Mem0 server; ${ADVICE}`;
  }
  const schema = (name: string, ...path: string[]) =>
    at(openapi, "components", "schemas", name, ...path);
  const search = schema("SearchRequest", "properties");
  const entities = has(ROUTES.entities);
  const era = !entities && !at(search, "top_k") ? "1.0" : at(search, "explain") ? "current" : "2.0";
  const parameters = JSON.stringify(at(paths, ROUTES.list.path, "get", "parameters") ?? "");
  const required = schema("MemoryUpdate", "required");
  return {
    era,
    listLimit: parameters.includes('"top_k"') ? 1000 : era === "1.0" ? 100 : 20,
    expiration: Boolean(schema("MemoryCreate", "properties", "expiration_date")),
    partialUpdate: !(Array.isArray(required) && required.includes("text")),
    entities,
    history: has(ROUTES.history),
    accounts: has(ROUTES.login),
  };
}

/** The hosted platform, told by its name: it answers without an /openapi.json of this kind. */
export function isHosted(base: string): boolean {
  return /(^|\.)mem0\.ai$/.test(new URL(base).hostname);
}

const ADVICE = "set the host (MEM0_HOST) to a Mem0 server of your own";

function another(name: string): string {
  return `this is ${name}, whose API is another one; ${ADVICE}`;
}

/** What to say of the hosted platform. */
export const HOSTED: string = another("Mem0's hosted platform");

/** In words, for people. */
export function describe({ era }: Capabilities): string {
  return `Mem0 server (${era === "current" ? era : `${era} era`})`;
}

/** What it lacks, one short phrase each. */
export function gapsOf(server: Capabilities): string[] {
  const isCurrent = server.era === "current";
  const gaps: [here: boolean, gap: string][] = [
    [server.accounts, "no accounts and e-mail login"],
    [server.entities, "no list of users, agents and runs"],
    [server.history, "no history"],
    [server.expiration, "no expiration dates"],
    [server.partialUpdate, "metadata changes rewrite the whole memory"],
    [isCurrent, "filters are applied here"],
    [isCurrent, "search results are sorted here"],
    [server.listLimit >= 1000, "lists need a search"],
  ];
  return gaps.filter(([here]) => !here).map(([, gap]) => gap);
}

/** The value at a path of keys; undefined as soon as one isn't there. */
function at(json: Json | undefined, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((node, key) => isObject(node) ? node[key] : undefined, json);
}
