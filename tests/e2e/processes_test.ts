/** Several conversations, several processes, and processes that are killed. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Server } from "../../tasks/lib/opencode.ts";
import { waitFor } from "../../tasks/lib/opencode.ts";
import { textOf } from "../../tasks/lib/model.ts";
import {
  callTool,
  filesWith,
  given,
  scenario,
  seed,
  type Stage,
  toolResult,
  untilGiven,
  untilRemembered,
} from "./harness.ts";

const FACT = "We decided to deploy this service with Kamal, not with Helm.";

/** How many of the texts have this word. */
const count = (texts: string[], word: string) => texts.filter((text) => text.includes(word)).length;

scenario(
  "two conversations at once in one process are kept apart, and both are kept",
  async (stage) => {
    await seed(stage, [
      "Invoice PDFs are drawn by a headless Chromium worker.",
      "The mailer uses Postmark and never plain SMTP.",
    ]);
    const server = await stage.serve();
    // OpenCode loads what its first answer needs in one go, for a second and more: recall's deadline
    // for the other conversation would pass meanwhile.
    await server.say(await server.createSession(), "Hello!");
    const sessions = await Promise.all([server.createSession(), server.createSession()]);
    const lines = [
      ["How are invoice PDFs drawn?", "We decided to name branches after their ticket."],
      ["What does the mailer use?", "We decided to store dates as UTC epoch milliseconds."],
    ];
    await Promise.all(sessions.map(async (session, index) => {
      for (const line of lines[index]!) await server.say(session, line);
    }));
    const first = (word: string) =>
      stage.chats().find((request) => request.raw.includes(word) && request.messages.length === 2);
    assert.match(given(first("PDFs drawn?")), /Chromium/);
    assert.doesNotMatch(given(first("PDFs drawn?")), /Postmark/);
    assert.match(given(first("mailer use?")), /Postmark/);
    assert.doesNotMatch(given(first("mailer use?")), /Chromium/);
    const texts = await untilRemembered(stage, (all) => all.length === 4);
    assert.deepEqual(["ticket", "UTC"].map((word) => count(texts, word)), [1, 1]);
    await server.stop();
  },
);

scenario("two processes at once on one store lose nothing and double nothing", async (stage) => {
  // One after the other: two that start at once in a new home both make OpenCode's own tables, and
  // the second ends with "Failed query: CREATE TABLE".
  const servers = [await stage.serve(), await stage.serve()] as const;
  const words = ["anvil", "bellows", "chisel", "drill", "easel", "fretsaw"];
  await Promise.all(servers.map(async (server, index) => {
    const session = await server.createSession();
    for (const word of words.slice(index * 3, index * 3 + 3)) {
      await server.say(session, `We decided to call the ${word} service by its full name.`);
    }
  }));
  const texts = await untilRemembered(stage, (all) => all.length >= words.length);
  assert.deepEqual(words.map((word) => count(texts, word)), words.map(() => 1));
  // What one process heard, the other knows.
  await untilGiven(stage, servers[1], "What do we call the anvil service?", /anvil/);
  await Promise.all(servers.map((server) => server.stop()));
  const after = await stage.remembered();
  assert.deepEqual(words.map((word) => count(after, word)), words.map(() => 1));
});

/** A moment to be killed at: resolves when it has come, with the fact accepted. */
type Moment = (stage: Stage, server: Server, session: string) => Promise<void>;

/** Says the fact without waiting for the turn's end; the process dies in it. */
function sayAndDie(server: Server, session: string, text = FACT): void {
  server.say(session, text).catch(() => {/* the connection ends with the process */});
}

const MODEL = { providerID: "scripted", modelID: "scripted" };
/** A summary quotes what was said last; that row is no second copy of the fact. */
const isFact = (text: string) => !text.startsWith("Where the work stood");

/** The folder of what the plugin keeps beside the store: spool, outbox, cursors. */
const stateOf = (stage: Stage) => join(stage.home.env.HOME ?? "", ".mem0", "state");

const MOMENTS: Record<string, Moment> = {
  async "as soon as it was heard"(stage, server, session) {
    sayAndDie(server, session);
    const spool = join(stateOf(stage), "spool");
    const heard = async () =>
      await exists(spool) && (await filesWith(spool, "Kamal")).length > 0 || undefined;
    assert.ok(await waitFor(heard, 60_000));
  },
  async "before the model answers"(stage, server, session) {
    const asked = stage.model.next((request) => request.purpose === "chat");
    stage.model.answer(() => ({ text: "I see.", hold: new Promise(() => {}) }));
    sayAndDie(server, session);
    await asked;
  },
  async "while a tool runs"(stage, server, session) {
    const started = join(stage.home.project, "started");
    callTool(stage.model, "Kamal", "bash", {
      // Until the home is removed: it outlives OpenCode.
      command: `touch '${started}'; while [ -e '${started}' ]; do sleep 0.2; done`,
      description: "Takes long",
    });
    sayAndDie(server, session);
    assert.ok(await waitFor(() => exists(started), 60_000));
  },
  async "after a tool, while the model answers again"(stage, server, session) {
    const asked = stage.model.next((request) => request.messages.at(-1)?.role === "tool");
    stage.model.answer((request) =>
      request.messages.at(-1)?.role === "tool"
        ? { text: "I see.", hold: new Promise(() => {}) }
        : { calls: [{ name: "get_memories", arguments: {} }] }
    );
    sayAndDie(server, session);
    await asked;
  },
  async "in the next turn"(stage, server, session) {
    await server.say(session, FACT);
    const asked = stage.model.next((request) => request.raw.includes("And the logs?"));
    stage.model.answer(() => ({ text: "I see.", hold: new Promise(() => {}) }));
    sayAndDie(server, session, "And the logs?");
    await asked;
  },
  async "while a title is made"(stage, server, session) {
    const asked = stage.model.next((request) => request.purpose === "title");
    stage.model.answer((request) =>
      request.purpose === "title" ? { text: "Kam", hold: new Promise(() => {}) } : undefined
    );
    sayAndDie(server, session);
    await asked;
  },
  async "while the conversation is summarised"(stage, server, session) {
    await server.say(session, FACT);
    const asked = stage.model.next((request) => request.purpose === "summary");
    stage.model.answer((request) =>
      request.purpose === "summary" ? { text: "So far", hold: new Promise(() => {}) } : undefined
    );
    server.call("POST", `/session/${session}/summarize`, MODEL).catch(() => {
      // The connection ends with the process.
    });
    await asked;
  },
  async "right after the turn"(_stage, server, session) {
    await server.say(session, FACT);
  },
  async "while another conversation speaks"(stage, server, session) {
    await server.say(session, FACT);
    const asked = stage.model.next((request) => request.raw.includes("What time is it?"));
    stage.model.answer(() => ({ text: "I see.", hold: new Promise(() => {}) }));
    sayAndDie(server, await server.createSession(), "What time is it?");
    await asked;
  },
  async "once it is stored"(stage, server, session) {
    await server.say(session, FACT);
    assert.equal(count(await untilRemembered(stage, (all) => all.length > 0), "Kamal"), 1);
  },
};

for (const [when, moment] of Object.entries(MOMENTS)) {
  scenario(`killed ${when}: kept, and once`, async (stage) => {
    const server = await stage.serve();
    await moment(stage, server, await server.createSession());
    await server.kill();
    stage.model.answer(() => undefined);

    const next = await stage.serve();
    const session = await next.createSession();
    await next.say(session, "Good morning!");
    await untilRemembered(stage, (all) => count(all.filter(isFact), "Kamal") > 0);
    await untilGiven(stage, next, "Which tool do we deploy this service with?", /Kamal/);
    await next.stop();
    assert.equal(count((await stage.remembered()).filter(isFact), "Kamal"), 1);
  });
}

scenario("killed while it recovers what a killed one heard: kept, and once", async (stage) => {
  const first = await stage.serve();
  const asked = stage.model.next((request) => request.purpose === "chat");
  stage.model.answer(() => ({ text: "I see.", hold: new Promise(() => {}) }));
  sayAndDie(first, await first.createSession());
  await asked;
  await first.kill();
  for (let round = 0; round < 2; round++) {
    const again = await stage.serve();
    const heard = stage.model.next((request) => request.purpose === "chat");
    sayAndDie(again, await again.createSession(), "Good morning!");
    await heard;
    await again.kill();
  }
  stage.model.answer(() => undefined);
  const last = await stage.serve();
  await last.say(await last.createSession(), "Good morning!");
  await untilRemembered(stage, (all) => count(all, "Kamal") > 0);
  await last.stop();
  assert.equal(count(await stage.remembered(), "Kamal"), 1);
  for (const folder of ["outbox", "spool"]) {
    assert.deepEqual(await filesWith(join(stateOf(stage), folder), "Kamal"), [], folder);
  }
});

scenario("a memory that add_memory has confirmed outlives kill -9", async (stage) => {
  const server = await stage.serve();
  callTool(stage.model, "STORE", "add_memory", { text: "Releases are cut on Tuesdays" });
  await server.say(await server.createSession(), "STORE it");
  assert.match(toolResult(stage.chats().at(-1)), /Stored 1 memory/);
  await server.kill();
  assert.deepEqual(await stage.remembered(), ["Releases are cut on Tuesdays"]);
  assert.match(textOf(stage.chats().at(-1)?.messages.at(-1)), /Tuesdays/);
});

async function exists(path: string): Promise<true | undefined> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
