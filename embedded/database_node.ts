import { MemoryError } from "../client/errors.ts";
import {
  type DatabaseOptions,
  type Driver,
  immutableUri,
  type Statement,
} from "./database_driver.ts";

/**
 * node:sqlite, in Deno and in Node 22.13 and later.
 *
 * @throws MemoryError `storage` where the runtime has no node:sqlite (Node 20).
 */
export async function openNode(path: string, options: DatabaseOptions): Promise<Driver> {
  let sqlite: typeof import("node:sqlite");
  try {
    sqlite = await import("node:sqlite");
  } catch (error) {
    throw new MemoryError(
      "storage",
      `Cannot open the memory file "${path}": this runtime has no SQLite; ` +
        "use Node 22.13 or later, Deno or Bun, or set MEM0_HOST to a Mem0 server",
      { cause: error },
    );
  }
  const { readOnly = "no" } = options;
  const name = readOnly === "immutable" ? immutableUri(path) : path;
  const database = new sqlite.DatabaseSync(name, { readOnly: readOnly !== "no" });
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql) as Statement,
    release: () => {}, // freed with the garbage: node:sqlite has no call for it
    close: () => database.close(),
  };
}
