/** What 0.1.7 has left behind is found and used: its variables, its settings, its rows on a server. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Backend, KEY, startBackend } from "./backend.ts";
import { callInTurn, PROJECT, scenario, type Stage, untilGiven, USER } from "./harness.ts";

/** A scenario on a server, reached by the variables that 0.1.7 reads. */
function upgrade(name: string, body: (stage: Stage, backend: Backend) => Promise<void>): void {
  scenario(name, async (stage) => {
    const backend = await startBackend();
    stage.home.env.MEM0_SELF_HOST_URL = backend.url;
    try {
      await body(stage, backend);
    } finally {
      await backend.close();
    }
  }, { env: { MEM0_API_KEY: KEY } });
}

/** Stores as 0.1.7 does: no agent_id, the project in the metadata alone. */
async function storeAsBefore(
  backend: Backend,
  text: string,
  metadata: Record<string, unknown> = {},
): Promise<void> {
  const response = await fetch(`${backend.url}/memories`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": KEY },
    body: JSON.stringify({
      messages: [{ role: "user", content: text }],
      user_id: USER,
      metadata: {
        confidence: 1,
        source: "opencode",
        type: "decision",
        session_id: "ses_1760000000_a1b2c3",
        files: ["*"],
        branch: "main",
        app_id: PROJECT,
        ...metadata,
      },
      infer: false,
    }),
  });
  assert.equal(response.status, 200, await response.text());
}

async function writeSettings(stage: Stage, settings: unknown): Promise<string> {
  const folder = join(stage.home.env.HOME ?? "", ".mem0");
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, "settings.json");
  await Deno.writeTextFile(path, JSON.stringify(settings, null, 2));
  return path;
}

const FACT = "We deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";

upgrade(
  "rows of 0.1.7 are recalled, pinned ones first, without their prefix",
  async (stage, backend) => {
    await storeAsBefore(backend, FACT);
    await storeAsBefore(backend, "Windmill sails are set by hand.", { app_id: "windmill" });
    await storeAsBefore(backend, "[PINNED] Never push to main on a Friday.", { pinned: true });
    await storeAsBefore(backend, "[PINNED] Money is stored in cents.");
    const server = await stage.serve();
    const block = await untilGiven(stage, server, QUESTION, /Kamal/);
    assert.match(block, /\(pinned\) Never push to main on a Friday\.[^]*Kamal/);
    assert.match(block, /\(pinned\) Money is stored in cents\./);
    assert.doesNotMatch(block, /\[PINNED\]|Windmill/);
    await server.stop();
  },
);

upgrade("the filters that 0.1.7 taught the model still find its rows", async (stage, backend) => {
  await storeAsBefore(backend, FACT);
  await storeAsBefore(backend, "Sails are set by hand.", { app_id: "windmill" });
  const own = { AND: [{ user_id: USER }, { app_id: PROJECT }] };
  const server = await stage.serve();
  const answers = await callInTurn(stage, server, [
    { name: "search_memories", args: { query: "deploy", filters: own, top_k: 5 } },
    { name: "get_memories", args: { filters: own, page_size: 200 } },
    {
      name: "get_memories",
      args: { filters: { AND: [...own.AND, { metadata: { type: "decision" } }] } },
    },
    { name: "get_memories", args: { filters: { AND: [{ user_id: USER }, { app_id: "*" }] } } },
  ]);
  const found = answers.map((answer) =>
    JSON.parse(answer).results.map((row: { memory: string }) => row.memory).sort()
  );
  assert.deepEqual(found, [[FACT], [FACT], [FACT], ["Sails are set by hand.", FACT]]);
  await server.stop();
});

upgrade(
  "rows of 0.1.7 can be changed, unpinned and deleted, and keep their project",
  async (stage, backend) => {
    await storeAsBefore(backend, `[PINNED] ${FACT}`, { pinned: true });
    await storeAsBefore(backend, "Sails are set by hand.", { app_id: "windmill" });
    const server = await stage.serve();
    const id = (answers: string[]) => JSON.parse(answers[0]!).results[0].id;
    const answers = await callInTurn(stage, server, [
      { name: "get_memories", args: { filters: { pinned: true } } },
      {
        name: "update_memory",
        args: (answers: string[]) => ({ id: id(answers), text: FACT, metadata: { pinned: false } }),
      },
      { name: "get_memory", args: (answers: string[]) => ({ id: id(answers) }) },
      { name: "delete_all_memories", args: {} },
    ]);
    const { memory, metadata } = JSON.parse(answers[2]!);
    assert.equal(memory, FACT);
    const { pinned, app_id, branch } = metadata;
    assert.deepEqual({ pinned, app_id, branch }, {
      pinned: false,
      app_id: PROJECT,
      branch: "main",
    });
    assert.equal(JSON.parse(answers[3]!).deleted, 1);
    assert.deepEqual(await backend.remembered(), ["Sails are set by hand."]);
    await server.stop();
  },
);

upgrade("the settings of 0.1.7 hold, and are left as they are", async (stage, backend) => {
  await storeAsBefore(backend, "Sails are set by hand.", { app_id: "windmill" });
  const settings = {
    default_scope: "global",
    global_search: true,
    dream: { enabled: true, auto: false, minHours: 24, minSessions: 5, minMemories: 20 },
    telemetry: false,
  };
  const path = await writeSettings(stage, settings);
  const server = await stage.serve();
  await untilGiven(stage, server, "How are the sails of the windmill set?", /set by hand/);
  const [answer] = await callInTurn(stage, server, [{ name: "get_memories", args: {} }]);
  const { scope, count } = JSON.parse(answer!);
  assert.deepEqual({ scope, count }, { scope: "global", count: 1 });
  await server.stop();
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), settings);
});

upgrade("0.1.7's id of a repository is ours", async (stage, backend) => {
  const git = async (...args: string[]) => {
    const { success } = await new Deno.Command("git", { args, cwd: stage.home.project }).output();
    assert.ok(success, `git ${args.join(" ")}`);
  };
  await git("init", "--quiet");
  await git("remote", "add", "origin", "git@github.com:Acme/Light.House.git");
  await storeAsBefore(backend, FACT, { app_id: "Acme-Light.House" });
  const server = await stage.serve();
  await untilGiven(stage, server, QUESTION, /Kamal/);
  await server.stop();
});
