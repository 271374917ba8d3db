/** Each tool call that a skill spells out is made, on both back ends, and must do what it is there for. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RestStore } from "../client/rest.ts";
import { createHandler } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { parseSkill, readSkills } from "../plugin/core/skills.ts";
import { type Bench, onBench, type Open } from "../plugin/core/tools/testdata/fixture.ts";

const FOLDER = fileURLToPath(new URL("../skills", import.meta.url));
const NAMES = [
  "mem0-context-loader",
  "mem0-dream",
  "mem0-forget",
  "mem0-pin",
  "mem0-remember",
  "mem0-scope",
  "mem0-search",
  "mem0-status",
  "mem0-tour",
];
const skills = await readSkills(FOLDER, (_, line) => assert.fail(line));

/** The calls of a skill: one a line, the tool's name and its arguments as JSON. */
function callsOf(content: string): { tool: string; args: string; at: number }[] {
  return [...content.matchAll(/^ *([a-z]+_[a-z_]+) (\{.*\})$/gm)]
    .map(({ 1: tool, 2: args, index }) => ({ tool: tool!, args: args!, at: index }));
}

Deno.test("there are nine skills, and the loader reads each", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), NAMES);
  assert.deepEqual(skills.map(({ name }) => name), NAMES);
});

for (const { name, description, content } of skills) {
  Deno.test(`${name} is short plain text with front matter that any YAML reader takes`, () => {
    assert.match(description, /^[A-Z][^\n"#]{20,200}\.$/);
    assert.doesNotMatch(description, /: | #/);
    assert.doesNotMatch(content, /\*\*|^#|^\|.*\||```|\bAND\b/m, "no Markdown, no filter by hand");
    assert.match(content, /Print plain text/);
    assert.ok(content.length < 3000, `${content.length} characters`);
    assert.ok(callsOf(content).length > 0);
  });

  Deno.test(`${name} asks before anything is deleted`, () => {
    if (name === "mem0-status") return; // deletes what it has just written
    for (const { tool, at } of callsOf(content)) {
      if (!tool.startsWith("delete_")) continue;
      const before = content.slice(0, at);
      assert.match(before, /[Aa]sk (?:the user|"Delete which|"Apply)[^\n]*/);
      assert.match(before, /and wait|only if it is right/);
    }
  });
}

const embedded: Open = async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  return { store, close: () => store.close() };
};
const rest: Open = async () => {
  const served = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(served, { keys: { admin: "key-of-the-tests" } });
  const store = new RestStore({
    host: "http://localhost:8888",
    apiKey: "key-of-the-tests",
    fetch: (input, init) => handle(new Request(input, init)),
  });
  return {
    store,
    close: async () => {
      await store.close();
      await served.close();
    },
  };
};

for (const [backend, open] of [["embedded", embedded], ["REST", rest]] as const) {
  for (const { name, content } of skills) {
    Deno.test(`${name}: each of its calls does its work on ${backend}`, () =>
      onBench(async (bench) => {
        let created = "";
        for (const { tool, args } of callsOf(content)) {
          const id = await bench.seed("Deploys happen on Tuesdays", { type: "decision" });
          const filled = args.replaceAll("<new id>", created).replaceAll("<id>", id.slice(0, 8))
            .replaceAll("<query>", "when do we deploy").replaceAll("<type>", "decision")
            .replaceAll("<text>", "Deploys happen on Thursdays");
          assert.doesNotMatch(filled, /<[a-z ]+>/, `${tool} ${args} has a mark of its own`);
          const given = JSON.parse(filled) as Record<string, unknown>;
          const answer = await bench.call(tool, given);
          created = await checkWork(bench, tool, given, answer) ?? created;
        }
      }, open));
  }
}

/** Looks into the store for what the call should have done; the id of a new memory. */
async function checkWork(
  { store }: Bench,
  tool: string,
  given: Record<string, unknown>,
  answer: Awaited<ReturnType<Bench["call"]>>,
): Promise<string | undefined> {
  const user = { scope: { user: "ann" } };
  switch (tool) {
    case "add_memory": {
      const id = String(answer.results[0]?.id);
      const memory = await store.get(id);
      assert.equal(memory?.text, given.text);
      assert.deepEqual(
        { ...memory?.metadata, ...given.metadata as object },
        memory?.metadata,
        "all of its metadata is there",
      );
      return id;
    }
    case "update_memory": {
      const memory = await store.get(String(answer.id));
      if (given.text !== undefined) assert.equal(memory?.text, given.text);
      assert.deepEqual({ ...memory?.metadata, ...given.metadata as object }, memory?.metadata);
      return undefined;
    }
    case "delete_memory":
      assert.equal(await store.get(String(answer.id)), undefined);
      return undefined;
    case "delete_all_memories":
      assert.equal((await store.count(user)).count, 0);
      return undefined;
    case "get_memory":
      assert.equal(typeof answer.memory, "string");
      return undefined;
    case "search_memories":
      if (given.query !== "status check" && !JSON.stringify(given).includes("anti_pattern")) {
        assert.match(String(answer.results[0]?.memory), /^Deploys happen/);
      }
      return undefined;
    case "get_memories":
      if (given.filters === undefined) assert.ok(answer.count > 0);
      assert.ok(["project", "global"].includes(String(answer.scope)));
      return undefined;
    default:
      assert.equal(tool, "list_entities");
      assert.ok(answer.count > 0);
      return undefined;
  }
}

Deno.test("parseSkill takes only a whole SKILL.md", () => {
  const text = "---\r\nname: a\r\ndescription: Does it.\r\n---\r\n\r\nBody\r\n";
  assert.deepEqual(parseSkill(text), { name: "a", description: "Does it.", content: "Body" });
  for (
    const broken of [
      "",
      "Body",
      "---\nname: a\n---\nBody",
      "---\ndescription: x\n---\nBody",
      "---\nname: a\ndescription: x\n---\n",
      "---\nname: a\ndescription: x\nBody",
    ]
  ) assert.equal(parseSkill(broken), undefined);
});

Deno.test("readSkills has none without the folder, and leaves out what it can't use", async () => {
  assert.deepEqual(await readSkills(`${FOLDER}/nowhere`, assert.fail), []);
  const log: string[] = [];
  const tests = fileURLToPath(new URL("samples", import.meta.url));
  assert.deepEqual(await readSkills(tests, (level, line) => log.push(`${level} ${line}`)), []);
  assert.ok(log.some((line) => line.startsWith('warn Cannot use the skill "open"')), log.join());
});
