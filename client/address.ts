/**
 * The address of a memory store: where it is, and with which credentials a proxy lets us in.
 *
 * @module
 */

import { invalid, type MemoryError } from "./errors.ts";

/** A parsed address. */
export type Address =
  | {
    /** A Mem0 server. */
    kind: "server";
    /** Scheme, host, port and path prefix; no credentials, query, fragment or trailing slash. */
    url: string;
    /** `user:password` of the address in base64, for `Authorization: Basic`. */
    basic?: string;
  }
  | {
    /** A database file. */
    kind: "file";
    /** As written; `~` is not expanded. */
    path: string;
  }
  | {
    /** A store that lives in this process only. */
    kind: "memory";
  };

/**
 * Parse an address: `http(s)://host[:port][/prefix]`, the same without a scheme (meaning http),
 * `file:path`, `file:///path` or `:memory:`.
 *
 * @throws MemoryError `invalid`; its text never holds the credentials of the address.
 *
 * @example
 * ```ts
 * import { parseAddress } from "./address.ts";
 * const address = parseAddress("localhost:8888/");
 * if (address.kind !== "server" || address.url !== "http://localhost:8888") throw new Error("no");
 * ```
 */
export function parseAddress(text: string): Address {
  const trimmed = text.trim();
  if (trimmed === ":memory:") return { kind: "memory" };
  return /^file:/i.test(trimmed) ? parseFile(trimmed) : parseServer(trimmed);
}

/** A Mem0 server's address. */
export type ServerAddress = Extract<Address, { kind: "server" }>;

/**
 * Parse the address of a server, as {@link parseAddress} does.
 *
 * @throws MemoryError `invalid` for anything else
 */
export function parseServer(text: string): ServerAddress {
  const trimmed = text.trim();
  if (trimmed === "") throw refused(text, "it is empty");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined ? /^(file:|:)/i.test(trimmed) : !/^https?$/.test(scheme)) {
    throw refused(trimmed, "it must start with http:, https: or file:");
  }
  if (scheme === undefined && /^[./~\\]/.test(trimmed)) {
    throw refused(trimmed, 'it looks like a path; write "file:" before it');
  }
  const url = parseUrl(scheme === undefined ? `http://${trimmed}` : trimmed);
  if (url === null || /[\s\\\p{Cc}]/u.test(trimmed)) {
    throw refused(trimmed, "it is no URL; write it as http://host:port");
  }
  if (url.search !== "" || url.hash !== "") {
    throw refused(trimmed, "it must end with its path, without ? and #");
  }
  const address: ServerAddress = {
    kind: "server",
    url: `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`,
  };
  if (url.username !== "" || url.password !== "") {
    address.basic = base64(`${decode(url.username)}:${decode(url.password)}`);
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

function parseFile(text: string): Address {
  const rest = text.slice("file:".length);
  if (!rest.startsWith("//")) {
    if (rest === "") throw refused(text, "the path after file: is missing");
    return { kind: "file", path: rest };
  }
  const url = parseUrl(text);
  if (url === null || (url.host !== "" && url.host !== "localhost")) {
    throw refused(text, "a file address names no host; write file:///path or file:path");
  }
  const path = decode(url.pathname);
  if (path === "" || path === "/") throw refused(text, "the path after file: is missing");
  // file:///C:/x is the path C:/x
  return { kind: "file", path: /^\/[a-z]:\//i.test(path) ? path.slice(1) : path };
}

function refused(text: string, why: string): MemoryError {
  return invalid(`use the memory store address "${withoutCredentials(text.trim())}"`, why);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // a bare % is meant literally
    throw error;
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
