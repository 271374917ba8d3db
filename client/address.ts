/**
 * The address of a memory store: where it is, and with which credentials a proxy lets us in.
 *
 * @module
 */

import { decode, parseServer, parseUrl, refused, type ServerAddress } from "./server_address.ts";

export { withoutCredentials } from "./server_address.ts";

/** A parsed address. */
export type Address =
  | ServerAddress & {
    /** A Mem0 server. */
    kind: "server";
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
  if (/^file:/i.test(trimmed)) return parseFile(trimmed);
  if (trimmed === "") throw refused(text, "it is empty");
  if (/^[./~\\]/.test(trimmed)) {
    throw refused(trimmed, 'it looks like a path; write "file:" before it');
  }
  if (/^(?!https?:)[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) {
    throw refused(trimmed, "it must start with http:, https: or file:");
  }
  return { kind: "server", ...parseServer(trimmed) };
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
