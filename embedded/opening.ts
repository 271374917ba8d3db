import { isMemoryError, MemoryError } from "../client/errors.ts";
import type { Log } from "../client/store.ts";
import { Connection } from "./connection.ts";
import { type Database, openDatabase } from "./database.ts";
import { describeFailure, kindOfFailure } from "./database_errors.ts";
import {
  absolutePath,
  clearSuspect,
  datedName,
  isSuspect,
  isThere,
  lockRepair,
  makeFolder,
  makePrivate,
} from "./database_files.ts";
import { isWhole, repairIndex, replaceDamaged } from "./repair.ts";
import { checkSchema, migrate, type Migration, MIGRATIONS } from "./schema.ts";

/**
 * SQLite's own wait for a lock, in milliseconds. It blocks the thread, so it is short; longer waits
 * are made between tries.
 */
const BUSY_TIMEOUT_MS = 100;

/** How often a start waits for another process that repairs the file, 100 ms each time. */
const REPAIR_WAITS = 300;

/**
 * Opens a memory file, made when it is missing, and brings its schema up to date. A damaged one is set
 * aside and replaced by what can be read of it; one that can't be written is opened for reading.
 *
 * @throws MemoryError `storage`
 */
export async function openConnection(
  path: string,
  log: Log,
  now: () => Date,
): Promise<Connection> {
  const file = absolutePath(path);
  if (file === ":memory:") return prepare(file, log, now);
  try {
    makeFolder(file);
  } catch (error) {
    throw describeFailure(error, `Cannot make the folder of "${file}"`);
  }
  try {
    return await prepare(file, log, now);
  } catch (error) {
    const kind = kindOfFailure(isMemoryError(error) ? error.cause : error);
    if (kind === "readonly") return openForReading(file, log, error);
    if (kind !== "corrupt") throw error;
    const notice = await repair(file, log, now);
    return prepare(file, log, now, notice);
  }
}

async function prepare(
  file: string,
  log: Log,
  now: () => Date,
  notice?: string,
): Promise<Connection> {
  const stored = file !== ":memory:";
  try {
    if (stored) makePrivate(file);
  } catch (error) {
    // Whether the file can be used at all SQLite will say.
    log("debug", `Cannot restrict the rights of "${file}": ${error}`);
  }
  const db = await openDatabase(file);
  const connection = new Connection(file, db, log, notice);
  try {
    await connection.read("open the memories", () => {
      configure(db);
      if (stored && isSuspect(file)) lookOver(file, db, log);
      upgrade(db, file, now());
    });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Settings of each connection; docs/adr/0002-embedded-durability.md gives the reasons. */
function configure(db: Database): void {
  for (
    const setting of [
      `busy_timeout = ${BUSY_TIMEOUT_MS}`,
      "journal_mode = WAL",
      "synchronous = NORMAL",
      "secure_delete = ON",
      "temp_store = MEMORY",
      "cache_size = -32000",
      "journal_size_limit = 8000000",
    ]
  ) db.exec(`PRAGMA ${setting}`);
}

/** Reads the whole file once, since an earlier call found it damaged. */
function lookOver(file: string, db: Database, log: Log): void {
  if (!isWhole(db)) throw Object.assign(new Error("database is malformed"), { errcode: 11 });
  repairIndex(db, log);
  clearSuspect(file);
}

/**
 * Brings the schema up to date; before an older file is changed, a copy of it is made and kept.
 *
 * @param migrations a parameter for tests of the mechanism.
 */
export function upgrade(
  db: Database,
  file: string,
  now: Date,
  migrations: readonly Migration[] = MIGRATIONS,
): void {
  const version = checkSchema(db, file, migrations.length);
  if (version === migrations.length) return;
  if (version > 0 && file !== ":memory:") {
    db.run("VACUUM INTO ?", datedName(file, `backup-v${version}`, now));
  }
  migrate(db, file, migrations);
}

async function repair(file: string, log: Log, now: () => Date): Promise<string | undefined> {
  for (let waits = 0; waits < REPAIR_WAITS; waits++) {
    const unlock = lockRepair(file);
    if (unlock === undefined) {
      await new Promise((wake) => setTimeout(wake, 100));
      continue;
    }
    try {
      if (!await isDamaged(file)) return undefined; // another process has repaired it meanwhile
      const notice = await replaceDamaged(file, now());
      log("warn", notice);
      return notice;
    } catch (error) {
      throw describeFailure(error, `Cannot repair the memory file "${file}"`);
    } finally {
      unlock();
    }
  }
  throw new MemoryError(
    "storage",
    `Cannot open "${file}": another process has been repairing it for ${REPAIR_WAITS / 10} s; ` +
      `end it, or delete "${file}.repair"`,
  );
}

async function isDamaged(file: string): Promise<boolean> {
  if (!isThere(file)) return false;
  const db = await openDatabase(file);
  try {
    return !isWhole(db);
  } catch (error) {
    if (kindOfFailure(error) === "corrupt") return true;
    throw error;
  } finally {
    db.close();
  }
}

/** Searches work on a file that can't be written; writes say why they don't. */
async function openForReading(file: string, log: Log, reason: unknown): Promise<Connection> {
  for (const readOnly of ["yes", "immutable"] as const) {
    const db = await openDatabase(file, { readOnly });
    try {
      if (checkSchema(db, file) !== MIGRATIONS.length) throw reason;
      const notice = `The memory file "${file}" can't be written: memories can be found but not ` +
        "kept; check the owner and rights of the file and its folder";
      log("warn", notice);
      return new Connection(file, db, log, notice);
    } catch (error) {
      db.close();
      // Without a journal beside the file SQLite can't read it in the usual way.
      if (readOnly === "yes" && kindOfFailure(error) === "readonly") continue;
      throw describeFailure(error, `Cannot open the memory file "${file}"`);
    }
  }
  throw reason;
}
