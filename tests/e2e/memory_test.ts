/** Told, kept and remembered: with the real OpenCode, over processes, projects and crashes. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { textOf } from "../../tasks/lib/model.ts";
import { filesWith, given, scenario, seed } from "./harness.ts";

const FACT = "We decided to deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";

scenario("told in one process, remembered in the next", async (stage) => {
  await stage.run(FACT);
  assert.equal(given(stage.chats()[0]).includes("Kamal"), false);
  await stage.run(QUESTION);
  const request = stage.chats()[1];
  assert.match(given(request), /Kamal/);
  assert.match(textOf(request?.messages.at(-1)), /^"?Which tool do we deploy this service with/);
});

scenario("small talk leaves nothing behind", async (stage) => {
  const server = await stage.serve();
  const session = await server.createSession();
  for (const line of ["Good morning!", "Thanks, that works.", "What is the time?"]) {
    await server.say(session, line);
  }
  await server.stop();
  assert.deepEqual(await stage.remembered(), []);
});

scenario("killed while the answer streams, remembered after the next start", async (stage) => {
  const server = await stage.serve();
  const session = await server.createSession();
  let letGo = () => {};
  const hold = new Promise<void>((done) => letGo = done);
  stage.model.answer(() => ({ text: "Understood, I will use it from now on.", hold }));
  const asked = stage.model.next((request) => request.purpose === "chat");
  const said = server.say(session, FACT).catch(() => "cut off");
  await asked;
  await server.kill();
  letGo();
  assert.equal(await said, "cut off");

  const state = join(stage.home.env.HOME ?? "", ".mem0");
  assert.equal((await filesWith(state, "Kamal")).length, 1);
  stage.model.answer(() => undefined);
  await stage.run("Good morning!");
  assert.match((await stage.remembered()).join("\n"), /Kamal/);
  await stage.run(QUESTION);
  assert.match(given(stage.chats().at(-1)), /Kamal/);
});

scenario("a project's memories stay in it", async (stage) => {
  const other = join(stage.home.root, "work", "windmill");
  await Deno.mkdir(other);
  await stage.run(FACT);
  await stage.run(QUESTION, other);
  assert.doesNotMatch(given(stage.chats().at(-1)), /Kamal/);
  await stage.run(QUESTION);
  assert.match(given(stage.chats().at(-1)), /Kamal/);
});

scenario("recalled again after a compaction, and not twice before", async (stage) => {
  await seed(stage, [FACT]);
  const server = await stage.serve();
  const session = await server.createSession();
  const ask = async () => {
    await server.say(session, QUESTION);
    return given(stage.chats().at(-1));
  };
  assert.match(await ask(), /Kamal/);
  assert.doesNotMatch(await ask(), /Kamal/);
  const model = { providerID: "scripted", modelID: "scripted" };
  await server.call("POST", `/session/${session}/summarize`, model);
  assert.match(await ask(), /Kamal/);
  await server.stop();
});

/** Questions, each about another thing, and what is known of it. */
const TOPICS = [
  ["how do we roll out a release?", "Releases are rolled out with Kamal from the main branch."],
  ["where is the invoice PDF drawn?", "Invoice PDFs are drawn by a headless Chromium worker."],
  ["what does the mailer use?", "The mailer uses Postmark and never plain SMTP."],
  ["how long do sessions live?", "Login sessions live for twelve hours in Redis."],
  ["which linter runs in CI?", "Biome is the linter, ESLint was dropped in May."],
  ["how are dates stored?", "Dates are stored as UTC epoch milliseconds."],
  ["who may approve a migration?", "A schema migration needs an approval by the data group."],
  ["what names do branches get?", "Branches get the ticket number as their prefix."],
] as const;

/** OpenCode's system prompt names the day: at midnight it rewrites that itself. */
const withoutDate = (raw: string) => raw.replace(/Today's date: \w+ \w+ \d+ \d+/g, "Today's date");

scenario("fifty turns never rewrite what was sent", async (stage) => {
  await seed(stage, TOPICS.map(([, fact]) => fact));
  const server = await stage.serve();
  const session = await server.createSession();
  for (let turn = 0; turn < 50; turn++) {
    const [question] = TOPICS[turn % TOPICS.length] ?? [];
    await server.say(session, `Turn ${turn}: ${question}`);
  }
  await server.stop();
  const chats = stage.chats();
  assert.equal(chats.length, 50);
  for (const [index, request] of chats.entries()) {
    const before = chats[index - 1]?.messages ?? [];
    const sent = withoutDate(JSON.stringify(before).slice(0, -1));
    assert.ok(
      withoutDate(request.raw).includes(sent),
      `turn ${index} rewrote an earlier message`,
    );
  }
  const blocks = chats.filter((request) => given(request) !== "").length;
  assert.ok(blocks >= TOPICS.length / 2, `only ${blocks} turns were given memories`);
});
