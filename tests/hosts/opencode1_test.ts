import assert from "node:assert/strict";
import { createHooks } from "../../plugin/opencode1/adapter.ts";
import { readTyped } from "../../plugin/opencode1/parts.ts";
import { FakeOpenCode1 } from "./fake_opencode1.ts";
import { EVENTS, RUN_MESSAGE } from "./opencode1_recorded.ts";
import { RuntimeDouble } from "./runtime_double.ts";
import { defineScenarios } from "./scenarios.ts";

defineScenarios("opencode1", () => new FakeOpenCode1());

Deno.test("opencode1 reads the recorded message of opencode run without its quotes", () => {
  assert.equal(readTyped(RUN_MESSAGE.parts).text, "hello there, first message");
});

Deno.test("opencode1 keeps quotes that are part of what was typed", () => {
  const said = (text: string) => readTyped([{ ...RUN_MESSAGE.parts[0]!, text }]).text;
  assert.equal(said('"one" and "two"'), '"one" and "two"');
  assert.equal(said('"word"'), '"word"');
  assert.equal(said('"call it \\"blue\\" now"'), 'call it "blue" now');
});

Deno.test("opencode1 adds no part when the host gives no usable part id", async () => {
  const runtime = new RuntimeDouble();
  runtime.block = () => Promise.resolve({ text: "<memory/>", ids: [] });
  const hooks = await createHooks(
    // Nothing of the client is called before the first notice.
    { directory: "/", client: {} as never },
    "/package/skills",
    () => Promise.resolve(runtime),
  );
  const parts = [{ ...RUN_MESSAGE.parts[0]!, id: "odd id" }];
  await hooks["chat.message"]?.({ sessionID: "s" }, { message: { id: "m" }, parts });
  assert.equal(parts.length, 1);
});

Deno.test("opencode1 learns a sub-agent's parent from its event, without asking", async () => {
  let parentOf: ((sessionID: string) => Promise<string | undefined>) | undefined;
  const hooks = await createHooks(
    { directory: "/", client: {} as never },
    "/package/skills",
    (host) => (parentOf = host.parentOf, Promise.resolve(new RuntimeDouble())),
  );
  await hooks.event?.({ event: EVENTS.created });
  const { sessionID, info } = EVENTS.created.properties;
  assert.equal(await parentOf?.(sessionID), info.parentID);
});

Deno.test("opencode1 registers skills folder and commands, and keeps the user's own", async () => {
  const host = new FakeOpenCode1();
  const runtime = new RuntimeDouble();
  runtime.variables = () => ({ MEM0_USER_ID: "casey", MEM0_APP_ID: "a`!rm -rf`$(b)" });
  await host.load(() => Promise.resolve(runtime));

  const config = await host.config({ skills: { paths: ["/mine"] } });
  await host.config(config);
  assert.deepEqual(config.skills?.paths, ["/mine", "/package/skills"]);
  const template = config.command?.["mem0-search"]?.template ?? "";
  assert.match(template, /^Memory of user "casey", project "a-rm--rf-\(b\)"\.\n\nSearch for it\.$/);

  const own = { template: "my own" };
  const kept = await host.config({ command: { "mem0-search": own } });
  assert.equal(kept.command?.["mem0-search"], own);
});

Deno.test("opencode1 reads a long transcript back to the last message that was captured", async () => {
  const host = new FakeOpenCode1();
  const runtime = new RuntimeDouble();
  await host.load(() => Promise.resolve(runtime));
  for (let n = 0; n < 600; n++) host.answer("ses_long", `Step ${n}`);
  const end = async (since?: string) => {
    runtime.since = since;
    host.idle("ses_long");
    await new Promise((done) => setTimeout(done, 20));
    return runtime.turns.at(-1)!.turns;
  };
  const all = await end();
  assert.equal(all.length, 600);
  assert.equal((await end(all.at(-2)!.messageID)).length, 64);
  assert.equal((await end(all.at(-300)!.messageID)).length, 512);
  assert.equal((await end("msg_gone")).length, 600, "compacted or reverted");
  assert.deepEqual(host.reads, [600, 64, 64, 512, 64, 512, 600]);
  await host.dispose();
});
