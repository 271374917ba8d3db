/** What OpenCode shows and does with the plugin: tools, commands, refusals, sub-agents, failures. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  callTool,
  filesWith,
  given,
  PROJECT,
  scenario,
  seed,
  toolResult,
  USER,
} from "./harness.ts";
import { waitFor } from "../../tasks/lib/opencode.ts";

const TOOLS = [
  "add_memory",
  "search_memories",
  "get_memories",
  "get_memory",
  "update_memory",
  "delete_memory",
  "delete_all_memories",
  "delete_entities",
  "list_entities",
  "get_event_status",
];

const FACT = "We decided to deploy this service with Kamal, not with Helm.";

scenario("OpenCode lists the ten tools, with optional arguments optional", async (stage) => {
  const server = await stage.serve();
  const ids = await server.call<string[]>("GET", "/experimental/tool/ids");
  assert.deepEqual(TOOLS.filter((name) => !ids.includes(name)), []);
  await server.say(await server.createSession(), "Hello");
  const schema = stage.chats()[0]?.tools.search_memories as { required: string[] };
  assert.deepEqual(schema.required, ["query"]);
  await server.stop();
});

scenario("OpenCode lists the skills as commands, and runs one", async (stage) => {
  const server = await stage.serve();
  const commands = await server.call<{ name: string; template: string }[]>("GET", "/command");
  const ours = commands.filter((command) => command.name.startsWith("mem0-"));
  assert.equal(ours.length, 9);
  for (const { template } of ours) assert.match(template, new RegExp(`"${USER}".*"${PROJECT}"`));

  const session = await server.createSession();
  await server.call("POST", `/session/${session}/command`, {
    command: "mem0-search",
    arguments: "We decided to deploy with Kamal",
  });
  assert.ok(stage.chats().length > 0);
  await server.stop();
});

scenario("a tool call stores, and the next one finds", async (stage) => {
  const server = await stage.serve();
  const session = await server.createSession();
  callTool(stage.model, "STORE", "add_memory", { text: "Releases are cut on Tuesdays" });
  await server.say(session, "STORE it");
  callTool(stage.model, "FIND", "search_memories", { query: "when are releases cut" });
  await server.say(session, "FIND it");
  assert.match(toolResult(stage.chats().at(-1)), /Releases are cut on Tuesdays/);
  callTool(stage.model, "BAD", "search_memories", { query: "x", scope: "galaxy" });
  await server.say(session, "BAD one");
  assert.match(toolResult(stage.chats().at(-1)), /galaxy/);
  await server.stop();
});

scenario("a write to MEMORY.md is refused and points to add_memory", async (stage) => {
  const server = await stage.serve();
  const filePath = join(stage.home.project, "MEMORY.md");
  callTool(stage.model, "WRITE", "write", { filePath, content: "Remember Kamal" });
  await server.say(await server.createSession(), "WRITE it down");
  assert.match(toolResult(stage.chats().at(-1)), /add_memory/);
  assert.deepEqual(await filesWith(stage.home.project, "Kamal"), []);
  await server.stop();
});

scenario("a failing command is answered with the earlier fix", async (stage) => {
  const error = "error: font atlas is stale, glyph ranges are missing";
  await seed(stage, [`${error}. Fixed by running make atlas before the build.`], {
    type: "bug_fix",
  });
  const server = await stage.serve();
  callTool(stage.model, "PROCEED", "bash", {
    command: `echo '${error}' >&2; exit 2`,
    description: "Builds",
  });
  await server.say(await server.createSession(), "PROCEED");
  // Not in the message's own block, or it would rightly not be told twice.
  assert.equal(given(stage.chats().at(-1)), "");
  assert.match(toolResult(stage.chats().at(-1)), /make atlas/);
  await server.stop();
});

scenario("shells know who and where, and no key", async (stage) => {
  const server = await stage.serve();
  const session = await server.createSession();
  callTool(stage.model, "ENV", "bash", { command: "env", description: "Shows it" });
  await server.say(session, "ENV please");
  const result = toolResult(stage.chats().at(-1));
  for (
    const line of [`MEM0_USER_ID=${USER}`, `MEM0_APP_ID=${PROJECT}`, `MEM0_SESSION_ID=${session}`]
  ) {
    assert.ok(result.includes(line), line);
  }
  await server.stop();
});

scenario("a sub-agent is given nothing and leaves nothing", async (stage) => {
  await seed(stage, [FACT]);
  const server = await stage.serve();
  callTool(stage.model, "DELEGATE", "task", {
    description: "Look",
    prompt: "Deploy this service. From now on logs are always kept for 30 days.",
    subagent_type: "general",
  });
  await server.say(await server.createSession(), "DELEGATE that");
  const own = stage.chats().find((request) =>
    request.raw.includes("kept for 30 days") &&
    !request.raw.includes("DELEGATE that")
  );
  assert.ok(own, "the sub-agent asked nothing");
  assert.equal(given(own), "");
  await server.stop();
  assert.deepEqual(await stage.remembered(), [FACT]);
});

scenario("an unreachable server costs the prompt nothing, and is told once", async (stage) => {
  const server = await stage.serve();
  const toasts = listenForToasts(server.url, stage.home.project);
  const session = await server.createSession();
  for (const line of [FACT, "And now?", "Hello again"]) await server.say(session, line);
  const chats = stage.chats();
  assert.equal(chats.length, 3);
  assert.deepEqual(chats.map(given), ["", "", ""]);
  const seen = await waitFor(() => toasts.lines.length > 0 ? toasts.lines : undefined, 5_000);
  await server.stop();
  await toasts.close();
  assert.equal(seen?.length, 1);
  assert.match(seen?.[0] ?? "", /offline.*MEM0_HOST/);
  const state = join(stage.home.env.HOME ?? "", ".mem0");
  assert.ok((await filesWith(state, "Kamal")).length > 0, "what was said is not queued");
}, { env: { MEM0_HOST: closedAddress(), MEM0_API_KEY: "m0sk_none" } });

scenario("a memory file that is none leaves OpenCode working, and is told", async (stage) => {
  await Deno.mkdir(join(stage.database, ".."), { recursive: true });
  await Deno.writeTextFile(stage.database, "This is not a database. ".repeat(100));
  const server = await stage.serve();
  const toasts = listenForToasts(server.url, stage.home.project);
  await server.say(await server.createSession(), FACT);
  assert.equal(stage.chats().length, 1);
  const told = () => toasts.lines.find((line) => line.includes("memories.db"));
  assert.ok(await waitFor(told, 5_000), `told only ${JSON.stringify(toasts.lines)}`);
  await server.stop();
  await toasts.close();
});

/** An address on loopback where nothing listens. */
function closedAddress(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return `http://127.0.0.1:${port}`;
}

/** Collects the toasts that OpenCode shows, from its event stream. */
function listenForToasts(
  url: string,
  directory: string,
): { lines: string[]; close(): Promise<void> } {
  const lines: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    const response = await fetch(`${url}/event`, {
      signal: stop.signal,
      headers: { "x-opencode-directory": directory },
    });
    const pieces = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
    let text = "";
    for await (const piece of pieces) {
      text += piece;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const event = JSON.parse(text.slice(text.indexOf("{"), end));
        text = text.slice(end + 2);
        if (event.type === "tui.toast.show") lines.push(event.properties.message);
      }
    }
  })().catch((error) => {
    // Ended by close(), or by the server's own end.
    if (!stop.signal.aborted && !(error instanceof TypeError)) throw error;
  });
  return {
    lines,
    close() {
      stop.abort();
      return done;
    },
  };
}
