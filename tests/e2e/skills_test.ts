/** Each skill as slash command: its text reaches the model, and the calls that it spells out work. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Memory } from "../../mod.ts";
import { textOf } from "../../tasks/lib/model.ts";
import type { Server } from "../../tasks/lib/opencode.ts";
import {
  callInTurn,
  given,
  prepared,
  PROJECT,
  seed,
  sharedScenarios,
  type Stage,
  type ToolCall,
  toolResult,
  USER,
} from "./harness.ts";

// What the user is asked before a file outside the project is written, is answered with yes.
const scenario = sharedScenarios({ settings: { permission: { external_directory: "allow" } } });

const FACTS = [
  "The gateway listens on port 8443",
  "Maps are drawn with Leaflet",
  "Logs are kept for thirty days",
];
const TEXT = "The staging database is called bluefin";

/** What one run of a command came to. */
interface Course {
  /** The calls made, with what each was answered. */
  calls: { name: string; args: Record<string, unknown>; answer: string }[];
  rows: Memory[];
}

/**
 * Runs a command as a user does. The model makes the calls that stand in the text it was sent, in
 * their order, with the placeholders filled in as the text tells.
 *
 * @param extra Calls that the text describes in words, put before the call of that index.
 */
async function runCommand(
  stage: Stage,
  server: Server,
  command: string,
  words: string,
  extra: Record<number, ToolCall> = {},
): Promise<Course> {
  const session = await server.createSession();
  const pool = (await rowsOf(stage)).filter((row) => row.metadata.app_id === PROJECT)
    .map((row) => row.id);
  const calls: Course["calls"] = [];
  let plan: ToolCall[] = [];
  stage.model.answer((request) => {
    if (request.purpose !== "chat") return undefined;
    const last = request.messages.at(-1);
    if (last?.role === "user") plan = planOf(textOf(last), words, extra);
    if (last?.role === "tool") {
      const call = calls.at(-1)!;
      call.answer = toolResult(request);
      if (call.name === "delete_memory" && call.args.id === pool[0]) pool.shift();
    }
    const next = plan[calls.length];
    if (next === undefined) return { text: "Done." };
    const added = calls.findLast((call) => call.name === "add_memory");
    const fill = JSON.stringify(next.args)
      .replaceAll("<new id>", () => JSON.parse(added!.answer).results[0].id)
      .replaceAll("<id>", () => pool[0]!);
    const args = JSON.parse(fill);
    calls.push({ name: next.name, args, answer: "" });
    return { calls: [{ name: next.name, arguments: args }] };
  });
  await server.call("POST", `/session/${session}/command`, { command, arguments: words });
  const first = textOf(stage.chats()[0]?.messages.findLast((each) => each.role === "user"));
  const file = join(fileURLToPath(prepared.plugin), "skills", command, "SKILL.md");
  const content = (await Deno.readTextFile(file)).split(/^---$/m).slice(2).join("---").trim();
  assert.ok(first.includes(content), `the model was sent ${first}`);
  assert.ok(first.includes(`Memory of user "${USER}", project "${PROJECT}".`));
  assert.ok(first.includes(words));
  assert.equal(calls.length, plan.length);
  for (const { name, args, answer } of calls) {
    if (!name.includes("_")) continue; // OpenCode's own tools answer in plain text
    assert.doesNotThrow(() => JSON.parse(answer), `${name} ${JSON.stringify(args)}: ${answer}`);
  }
  return { calls, rows: await rowsOf(stage) };
}

/** The calls that a skill's text spells out: one a line, the tool's name and its arguments. */
function planOf(text: string, words: string, extra: Record<number, ToolCall>): ToolCall[] {
  const plan: ToolCall[] = [];
  const lines = [...text.matchAll(/^ *(?:([a-z]+(?:_[a-z]+)+) (\{.*\})|(echo ".*"))$/gm)];
  for (const [index, [, name, json, shell]] of lines.entries()) {
    if (extra[index]) plan.push(extra[index]);
    if (shell) plan.push({ name: "bash", args: { command: shell, description: "Shows it" } });
    else {
      const filled = json!.replace("<query>", words).replace("<text>", TEXT)
        .replace("<type>", "decision");
      plan.push({ name: name!, args: JSON.parse(filled) });
    }
  }
  assert.ok(plan.length > 0, `no call stands in ${text}`);
  return plan;
}

function rowsOf(stage: Stage): Promise<Memory[]> {
  return stage.withStore(async (store) => (await store.list({ scope: { user: USER } })).memories);
}

const textsOf = (rows: Memory[]) => rows.map((row) => row.text).sort();
const resultsOf = (answer: string | undefined): { memory: string }[] => JSON.parse(answer!).results;

scenario("/mem0-context-loader finds what bears on the task", async (stage, server) => {
  await seed(stage, FACTS);
  const { calls, rows } = await runCommand(stage, server, "mem0-context-loader", "gateway port");
  assert.equal(resultsOf(calls[0]?.answer)[0]?.memory, FACTS[0]);
  assert.equal(calls.length, 4);
  assert.deepEqual(textsOf(rows), FACTS.toSorted());
});

scenario("/mem0-search finds, and looks up", async (stage, server) => {
  await seed(stage, FACTS);
  const { calls, rows } = await runCommand(stage, server, "mem0-search", "how are maps drawn");
  const searched = calls.filter((call) => call.name === "search_memories");
  assert.equal(searched.length, 3);
  for (const { answer } of searched) assert.equal(resultsOf(answer)[0]?.memory, FACTS[1]);
  assert.deepEqual(textsOf(rows), FACTS.toSorted());
});

scenario("/mem0-tour shows everything of this project", async (stage, server) => {
  await seed(stage, FACTS);
  await seed(stage, ["Sails are set by hand"], { project: "windmill" });
  const { calls } = await runCommand(stage, server, "mem0-tour", "gateway");
  assert.deepEqual(calls.slice(0, 2).map((call) => resultsOf(call.answer).length), [3, 4]);
});

scenario("/mem0-remember stores word for word, here and globally", async (stage, server) => {
  const { rows } = await runCommand(stage, server, "mem0-remember", TEXT);
  assert.ok(rows.length > 0);
  for (const row of rows) {
    assert.equal(row.text, TEXT);
    assert.equal(row.metadata.source, "remember_command");
    assert.equal(row.metadata.type, "decision");
  }
});

scenario("/mem0-forget deletes one, then all, and brings one back", async (stage, server) => {
  await seed(stage, FACTS);
  await seed(stage, ["Sails are set by hand"], { project: "windmill" });
  const { calls, rows } = await runCommand(stage, server, "mem0-forget", "gateway");
  const deleted = calls.find((call) => call.name === "delete_memory");
  assert.ok(JSON.parse(deleted!.answer).memory);
  assert.deepEqual(textsOf(rows), ["Sails are set by hand", TEXT]);
});

scenario("/mem0-pin pins, unpins and stores pinned", async (stage, server) => {
  await seed(stage, [FACTS[0]!]);
  const { calls, rows } = await runCommand(stage, server, "mem0-pin", "gateway");
  const states = calls.filter((call) => call.name === "update_memory" && call.args.metadata)
    .map((call) => JSON.parse(call.answer).metadata.pinned);
  assert.deepEqual(states, [true, false]);
  assert.ok(rows.some((row) => row.metadata.pinned === true && row.text === TEXT));
});

scenario("/mem0-status checks the round trip, and leaves nothing", async (stage, server) => {
  await seed(stage, FACTS);
  const { calls, rows } = await runCommand(stage, server, "mem0-status", "please");
  const shell = calls.find((call) => call.name === "bash");
  assert.match(shell?.answer ?? "", new RegExp(`user ${USER}, project ${PROJECT}.*session ses_`));
  const shown = calls.findLast((call) => call.name === "get_memory");
  assert.match(JSON.parse(shown!.answer).memory, /^Status check/);
  assert.deepEqual(textsOf(rows), FACTS.toSorted());
});

scenario("/mem0-dream brings the list, and what it tells to do works", async (stage, server) => {
  const twin = "Invoices are drawn by a headless Chromium worker";
  await seed(stage, [`${twin}.`, twin, ...FACTS]);
  const { calls, rows } = await runCommand(stage, server, "mem0-dream", "now");
  assert.match(given(stage.chats()[0]), /Memory upkeep/);
  const deleted = calls.find((call) => call.name === "delete_memory");
  const { id } = JSON.parse(deleted!.answer);
  assert.equal(rows.some((row) => row.id === id), false);
  assert.ok(rows.some((row) => row.text === TEXT && row.metadata.source === "dream"));
  assert.ok(rows.some((row) => row.metadata.reviewed === true));
});

scenario("/mem0-scope sets the default that the next call has", async (stage, server) => {
  const file = join(stage.home.env.HOME!, ".mem0", "settings.json");
  await Deno.writeTextFile(file, '{"dream":{"auto":false}}');
  const content = '{"dream":{"auto":false},"default_scope":"global"}';
  const { calls } = await runCommand(stage, server, "mem0-scope", "global", {
    1: { name: "write", args: { filePath: file, content } },
  });
  await Deno.remove(file);
  const scopes = calls.filter((call) => call.name === "get_memories")
    .map((call) => JSON.parse(call.answer).scope);
  assert.deepEqual(scopes, ["project", "global"]);
});

scenario("the model loads a skill by itself", async (stage, server) => {
  const [answer] = await callInTurn(stage, server, [
    { name: "skill", args: { name: "mem0-remember" } },
  ]);
  assert.match(answer!, /add_memory \{"text": "<text>", "infer": false/);
});
