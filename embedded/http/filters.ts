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
  /** Fields that are compared as numbers; a row in reach with another value there is a 502. */
  numeric: string[];
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
  readonly numeric: string[] = [];

  constructor(readonly scope: Scope) {}

  read(filters: JsonObject): Where {
    const advanced = Object.entries(filters).some(([key, value]) =>
      LOGIC.includes(key) || value === "*" ||
      (isObject(value) && Object.keys(value).some((operator) => OPERATORS.has(operator)))
    );
    // Without an operator that it knows, the server's vector store is the one to complain.
    const unknown = advanced ? "Unsupported metadata filter operator" : UNSUPPORTED;
    const fields = new Map<string, Json>();
    const more: Where[] = [];
    for (const [key, value] of Object.entries(filters)) {
      if (key === "AND") {
        if (!Array.isArray(value)) {
          throw new Fault(400, "AND operator requires a list of conditions");
        }
        for (const condition of value.map(conditionOf)) {
          for (const [name, inner] of Object.entries(condition)) {
            if (LOGIC.includes(name)) more.push(this.logic(name, inner, true));
            // One name twice: operators are merged, of plain values the last one counts.
            else merge(fields, name, inner);
          }
        }
      } else if (LOGIC.includes(key)) more.push(this.logic(key, value, true));
      else merge(fields, key, value);
    }
    for (const [name, value] of fields) {
      if (isObject(value)) checkOperators(value, unknown);
      more.push(this.leaf(name, value, true, true));
    }
    const parts = more.filter((part) => part !== EVERYTHING);
    return parts.length === 0 ? EVERYTHING : parts.length === 1 ? parts[0]! : { all: parts };
  }

  /** The rows for which it is surely true, or (`wanted` false) surely false: SQL knows a third. */
  logic(key: string, value: Json, wanted: boolean): Where {
    if (!Array.isArray(value) || (value.length === 0 && key !== "AND")) {
      const what = key === "AND" ? "a list" : "a non-empty list";
      throw new Fault(400, `${key} operator requires ${what} of conditions`);
    }
    const inner = key === "NOT" ? !wanted : wanted;
    const parts = value.map((one) => this.condition(conditionOf(one), inner));
    return (key === "OR") === wanted ? { any: parts } : { all: parts };
  }

  condition(condition: JsonObject, wanted: boolean): Where {
    const parts = Object.entries(condition).map(([key, value]) => {
      if (LOGIC.includes(key)) return this.logic(key, value, wanted);
      if (isObject(value)) checkOperators(value, "Unsupported metadata filter operator");
      return this.leaf(key, value, wanted, false);
    });
    return wanted ? { all: parts } : { any: parts };
  }

  leaf(key: string, value: Json, wanted: boolean, sure: boolean): Where {
    if (Object.hasOwn(ID_FIELDS, key)) return this.identifier(key, value, wanted, sure);
    if (value === "*") {
      const absent: Where = { field: key, is: null };
      return wanted ? { none: [absent] } : absent;
    }
    if (isObject(value)) {
      const parts = Object.entries(value).map(([op, operand]) =>
        this.operator(key, op, operand, wanted)
      );
      return wanted ? { all: parts } : { any: parts };
    }
    if (Array.isArray(value)) return equalToAny(key, value.map(pythonText), wanted);
    // Here, and only here, a boolean is compared by its JSON text.
    const text = typeof value === "boolean" ? String(value) : pythonText(value);
    return equalToAny(key, [text], wanted);
  }

  /** Both places must agree, so that a nested identifier narrows and never widens. */
  identifier(key: string, value: Json, wanted: boolean, sure: boolean): Where {
    const part = ID_FIELDS[key]!;
    const known = this.scope[part];
    const given = pythonText(value);
    if (known !== undefined) return (known === given) === wanted ? EVERYTHING : NOTHING;
    if (!sure) {
      throw new Fault(400, `${key} inside OR or NOT must also stand at the top level of filters.`);
    }
    this.scope[part] = checkIdentifier(key, given);
    return EVERYTHING;
  }

  operator(field: string, op: string, operand: Json, wanted: boolean): Where {
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
        this.numeric.push(field);
        const known = op as keyof typeof OPPOSITE;
        return { field, op: wanted ? known : OPPOSITE[known], value: number };
      }
    }
  }
}

const UNSUPPORTED = "Unsupported filter operator";
const OPPOSITE = { gt: "lte", gte: "lt", lt: "gte", lte: "gt" } as const satisfies Record<
  string,
  WhereOperator
>;

function checkOperators(value: JsonObject, complaint: string): void {
  const unknown = Object.keys(value).find((operator) => !OPERATORS.has(operator));
  if (unknown !== undefined) throw new Fault(400, `${complaint}: ${unknown}`);
}

function conditionOf(value: Json): JsonObject {
  if (!isObject(value)) throw upstream();
  return value;
}

function merge(fields: Map<string, Json>, name: string, value: Json): void {
  const known = fields.get(name);
  fields.set(name, isObject(known) && isObject(value) ? { ...known, ...value } : value);
}

function equalToAny(field: string, texts: string[], wanted: boolean): Where {
  if (wanted) return { field, is: texts.length === 1 ? texts[0]! : texts };
  const parts = texts.map((value): Where => ({ field, op: "ne", value }));
  return parts.length === 1 ? parts[0]! : { all: [hasValue(field), ...parts] };
}

function hasValue(field: string): Where {
  return { field, op: "contains", value: "" };
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
