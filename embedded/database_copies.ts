import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { COMPANIONS } from "./database_files.ts";

/** Copies of the file made by a migration (`.backup-…`) or a repair (`.corrupt-…`), oldest first. */
export function copiesOf(path: string): string[] {
  const start = basename(path);
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${start}.backup-`) || name.startsWith(`${start}.corrupt-`))
    .filter((name) => !COMPANIONS.some((end) => name.endsWith(end)))
    .sort().map((name) => join(dirname(path), name));
}
