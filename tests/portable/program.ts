/**
 * The tests of the client as a program for Node and Bun; `tasks/runtimes.ts` bundles and starts it.
 * Prints a line of JSON for each test that failed, and one with the counts.
 *
 * Files are imported one by one, in a bundle as well, so that those that need SQLite can be left out
 * where there is none (Node 20): the client doesn't need it, a server of our own to talk to does.
 *
 * @module
 */
import process from "node:process";
import { registered } from "./deno.ts";

/** The slowest test takes a tenth of it on a busy machine. */
const LIMIT_MS = 60_000;

const CLIENT = [
  () => import("../../client/address_test.ts"),
  () => import("../../client/breaker_test.ts"),
  () => import("../../client/identifiers_test.ts"),
  () => import("../../client/pushdown_test.ts"),
  () => import("../../client/removal_test.ts"),
  () => import("../../client/retry_test.ts"),
  () => import("../../client/where_test.ts"),
  () => import("../contract/client_recorded_test.ts"),
  () => import("../faults/client_faults_test.ts"),
  () => import("../faults/client_login_test.ts"),
  () => import("../faults/client_older_test.ts"),
  () => import("../faults/client_probe_test.ts"),
  () => import("../properties/fuzz_answers_test.ts"),
];

const WITH_SQLITE = [
  () => import("../contract/rest_test.ts"),
  () => import("../properties/fuzz_filters_test.ts"),
];

const files = await hasSqlite() ? [...CLIENT, ...WITH_SQLITE] : CLIENT;
for (const load of files) await load();

let failed = 0;
for (const { name, run } of registered) {
  try {
    await inTime(run);
  } catch (error) {
    failed++;
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    console.log(JSON.stringify({ name, error: text }));
  }
}
const left = CLIENT.length + WITH_SQLITE.length - files.length;
console.log(JSON.stringify({ passed: registered.length - failed, failed, left }));
process.exit(0); // what a test that hung left behind must not hold it

/** A test that hangs is a test that fails. */
async function inTime(run: () => unknown): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function hasSqlite(): Promise<boolean> {
  try {
    await ("Bun" in globalThis ? import("bun:sqlite" as string) : import("node:sqlite" as string));
    return true;
  } catch {
    return false; // an older runtime: what needs it is left out, and counted
  }
}
