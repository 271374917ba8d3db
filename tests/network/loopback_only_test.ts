/**
 * A whole conversation in a process that can reach this machine alone: Deno refuses it every other
 * address, and what would be asked for is counted. Nothing may fail for it, or ask.
 */
import assert from "node:assert/strict";
import process from "node:process";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { PluginProcess } from "../../tasks/bench/plugin_process.ts";
import { LOOPBACK_ONLY } from "../../tasks/lib/loopback.ts";
import type { Plugin } from "../../tasks/bench/plugins.ts";

const LOCKED_IN = [
  Deno.execPath(),
  "run",
  "--no-prompt",
  "--no-remote",
  "--allow-net=127.0.0.1,localhost",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
  "--allow-run=git",
];
const KEY = "a-key-of-the-tests";
const FAILURE = "Traceback (most recent call last):\nConnectionError: cannot reach port 9443";

/** The plugin from its sources, as OpenCode would import it. */
function pluginWith(environment: Record<string, string>): Plugin {
  return {
    name: "ours",
    version: "",
    entry: new URL("../../plugin/mod.ts", import.meta.url).href,
    folder: "",
    installed: "",
    onMem0: true,
    environment: () => ({ ...environment, MEM0_TELEMETRY: "on", MEM0_LOG: "debug" }),
  };
}

Deno.test("the conversation's process can't reach another host", async () => {
  const child = new Deno.Command(LOCKED_IN[0]!, {
    args: [...LOCKED_IN.slice(1), "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const script = 'await fetch("http://192.0.2.1/").catch((error) => console.log(error.name))';
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  assert.equal(new TextDecoder().decode((await child.output()).stdout).trim(), "NotCapable");
});

Deno.test({
  name: "where the system can cut them off, no program of a test run reaches another address",
  ignore: process.env[LOOPBACK_ONLY] === undefined,
  fn: async () => {
    // Addresses of nobody (RFC 5737, 3849): asked in vain, and refused at once, not after a wait.
    for (const hostname of ["192.0.2.1", "198.51.100.1", "[2001:db8::1]"]) {
      const started = performance.now();
      const error = await Deno.connect({ hostname: hostname.replace(/[[\]]/g, ""), port: 443 })
        .catch((error: Error) => error);
      assert.ok(error instanceof Error, `${hostname} was reached`);
      assert.match(error.message, /unreachable|cannot assign/i);
      assert.ok(performance.now() - started < 1_000);
    }
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    const [accepted, made] = await Promise.all([
      listener.accept(),
      Deno.connect({ hostname: "127.0.0.1", port }),
    ]);
    for (const one of [accepted, made, listener]) one.close();
  },
});

Deno.test("a conversation with the embedded store asks for no other host", async () => {
  await converse({ MEM0_BACKEND: "embedded" });
});

Deno.test("a conversation with a server asks for no host but that one", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(store, { keys: { admin: KEY } });
  let requests = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    requests++;
    return handle(request);
  });
  try {
    const { port } = server.addr as Deno.NetAddr;
    await converse({ MEM0_HOST: `http://127.0.0.1:${port}`, MEM0_API_KEY: KEY });
    assert.ok(requests > 10, `only ${requests} requests came`);
  } finally {
    await server.shutdown();
    await store.close();
  }
});

/** Two conversations and everything between them; asserts that memory works and that nobody was asked. */
async function converse(environment: Record<string, string>): Promise<void> {
  const setting = { runtime: LOCKED_IN, url: "", key: "", user: "casey", project: "lighthouse" };
  await PluginProcess.with(pluginWith(environment), setting, async (process) => {
    const say = (sessionID: string, text: string) => process.call("say", { sessionID, text });
    const tool = async (name: string, args: unknown) => {
      const { ok, text } = await process.call("tool", { sessionID: "ses_1", name, args });
      assert.ok(ok, `${name}: ${text}`);
      return JSON.parse(text);
    };
    await say("ses_1", "Remember that staging listens on port 9443 behind the proxy");
    await process.call("answer", { sessionID: "ses_1", text: "Noted: staging is on port 9443." });
    await say("ses_1", "We decided that all logs are written as JSON lines");
    await process.call("answer", { sessionID: "ses_1", text: "All right, JSON lines it is." });
    await process.call("shell", { sessionID: "ses_1", command: "make", output: FAILURE, exit: 1 });
    await process.call("compact", { sessionID: "ses_1" });

    const text = "The release branch is cut on Mondays";
    await tool("add_memory", { text, infer: false });
    const { results: [row] } = await tool("search_memories", { query: "when is the release cut" });
    assert.equal(row.memory, text);
    await tool("get_memory", { id: row.id });
    await tool("update_memory", { id: row.id, metadata: { pinned: true } });
    await tool("get_memories", { scope: "global" });
    await tool("list_entities", {});
    await tool("get_event_status", { event_id: "x" });
    await tool("delete_memory", { id: row.id });

    let sent = "";
    for (let turn = 2; turn < 40 && !sent.includes("9443"); turn++) {
      await new Promise((resolve) => setTimeout(resolve, 100)); // delivery goes on beside
      sent = (await say(`ses_${turn}`, "which port does staging listen on?")).sent.join("\n");
    }
    assert.match(sent, /port 9443/);
    await tool("delete_all_memories", {});
    const { foreign, told } = await process.call("dispose", {});
    assert.deepEqual(foreign, []);
    const log = await Deno.readTextFile(`${process.home}/.mem0/state/mem0.log`);
    const bad = [...told, ...log.split("\n")].filter((line) =>
      /\b(error|warn|warning)\b/i.test(line) && !/MEM0_TELEMETRY is on, yet nothing/.test(line)
    );
    assert.deepEqual(bad, []);
  });
}
