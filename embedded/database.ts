import { MemoryError } from "../client/errors.ts";
import type { DatabaseOptions, Driver, Statement, Value } from "./database_driver.ts";
import { openBun } from "./database_bun.ts";
import { openNode } from "./database_node.ts";
import { describeFailure } from "./database_errors.ts";

export type { DatabaseOptions, Value } from "./database_driver.ts";

/** One result row, by column name. */
export type Row = Record<string, Value>;

/**
 * The port to SQLite: five synchronous methods, the same on every runtime. Errors are the driver's
 * own; {@link describeFailure} in database_errors.ts reads them.
 */
export interface Database {
  /** Runs statements without parameters or results. */
  exec(sql: string): void;
  /** Runs one statement; returns how many rows it changed. Prepared statements are kept. */
  run(sql: string, ...parameters: Value[]): number;
  /** Runs one query and returns all its rows. Prepared statements are kept. */
  all<T extends object = Row>(sql: string, ...parameters: Value[]): T[];
  /**
   * Runs `body` between BEGIN and COMMIT; any error rolls back and is thrown on.
   *
   * @param kind IMMEDIATE (the default) to write; DEFERRED for several reads of one state of the file.
   */
  transaction<T>(body: () => T, kind?: "IMMEDIATE" | "DEFERRED"): T;
  /** Closes the file. Closing twice does nothing. */
  close(): void;
}

/** Prepared statements kept per connection; more than this only filters of ever new shapes make. */
const STATEMENTS = 128;

/** Makes the port of a driver: keeps prepared statements, and brackets transactions. */
export function wrapDriver(driver: Driver): Database {
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = driver.prepare(sql);
    for (const [oldest, statement] of statements) {
      if (statements.size < STATEMENTS) break;
      statements.delete(oldest);
      driver.release(statement);
    }
    statements.set(sql, made);
    return made;
  };
  let open = true;
  return {
    exec: (sql) => driver.exec(sql),
    run: (sql, ...parameters) => Number(prepare(sql).run(...parameters).changes),
    all: <T extends object>(sql: string, ...parameters: Value[]) =>
      prepare(sql).all(...parameters) as T[],
    transaction(body, kind = "IMMEDIATE") {
      driver.exec(`BEGIN ${kind}`);
      try {
        const result = body();
        driver.exec("COMMIT");
        return result;
      } catch (error) {
        rollBack(driver, error);
        throw error;
      }
    },
    close() {
      if (!open) return;
      open = false;
      for (const statement of statements.values()) driver.release(statement);
      statements.clear();
      driver.close();
    },
  };
}

/** SQLite has already rolled back by itself after some errors (full disk, I/O): that is no second failure. */
function rollBack(driver: Driver, reason: unknown): void {
  try {
    driver.exec("ROLLBACK");
  } catch (error) {
    if (!/no transaction is active/i.test(String(error))) {
      throw new AggregateError([reason, error], "Cannot roll back a failed transaction");
    }
  }
}

/**
 * Opens a SQLite file with the runtime's own driver: bun:sqlite in Bun, node:sqlite in Deno and in
 * Node 22.13 and later.
 *
 * @param path A file, or ":memory:".
 * @throws MemoryError `storage` when the runtime has no SQLite or the file can't be opened.
 */
export async function openDatabase(path: string, options: DatabaseOptions = {}): Promise<Database> {
  try {
    const open = "Bun" in globalThis ? openBun : openNode;
    return wrapDriver(await open(path, options));
  } catch (error) {
    if (error instanceof MemoryError) throw error;
    throw describeFailure(error, `Cannot open the memory file "${path}"`);
  }
}
