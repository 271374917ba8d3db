/**
 * Accounts, API keys and the request log of a Mem0 server, as {@link Admin} gives them.
 *
 * @module
 */

import { type Reader, rowReader } from "./json.ts";

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
export const decodeAccount: Reader<Account> = rowReader<Account>("an account", {
  id: "",
  name: "",
  email: "",
  role: "",
  createdAt: "",
});

const KEY_FIELDS = {
  id: "",
  label: "",
  prefix: "key_prefix",
  createdAt: "",
  lastUsedAt: "?",
};

/** Read an API key's row. */
export const decodeKey: Reader<ApiKey> = rowReader<ApiKey>("an API key", KEY_FIELDS);

/** Read the row of a key that was just made. */
export const decodeNewKey: Reader<ApiKey & { key: string }> = rowReader<ApiKey & { key: string }>(
  "an API key",
  { ...KEY_FIELDS, key: "" },
);

/** Read a line of the request log. */
export const decodeRequest: Reader<LoggedRequest> = rowReader<LoggedRequest>("a request", {
  id: "",
  method: "",
  path: "",
  authType: "",
  createdAt: "",
}, (request, row) => {
  request.status = Number(row.status_code);
  request.latencyMs = Number(row.latency_ms);
});
