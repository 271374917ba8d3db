/**
 * The few places where a Mem0 server's answers show Python: texts of numbers and containers in
 * messages and filters, and the positions in JSON errors.
 *
 * @module
 */
import type { Json } from "../../client/store.ts";

/** `str(value)`: how the server turns filter values into text. */
export function pythonText(value: Json): string {
  return typeof value === "string" ? value : pythonRepr(value);
}

/** `repr(value)` of what JSON can hold. */
export function pythonRepr(value: Json): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  return `{${
    Object.entries(value).map(([key, inner]) => `${quote(key)}: ${pythonRepr(inner)}`).join(", ")
  }}`;
}

/** `type(value).__name__` */
export function pythonType(value: Json): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return typeof value === "string" ? "str" : "dict";
}

/** A float's text: always with a point. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function quote(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Why a text is no JSON, and where, in the words of Python's json module. */
export interface JsonProblem {
  message: string;
  /** Character offset. */
  at: number;
}

/**
 * Finds the first place where a text stops being JSON as Python reads it, which takes NaN and
 * Infinity. Undefined: Python would take it.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  try {
    const end = blank(text, value(text, blank(text, 0)));
    return end === text.length ? undefined : { message: "Extra data", at: end };
  } catch (problem) {
    if (problem instanceof Stop) return { message: problem.message, at: problem.at };
    throw problem;
  }
}

class Stop extends Error {
  constructor(message: string, readonly at: number) {
    super(message);
  }
}

function blank(text: string, at: number): number {
  while (" \t\n\r".includes(text[at] ?? "x")) at++;
  return at;
}

const LITERAL = /(?:null|true|false|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;

function value(text: string, at: number): number {
  if (text[at] === '"') return string(text, at + 1);
  if (text[at] === "{") return object(text, at + 1);
  if (text[at] === "[") return list(text, at + 1);
  LITERAL.lastIndex = at;
  if (!LITERAL.test(text)) throw new Stop("Expecting value", at);
  return LITERAL.lastIndex;
}

function string(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const one = text[at]!;
    if (one === '"') return at + 1;
    if (one < " ") throw new Stop("Invalid control character at", at);
    if (one !== "\\") continue;
    const escape = text[++at];
    if (escape === undefined) break;
    if (escape === "u") {
      if (!/^[0-9a-fA-F]{4}/.test(text.slice(at + 1, at + 5))) {
        throw new Stop("Invalid \\uXXXX escape", at);
      }
      at += 4;
    } else if (!'"\\/bfnrt'.includes(escape)) throw new Stop("Invalid \\escape", at - 1);
  }
  throw new Stop("Unterminated string starting at", start - 1);
}

function object(text: string, start: number): number {
  let at = blank(text, start);
  if (text[at] === "}") return at + 1;
  while (true) {
    if (text[at] !== '"') {
      throw new Stop("Expecting property name enclosed in double quotes", at);
    }
    at = blank(text, string(text, at + 1));
    if (text[at] !== ":") throw new Stop("Expecting ':' delimiter", at);
    at = blank(text, value(text, blank(text, at + 1)));
    if (text[at] === "}") return at + 1;
    if (text[at] !== ",") throw new Stop("Expecting ',' delimiter", at);
    at = blank(text, at + 1);
  }
}

function list(text: string, start: number): number {
  let at = blank(text, start);
  if (text[at] === "]") return at + 1;
  while (true) {
    at = blank(text, value(text, at));
    if (text[at] === "]") return at + 1;
    if (text[at] !== ",") throw new Stop("Expecting ',' delimiter", at);
    at = blank(text, at + 1);
  }
}
