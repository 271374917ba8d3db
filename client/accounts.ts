/**
 * Accounts, API keys and the request log of a Mem0 server, as {@link Admin} gives them.
 *
 * @module
 */

import { type JsonObject, objectOf, textIn } from "./json.ts";
import type { Json } from "./store.ts";

/** A user's account. */
export interface Account {
  /** UUID. */
  id: string;
  /** For display. */
  name: string;
  /** For the login. */
  email: string;
  /** `admin` or another; only administrators may delete by scope, configure and reset. */
  role: string;
  /** ISO 8601. */
  createdAt: string;
}

/** A per-user API key, without the key itself. */
export interface ApiKey {
  /** UUID. */
  id: string;
  /** Given by its owner. */
  label: string;
  /** The first 12 characters. */
  prefix: string;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; absent when it was never used. */
  lastUsedAt?: string;
}

/** One line of the server's request log. */
export interface LoggedRequest {
  /** UUID. */
  id: string;
  /** HTTP method. */
  method: string;
  /** Without the query. */
  path: string;
  /** HTTP status. */
  status: number;
  /** Milliseconds. */
  latencyMs: number;
  /** `bearer`, `api_key`, `admin_api_key`, `disabled` or `none`. */
  authType: string;
  /** ISO 8601. */
  createdAt: string;
}

/** Read the answer of /auth/me. */
export function decodeAccount(json: Json): Account {
  const row = objectOf(json, "an account");
  const text = (field: string) => textIn(row, field);
  return {
    id: text("id"),
    name: text("name"),
    email: text("email"),
    role: text("role"),
    createdAt: text("created_at"),
  };
}

/** Read an API key's row. */
export function decodeKey(row: JsonObject): ApiKey {
  const key: ApiKey = {
    id: textIn(row, "id"),
    label: textIn(row, "label"),
    prefix: textIn(row, "key_prefix"),
    createdAt: textIn(row, "created_at"),
  };
  if (typeof row.last_used_at === "string") key.lastUsedAt = row.last_used_at;
  return key;
}

/** Read a line of the request log. */
export function decodeRequest(json: Json): LoggedRequest {
  const row = objectOf(json, "a request");
  return {
    id: textIn(row, "id"),
    method: textIn(row, "method"),
    path: textIn(row, "path"),
    status: Number(row.status_code),
    latencyMs: Number(row.latency_ms),
    authType: textIn(row, "auth_type"),
    createdAt: textIn(row, "created_at"),
  };
}
