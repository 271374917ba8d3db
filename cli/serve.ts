import process from "node:process";
import { parseArgs } from "node:util";
import { isMemoryError } from "../client/errors.ts";
import type { MemoryStore } from "../client/store.ts";
import { createHandler, type Keys, type ServedStore } from "../embedded/handler.ts";
import { openStore } from "../mod.ts";
import { type Environment, readConfig, storeArguments } from "../plugin/core/config.ts";
import { listen, type Listener } from "./listen.ts";

const USAGE = `Usage: serve [options]

Serves the embedded store over HTTP as a Mem0 server does, until it is interrupted.

  --port N            the port (8888)
  --host ADDRESS      the address to listen on (127.0.0.1); any other than loopback needs a key
  --db FILE           the store's file (MEM0_DB_PATH, else ~/.mem0/memories.db)
  --admin-key KEY     the owner's key (ADMIN_API_KEY)
  --member-key KEY    a key without bulk delete and reset; may be repeated
  --verbose           a line per request
  -h, --help          this text

Without keys it answers to this machine only, and needs none.`;

/** Runs until SIGINT or SIGTERM. Exit code 0 done, 1 it can't run, 2 wrong usage. */
export async function serve(args: string[], env: Environment): Promise<number> {
  let values;
  try {
    values = parseArgs({
      args,
      options: {
        port: { type: "string", default: "8888" },
        host: { type: "string", default: "127.0.0.1" },
        db: { type: "string" },
        "admin-key": { type: "string" },
        "member-key": { type: "string", multiple: true },
        verbose: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return wrongUsage((error as Error).message);
  }
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    return wrongUsage(`Cannot listen on port "${values.port}": it must be 0 to 65535`);
  }
  const keys: Keys = {};
  const admin = values["admin-key"] ?? env.ADMIN_API_KEY;
  if (admin) keys.admin = admin;
  const members = values["member-key"]?.filter((key) => key !== "") ?? [];
  if (members.length > 0) keys.members = members;
  if (!admin && members.length === 0 && !isLoopback(values.host)) {
    return wrongUsage(
      `Cannot listen on "${values.host}" without a key: everybody who reaches it could read and ` +
        "delete all memories; give --admin-key KEY, or leave --host out",
    );
  }
  return await run(values.host, port, keys, values.db, values.verbose === true, env);
}

async function run(
  host: string,
  port: number,
  keys: Keys,
  db: string | undefined,
  verbose: boolean,
  env: Environment,
): Promise<number> {
  const options = { backend: "embedded", ...db === undefined ? {} : { dbPath: db } };
  const config = readConfig({ options, env });
  for (const warning of config.warnings) console.error(warning);
  const { address, options: storeOptions } = storeArguments(config);
  let store: MemoryStore | undefined;
  let listener: Listener;
  try {
    store = await openStore(address, {
      ...storeOptions,
      log: (level, message) => {
        if (level !== "debug") console.error(message);
      },
    });
    const handle = createHandler(store as ServedStore, {
      keys,
      log: (level, message) => {
        if (verbose || level !== "debug") console.error(message);
      },
    });
    listener = await listen(handle, host, port);
  } catch (error) {
    await store?.close();
    console.error(explain(error, host, port));
    return 1;
  }
  console.error(`Serving ${config.dbPath} at ${listener.url}`);
  const who = keys.admin === undefined && keys.members === undefined
    ? "No key is set: everything on this machine may use it"
    : "Send the key as X-API-Key";
  console.error(`${who}. Press Ctrl+C to stop.`);
  await interruption();
  console.error("Stopping: running requests are finished first.");
  await listener.close();
  await store.close();
  return 0;
}

function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

function explain(error: unknown, host: string, port: number): string {
  const code = (error as { code?: unknown }).code;
  if (code === "EADDRINUSE") {
    return `Cannot listen on ${host}:${port}: another program does; end it or give --port`;
  }
  if (code === "EACCES") {
    return `Cannot listen on ${host}:${port}: ports below 1024 need rights; give another --port`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return isMemoryError(error) ? message : `Cannot serve on ${host}:${port}: ${message}`;
}

function wrongUsage(message: string): number {
  console.error(`${message}\n\n${USAGE}`);
  return 2;
}
