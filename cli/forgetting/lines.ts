import { readText, remove, writeAtomic } from "../../plugin/core/files.ts";

/**
 * Takes lines out of a file, and deletes it when nothing is left. What another process appends in the
 * same millisecond can get lost: it is a log's line.
 *
 * @returns how many lines went
 */
export async function dropLines(
  path: string,
  isMeant: (line: string) => boolean,
): Promise<number> {
  const lines = (await readText(path) ?? "").split("\n");
  const kept = lines.filter((line) => line === "" || !isMeant(line));
  if (kept.length === lines.length) return 0;
  if (kept.every((line) => line === "")) await remove(path);
  else await writeAtomic(path, kept.join("\n"));
  return lines.length - kept.length;
}

/** A line of JSON; undefined when it is none, cut by a crash perhaps. */
export function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null
      ? value as Record<string, unknown>
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
