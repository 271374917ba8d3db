import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RestStore } from "../../client/rest.ts";

/** The server that all plugins are measured on. */
export interface Backend {
  url: string;
  key: string;
  /** For the table's head. */
  description: string;
  /** For writing test data and counting what is left. */
  store: RestStore;
  /** Resolves once what was written can be found by meaning as well, where that is known. */
  settle(): Promise<void>;
  /** Removes the users' memories and ends what was started. */
  close(users: readonly string[]): Promise<void>;
}

/** A live Mem0 server when MEM0_HOST is set, else our own `serve` on an empty file. */
export async function openBackend(env: Record<string, string | undefined>): Promise<Backend> {
  const { MEM0_HOST: host, MEM0_API_KEY: key = "" } = env;
  return host ? await openLive(host.replace(/\/+$/, ""), key) : await startOwn();
}

async function openLive(host: string, key: string): Promise<Backend> {
  const url = /^https?:/.test(host) ? host : `http://${host}`;
  const store = new RestStore({ host: url, ...key ? { apiKey: key } : {} });
  const { reachable, authorized, version, problem } = await store.check();
  if (!reachable || !authorized) {
    throw new Error(`Cannot use the server of MEM0_HOST: ${problem ?? "it does not answer"}`);
  }
  return {
    url,
    key,
    description: `a live Mem0 server (${version})`,
    store,
    settle: () => Promise.resolve(), // it embeds before it answers
    close: async (users) => {
      for (const user of users) await store.removeAll({ scope: { user } });
      await store.close();
    },
  };
}

async function startOwn(): Promise<Backend> {
  const folder = await Deno.makeTempDir({ prefix: "mem0-bench-server-" });
  const key = "bench-admin-key";
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-prompt",
      fileURLToPath(new URL("serve_child.ts", import.meta.url)),
      join(folder, "memories.db"),
      key,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = readLines(child.stdout);
  const writer = child.stdin.getWriter();
  const { value: url, done } = await lines.next();
  if (done) throw new Error("Cannot start the server: see its message above");
  const store = new RestStore({ host: url, apiKey: key });
  return {
    url,
    key,
    description: "our own `serve` (the embedded store over HTTP), not a Mem0 server",
    store,
    settle: async () => {
      await writer.write(new TextEncoder().encode("settle\n"));
      await lines.next();
    },
    close: async () => {
      await store.close();
      await writer.close();
      await child.status;
      await lines.return?.();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
