/**
 * What answers at an address: a Mem0 server and what it can do, or something else. All servers call
 * themselves version 1.0.0, so only the paths and fields of /openapi.json tell them apart.
 *
 * @module
 */

import type { FilterLanguage } from "./pushdown.ts";
import type { Json } from "./store.ts";
import { isObject, type JsonObject, ROUTES } from "./wire.ts";

/** What a Mem0 server can do, and how it must be asked. */
export interface Capabilities {
  /** `current` (mem0ai 2.0.5 and later), `2.0` (April 2026) or `1.0` (before). */
  era: "current" | "2.0" | "1.0";
  /** Rows that GET /memories gives at most. */
  listLimit: number;
  /** Do GET /memories and /search take `top_k` and `show_expired`, and do rows expire? */
  expiration: boolean;
  /** The field that bounds a search. */
  searchLimit: "top_k" | "limit";
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
  searchLimit: "top_k",
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
  const paths = isObject(openapi) && isObject(openapi.paths) ? openapi.paths : undefined;
  if (paths === undefined || !isObject(openapi)) return { other: OTHER };
  const has = (path: string, method: string) => isObject(paths[path]) && method in paths[path];
  if (Object.keys(paths).some((path) => path.startsWith("/api/v1/memories"))) {
    return {
      other: "this is OpenMemory, whose API is another one; " +
        "set the host (MEM0_HOST) to a Mem0 server (the server/ folder of mem0ai/mem0)",
    };
  }
  if (Object.keys(paths).some((path) => /^\/v\d+\/memories/.test(path))) return { other: HOSTED };
  if (!has(ROUTES.memories, "post") || !has(ROUTES.search, "post")) {
    const title = isObject(openapi.info) ? openapi.info.title : undefined;
    return { other: typeof title === "string" ? `this is "${title}", ${NO_MEM0}` : OTHER };
  }
  const fields = (name: string) => propertiesOf(openapi, name);
  const entities = has(ROUTES.entities, "get");
  const explain = "explain" in fields("SearchRequest");
  const topK = "top_k" in fields("SearchRequest");
  const era = !entities && !topK ? "1.0" : explain ? "current" : "2.0";
  const listTopK = parametersOf(paths[ROUTES.memories]).includes("top_k");
  return {
    server: {
      era,
      listLimit: listTopK ? 1000 : era === "1.0" ? 100 : 20,
      expiration: "expiration_date" in fields("MemoryCreate"),
      searchLimit: topK ? "top_k" : "limit",
      distances: era !== "current",
      language: era === "current" ? "all" : "equal",
      partialUpdate: !requiredOf(openapi, "MemoryUpdate").includes("text"),
      entities,
      history: has(`${ROUTES.memories}/{memory_id}/history`, "get"),
      accounts: has(ROUTES.login, "post"),
    },
  };
}

/** The hosted platform, told by its name: it answers without an /openapi.json of this kind. */
export function isHosted(base: string): boolean {
  const host = URL.parse(base)?.hostname ?? "";
  return host === "mem0.ai" || host.endsWith(".mem0.ai");
}

/** What to say of the hosted platform. */
export const HOSTED = "this is Mem0's hosted platform, whose API is another one; " +
  "set the host (MEM0_HOST) to a server of your own";

const NO_MEM0 = "not a Mem0 server; set the host (MEM0_HOST) to one";
const OTHER = `an API answers, but ${NO_MEM0.replace("not a", "no")}`;

/** In words, for people. */
export function describe(server: Capabilities): string {
  const era = { current: "current", "2.0": "of April 2026, 2.0", "1.0": "of the 1.0 era" };
  return `Mem0 server (${era[server.era]})`;
}

/** What it lacks, one short phrase each. */
export function gapsOf(server: Capabilities): string[] {
  const gaps: string[] = [];
  if (!server.accounts) gaps.push("no accounts and e-mail login");
  if (!server.entities) gaps.push("no list of users, agents and runs");
  if (!server.history) gaps.push("no history");
  if (!server.expiration) gaps.push("no expiration dates");
  if (!server.partialUpdate) gaps.push("metadata changes rewrite the whole memory");
  if (server.language === "equal") gaps.push("filters are applied here, after the answer");
  if (server.distances) gaps.push("search results come as distances and are sorted here");
  if (server.listLimit < 1000) gaps.push("lists need a search");
  return gaps;
}

function schemaOf(openapi: JsonObject, name: string): JsonObject {
  const components = isObject(openapi.components) ? openapi.components : {};
  const schemas = isObject(components.schemas) ? components.schemas : {};
  const schema = schemas[name];
  return isObject(schema) ? schema : {};
}

function propertiesOf(openapi: JsonObject, name: string): JsonObject {
  const properties = schemaOf(openapi, name).properties;
  return isObject(properties) ? properties : {};
}

function requiredOf(openapi: JsonObject, name: string): Json[] {
  const required = schemaOf(openapi, name).required;
  return Array.isArray(required) ? required : [];
}

function parametersOf(path: Json | undefined): Json[] {
  const get = isObject(path) && isObject(path.get) ? path.get : {};
  const list = Array.isArray(get.parameters) ? get.parameters : [];
  return list.map((one) => isObject(one) ? one.name ?? null : null);
}
