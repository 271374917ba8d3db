import {
  type DatabaseOptions,
  type Driver,
  immutableUri,
  type Statement,
} from "./database_driver.ts";

/** The part of bun:sqlite that is used; its types are not to be had outside Bun. */
interface BunDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement & { finalize(): void };
  close(): void;
}

/** SQLITE_OPEN_READWRITE | CREATE; READONLY; READONLY | URI (its own options have no URI). */
const FLAGS = { no: 0x02 | 0x04, yes: 0x01, immutable: 0x01 | 0x40 };

/** bun:sqlite; OpenCode's own Bun has no node:sqlite. */
export async function openBun(path: string, options: DatabaseOptions): Promise<Driver> {
  const { Database } = await import("bun:sqlite") as unknown as {
    Database: new (path: string, flags: number) => BunDatabase;
  };
  const { readOnly = "no" } = options;
  const name = readOnly === "immutable" ? immutableUri(path) : path;
  const database = new Database(name, FLAGS[readOnly]);
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    release: (statement) => (statement as Statement & { finalize(): void }).finalize(),
    close: () => database.close(),
  };
}
