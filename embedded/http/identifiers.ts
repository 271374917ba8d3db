import type { Scope } from "../../client/store.ts";
import { ID_FIELDS } from "../../client/where.ts";
import type { JsonObject } from "../../client/wire.ts";
import { Fault } from "./faults.ts";

/** An identifier in a form that the server doesn't take; on some routes it fails on it instead. */
export class BadIdentifier extends Fault {
  constructor(name: string, why: string) {
    super(400, `Invalid ${name}: ${why}`);
  }
}

/**
 * A trimmed identifier.
 *
 * @throws BadIdentifier with the server's words for blank ones and inner white space.
 * @throws Fault 400 for `*`, which on the server matches everybody.
 */
export function checkIdentifier(name: string, value: string): string {
  const clean = value.trim();
  if (clean === "") {
    throw new BadIdentifier(
      name,
      "cannot be empty or whitespace-only. Provide a valid identifier.",
    );
  }
  if (/\s/.test(clean)) {
    throw new BadIdentifier(
      name,
      "cannot contain whitespace. Provide a valid identifier without spaces.",
    );
  }
  if (clean === "*") {
    const why = "it would match everybody's memories. Provide a valid identifier.";
    throw new Fault(400, `Invalid ${name}: "*" is refused here, ${why}`);
  }
  return clean;
}

/** The identifiers in a query, where empty ones count as not given; in a body they are refused. */
export function readScope(fields: JsonObject, from: "query" | "body"): Scope {
  const scope: Scope = {};
  for (const [name, part] of Object.entries(ID_FIELDS)) {
    const value = fields[name];
    if (typeof value !== "string" || (from === "query" && value === "")) continue;
    scope[part] = checkIdentifier(name, value);
  }
  return scope;
}

/**
 * A memory id as PostgreSQL reads it: any case, with or without hyphens and braces; undefined when it
 * is no UUID.
 */
export function readMemoryId(text: string): string | undefined {
  const digits = text.trim().replace(/^\{(.*)\}$/, "$1").replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return undefined;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
