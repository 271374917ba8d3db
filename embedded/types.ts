/** Kinds of memory that extraction tells apart; stored as `metadata.type`. */
export type MemoryType =
  | "decision"
  | "anti_pattern"
  | "user_preference"
  | "convention"
  | "task_learning"
  | "environmental"
  | "bug_fix";

/** All of them, for checks of what a model answers. */
export const MEMORY_TYPES: readonly MemoryType[] = [
  "decision",
  "anti_pattern",
  "user_preference",
  "convention",
  "task_learning",
  "environmental",
  "bug_fix",
];

/** Is the value one of the {@link MEMORY_TYPES}? */
export function isMemoryType(value: unknown): value is MemoryType {
  return (MEMORY_TYPES as readonly unknown[]).includes(value);
}
