/**
 * The address of a Mem0 server, with the credentials that let us past a proxy.
 *
 * @module
 */

import { invalid, type MemoryError } from "./errors.ts";
import { bytesOf } from "./json.ts";

/** A Mem0 server's address. */
export interface ServerAddress {
  /** Scheme, host, port and path prefix; no credentials, query, fragment or trailing slash. */
  url: string;
  /** `user:password` of the address in base64, for `Authorization: Basic`. */
  basic?: string;
}

/**
 * Parse `http(s)://host[:port][/prefix]`, or the same without a scheme, meaning http.
 *
 * @throws MemoryError `invalid` for anything else; its text never holds the credentials of the address.
 */
export function parseServer(text: string): ServerAddress {
  const trimmed = text.trim();
  const isOther = /[\s\\\p{Cc}]|^([./~:]|file:)/iu.test(trimmed);
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (isOther || !url || !/^https?:$/.test(url.protocol)) {
    throw refused(trimmed, "it is no URL of a server; write it as http://host:port");
  }
  if (url.search || url.hash) throw refused(trimmed, "it must end with its path, without ? and #");
  const address: ServerAddress = {
    url: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`,
  };
  if (url.username || url.password) {
    address.basic = btoa(bytesOf(`${decode(url.username)}:${decode(url.password)}`));
  }
  return address;
}

/** The address with its credentials taken out, for logs and errors. */
export function withoutCredentials(address: string): string {
  // To the last @ before the path, as URL parsers read it: a password may hold an @ itself.
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, "$1");
}

/** URL.parse, which Node 20 lacks: null when it is none. */
export function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

/** The error of an address that is none, without its credentials. */
export function refused(text: string, why: string): MemoryError {
  return invalid(`use the memory store address "${withoutCredentials(text.trim())}"`, why);
}

/** The text with its %-escapes read. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a bare % is meant literally
  }
}
