import assert from "node:assert/strict";
import { turnsOf } from "../../plugin/opencode2/transcript.ts";
import { FakeOpenCode2 } from "./fake_opencode2.ts";
import { added, load, S } from "./opencode2_loaded.ts";
import { ASSISTANT, COMPACTION, EVENTS, OTHERS, USER } from "./opencode2_shapes.ts";
import type { Differences } from "./opencode2_world.ts";
import { defineScenarios } from "./scenarios.ts";

defineScenarios("opencode2", () => new FakeOpenCode2());

for (
  const [how, differences] of [
    ["its metadata", {}],
    ["storage, where metadata is lost", { losesMetadata: true }],
  ] as [string, Differences][]
) {
  Deno.test(`opencode2 sends the same bytes over turns, restarts and instances, from ${how}`, async () => {
    const { host } = await load(differences);
    let before: string[] = [];
    for (let turn = 0; turn < 4; turn++) {
      await host.say(S, `Message ${turn}`);
      const now = await host.sent(S);
      assert.deepEqual(now.slice(0, before.length), before);
      assert.equal(now.at(-1), `Message ${turn}${added(`Message ${turn} ${turn + 1}`)}`);
      assert.deepEqual(await host.sent(S), now, "a tool's continuation");
      host.answer(S, `Answer ${turn}`);
      before = await host.sent(S);
    }
    const other = await load(differences, host.world);
    assert.deepEqual(await other.host.sent(S), before);
    await host.dispose();
    const later = await load(differences, host.world);
    assert.deepEqual(await later.host.sent(S), before);
    await later.host.say(S, "After the restart");
    assert.deepEqual((await later.host.sent(S)).slice(0, before.length), before);
  });
}

Deno.test("opencode2 keeps the block apart from what the user wrote", async () => {
  const { host, runtime } = await load();
  await host.say(S, "Format this file");
  const [message] = host.world.messages.get(S) ?? [];
  assert.equal(message?.text, "Format this file");
  assert.deepEqual(message?.metadata?.mem0, {
    v: 1,
    text: "<memory>Format this file 1</memory>\n",
    ids: ["id-1"],
  });
  const parts = (await host.request(S))[0]?.content;
  assert.equal(parts?.length, 2);
  assert.equal(runtime.prompts.length, 1);
});

Deno.test("opencode2 lets nothing hang: no hook, no clean-up", async () => {
  const { host, runtime } = await load({ hangs: true });
  await host.say(S, "Hello");
  const never = () => new Promise<never>(() => {});
  runtime.lines = never;
  runtime.advice = never;
  runtime.turnEnd = never;
  runtime.close = never;
  const [sent, lines, said] = await Promise.all([
    host.sent(S),
    host.compact(S),
    host.tool(S, "shell", {}),
    host.dispose(),
  ]);
  assert.deepEqual(sent, [`Hello${added("Hello 1")}`]);
  assert.deepEqual(lines, []);
  assert.equal(said, host.shell.failed);
});

Deno.test("opencode2 recalls once for a message whose admission runs twice", async () => {
  const { host, runtime } = await load();
  const context = host.context();
  const id = host.world.id("msg");
  const input = { sessionID: S, id, text: "Hello" };
  await Promise.all([context.session.prompt(input), context.session.prompt(input)]);
  assert.equal(runtime.prompts.length, 1);
  const notes = (host.world.messages.get(S) ?? []).map(({ metadata }) => metadata?.mem0);
  assert.deepEqual(notes[0], notes[1]);
});

Deno.test("opencode2 keeps metadata that others set on a prompt", async () => {
  const { host } = await load();
  const metadata = { source: "company-policy" };
  await host.context().session.prompt({ sessionID: S, text: "Hello", metadata });
  assert.equal(host.world.messages.get(S)?.[0]?.metadata?.source, "company-policy");
});

Deno.test("opencode2 adds nothing twice where the host keeps what was added", async () => {
  const { host } = await load({ keepsAdditions: true });
  await host.say(S, "Hello");
  const first = await host.sent(S);
  assert.deepEqual(await host.sent(S), first);
  assert.deepEqual(await host.sent(S), first);
  assert.ok(host.log.some((line) => line.includes("additions differs")));
});

Deno.test("opencode2 says that nothing can be shown where messages have no id", async () => {
  const { host } = await load({ losesIds: true });
  await host.say(S, "Hello");
  assert.deepEqual(await host.sent(S), ["Hello"]);
  assert.ok(host.log.some((line) => /metadata differs: .*can't be shown/.test(line)));
});

Deno.test("opencode2 acts on conversations that it has seen, and on no others", async () => {
  const { host, runtime } = await load();
  const other = await load({}, host.world);
  await host.say(S, "Hello");
  host.idle(S);
  host.emitOther();
  await host.settle();
  assert.deepEqual(runtime.turns.map(({ sessionID }) => sessionID), [S]);
  assert.deepEqual(other.runtime.turns, []);
  host.world.emit({ ...EVENTS.deleted, data: { sessionID: S } });
  host.idle(S);
  await host.settle();
  assert.equal(runtime.turns.length, 1);
  await host.dispose();
  await other.host.dispose();
});

Deno.test("opencode2 ends turns with the next message where there are no events", async () => {
  const { host, runtime } = await load({ without: ["event"] });
  await host.say(S, "One");
  host.answer(S, "First");
  assert.equal(runtime.turns.length, 0);
  await host.say(S, "Two");
  await host.settle();
  assert.deepEqual(runtime.turns[0]?.turns.map(({ text }) => text), ["One", "First"]);
  await host.dispose();
  assert.equal(runtime.turns.length, 2, "the last turn is ended by the clean-up");
});

Deno.test("opencode2 ends turns with later messages where the events stay silent", async () => {
  const { host, runtime } = await load();
  for (const text of ["One", "Two", "Three"]) await host.say(S, text);
  await host.settle();
  // The second one may have come while the model was at work.
  assert.deepEqual(runtime.turns[0]?.turns.map(({ text }) => text), ["One", "Two"]);
  host.idle(S);
  await host.settle();
  for (const text of ["Four", "Five", "Six"]) await host.say(S, text);
  await host.settle();
  assert.equal(runtime.turns.length, 2, "events were heard: they tell");
  await host.dispose();
});

Deno.test("opencode2 captures what a compaction took out of view in the same turn", async () => {
  const { host, runtime } = await load();
  await host.say(S, "We deploy on Fridays");
  await host.compact(S);
  host.answer(S, "Noted.");
  host.idle(S);
  await host.settle();
  assert.deepEqual(runtime.turns.at(-1)?.turns.map(({ text }) => text), [
    "We deploy on Fridays",
    "## Goal\nA summary",
    "Noted.",
  ]);
  host.idle(S);
  await host.settle();
  assert.equal(runtime.turns.at(-1)?.turns.length, 2, "once");
  await host.dispose();
});

Deno.test("opencode2 tells a fork from a sub-agent, also in wrapped answers", async () => {
  for (const wraps of [false, true]) {
    const { host, runtime } = await load({ wraps });
    let parentOf: ((id: string) => Promise<string | undefined>) | undefined;
    await host.load((given) => (parentOf = given.parentOf, Promise.resolve(runtime)));
    host.world.sessions.set("ses_fork", { parentID: S, fork: { sessionID: S } });
    assert.equal(await parentOf?.("ses_fork"), undefined);
    assert.equal(await parentOf?.(host.child(S)), S);
    await host.say(S, "Hello");
    host.idle(S);
    await host.settle();
    assert.deepEqual(runtime.turns[0]?.turns.map(({ text }) => text), ["Hello"]);
    await host.dispose();
  }
});

Deno.test("opencode2 adds its lines to an older form of the compaction hook", async () => {
  const { host, runtime } = await load({ oldCompaction: true });
  runtime.lines = () => Promise.resolve("Keep: Fridays");
  assert.deepEqual(await host.compact(S), ["Keep: Fridays"]);
});

Deno.test("opencode2 offers tools, skills and commands in the host's form", async () => {
  const { host } = await load();
  assert.deepEqual(host.tools.get("add_memory")?.options, { codemode: false });
  const path = "/package/skills/mem0-search/SKILL.md";
  assert.deepEqual(host.skills.get("mem0-search"), {
    id: "mem0-search",
    name: "mem0-search",
    description: "Search",
    content: "Search for it.",
    path,
    location: path,
    slash: false,
  });
  assert.deepEqual([...host.commands.keys()], ["mem0-search", "mem0-tour"]);
  await host.say(S, "release day", { command: "mem0-search" });
  const [{ text = "" } = {}] = host.world.messages.get(S) ?? [];
  assert.equal(
    text,
    'Search for it.\n\nMemory of user "casey", project "lighthouse".\n\nrelease day',
  );
});

Deno.test("opencode2 keeps a skill that the user has under the same id", async () => {
  const { host, runtime } = await load();
  const own = { ...host.skills.get("mem0-search")!, content: "my own" };
  host.skills.set("mem0-search", own);
  await host.load(() => Promise.resolve(runtime));
  assert.equal(host.skills.get("mem0-search"), own);
});

Deno.test("opencode2 hands a tool its stop signal and lets it report", async () => {
  const { host } = await load();
  const seen: unknown[] = [];
  const tool = host.tools.get("add_memory")!;
  const { signal } = new AbortController();
  await tool.execute({ text: "x" }, {
    sessionID: S,
    signal,
    progress: (line) => (seen.push(line), Promise.reject(new Error("nobody looks"))),
  });
  assert.deepEqual(seen, [{ title: "Adding" }]);
});

Deno.test("turnsOf reads stored messages and leaves out what nobody said", () => {
  const turns = turnsOf([USER, ...OTHERS, ASSISTANT, COMPACTION, {
    ...COMPACTION,
    status: "running",
  }]);
  assert.deepEqual(
    turns.map(({ role, text, synthetic, complete }) => [role, text, synthetic, complete]),
    [
      ["user", "Reply with exactly the word: pong", false, true],
      ["assistant", "pong", false, true],
      ["assistant", "## Objective\n- …", true, true],
    ],
  );
  assert.equal(turns[0]?.createdAt, USER.time.created);
});

Deno.test("opencode2 takes no stored value for a note that isn't one", async () => {
  const { host } = await load({ losesMetadata: true });
  host.world.storage.set(`mem0/block/${S}/msg_1`, '{"v":2,"text":"from the future"}');
  host.world.messages.set(S, [
    { ...USER, id: "msg_1" },
    { ...USER, id: "msg_2", metadata: { mem0: "another plugin's" } },
    { ...USER, id: "msg_3", metadata: { mem0: { v: 1, text: 3 } } },
  ]);
  assert.deepEqual(await host.sent(S), [USER.text, USER.text, USER.text]);
});
