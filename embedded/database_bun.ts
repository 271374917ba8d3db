import type { DatabaseOptions, Driver, Statement } from "./database.ts";

/** The part of bun:sqlite that is used; its types are not to be had outside Bun. */
interface BunDatabase {
  exec(sql: string): void;
  prepare(sql: string): Statement & { finalize(): void };
  close(): void;
}

/** bun:sqlite; OpenCode's own Bun has no node:sqlite. */
export async function openBun(path: string, options: DatabaseOptions): Promise<Driver> {
  const { Database } = await import("bun:sqlite") as unknown as {
    Database: new (path: string, options: Record<string, boolean>) => BunDatabase;
  };
  const database = new Database(
    path,
    options.readOnly ? { readonly: true } : { readwrite: true, create: true },
  );
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => database.prepare(sql),
    release: (statement) => (statement as Statement & { finalize(): void }).finalize(),
    close: () => database.close(),
  };
}
