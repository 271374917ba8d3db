/** Which memories a folder, a repository and a conversation get: one process that works in several. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  callInTurn,
  seed,
  sharedScenarios,
  type Stage,
  untilGiven,
  untilRemembered,
} from "./harness.ts";

const scenario = sharedScenarios();

const FACT = "We decided to deploy this service with Kamal, not with Helm.";
const QUESTION = "Which tool do we deploy this service with?";

async function makeFolder(stage: Stage, name: string): Promise<string> {
  const folder = join(stage.home.root, "work", name);
  await Deno.mkdir(folder, { recursive: true });
  return folder;
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const who = ["-c", "user.name=Casey", "-c", "user.email=casey@localhost"];
  const { success, stderr } = await new Deno.Command("git", {
    args: [...who, ...args],
    cwd: folder,
  }).output();
  assert.ok(success, `git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

scenario("what is told in one project is not known in another one", async (stage, server) => {
  const other = server.at(await makeFolder(stage, "windmill"));
  await server.say(await server.createSession(), FACT);
  await untilRemembered(stage, (texts) => texts.length > 0);
  await seed(stage, ["Deploying this service takes the tool rsync."], { project: "windmill" });
  assert.doesNotMatch(await untilGiven(stage, other, QUESTION, /rsync/), /Kamal/);
  assert.doesNotMatch(await untilGiven(stage, server, QUESTION, /Kamal/), /rsync/);
});

scenario("a global memory is known in every project", async (stage, server) => {
  const other = server.at(await makeFolder(stage, "watermill"));
  await callInTurn(stage, server, [{
    name: "add_memory",
    args: { text: "Casey deploys every service with Kamal", scope: "global", infer: false },
  }]);
  await untilGiven(stage, other, QUESTION, /Kamal/);
  await untilGiven(stage, server, QUESTION, /Kamal/);
});

scenario("a memory of a conversation is known in that one alone", async (stage, server) => {
  const session = await server.createSession();
  await callInTurn(stage, server, [{
    name: "add_memory",
    args: { text: "In this conversation we deploy with Kamal", scope: "session", infer: false },
  }], { session });
  const find = (own: string | undefined) =>
    callInTurn(
      stage,
      server,
      [{ name: "search_memories", args: { query: "deploy" } }],
      own === undefined ? {} : { session: own },
    );
  assert.match((await find(session))[0]!, /Kamal/);
  assert.doesNotMatch((await find(undefined))[0]!, /Kamal/);
  await seed(stage, ["Deploying this service takes the tool rsync."]);
  assert.doesNotMatch(await untilGiven(stage, server, QUESTION, /rsync/), /Kamal/);
});

scenario("a git worktree has its main repository's memory", async (stage, server) => {
  const main = await makeFolder(stage, "sawmill");
  await git(main, "init", "--quiet");
  await git(main, "commit", "--quiet", "--allow-empty", "--message", "Begin");
  const linked = join(stage.home.root, "work", "elsewhere");
  await git(main, "worktree", "add", "--quiet", linked, "-b", "feature");
  await seed(stage, [FACT], { project: "sawmill" });
  const place = server.at(linked);
  await untilGiven(stage, place, QUESTION, /Kamal/);
  await place.say(await place.createSession(), "We decided to keep logs for thirty days.");
  await untilRemembered(stage, (texts) => texts.length > 1);
  await untilGiven(stage, server.at(main), "How long do we keep logs?", /thirty days/);
});

scenario("two clones of one remote share their memory, subfolders too", async (stage, server) => {
  const folders = [await makeFolder(stage, "one"), await makeFolder(stage, "two")];
  const addresses = ["git@example.com:acme/mill.git", "https://example.com/acme/mill"];
  for (const [index, folder] of folders.entries()) {
    await git(folder, "init", "--quiet");
    await git(folder, "remote", "add", "origin", addresses[index]!);
  }
  await server.at(folders[0]!).say(await server.at(folders[0]!).createSession(), FACT);
  await untilRemembered(stage, (texts) => texts.length > 0);
  const below = await makeFolder(stage, "two/packages/api");
  await untilGiven(stage, server.at(folders[1]!), QUESTION, /Kamal/);
  await untilGiven(stage, server.at(below), QUESTION, /Kamal/);
});
