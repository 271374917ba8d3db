import { messageOf } from "../client/errors.ts";
import type { Call, Health } from "../client/store.ts";
import type { Connection } from "./connection.ts";
import { MIGRATIONS } from "./schema.ts";
import type { VectorWriter } from "./vector_writer.ts";

/** Says how the store is; a failure is told, never thrown. */
export async function checkHealth(
  connection: Connection,
  vectors: VectorWriter | undefined,
  call?: Call,
): Promise<Health> {
  const health: Health = {
    backend: "embedded",
    address: connection.path,
    reachable: false,
    authorized: true,
    version: `schema ${MIGRATIONS.length}`,
    gaps: [],
  };
  if (connection.notice !== undefined) health.problem = connection.notice;
  try {
    await connection.read("check the store", (db) => {
      const [sqlite] = db.all<{ v: string }>("SELECT sqlite_version() AS v");
      health.version = `SQLite ${sqlite?.v}, schema ${MIGRATIONS.length}`;
      health.reachable = true;
      if (vectors === undefined) {
        health.gaps.push("search by words alone");
      } else {
        const { rows, done } = vectors.progress(db);
        if (done < rows) health.gaps.push(`vectors are being made: ${done} of ${rows}`);
      }
    }, call);
    await connection.write("write", (db) => {
      db.run("INSERT OR REPLACE INTO note (key, value) VALUES ('checked', datetime())");
    }, call);
    health.writable = true;
  } catch (error) {
    if (health.reachable) health.writable = false;
    health.problem ??= messageOf(error);
  }
  return health;
}
