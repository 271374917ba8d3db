/** A home, a project and a faked host for runtimes under test; everything else is real. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MemoryStore, Metadata } from "../../client/store.ts";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import type { Host, Injection, MemoryRuntime, Turn } from "../../plugin/core/host.ts";
import { startMemory, type StartOptions } from "../../plugin/start.ts";

/** One user's machine with one project on it. */
export interface World {
  home: string;
  directory: string;
  /** What the user was told. */
  told: { level: string; line: string }[];
  /** Parents of sub-agents' sessions. */
  parents: Map<string, string>;
  /** Starts a plugin instance; closed with the world. */
  start(env?: Record<string, string>, more?: StartOptions): Promise<MemoryRuntime>;
  /** The log so far. */
  log(): string;
}

/** Runs the body in a world of its own and clears it away. */
export async function inWorld(body: (world: World) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "mem0-world-")));
  const home = join(root, "home");
  const directory = join(root, "shop");
  for (const folder of [join(home, ".mem0"), join(directory, ".git")]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(directory, ".git/HEAD"), "ref: refs/heads/main\n");
  const started: MemoryRuntime[] = [];
  const world: World = {
    home,
    directory,
    told: [],
    parents: new Map(),
    async start(env = {}, more = {}) {
      const host: Host = {
        name: "test",
        directory,
        parentOf: (id) => Promise.resolve(world.parents.get(id)),
        notify: (level, line) => void world.told.push({ level, line }),
      };
      const full = { MEM0_USER_ID: "ann", MEM0_APP_ID: "shop", MEM0_LOG: "debug", ...env };
      const runtime = await startMemory(host, {}, { home, env: full, ...more });
      started.push(runtime);
      return runtime;
    },
    log: () => {
      try {
        return readFileSync(join(home, ".mem0/state/mem0.log"), "utf8");
      } catch {
        return "";
      }
    },
  };
  try {
    await body(world);
  } finally {
    for (const runtime of started) await runtime.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A Mem0 server on the loopback whose every request is noted. */
export interface FakeServer {
  url: string;
  /** `POST /search` and so on, in order of arrival. */
  requests: string[];
  /** How requests are answered; replace it to break the server. */
  answer: (request: Request) => Promise<Response>;
  /** The server's own answers. */
  honest: (request: Request) => Promise<Response>;
  store: EmbeddedStore;
  close(): Promise<void>;
}

/** Serves an embedded store over HTTP as a Mem0 server would. */
export async function serve(store?: EmbeddedStore): Promise<FakeServer> {
  const own = store ?? await EmbeddedStore.open({ path: ":memory:" });
  const honest = createHandler(own);
  const fake: Partial<FakeServer> = { requests: [], honest, answer: honest, store: own };
  const closing = Promise.withResolvers<Response>(); // ends what hangs
  const listener = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    fake.requests!.push(`${request.method} ${new URL(request.url).pathname}`);
    return Promise.race([fake.answer!(request), closing.promise]);
  });
  fake.url = `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  fake.close = async () => {
    closing.resolve(new Response(null, { status: 503 }));
    await listener.shutdown();
    await own.close();
  };
  return fake as FakeServer;
}

/** Stores texts of one project as the plugin does. */
export async function seed(
  store: MemoryStore,
  texts: readonly (string | [text: string, metadata: Metadata])[],
  scope: { user?: string; project?: string } = {},
): Promise<string[]> {
  const { user = "ann", project = "shop" } = scope;
  const ids: string[] = [];
  for (const one of texts) {
    const [text, metadata] = typeof one === "string" ? [one, {}] : one;
    const isGlobal = metadata.scope === "global";
    const changes = await store.add({
      scope: isGlobal ? { user } : { user, agent: project },
      messages: [{ role: "user", content: text }],
      infer: false,
      metadata: { ...isGlobal ? {} : { app_id: project }, ...metadata },
    });
    ids.push(changes[0]!.id);
    await new Promise((resolve) => setTimeout(resolve, 2)); // times tell the rows' order apart
  }
  return ids;
}

let messages = 0;

/** Says something as the user. */
export function say(
  runtime: MemoryRuntime,
  text: string,
  sessionID = "s1",
): Promise<Injection | undefined> {
  return runtime.onPrompt({ sessionID, messageID: `msg_${++messages}`, text });
}

/** A finished exchange, as a host hands it over. */
export function turns(user: string, assistant: string, at = Date.now()): Turn[] {
  return [
    { messageID: `msg_u${at}`, role: "user", text: user, createdAt: at, complete: true },
    {
      messageID: `msg_a${at}`,
      role: "assistant",
      text: assistant,
      createdAt: at + 1,
      complete: true,
    },
  ];
}

/** Waits until it is true, at most `ms`. */
export async function until(isTrue: () => boolean | Promise<boolean>, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!await isTrue()) {
    if (performance.now() > end) throw new Error(`Not true within ${ms} ms: ${isTrue}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
