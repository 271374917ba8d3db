import process from "node:process";
import { parseAddress, withoutCredentials } from "../../client/address.ts";
import { type Code, isMemoryError } from "../../client/errors.ts";
import type { Health, MemoryStore } from "../../client/store.ts";
import type { EmbeddedStore } from "../../embedded/mod.ts";
import { openStore } from "../../mod.ts";
import type { Config } from "../../plugin/core/config.ts";
import { PROGRAM } from "../version.ts";
import { type Finding, sentenceOf, setVariable } from "./finding.ts";

/** A request of doctor may take this long, in milliseconds. */
const REQUEST_MS = 10_000;

const NEWER_NODE =
  "npx --yes -p node@22 -p opencode-mem0-selfhost opencode-mem0-selfhost doctor (Node 22 or later)";

const EXAMPLE = "http://localhost:8888";

/** The runtime, and the SQLite in it. */
export async function checkRuntime(config: Config): Promise<Finding[]> {
  const { bun, deno, node } = process.versions;
  const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
  const name = "SQLite";
  try {
    const store = await openStore(":memory:", { embedder: "none" });
    const { version } = await store.check();
    await store.close();
    return [{ name, status: "ok", detail: `${version}, with FTS5, in ${runtime}` }];
  } catch (error) {
    return [{
      name,
      status: config.backend === "embedded" ? "failed" : "note",
      detail: `${runtime} has none that the embedded store can use: ${sentenceOf(error)}`,
      next: NEWER_NODE,
    }];
  }
}

/** What the checks of the store found, and the store, open, when it can be used. */
export interface StoreCheck {
  findings: Finding[];
  store?: MemoryStore;
}

/** Address, reachability, credential, capabilities, and a round trip of a row. */
export async function checkStore(
  config: Config,
  open: () => Promise<MemoryStore>,
): Promise<StoreCheck> {
  const isServer = config.backend === "server";
  const where = isServer ? withoutCredentials(config.host) : config.dbPath;
  let store: MemoryStore;
  try {
    if (isServer) parseAddress(config.host);
    store = await open();
  } catch (error) {
    return { findings: [failure(isServer ? "server" : "store", error, config)] };
  }
  const health = await store.check({ timeoutMs: REQUEST_MS });
  const findings = isServer ? await judgeServer(health, store, config) : judgeFile(health, where);
  if (findings.some(({ status }) => status === "failed")) {
    await store.close();
    return { findings };
  }
  findings.push(await roundTrip(store, config));
  return { findings, store };
}

async function judgeServer(
  health: Health,
  store: MemoryStore,
  config: Config,
): Promise<Finding[]> {
  if (health.problem !== undefined || !health.authorized) {
    try {
      // The same request again, for the error's code.
      await store.list({ scope: { user: "nobody" }, limit: 1 }, { timeoutMs: REQUEST_MS });
    } catch (error) {
      const reached: Finding[] = isMemoryError(error) && error.code === "unauthorized"
        ? [{ name: "server", status: "ok", detail: `${health.version} at ${health.address}` }]
        : [];
      return [...reached, failure("server", error, config)];
    }
  }
  const how = config.email !== undefined
    ? `the login of ${config.email} is accepted`
    : config.apiKey !== undefined
    ? "the key is accepted"
    : "no key is needed";
  return [
    { name: "server", status: "ok", detail: `${health.version} at ${health.address}` },
    { name: "credential", status: "ok", detail: how },
    ...config.email === undefined && config.apiKey === undefined
      ? [{
        name: "security",
        status: "note" as const,
        detail: "the server lets everybody in (AUTH_DISABLED): whoever reaches it reads everything",
      }]
      : [],
    ...health.gaps.map((gap): Finding => ({ name: "capability", status: "note", detail: gap })),
  ];
}

function judgeFile(health: Health, path: string): Finding[] {
  const detail = `${path}, ${health.version}`;
  if (!health.reachable || health.writable === false) {
    return [{
      name: "store",
      status: "failed",
      detail: health.problem ?? `Cannot write to "${path}"`,
      next: process.platform === "win32"
        ? `attrib -R "${path}"`
        : `chmod u+w '${path}' '${
          path.replace(/[^/]*$/, "")
        }', or set MEM0_DB_PATH to another file`,
    }];
  }
  const findings: Finding[] = [{ name: "store", status: "ok", detail }];
  if (health.problem !== undefined) {
    // A damaged file has been set aside and replaced: it works, and its owner must know.
    findings.push({
      name: "store",
      status: "warning",
      detail: health.problem,
      next: `look what is there: ${PROGRAM} list; then copy a backup to ${path}`,
    });
  }
  return findings;
}

/** Writes, reads and deletes a row of nobody's. */
async function roundTrip(store: MemoryStore, config: Config): Promise<Finding> {
  const name = "round trip";
  const call = { timeoutMs: 30_000 };
  const user = `mem0-doctor-${crypto.randomUUID().slice(0, 8)}`;
  const started = performance.now();
  let id: string | undefined;
  try {
    const content = "A row of the doctor's round trip, which it deletes again";
    const [change] = await store.add({
      scope: { user },
      messages: [{ role: "user", content }],
      infer: false,
    }, call);
    id = change?.id;
    if (id === undefined) throw new Error("Cannot find the row that was written: no id came back");
    if ((await store.get(id, call))?.text !== content) {
      throw new Error("Cannot read the row that was written: its text isn't there");
    }
    const { memories } = await store.list({ scope: { user } }, call);
    if (!memories.some((memory) => memory.id === id)) {
      throw new Error("Cannot find the row that was written in the list");
    }
    await erase(store, config, id);
    if (await store.get(id, call) !== undefined) {
      throw new Error(`Cannot delete the row ${id}: it is still there`);
    }
    const ms = (performance.now() - started).toFixed(0);
    return { name, status: "ok", detail: `a row was written, read and deleted in ${ms} ms` };
  } catch (error) {
    if (id !== undefined) await erase(store, config, id).catch(() => {}); // the first error tells
    return failure(name, error, config);
  }
}

async function erase(store: MemoryStore, config: Config, id: string): Promise<void> {
  // In a file of one's own not even the history of it stays.
  if (config.backend === "embedded") {
    const { purge } = await import("../../embedded/purge.ts");
    await purge(store as EmbeddedStore, { ids: [id] });
  } else await store.remove(id, { timeoutMs: REQUEST_MS });
}

function failure(name: string, error: unknown, config: Config): Finding {
  const code = isMemoryError(error) ? error.code : undefined;
  return {
    name: code === "unauthorized" ? "credential" : name,
    status: "failed",
    detail: sentenceOf(error),
    next: nextFor(code, config, sentenceOf(error)),
  };
}

function nextFor(code: Code | undefined, config: Config, detail: string): string {
  const isWindows = process.platform === "win32";
  const set = (variable: string, value: string) => setVariable(variable, value, isWindows);
  if (config.backend === "embedded") {
    if (detail.includes("has no SQLite")) return NEWER_NODE;
    return `${set("MEM0_DB_PATH", "/path/to/another/memories.db")}, or repair the file named`;
  }
  const { origin } = URL.parse(withoutCredentials(config.host)) ?? { origin: EXAMPLE };
  switch (code) {
    case "unauthorized":
      return config.email !== undefined
        ? "correct MEM0_EMAIL and MEM0_PASSWORD"
        : `${set("MEM0_API_KEY", "m0sk_…")} (make a key in the server's dashboard, ` +
          `or take its ADMIN_API_KEY)`;
    case "forbidden":
      return set("MEM0_API_KEY", "a key that may read and write memories");
    case "invalid":
      return set("MEM0_HOST", EXAMPLE);
    case "protocol":
      return /hosted|OpenMemory|not a Mem0 server/i.test(detail)
        ? set("MEM0_HOST", EXAMPLE)
        : `curl -si ${origin}/openapi.json | head -n 5, then ${set("MEM0_HOST", EXAMPLE)}`;
    case "unavailable":
    case "timeout":
      return `docker compose up -d (in the server's folder), or ${set("MEM0_HOST", EXAMPLE)}`;
    default:
      return `curl -si ${origin}/openapi.json | head -n 5`;
  }
}
