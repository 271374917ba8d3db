/** The course of conversations: picking one up again, sub-agents, titles and summaries. */
import assert from "node:assert/strict";
import { type ModelRequest, textOf } from "../../tasks/lib/model.ts";
import { waitFor } from "../../tasks/lib/opencode.ts";
import {
  callTool,
  given,
  PROJECT,
  seed,
  sharedScenarios,
  type Stage,
  untilGiven,
  untilRemembered,
  USER,
} from "./harness.ts";

const scenario = sharedScenarios();

const FACT = "We decided to deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";
const MODEL = { providerID: "scripted", modelID: "scripted" };

/** The requests of one kind that came in this scenario. */
function requests(stage: Stage, purpose: ModelRequest["purpose"], since: number): ModelRequest[] {
  return stage.model.requests.slice(since).filter((request) => request.purpose === purpose);
}

scenario("a resume phrase brings where the last conversation stood", async (stage, server) => {
  const first = await server.createSession();
  await server.say(first, "Please move the invoice worker to the new queue.");
  await server.call("POST", `/session/${first}/summarize`, MODEL);
  const texts = await untilRemembered(stage, (all) => all.some((text) => /invoice/.test(text)));
  assert.ok(texts.some((text) => text.startsWith("Where the work stood")), texts.join("\n"));
  await untilGiven(
    stage,
    server,
    "Where did we leave off?",
    /\(where the last session stood\).*move the invoice worker to the new queue/,
  );
});

scenario(
  "a resume phrase brings the newest memories, the newest state alone",
  async (stage, server) => {
    await seed(stage, ['Where the work stood: the user last asked: "paint the door"'], {
      type: "session_state",
    });
    await seed(stage, ['Where the work stood: the user last asked: "oil the hinges"'], {
      type: "session_state",
    });
    await seed(stage, ["Hinges come from the smithy in Bree"]);
    await server.say(await server.createSession(), "continue where we left off");
    const block = given(stage.chats().at(-1));
    assert.match(block, /oil the hinges/);
    assert.match(block, /smithy in Bree/);
    assert.doesNotMatch(block, /paint the door/);
  },
);

scenario("what a sub-agent is told, does and answers is not kept", async (stage, server) => {
  callTool(stage.model, "DELEGATE", "task", {
    description: "Look",
    prompt: "We decided to keep logs for thirty days. From now on always use Biome.",
    subagent_type: "general",
  });
  const session = await server.createSession();
  await server.say(session, "DELEGATE that");
  // The conversation goes on, and what its user says is kept: by then the other would be, too.
  stage.model.answer(() => undefined);
  await server.say(session, FACT);
  const texts = await untilRemembered(stage, (all) => all.some((text) => /Kamal/.test(text)));
  assert.equal(texts.length, 1, texts.join("\n"));
});

scenario(
  "a title request leaves nothing, and the chat's bytes as they were",
  async (stage, server) => {
    await seed(stage, [FACT]);
    const since = stage.model.requests.length;
    const session = await server.createSession();
    await server.say(session, QUESTION);
    const [title] = await waitFor(() => {
      const found = requests(stage, "title", since);
      return found.length > 0 ? found : undefined;
    }, 60_000) ?? [];
    assert.ok(title, "no title was asked for");
    await server.say(session, "And what else?");
    const [first, second] = stage.chats();
    assert.ok(second?.raw.includes(JSON.stringify(first?.messages).slice(0, -1)));
    assert.match(given(first), /Kamal/);
    assert.equal(given(second), "");
    assert.deepEqual(await stage.remembered(), [FACT]);
  },
);

scenario("a summary is handed the memories, and is not kept as one", async (stage, server) => {
  await seed(stage, [FACT]);
  stage.model.answer((request) =>
    request.purpose === "summary"
      ? { text: "## Decisions\nWe decided to rename the Everest module to Alps." }
      : undefined
  );
  const since = stage.model.requests.length;
  const session = await server.createSession();
  await server.say(session, QUESTION);
  await server.call("POST", `/session/${session}/summarize`, MODEL);
  const [summary] = requests(stage, "summary", since);
  assert.match(summary?.messages.map(textOf).join("\n") ?? "", /Kamal/);
  stage.model.answer(() => undefined);
  await server.say(session, "We decided to keep logs for thirty days.");
  const texts = await untilRemembered(stage, (all) => all.some((text) => /thirty/.test(text)));
  assert.equal(texts.some((text) => /Everest/.test(text)), false);
  const [row] = await stage.withStore(async (store) =>
    (await store.list({
      scope: { user: USER, agent: PROJECT },
      where: { field: "type", is: "session_state" },
    })).memories
  );
  assert.match(row?.text ?? "", /^Where the work stood.*Which tool do we deploy/);
});
