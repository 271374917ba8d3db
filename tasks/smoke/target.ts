/** Which stores the smoke test runs on. */
import type { OpenOptions } from "../../mod.ts";
import { readConfig, storeArguments } from "../../plugin/core/config.ts";
import { readEnvironment } from "../lib/dotenv.ts";

export const USAGE = `Usage: deno task smoke [options]

Checks add, search, get, update, history, expiry, list, entities and verified deletion on the
configured store, under identifiers of its own, and cleans up after itself. Without options it uses
MEM0_HOST, MEM0_API_KEY, MEM0_EMAIL and MEM0_PASSWORD from the environment or ./.env; without any of
them, the embedded store.

  --host URL           the Mem0 server, e.g. http://localhost:8888
  --key KEY            its API key
  --email, --password  a login instead of a key; with both, the test runs once with each
  --db FILE            an embedded store's file instead (":memory:" leaves no trace)
  --full               also write, list and delete 1,200 rows across 12 projects
  -h, --help           this text

Exit status: 0 every step that this credential may do passed, 1 a step failed, 2 wrong usage or
nothing reachable.`;

/** A store to test, with a name for people. */
export interface Target {
  label: string;
  address: string;
  options: OpenOptions;
}

type Flags = Record<string, string | boolean | undefined>;

/** One target per credential: a key and a login are different ways into the same server. */
export async function loadSmokeTarget(flags: Flags): Promise<Target[]> {
  const text = (name: string) => {
    const value = flags[name];
    return typeof value === "string" ? value : undefined;
  };
  const options = {
    host: text("host"),
    apiKey: text("key"),
    email: text("email"),
    password: text("password"),
    dbPath: text("db"),
    ...text("db") === undefined ? {} : { backend: "embedded" },
  };
  const config = readConfig({ options, env: await readEnvironment() });
  for (const warning of config.warnings) console.error(warning);
  if (config.backend === "embedded") {
    return [{ label: `the embedded store ${config.dbPath}`, ...storeArguments(config) }];
  }
  const targets: Target[] = [];
  const { host: address, apiKey, email, password } = config;
  const server = config.backendId.replace(/^server:/, "");
  if (email !== undefined && password !== undefined) {
    targets.push({ label: `${server} with a login`, address, options: { email, password } });
  }
  if (apiKey !== undefined || targets.length === 0) {
    const how = apiKey === undefined ? "without credentials" : "with an API key";
    targets.push({ label: `${server} ${how}`, address, options: { apiKey } });
  }
  return targets;
}
