import { SCOPE_PARTS } from "../client/identifiers.ts";
import { textOf } from "../client/predicate.ts";
import type { Filter, Where } from "../client/store.ts";
import { type Condition, whereCondition } from "./filters.ts";
import { NARROWING, narrowingWord } from "./word_index.ts";

/** A part of a filter that the word index can test by itself. */
export interface Narrowing {
  /** An FTS5 expression that every row of the filter meets, and some others by chance. */
  expression: string;
  /** The same as a condition on rows. */
  condition: Condition;
}

/** The parts of a clean filter by which a search can skip rows inside the index. */
export function narrowingsOf({ scope, where }: Filter): Narrowing[] {
  const owners = SCOPE_PARTS.filter((part) => scope[part] !== undefined)
    .map((part) => ({
      expression: `{scope} : ${narrowingWord(part, scope[part]!)}`,
      condition: { sql: `m.${part} IS ?`, parameters: [scope[part]!] },
    }));
  const fields = where === undefined ? [] : conjuncts(where).flatMap((part) => {
    const words = alternatives(part);
    if (words === undefined || words.length === 0) return [];
    return [{ expression: `{scope} : (${words.join(" OR ")})`, condition: whereCondition(part) }];
  });
  return [...owners, ...fields];
}

function conjuncts(where: Where): Where[] {
  return "all" in where ? where.all.flatMap(conjuncts) : [where];
}

/** The made-up words of which a matching row holds one; undefined when that can't be told. */
function alternatives(where: Where): string[] | undefined {
  if ("any" in where) {
    const parts = where.any.map(alternatives);
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  if (!("is" in where) || where.is === null || !NARROWING.includes(where.field)) return undefined;
  const values = Array.isArray(where.is) ? where.is : [where.is];
  return values.flatMap((value) => textOf(value) ?? []).map((text) =>
    narrowingWord(where.field, text)
  );
}
