import { isMemoryError } from "../../client/errors.ts";
import type { MemoryStore } from "../../client/store.ts";
import { createHandler, type Keys, type ServedStore } from "../../embedded/handler.ts";
import { openStore } from "../../mod.ts";
import { readConfig, storeArguments } from "../../plugin/core/config.ts";
import { defineCommand, EXIT, Failure, type Flags, UsageError } from "../command.ts";
import type { Io } from "../io.ts";
import { listen, type Listener } from "../listen.ts";

/** Options of `serve`. */
export interface ServeOptions {
  port: number;
  /** The address to listen on. */
  address: string;
  /** Default: the configured file. */
  db?: string;
  /** Without an owner's key that of ADMIN_API_KEY is taken. */
  keys: Keys;
  /** A line per request. */
  verbose: boolean;
  /** Print the address as JSON once it listens. */
  json: boolean;
}

const FLAGS: Flags = {
  port: { type: "string", value: "N", help: "the port (8888); 0 for any free one" },
  host: {
    type: "string",
    value: "ADDRESS",
    help: "the address to listen on (127.0.0.1); any but loopback needs a key",
  },
  db: { type: "string", value: "FILE", help: "the store's file (MEM0_DB_PATH)" },
  "admin-key": { type: "string", value: "KEY", help: "the owner's key (ADMIN_API_KEY)" },
  "member-key": {
    type: "string",
    value: "KEY",
    multiple: true,
    help: "a key without bulk delete and reset; may be repeated",
  },
  verbose: { type: "boolean", help: "a line per request" },
};

/** `serve`: until Ctrl+C. */
export const serve = defineCommand<ServeOptions>({
  name: "serve",
  summary: "Serves the embedded store over HTTP as a Mem0 server does, until it is interrupted",
  flags: FLAGS,
  storeless: true,
  details: "Without keys it answers to this machine only, and needs none.",
  read(given) {
    given.atMost(0);
    const port = given.count("port", 0) ?? 8888;
    if (port > 65_535) throw new UsageError(`Cannot listen on port "${port}": 65535 is the last`);
    const admin = given.text("admin-key");
    const members = given.list("member-key");
    const db = given.text("db");
    return {
      port,
      address: given.text("host") ?? "127.0.0.1",
      ...db === undefined ? {} : { db },
      keys: {
        ...admin === undefined ? {} : { admin },
        ...members.length === 0 ? {} : { members },
      },
      verbose: given.on("verbose"),
      json: given.on("json"),
    };
  },
  async run(options, io) {
    const { address, json } = options;
    const admin = options.keys.admin ?? io.env.ADMIN_API_KEY;
    const keys: Keys = admin ? { ...options.keys, admin } : options.keys;
    const isOpen = keys.admin === undefined && keys.members === undefined;
    if (isOpen && !isLoopback(address)) {
      throw new UsageError(
        `Cannot listen on "${address}" without a key: everybody who reaches it could read and ` +
          "delete all memories; give --admin-key KEY, or leave --host out",
      );
    }
    const config = readConfig({
      options: {
        backend: "embedded",
        ...options.db === undefined ? {} : { dbPath: options.db },
      },
      env: io.env,
      home: io.home,
      directory: io.directory,
    });
    for (const warning of config.warnings) io.tell(warning);
    const { store, listener } = await start(storeArguments(config), { ...options, keys }, io);
    io.tell(`Serving ${config.dbPath} at ${listener.url}`);
    if (json) io.out(`${JSON.stringify({ url: listener.url, db: config.dbPath })}\n`);
    const who = isOpen
      ? "No key is set: everything on this machine may use it"
      : "Send the key as X-API-Key";
    io.tell(`${who}. Press Ctrl+C to stop.`);
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    io.tell("Stopping: running requests are finished first.");
    await listener.close();
    await store.close();
    return EXIT.done;
  },
});

async function start(
  target: ReturnType<typeof storeArguments>,
  { address, port, keys, verbose }: ServeOptions,
  io: Io,
): Promise<{ store: MemoryStore; listener: Listener }> {
  const log = (level: string, message: string) => {
    if (verbose || level !== "debug") io.tell(message);
  };
  let store: MemoryStore | undefined;
  try {
    store = await openStore(target.address, {
      ...target.options,
      log: (level, message) => {
        if (level !== "debug") io.tell(message);
      },
    });
    const handle = createHandler(store as ServedStore, { keys, log });
    return { store, listener: await listen(handle, address, port) };
  } catch (error) {
    await store?.close();
    throw isMemoryError(error) ? error : new Failure(explain(error, address, port));
  }
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

function explain(error: unknown, host: string, port: number): string {
  const { code } = error as { code?: unknown };
  if (code === "EADDRINUSE") {
    return `Cannot listen on ${host}:${port}: another program does; end it or give --port`;
  }
  if (code === "EACCES") {
    return `Cannot listen on ${host}:${port}: ports below 1024 need rights; give another --port`;
  }
  return `Cannot serve on ${host}:${port}: ${error instanceof Error ? error.message : error}`;
}
