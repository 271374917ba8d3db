/** What the adapter does without, what it finds out about a host, and the whole plugin through `setup`. */
import assert from "node:assert/strict";
import { join } from "node:path";
import plugin from "../../plugin/mod.ts";
import { parseReport } from "../../plugin/opencode2/self_check.ts";
import type { Context } from "../../plugin/opencode2/types.ts";
import { FakeOpenCode2 } from "./fake_opencode2.ts";
import { added, load, S } from "./opencode2_loaded.ts";

Deno.test("opencode2 does without what a host lacks, with one sentence for each", async () => {
  const without: (keyof Context)[] = [
    "app",
    "location",
    "options",
    "tool",
    "skill",
    "command",
    "shell",
    "event",
    "storage",
  ];
  const { host, runtime } = await load({
    without,
    refuses: ["session.compaction"],
    losesMetadata: true,
  });
  await host.say(S, "Hello");
  assert.deepEqual(await host.sent(S), [`Hello${added("Hello 1")}`]);
  await host.dispose();
  assert.equal(runtime.turns.length, 1);
  const told = host.log.filter((line) => line.includes(" differs: "))
    .map((line) => line.replace(/^.*: (\w+) differs: /, "$1: ")).sort();
  const lacks = "this OpenCode has no place for it";
  assert.deepEqual(told, [
    `commands: There are no slash commands: ${lacks}`,
    'compaction: Summaries get no lines: unknown hook "compaction"',
    "events: What is said is kept with the next message, or at the end: this OpenCode has no events",
    "metadata: A note on a prompt didn't come back; blocks are forgotten when OpenCode ends",
    `refusal: No tool is refused: ${lacks}`,
    `shell: Shells get no variables: ${lacks}`,
    `skills: There are no skills: ${lacks}`,
    `tools: There are no memory tools: ${lacks}`,
  ]);
});

Deno.test("opencode2 writes what it found of a host, and what earlier instances found", async () => {
  const folder = await Deno.makeTempDir({ prefix: "mem0-oc2-" });
  const path = join(folder, "state", "opencode2.json");
  try {
    const { host, runtime } = await load({}, undefined, path);
    runtime.refusal = ({ tool }) => tool === "write" ? 'Use "add_memory"' : undefined;
    runtime.lines = () => Promise.resolve("Keep this");
    await host.shellEnv();
    await assert.rejects(host.tool(S, "write", {}));
    for (const text of ["One", "Two"]) {
      await host.say(S, text);
      await host.sent(S);
    }
    host.idle(S);
    await host.settle();
    await host.compact(S);
    await host.dispose();
    const first = parseReport(await Deno.readTextFile(path));
    assert.deepEqual(first?.host, { name: "opencode", version: "2.0.20", channel: "latest" });
    assert.match(first?.runtime ?? "", /^(deno|node|bun) \d/);
    const found = Object.entries(first?.points ?? {}).map(([point, { holds }]) => [point, holds]);
    assert.deepEqual(Object.fromEntries(found), {
      prompt: true,
      context: true,
      compaction: true,
      refusal: true,
      shell: true,
      events: true,
      metadata: true,
      prefix: true,
      tools: true,
      skills: true,
      commands: true,
      cleanup: true,
    });
    assert.equal(first?.points.events?.note, "session.execution.succeeded");

    const later = await load({ hidesTools: true }, host.world, path);
    await later.host.say(S, "Three");
    await later.host.sent(S);
    await later.host.dispose();
    const second = parseReport(await Deno.readTextFile(path));
    assert.equal(second?.points.tools?.holds, false);
    assert.match(second?.points.tools?.note ?? "", /isn't offered the memory tools/);
    assert.equal(second?.points.shell?.holds, true, "found by the first instance");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("opencode2 finds a block again that an earlier process recalled", async () => {
  const { host } = await load();
  await host.say(S, "Hello");
  const later = await load({}, host.world);
  await later.host.sent(S);
  assert.ok(later.host.log.some((line) => line.includes("restart holds")));
  assert.ok(!host.log.some((line) => line.includes("restart")));
});

Deno.test("parseReport takes no other file for a report", () => {
  for (const text of [undefined, "", "{", "null", "[]", '{"v":2}', '{"v":1}']) {
    assert.equal(parseReport(text), undefined);
  }
});

Deno.test("setup returns at once on OpenCode 1, whatever it is called with", () => {
  for (const given of [undefined, {}, { client: {} }, { session: {} }]) {
    assert.equal(plugin.setup(given as Context | undefined), undefined);
  }
});

Deno.test("setup remembers from one OpenCode 2 to the next", async () => {
  const folder = await Deno.makeTempDir({ prefix: "mem0-oc2-" });
  const options = {
    backend: "embedded",
    dbPath: join(folder, "memories.db"),
    stateDir: join(folder, "state"),
    userId: "casey",
    appId: "lighthouse",
  };
  try {
    const first = new FakeOpenCode2();
    const cleanup = await plugin.setup({ ...first.context(), options });
    assert.equal(first.tools.size, 10);
    assert.equal(first.commands.size, 9);
    assert.equal(first.skills.size, 9);
    const text = "The lighthouse service is deployed with Kamal, not with Helm";
    assert.match(await first.tool(S, "add_memory", { text, infer: false }), /"id"/);
    assert.match(await first.tool(S, "add_memory", {}), /^Cannot run add_memory: /);
    assert.match(await first.tool(S, "search_memories", { query: "Kamal", bogus: 1 }), /bogus/);
    await assert.rejects(first.tool(S, "write", { path: "MEMORY.md" }), /add_memory/);
    await cleanup?.();

    const second = new FakeOpenCode2({}, first.world);
    const cleanUpAgain = await plugin.setup({ ...second.context(), options });
    await second.say("ses_2", "How is the lighthouse service deployed, with Kamal or with Helm?");
    const [sent = ""] = await second.sent("ses_2");
    assert.match(
      sent,
      /^How is the lighthouse.*\n\n<mem0-memories>\n[^]*Kamal[^]*<\/mem0-memories>/,
    );
    await cleanUpAgain?.();
    const report = parseReport(await Deno.readTextFile(join(folder, "state", "opencode2.json")));
    assert.equal(report?.points.metadata?.holds, true);
    assert.match(await Deno.readTextFile(join(folder, "state", "mem0.log")), /metadata holds/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
