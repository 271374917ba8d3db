/** The tarball of the package, installed by a fresh OpenCode from a private registry. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { prepared, scenario, type Stage, untilGiven, untilRemembered } from "./harness.ts";
import { startRegistry } from "./registry.ts";

const NAME = "opencode-mem0-selfhost";

/** A scenario with a registry that has the package, and that OpenCode installs from. */
function withRegistry(
  name: string,
  plugins: string[],
  body: (stage: Stage) => Promise<void>,
): void {
  scenario(name, async (stage) => {
    const registry = await startRegistry();
    try {
      await registry.publish(fileURLToPath(prepared.plugin));
      stage.home.env.npm_config_registry = `${registry.url}/`;
      await body(stage);
    } finally {
      await registry.close();
    }
  }, { plugins });
}

/** What is told is remembered, and skills and tools are there. */
async function assertWorks(stage: Stage): Promise<void> {
  const server = await stage.serve();
  const tools = await server.call<string[]>("GET", "/experimental/tool/ids");
  assert.ok(tools.includes("search_memories"), `the tools are ${tools}`);
  const commands = await server.call<{ name: string }[]>("GET", "/command");
  assert.equal(commands.filter(({ name }) => name.startsWith("mem0-")).length, 9);
  await server.say(
    await server.createSession(),
    "We decided to deploy this service with Kamal, not with Helm.",
  );
  await untilRemembered(stage, (texts) => texts.length > 0);
  await untilGiven(stage, server, "Which tool do we deploy this service with?", /Kamal/);
  // Not stopped, but killed with the scenario: OpenCode 1.18.33 that has installed a package in this
  // process was seen to go on after SIGTERM.
}

withRegistry("installed by its name in opencode.json, the package works", [NAME], assertWorks);

withRegistry("installed by `opencode plugin`, the package works", [], async (stage) => {
  const { success, stdout, stderr } = await new Deno.Command(prepared.opencode, {
    args: ["plugin", NAME, "--global"],
    cwd: stage.home.project,
    env: stage.home.env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  assert.ok(success, decoder.decode(stdout) + decoder.decode(stderr));
  const { plugin } = JSON.parse(await Deno.readTextFile(stage.home.config));
  assert.equal(plugin.length, 1);
  assert.match(plugin[0], new RegExp(`^${NAME}`));
  await assertWorks(stage);
});
