/**
 * The filters of POST /search, read as the server reads them: what it makes of an odd form is part of
 * the contract. Three things differ on purpose (see `DIFFERENCES` in handler.ts): an identifier that
 * is nested never widens, `*` is no identifier, and logic inside logic means what it says.
 *
 * @module
 */
import type { Json, Scope, Where, WhereOperator } from "../../client/store.ts";
import { EVERYTHING, ID_FIELDS, NOTHING } from "../../client/where.ts";
import { isObject, type JsonObject } from "../../client/wire.ts";
import { Fault, upstream } from "./faults.ts";
import { checkIdentifier } from "./identifiers.ts";
import { pythonText, pythonType } from "./python.ts";

/** What the filters of a search say. */
export interface SearchFilters {
  scope: Scope;
  where?: Where;
  /** What is compared as numbers; a row in reach with another value there is a 502. */
  numeric: NumericField[];
}

/** A field that is compared as a number. */
export interface NumericField {
  field: string;
  /** The comparison. */
  where: Where;
  /** Rows that don't meet these are not compared. */
  guard: Where[];
}

const OPERATORS = new Set([
  "eq",
  "ne",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "nin",
  "contains",
  "icontains",
]);
const LOGIC = ["AND", "OR", "NOT"];

/** @throws Fault 400 with the server's words, 502 where it fails on what it was given. */
export function readFilters(filters: JsonObject): SearchFilters {
  const scope = scopeOf(filters);
  const reader = new Reader(scope);
  const where = reader.read(filters);
  const out: SearchFilters = { scope: reader.scope, numeric: reader.numeric };
  if (where !== EVERYTHING) out.where = where;
  return out;
}

function scopeOf(filters: JsonObject): Scope {
  const scope: Scope = {};
  let named = false;
  for (const [name, part] of Object.entries(ID_FIELDS)) {
    if (!Object.hasOwn(filters, name)) continue;
    named = true;
    // The server looks for the text "None" then, and fails on the way.
    if (filters[name] === null) throw upstream();
    scope[part] = checkIdentifier(name, pythonText(filters[name]!));
  }
  if (!named) {
    throw new Fault(
      400,
      "filters must contain at least one of: user_id, agent_id, run_id. " +
        "Example: filters={'user_id': 'u1'}",
    );
  }
  return scope;
}

class Reader {
  readonly numeric: NumericField[] = [];

  constructor(readonly scope: Scope) {}

  read(filters: JsonObject): Where {
    const advanced = isAdvanced(filters);
    if (advanced) checkConditions(filters);
    const fields = new Map<string, Json>();
    const groups: [key: string, value: Json][] = [];
    for (const [key, value] of Object.entries(filters)) {
      if (key !== "AND") {
        if (LOGIC.includes(key)) groups.push([key, value]);
        else merge(fields, key, value);
        continue;
      }
      for (const [name, inner] of (value as JsonObject[]).flatMap(Object.entries)) {
        if (LOGIC.includes(name)) groups.push([name, inner]);
        // One name twice: operators are merged, of plain values the last one counts.
        else merge(fields, name, inner);
      }
    }
    const parts: Where[] = [];
    for (const [name, value] of fields) {
      if (isObject(value)) checkOperators(value, "Unsupported filter operator");
      const part = ID_FIELDS[name];
      if (part !== undefined && typeof value === "string") {
        this.scope[part] ??= checkIdentifier(name, value); // from a top-level AND
      }
      parts.push(...conjuncts(this.leaf(name, value, true, [])));
    }
    // NOT of several is that each is false: the server takes them for conditions of their own.
    for (const [key, value] of groups) parts.push(...conjuncts(this.logic(key, value, true)));
    const useful = parts.filter((part) => part !== EVERYTHING);
    const where: Where = useful.length === 0
      ? EVERYTHING
      : useful.length === 1
      ? useful[0]!
      : { all: useful };
    // Cheap conditions are looked at first, and a row that fails one is not compared as a number.
    const cheap = parts.filter((part) => !this.numeric.some(({ where }) => holds(part, where)));
    for (const field of this.numeric) field.guard.push(...cheap);
    return where;
  }

  /** The rows for which it is surely true, or (`wanted` false) surely false: SQL knows a third. */
  logic(key: string, value: Json, wanted: boolean): Where {
    const inner = key === "NOT" ? !wanted : wanted;
    // A condition that says nothing doesn't count, neither for nor against.
    const said = (value as JsonObject[]).filter((one) => !Object.values(one).every(isEmpty));
    if (said.length === 0) return EVERYTHING;
    const isAny = (key === "OR") === wanted;
    const parts: Where[] = [];
    for (const one of said) {
      const known = this.numeric.length;
      const part = this.condition(one, inner);
      // A row of which an earlier alternative holds is not compared with the later ones.
      const spared: Where[] = isAny && parts.length > 0 ? [{ none: [...parts] }] : [];
      for (const field of this.numeric.slice(known)) field.guard.push(...spared);
      parts.push(part);
    }
    return isAny ? { any: parts } : { all: parts };
  }

  condition(condition: JsonObject, wanted: boolean): Where {
    const parts: Where[] = [];
    const before: Where[] = [];
    for (const [key, value] of Object.entries(condition)) {
      if (LOGIC.includes(key)) parts.push(this.logic(key, value, wanted));
      else {
        parts.push(this.leaf(key, value, wanted, before));
        before.push(this.leaf(key, value, true, undefined));
      }
    }
    return wanted ? { all: parts } : { any: parts };
  }

  /**
   * @param before what else must hold of a row for this to be looked at, inside a group; undefined
   * when this is only asked for such a list.
   */
  leaf(key: string, value: Json, wanted: boolean, before: Where[] | undefined): Where {
    if (Object.hasOwn(ID_FIELDS, key)) return this.identifier(key, value, wanted);
    if (value === "*") {
      const absent: Where = { field: key, is: null };
      return wanted ? { none: [absent] } : absent;
    }
    if (isObject(value)) {
      const parts = Object.entries(value).map(([op, operand]) =>
        this.operator(key, op, operand, wanted, before)
      );
      return wanted ? { all: parts } : { any: parts };
    }
    if (Array.isArray(value)) return equalToAny(key, value.map(pythonText), wanted);
    // Here, and only here, a boolean is compared by its JSON text.
    const text = typeof value === "boolean" ? String(value) : pythonText(value);
    return equalToAny(key, [text], wanted);
  }

  /** Both places must agree, so that a nested identifier narrows and never widens. */
  identifier(key: string, value: Json, wanted: boolean): Where {
    const known = this.scope[ID_FIELDS[key]!];
    const isSame = known === pythonText(value).trim();
    if (known === undefined || (!isSame && typeof value === "object")) {
      throw new Fault(
        400,
        `${key} inside OR or NOT must be one text that is given at the top level as well.`,
      );
    }
    return isSame === wanted ? EVERYTHING : NOTHING;
  }

  operator(
    field: string,
    op: string,
    operand: Json,
    wanted: boolean,
    before: Where[] | undefined,
  ): Where {
    switch (op) {
      case "in":
      case "nin":
        if (!Array.isArray(operand)) {
          throw new Fault(
            400,
            `Filter operator '${op}' for key '${field}' requires a list value, ` +
              `got ${pythonType(operand)}`,
          );
        }
        return equalToAny(field, operand.map(pythonText), (op === "in") === wanted);
      case "eq":
      case "ne":
        return equalToAny(field, [pythonText(operand)], (op === "eq") === wanted);
      case "contains":
      case "icontains": {
        const found: Where = { field, op, value: pythonText(operand) };
        const hasText: Where = { field, op: "contains", value: "" };
        return wanted ? found : { all: [hasText, { none: [found] }] };
      }
      default: {
        const number = numberOperand(operand);
        const known = op as keyof typeof OPPOSITE;
        const where: Where = { field, op: wanted ? known : OPPOSITE[known], value: number };
        if (before !== undefined) this.numeric.push({ field, where, guard: [...before] });
        return where;
      }
    }
  }
}

function conjuncts(where: Where): readonly Where[] {
  return "all" in where ? where.all : [where];
}

const OPPOSITE = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" } as const satisfies Record<
  string,
  WhereOperator
>;

function checkOperators(value: JsonObject, complaint: string): void {
  const unknown = Object.keys(value).find((operator) => !OPERATORS.has(operator));
  if (unknown !== undefined) throw new Fault(400, `${complaint}: ${unknown}`);
}

/** Does the server read it as more than plain equality? */
function isAdvanced(filters: JsonObject): boolean {
  return Object.entries(filters).some(([key, value]) =>
    LOGIC.includes(key) || value === "*" ||
    (isObject(value) && Object.keys(value).some((operator) => OPERATORS.has(operator)))
  );
}

/** What the server checks before it looks at any row, in its order. */
function checkConditions(condition: JsonObject): void {
  for (const [key, value] of Object.entries(condition)) {
    if (!LOGIC.includes(key)) {
      if (isObject(value)) checkOperators(value, "Unsupported metadata filter operator");
      continue;
    }
    if (!Array.isArray(value) || (value.length === 0 && key !== "AND")) {
      const what = key === "AND" ? "a list" : "a non-empty list";
      throw new Fault(400, `${key} operator requires ${what} of conditions`);
    }
    for (const one of value) {
      if (!isObject(one)) throw upstream();
      checkConditions(one);
    }
  }
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

/** Is the one part of the other? */
function holds(where: Where, part: Where): boolean {
  if (where === part) return true;
  const inner = "all" in where ? where.all : "any" in where ? where.any : [];
  return inner.some((one) => holds(one, part));
}

function merge(fields: Map<string, Json>, name: string, value: Json): void {
  const known = fields.get(name);
  fields.set(name, isObject(known) && isObject(value) ? { ...known, ...value } : value);
}

function equalToAny(field: string, texts: string[], wanted: boolean): Where {
  // Nothing is in an empty list, and that is sure of a row without the field as well.
  if (texts.length === 0) return wanted ? NOTHING : EVERYTHING;
  if (wanted) return { field, is: texts.length === 1 ? texts[0]! : texts };
  const parts = texts.map((value): Where => ({ field, op: "ne", value }));
  return parts.length === 1 ? parts[0]! : { all: parts };
}

/** `float(value)` */
function numberOperand(value: Json): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") throw upstream();
  const number = value.trim() === "" ? NaN : Number(value);
  if (Number.isFinite(number)) return number;
  throw new Fault(400, `could not convert string to float: '${value}'`);
}
