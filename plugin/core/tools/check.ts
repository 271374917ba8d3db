import type { Json } from "../../../client/store.ts";
import { type Arguments, type ArgumentSchema, ToolFailure, type ToolSpec } from "./spec.ts";

/** Shows a value in an error text: JSON, shortened, without secrets. */
export type Quote = (value: unknown) => string;

/** What stands in a text but can't be seen; tabs and line ends may stay. */
// deno-lint-ignore no-control-regex -- these are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/u;
const DEEPEST = 12;

/**
 * Checks a call's arguments against the tool's table: nothing missing, unknown, empty, too long, out
 * of range or of another type, no invisible characters. `null` counts as not given, since models in
 * strict mode must send every argument.
 *
 * @throws {ToolFailure} naming the argument and what it takes.
 */
export function checkArguments(
  tool: Pick<ToolSpec, "name" | "arguments" | "required">,
  input: unknown,
  quote: Quote,
): Arguments {
  const fail = (why: string) => new ToolFailure(`Cannot run ${tool.name}: ${why}`);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw fail(`the arguments must be one JSON object, not ${quote(input)}`);
  }
  const checked: Arguments = {};
  for (const [name, value] of Object.entries(input)) {
    if (!Object.hasOwn(tool.arguments, name)) {
      throw fail(
        `it has no argument ${quote(name)}; it takes ${Object.keys(tool.arguments).join(", ")}`,
      );
    }
    if (value === null || value === undefined) continue;
    const wrong = complaint(tool.arguments[name]!, value, quote);
    if (wrong) throw fail(`"${name}" ${wrong}`);
    checked[name] = value as Json;
  }
  const missing = tool.required.find((name) => checked[name] === undefined);
  if (missing !== undefined) {
    throw fail(`"${missing}" is missing; it is: ${tool.arguments[missing]!.description}`);
  }
  return checked;
}

/** What is wrong with a value, as the end of a sentence; undefined when nothing is. */
function complaint(schema: ArgumentSchema, value: unknown, quote: Quote): string | undefined {
  switch (schema.type) {
    case "string":
      if (typeof value !== "string") return `must be a text, not ${quote(value)}`;
      if (value.trim() === "") return `is empty; give ${article(schema)}`;
      if (schema.enum && !schema.enum.includes(value)) {
        return `is ${quote(value)}, and must be one of ${schema.enum.map(quoted).join(", ")}`;
      }
      return tooLong(schema, value.length) ?? invisible(value);
    case "number":
    case "integer": {
      const { minimum = -Infinity, maximum = Infinity } = schema;
      const fits = typeof value === "number" && Number.isFinite(value) && value >= minimum &&
        value <= maximum && (schema.type === "number" || Number.isInteger(value));
      const kind = schema.type === "integer" ? "a whole number" : "a number";
      return fits
        ? undefined
        : `must be ${kind} from ${minimum} to ${maximum}, not ${quote(value)}`;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : `must be true or false, not ${quote(value)}`;
    case "object":
      if (typeof value !== "object" || Array.isArray(value)) {
        return `must be a JSON object, not ${quote(value)}`;
      }
      return deepComplaint(value, DEEPEST) ?? tooLong(schema, JSON.stringify(value).length);
    case "array":
      return Array.isArray(value) ? undefined : `must be a list, not ${quote(value)}`;
  }
}

function deepComplaint(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return invisible(value);
  if (value === null || typeof value === "boolean") return undefined;
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : `holds ${value}, which is no JSON number`;
  }
  if (typeof value !== "object") return `holds a ${typeof value}, which is no JSON`;
  if (depth === 0) return `is nested deeper than ${DEEPEST} levels; make it flatter`;
  for (const [key, inner] of Object.entries(value)) {
    const wrong = invisible(key) ?? deepComplaint(inner, depth - 1);
    if (wrong) return wrong;
  }
  return undefined;
}

function tooLong(schema: ArgumentSchema, length: number): string | undefined {
  const { maxLength = Infinity } = schema;
  return length > maxLength
    ? `is ${length} characters long, and ${maxLength} are allowed; shorten it`
    : undefined;
}

function invisible(text: string): string | undefined {
  const found = CONTROL.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `holds the character U+${code}, which can't be stored; take it out`;
}

const quoted = (word: string) => `"${word}"`;
const article = (schema: ArgumentSchema) => schema.enum ? "one of its words" : "a text";
