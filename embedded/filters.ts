import { MemoryError } from "../client/errors.ts";
import { SCOPE_PARTS } from "../client/identifiers.ts";
import type { Filter, Json, Scope, Where } from "../client/store.ts";
import { numberOf, textOf } from "../client/predicate.ts";
import type { Value } from "./database.ts";
import { OWN_FIELDS, PLAIN_KEY } from "./rows.ts";

/** A piece of SQL over the table `memory` as `m`, and the values of its parameters in order. */
export interface Condition {
  /** A boolean expression that is never NULL. */
  sql: string;
  /** One value per question mark. */
  parameters: Value[];
}

/** Which rows count beside the caller's filter. */
export interface Visibility {
  /** Today in UTC, `YYYY-MM-DD`: memories that expired before are left out. */
  today: string;
  /** Also memories that another one has superseded; default false. */
  superseded?: boolean;
}

/** Deeper filters overflow SQLite's own limit on expressions (1,000) and nobody's need. */
const DEPTH = 100;

/** A condition for the rows of a filter. The scope must be clean (`cleanScope`). */
export function filterCondition(filter: Filter, visible: Visibility): Condition {
  const parts = [scopeCondition(filter.scope)];
  if (filter.showExpired !== true) {
    parts.push({
      sql: "(ifnull(m.expiration_date, '') = '' OR m.expiration_date >= ?)",
      parameters: [visible.today],
    });
  }
  if (visible.superseded !== true) parts.push({ sql: "m.superseded_by IS NULL", parameters: [] });
  if (filter.where !== undefined) parts.push(whereCondition(filter.where));
  return join(parts, "AND", "1");
}

/** The rows of a clean scope, in the table `memory` or the table `revision`. */
export function scopeCondition(scope: Scope, table: "m" | "r" = "m"): Condition {
  const parts = SCOPE_PARTS.filter((part) => scope[part] !== undefined);
  return {
    sql: parts.map((part) => `${table}.${part} = ?`).join(" AND "),
    parameters: parts.map((part) => scope[part]!),
  };
}

/**
 * The condition of a {@link Where}; it answers what `matches` of client/where.ts answers.
 *
 * @throws MemoryError `invalid` for a filter nested deeper than 100 levels.
 */
export function whereCondition(where: Where, depth = 0): Condition {
  if (depth > DEPTH) {
    throw new MemoryError("invalid", `Cannot filter: it is nested deeper than ${DEPTH} levels`);
  }
  const inner = (parts: Where[]) => parts.map((part) => whereCondition(part, depth + 1));
  if ("all" in where) return join(inner(where.all), "AND", "1");
  if ("any" in where) return join(inner(where.any), "OR", "0");
  if ("none" in where) {
    const any = join(inner(where.none), "OR", "0");
    return { sql: `NOT ${any.sql}`, parameters: any.parameters };
  }
  if ("is" in where) {
    return where.is === null ? absent(where.field) : isAnyOf(where.field, where.is);
  }
  return comparison(where.field, where.op, where.value);
}

/** Joined pairwise, so that a long list is a shallow tree: SQLite limits the depth. */
function join(parts: Condition[], operator: "AND" | "OR", empty: string): Condition {
  if (parts.length === 0) return { sql: empty, parameters: [] };
  if (parts.length === 1) return parts[0]!;
  const half = parts.length >> 1;
  const left = join(parts.slice(0, half), operator, empty);
  const right = join(parts.slice(half), operator, empty);
  return {
    sql: `(${left.sql} ${operator} ${right.sql})`,
    parameters: [...left.parameters, ...right.parameters],
  };
}

/** A piece of SQL with its parameters, of any type. */
type Expression = Condition;

/** What the table of filter fields has for a row; NULL without one. */
function kept(field: string, column: "key" | "text" | "number" | "folded"): Expression {
  return {
    sql: `(SELECT f.${column} FROM field f WHERE f.memory = m.seq AND f.key = ?)`,
    parameters: [field],
  };
}

/** One of the row's own columns; undefined for metadata. */
function own(field: string): Expression | undefined {
  return Object.hasOwn(OWN_FIELDS, field)
    ? { sql: `m.${String(OWN_FIELDS[field])}`, parameters: [] }
    : undefined;
}

function absent(field: string): Condition {
  const { sql, parameters } = own(field) ??
    (PLAIN_KEY.test(field)
      ? { sql: "json_type(m.metadata, ?)", parameters: [`$."${field}"`] }
      : kept(field, "key"));
  return { sql: `${sql} IS NULL`, parameters };
}

/** A field's text, NULL without one. A cleared expiration date is '' in its column and null to filters. */
function textIn(field: string): Expression {
  const column = own(field);
  if (field === "expiration_date") return { sql: "nullif(m.expiration_date, '')", parameters: [] };
  if (column !== undefined) return column;
  const other = kept(field, "text");
  if (!PLAIN_KEY.test(field)) return other;
  const path = `$."${field}"`;
  return {
    sql: `iif(json_type(m.metadata, ?) = 'text', json_extract(m.metadata, ?), ${other.sql})`,
    parameters: [path, path, field],
  };
}

function isAnyOf(field: string, is: Json | Json[]): Condition {
  const texts = (Array.isArray(is) ? is : [is]).map(textOf).filter((text) => text !== undefined);
  if (texts.length === 0) return { sql: "0", parameters: [] };
  // A long list is one parameter: the number of parameters is limited.
  const [test, values] = texts.length === 1
    ? ["= ?", texts]
    : ["IN (SELECT value FROM json_each(?))", [JSON.stringify(texts)]];
  return on(textIn(field), test!, values);
}

/** A test on an expression, which may be NULL. */
function on({ sql, parameters }: Expression, test: string, values: Value[]): Condition {
  return { sql: `ifnull(${sql} ${test}, 0)`, parameters: [...parameters, ...values] };
}

const COMPARE = { gt: ">", gte: ">=", lt: "<", lte: "<=" };

function comparison(
  field: string,
  op: Extract<Where, { op: string }>["op"],
  value: Json,
): Condition {
  const never: Condition = { sql: "0", parameters: [] };
  const text = textOf(value);
  if (text === undefined) return never;
  switch (op) {
    case "ne":
      return on(textIn(field), "<> ?", [text]);
    case "contains":
      return contains(textIn(field), text);
    case "icontains":
      return contains(foldedIn(field), text.toLowerCase());
    default: {
      const number = numberOf(value);
      return number === undefined ? never : on(kept(field, "number"), `${COMPARE[op]} ?`, [number]);
    }
  }
}

function contains({ sql, parameters }: Expression, needle: string): Condition {
  return on({ sql: `instr(${sql}, ?)`, parameters: [...parameters, needle] }, "> 0", []);
}

function foldedIn(field: string): Expression {
  const folded = kept(field, "folded");
  const text = textIn(field);
  return {
    sql: `ifnull(${folded.sql}, lower(${text.sql}))`,
    parameters: [...folded.parameters, ...text.parameters],
  };
}
