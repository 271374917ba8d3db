/** Each of the ten tools, called by the model: what it was answered, and what the store holds then. */
import assert from "node:assert/strict";
import type { Memory } from "../../mod.ts";
import { callInTurn, PROJECT, seed, sharedScenarios, type Stage, USER } from "./harness.ts";

const scenario = sharedScenarios();

const OTHER = "windmill";

/** All rows of the user. */
function rows(stage: Stage): Promise<Memory[]> {
  return stage.withStore(async (store) => (await store.list({ scope: { user: USER } })).memories);
}

async function texts(stage: Stage): Promise<string[]> {
  return (await rows(stage)).map((row) => row.text).sort();
}

scenario(
  "add_memory stores the text under user and project, and names its id",
  async (stage, server) => {
    const session = await server.createSession();
    const [answer] = await callInTurn(stage, server, [{
      name: "add_memory",
      args: {
        text: "Releases are cut on Tuesdays, with the token sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        metadata: { type: "convention", confidence: 1, files: ["release.yml"] },
      },
    }], { session });
    const { results, scope, redacted } = JSON.parse(answer!);
    assert.equal(scope, "project");
    assert.ok(redacted.length > 0);
    assert.equal(answer!.includes("4eC39HqLyjWDarjtT1zdp7dc"), false);
    const [row, ...others] = await rows(stage);
    assert.deepEqual(others, []);
    assert.equal(row?.id, results[0].id);
    assert.match(row?.text ?? "", /^Releases are cut on Tuesdays, with the token \[redacted/);
    assert.deepEqual(row?.scope, { user: USER, agent: PROJECT });
    const { type, app_id, files, session_id } = row?.metadata ?? {};
    assert.deepEqual({ type, app_id, files, session_id }, {
      type: "convention",
      app_id: PROJECT,
      files: ["release.yml"],
      session_id: session,
    });
  },
);

scenario("search_memories finds by words, by filter, and only here", async (stage, server) => {
  await seed(stage, ["Backups run at four in the morning"]);
  await seed(stage, ["Backups are encrypted with age"], { type: "convention" });
  await seed(stage, ["Backups of the windmill go to tape"], { project: OTHER });
  const [all, filtered, elsewhere] = await callInTurn(stage, server, [
    { name: "search_memories", args: { query: "when do backups run" } },
    { name: "search_memories", args: { query: "backups", filters: { type: "convention" } } },
    { name: "search_memories", args: { query: "backups", app_id: OTHER } },
  ]);
  const found = (answer: string | undefined) =>
    JSON.parse(answer!).results.map((row: { memory: string }) => row.memory);
  assert.equal(found(all)[0], "Backups run at four in the morning");
  assert.doesNotMatch(all!, /tape/);
  assert.deepEqual(found(filtered), ["Backups are encrypted with age"]);
  assert.deepEqual(found(elsewhere), ["Backups of the windmill go to tape"]);
});

scenario(
  "get_memories lists page by page, newest first, with a true count",
  async (stage, server) => {
    const words = ["apricot", "birch", "cedar", "damson", "elder"];
    await seed(stage, words.map((word) => `The ${word} service has its own database`));
    const page = (number: number) => ({
      name: "get_memories",
      args: { page: number, page_size: 2 },
    });
    const answers = (await callInTurn(stage, server, [page(1), page(2), page(3)]))
      .map((answer) => JSON.parse(answer));
    assert.deepEqual(answers.map(({ count, has_more }) => ({ count, has_more })), [
      { count: 5, has_more: true },
      { count: 5, has_more: true },
      { count: 5, has_more: false },
    ]);
    const listed = answers.flatMap(({ results }) =>
      results.map(({ memory }: { memory: string }) => memory.split(" ")[1])
    );
    assert.deepEqual(listed, words.toReversed());
  },
);

scenario(
  "get_memory shows one by its short id, and says when there is none",
  async (stage, server) => {
    await seed(stage, ["The gateway listens on port 8443"]);
    const [row] = await rows(stage);
    const [byShort, none] = await callInTurn(stage, server, [
      { name: "get_memory", args: { id: `[mem0:${row!.id.slice(0, 8)}]` } },
      { name: "get_memory", args: { id: "00000000-0000-4000-8000-000000000000" } },
    ]);
    const shown = JSON.parse(byShort!);
    assert.equal(shown.id, row!.id);
    assert.equal(shown.memory, "The gateway listens on port 8443");
    assert.equal(shown.metadata.app_id, PROJECT);
    assert.match(none!, /there is none with this id/);
  },
);

scenario(
  "update_memory changes text and single fields, and keeps the others",
  async (stage, server) => {
    await seed(stage, ["The gateway listens on port 8443"]);
    const [row] = await rows(stage);
    await callInTurn(stage, server, [
      { name: "update_memory", args: { id: row!.id, text: "The gateway listens on port 9443" } },
      { name: "update_memory", args: { id: row!.id, metadata: { pinned: true } } },
    ]);
    const [after, ...others] = await rows(stage);
    assert.deepEqual(others, []);
    assert.equal(after?.id, row?.id);
    assert.equal(after?.text, "The gateway listens on port 9443");
    assert.deepEqual(after?.metadata, { ...row?.metadata, pinned: true });
  },
);

scenario("delete_memory deletes one, and its answer brings it back", async (stage, server) => {
  await seed(stage, ["Logs are kept for thirty days", "Traces are kept for two days"]);
  const row = (await rows(stage)).find((one) => one.text.startsWith("Logs"));
  const seen: string[][] = [];
  const [deleted] = await callInTurn(stage, server, [
    { name: "delete_memory", args: { id: row!.id } },
  ]);
  seen.push(await texts(stage));
  const { memory, metadata } = JSON.parse(deleted!);
  await callInTurn(stage, server, [
    { name: "add_memory", args: { text: memory, metadata, infer: false } },
  ]);
  seen.push(await texts(stage));
  assert.deepEqual(seen, [
    ["Traces are kept for two days"],
    ["Logs are kept for thirty days", "Traces are kept for two days"],
  ]);
});

scenario("list_entities counts user, projects and conversations", async (stage, server) => {
  await seed(stage, ["Maps are drawn with Leaflet", "Tiles come from our own server"]);
  await seed(stage, ["Sails are set by hand"], { project: OTHER });
  const session = await server.createSession();
  const [, answer] = await callInTurn(stage, server, [
    {
      name: "add_memory",
      args: { text: "Here we only look at the map module", scope: "session", infer: false },
    },
    { name: "list_entities", args: {} },
  ], { session });
  const lines = JSON.parse(answer!).results.map(
    ({ type, id, count }: Record<string, unknown>) => `${type} ${id} ${count}`,
  );
  assert.deepEqual(lines, [
    `user ${USER} 4`,
    `project ${PROJECT} 3`,
    `project ${OTHER} 1`,
    `run ${session} 1`,
  ]);
});

scenario("get_event_status says that there is nothing to wait for", async (stage, server) => {
  const [answer] = await callInTurn(stage, server, [
    { name: "get_event_status", args: { event_id: "evt_1" } },
  ]);
  const { status, event_id } = JSON.parse(answer!);
  assert.deepEqual({ status, event_id }, { status: "UNSUPPORTED", event_id: "evt_1" });
});

scenario(
  "delete_entities deletes what one identifier holds, and refuses two",
  async (stage, server) => {
    await seed(stage, ["Maps are drawn with Leaflet"]);
    await seed(stage, ["Sails are set by hand", "Ropes are made of hemp"], { project: OTHER });
    const [refused, foreign, done] = await callInTurn(stage, server, [
      { name: "delete_entities", args: { agent_id: OTHER, user_id: USER } },
      { name: "delete_entities", args: { user_id: "somebody-else" } },
      { name: "delete_entities", args: { agent_id: OTHER } },
    ]);
    assert.match(refused!, /exactly one of user_id, agent_id and run_id/);
    assert.match(foreign!, /only your own memories/);
    assert.equal(JSON.parse(done!).deleted, 2);
    assert.deepEqual(await texts(stage), ["Maps are drawn with Leaflet"]);
  },
);

scenario(
  "delete_all_memories deletes this project's, and needs more to reach further",
  async (stage, server) => {
    await seed(stage, ["Maps are drawn with Leaflet", "Tiles come from our own server"]);
    await seed(stage, ["Sails are set by hand"], { project: OTHER });
    const [refused, done] = await callInTurn(stage, server, [
      { name: "delete_all_memories", args: { app_id: "*" } },
      { name: "delete_all_memories", args: {} },
    ]);
    assert.match(refused!, /reaches beyond the project/);
    const { deleted, left } = JSON.parse(done!);
    assert.deepEqual({ deleted, left }, { deleted: 2, left: 0 });
    assert.deepEqual(await texts(stage), ["Sails are set by hand"]);
  },
);

scenario(
  "a call that can't run tells the model why, and the next one works",
  async (stage, server) => {
    const [scope, missing, unknown, good] = await callInTurn(stage, server, [
      { name: "search_memories", args: { query: "x", scope: "galaxy" } },
      { name: "update_memory", args: { text: "no id" } },
      { name: "add_memory", args: { text: "Fine", colour: "red" } },
      { name: "get_memories", args: {} },
    ]);
    assert.match(scope!, /"galaxy".*one of "project", "session", "global"/);
    assert.match(missing!, /"id" is missing/);
    assert.match(unknown!, /no argument "colour"/);
    assert.equal(JSON.parse(good!).count, 0);
  },
);
