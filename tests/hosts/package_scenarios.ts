import assert from "node:assert/strict";
import type { FakeOpenCode1 } from "./fake_opencode1.ts";

/** What a scenario of the whole package works with. */
export interface PackageWorld {
  /** Loads the built package into a new host, as a new start of OpenCode in the same home does. */
  start(project?: string): Promise<FakeOpenCode1>;
}

/** One thing that a user of the built package relies on. */
export interface PackageScenario {
  name: string;
  run(world: PackageWorld): Promise<void>;
}

const FIRST = "ses_first0b5f1ffebItc56ar5EjfQ";
const SECOND = "ses_second5f1ffebItc56ar5EjfQ";
const FACT = "We decided to deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";

/** One whole turn, and the end of the instance, which waits for what is queued. */
async function tell(world: PackageWorld, text: string, project?: string): Promise<void> {
  const host = await world.start(project);
  await host.say(FIRST, text);
  host.answer(FIRST, "All right.");
  host.idle(FIRST);
  await host.dispose();
}

/** The built package with its own runtime and a real embedded store, on any runtime of the host. */
export const PACKAGE_SCENARIOS: PackageScenario[] = [
  {
    name: "gives what was told in one conversation to the next, in a new instance",
    async run(world) {
      await tell(world, FACT);
      const host = await world.start();
      await host.say(SECOND, QUESTION);
      const [sent = ""] = host.sent(SECOND);
      assert.ok(sent.startsWith(`${QUESTION}\n`), sent);
      assert.match(sent, /\[mem0:[0-9a-f]{8}\] We decided to deploy this service with Kamal/);
      await host.dispose();
    },
  },
  {
    name: "gives it to no other project",
    async run(world) {
      await tell(world, FACT);
      const host = await world.start("other");
      await host.say(SECOND, QUESTION);
      assert.deepEqual(host.sent(SECOND), [QUESTION]);
      await host.dispose();
    },
  },
  {
    name: "never changes what was sent, and shows a memory once",
    async run(world) {
      await tell(world, FACT);
      const host = await world.start();
      let before: string[] = [];
      for (let turn = 0; turn < 5; turn++) {
        await host.say(SECOND, turn === 0 ? QUESTION : `${QUESTION} (${turn})`);
        host.answer(SECOND, "Kamal.");
        const now = host.sent(SECOND);
        assert.deepEqual(now.slice(0, before.length), before);
        before = now;
      }
      assert.equal(before.filter((text) => text.includes("[mem0:")).length, 1);
      await host.dispose();
    },
  },
  {
    name: "recalls again after a compaction",
    async run(world) {
      await tell(world, FACT);
      const host = await world.start();
      await host.say(SECOND, QUESTION);
      assert.match((await host.compact(SECOND)).join("\n"), /Kamal/);
      await host.say(SECOND, QUESTION);
      assert.match(host.sent(SECOND).at(-1) ?? "", /\[mem0:/);
      await host.dispose();
    },
  },
  {
    name: "offers ten tools, and a memory that one stores is found, shown and deleted by others",
    async run(world) {
      const host = await world.start();
      assert.equal(host.toolNames().length, 10);
      const call = async (tool: string, args: unknown) =>
        JSON.parse(await host.tool(FIRST, tool, args));
      await call("add_memory", { text: "Releases are cut on Tuesdays" });
      const { results } = await call("search_memories", { query: "when are releases cut" });
      assert.equal(results.length, 1);
      const { id } = results[0];
      assert.match(JSON.stringify(await call("get_memory", { id: id.slice(0, 8) })), /Tuesdays/);
      assert.match(JSON.stringify(await call("delete_memory", { id })), /Tuesdays/);
      await assert.rejects(
        host.tool(FIRST, "get_memory", { id }),
        /no memory|not found|There is no/i,
      );
      await host.dispose();
    },
  },
  {
    name: "keeps nothing of a sub-agent and nothing secret",
    async run(world) {
      const key = `sk-proj-${"Ab3".repeat(16)}`;
      const host = await world.start();
      const child = host.child(FIRST);
      await host.say(child, "We always deploy with Nomad.");
      host.answer(child, "Done.");
      host.idle(child);
      await host.say(FIRST, `remember that the staging key is ${key}`);
      host.answer(FIRST, "Noted.");
      host.idle(FIRST);
      await host.dispose();
      const next = await world.start();
      const listed = await next.tool(FIRST, "get_memories", {});
      assert.doesNotMatch(listed, /Nomad/);
      assert.ok(!listed.includes(key), listed);
      assert.match(listed, /staging key/);
      await next.dispose();
    },
  },
  {
    name: "refuses notes in MEMORY.md, and gives shells their variables without a key",
    async run(world) {
      const host = await world.start();
      await assert.rejects(
        host.tool(FIRST, "write", { filePath: "/tmp/MEMORY.md", content: "x" }),
        /call add_memory/,
      );
      const env = await host.shellEnv(FIRST);
      assert.equal(env.MEM0_SESSION_ID, FIRST);
      assert.deepEqual(Object.keys(env).filter((name) => /KEY|PASSWORD/.test(name)), []);
      await host.dispose();
    },
  },
];
