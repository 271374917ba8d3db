/** With a Mem0 server, our own `serve`: in good times, down, dying, hanging, and back again. */
import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { SERVER_LIMIT_MS } from "../../plugin/core/delivery.ts";
import { formatName, parseName } from "../../plugin/core/queue_name.ts";
import { waitFor } from "../../tasks/lib/opencode.ts";
import { type Backend, KEY, startBackend } from "./backend.ts";
import { callInTurn, filesWith, given, scenario, type Stage, untilGiven } from "./harness.ts";

const FACT = "We decided to deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";

/** A scenario with a server of its own. */
function withBackend(
  name: string,
  body: (stage: Stage, backend: Backend) => Promise<void>,
  key = KEY,
): void {
  const env: Record<string, string> = { MEM0_API_KEY: key };
  scenario(name, async (stage) => {
    const backend = await startBackend();
    stage.home.env.MEM0_HOST = backend.url;
    try {
      await body(stage, backend);
    } finally {
      await backend.close();
    }
  }, { env });
}

/** How many of the texts have this word. */
const count = (texts: string[], word: string) => texts.filter((text) => text.includes(word)).length;

/** Waits, a minute at most, for the memory, and returns how often it is there. */
async function untilDelivered(backend: Backend, word: string): Promise<number> {
  await waitFor(
    async () => count(await backend.remembered(), word) > 0 || undefined,
    60_000,
  );
  return count(await backend.remembered(), word);
}

/** Waits, a minute at most, until nothing of the word waits in the queue any more. */
async function untilSent(stage: Stage, word: string): Promise<void> {
  const state = join(stage.home.env.HOME ?? "", ".mem0", "state", "outbox");
  const empty = async () => (await waiting(state, word)) === 0 || undefined;
  assert.ok(await waitFor(empty, 60_000), `"${word}" still waits`);
}

/**
 * As if the longest that a server may go on by itself had passed since an unanswered delivery: before
 * that, the plugin neither asks nor sends again. For the time between two processes.
 */
async function letTimePass(stage: Stage): Promise<void> {
  const outbox = join(stage.home.env.HOME ?? "", ".mem0", "state", "outbox");
  let changed = 0;
  const before = Date.now() - 2 * SERVER_LIMIT_MS;
  for (const path of await filesWith(outbox, "Kamal")) {
    const { state, claimant } = parseName(basename(path)) ?? {};
    if (state === undefined) continue;
    const unsureAt = state.unsureAt === undefined ? {} : { unsureAt: before };
    const aged = formatName(
      { ...state, nextAt: before, ...unsureAt },
      claimant && { ...claimant, claimedAt: before },
    );
    await Deno.rename(path, join(dirname(path), aged));
    changed++;
  }
  assert.ok(changed > 0, "nothing waits");
}

async function waiting(folder: string, word: string): Promise<number> {
  try {
    return (await filesWith(folder, word)).length;
  } catch (error) {
    // A file was delivered, and with it removed, while the folder was read: look again.
    if (error instanceof Deno.errors.NotFound) return 1;
    throw error;
  }
}

withBackend("on a server: told in one process, remembered in the next", async (stage, backend) => {
  const first = await stage.serve();
  await first.say(await first.createSession(), FACT);
  await first.stop();
  assert.equal(await untilDelivered(backend, "Kamal"), 1);
  const second = await stage.serve();
  await untilGiven(stage, second, QUESTION, /Kamal/);
  const [found] = await callInTurn(stage, second, [
    { name: "search_memories", args: { query: "deploy" } },
  ]);
  assert.match(found!, /Kamal/);
  await second.stop();
  await assert.rejects(Deno.stat(stage.database), Deno.errors.NotFound);
});

withBackend(
  "a server that is down at the start: delivered once when it is back",
  async (stage, backend) => {
    await backend.down();
    const server = await stage.serve();
    await server.say(await server.createSession(), FACT);
    await server.say(await server.createSession(), QUESTION);
    assert.deepEqual(stage.chats().map(given), ["", ""]);
    await backend.up();
    await untilGiven(stage, server, QUESTION, /Kamal/);
    await server.stop();
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
  },
);

withBackend(
  "a server that dies in mid-conversation: the talk goes on, nothing is lost",
  async (stage, backend) => {
    const server = await stage.serve();
    const session = await server.createSession();
    await server.say(session, FACT);
    assert.equal(await untilDelivered(backend, "Kamal"), 1);
    await backend.down();
    await server.say(session, "We decided to keep logs for thirty days.");
    await server.say(session, "And what is next?");
    assert.equal(stage.chats().length, 3);
    await backend.up();
    const delivered = await waitFor(async () => {
      await server.say(session, "Hello?");
      return count(await backend.remembered(), "thirty days") > 0 || undefined;
    }, 60_000);
    assert.ok(delivered, "not delivered");
    await untilGiven(stage, server, QUESTION, /Kamal/);
    await server.stop();
    const texts = await backend.remembered();
    assert.deepEqual(["Kamal", "thirty days"].map((word) => count(texts, word)), [1, 1]);
  },
);

withBackend(
  "a server that comes back after OpenCode has ended: the next one delivers",
  async (stage, backend) => {
    await backend.down();
    const first = await stage.serve();
    await first.say(await first.createSession(), FACT);
    await first.stop();
    await backend.up();
    const second = await stage.serve();
    await second.say(await second.createSession(), "Good morning!");
    assert.equal(await untilDelivered(backend, "Kamal"), 1);
    await untilSent(stage, "Kamal");
    await second.stop();
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
  },
);

withBackend(
  "a server that stores and then fails to answer: stored once",
  async (stage, backend) => {
    let cuts = 0;
    backend.fault((line) => line === "POST /memories" && cuts++ < 1 ? "cut" : "none");
    const first = await stage.serve();
    await first.say(await first.createSession(), FACT);
    await first.stop();
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
    await letTimePass(stage);
    const second = await stage.serve();
    await second.say(await second.createSession(), "Good morning!");
    await untilSent(stage, "Kamal");
    await second.stop();
    assert.equal(cuts > 0, true);
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
  },
);

withBackend("killed while a delivery is on its way: stored once", async (stage, backend) => {
  let sent = 0;
  backend.fault((line) => line === "POST /memories" && sent++ < 1 ? "hang" : "none");
  const first = await stage.serve();
  await first.say(await first.createSession(), FACT);
  assert.ok(await waitFor(() => sent > 0 || undefined, 60_000), "nothing was sent");
  await first.kill();
  backend.fault(() => "none");
  assert.equal(await untilDelivered(backend, "Kamal"), 1);
  // The next process can't know how it went; later, one asks the server.
  for (const hello of ["Good morning!", "Good evening!"]) {
    await letTimePass(stage);
    const server = await stage.serve();
    await server.say(await server.createSession(), hello);
    if (hello === "Good evening!") await untilSent(stage, "Kamal");
    await server.stop();
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
  }
  assert.equal(count(await backend.remembered(), "Kamal"), 1);
});

withBackend("a server that hangs holds up no prompt", async (stage, backend) => {
  backend.fault(() => "hang");
  const server = await stage.serve();
  const session = await server.createSession();
  for (const line of [FACT, QUESTION]) await server.say(session, line);
  // Both were answered while the server answered nothing.
  assert.ok(backend.requests.length > 0);
  assert.deepEqual(stage.chats().map(given), ["", ""]);
  backend.fault(() => "none");
  await untilGiven(stage, server, QUESTION, /Kamal/);
  await server.stop();
  assert.equal(count(await backend.remembered(), "Kamal"), 1);
});

withBackend(
  "a server that fails with 503 is asked again, and given everything",
  async (stage, backend) => {
    backend.fault(() => 503);
    const server = await stage.serve();
    await server.say(await server.createSession(), FACT);
    assert.deepEqual(await backend.remembered(), []);
    backend.fault(() => "none");
    await untilGiven(stage, server, QUESTION, /Kamal/);
    await server.stop();
    assert.equal(count(await backend.remembered(), "Kamal"), 1);
  },
);

withBackend(
  "a wrong key stops no prompt, and what was said waits for the right one",
  async (stage, backend) => {
    const server = await stage.serve();
    await server.say(await server.createSession(), FACT);
    const [answer] = await callInTurn(stage, server, [{ name: "get_memories", args: {} }]);
    assert.match(answer!, /MEM0_API_KEY/);
    await server.stop();
    assert.deepEqual(await backend.remembered(), []);
    stage.home.env.MEM0_API_KEY = KEY;
    const next = await stage.serve();
    await next.say(await next.createSession(), "Good morning!");
    assert.equal(await untilDelivered(backend, "Kamal"), 1);
    await next.stop();
  },
  "m0sk_wrong",
);
