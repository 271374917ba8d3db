import { STATEMENT_TYPES, type StatementType } from "../language/durability.ts";

/** Kinds of memory that extraction tells apart; stored as `metadata.type`. */
export type MemoryType = StatementType;

/** All of them, for checks of what a model answers. */
export const MEMORY_TYPES: readonly MemoryType[] = STATEMENT_TYPES;

/** Is the value one of the {@link MEMORY_TYPES}? */
export function isMemoryType(value: unknown): value is MemoryType {
  return (MEMORY_TYPES as readonly unknown[]).includes(value);
}
