/** The npm package as it is built: what it holds, what it does when it is loaded. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../../build_npm.ts";
import type { PluginModule } from "../../plugin/mod.ts";

const parent = await Deno.makeTempDir({ prefix: "mem0-package-" });
const folder = await buildPackage(join(parent, "npm"));
const manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
globalThis.addEventListener("unload", () => Deno.removeSync(parent, { recursive: true }));

Deno.test("package.json names what it exports, and every file is there", async () => {
  assert.equal(manifest.name, "opencode-mem0-selfhost");
  assert.deepEqual(Object.keys(manifest.exports), [
    ".",
    "./client",
    "./admin",
    "./embedded",
    "./server",
    "./package.json",
  ]);
  const files = [manifest.main, manifest.types];
  for (const target of Object.values(manifest.exports)) {
    files.push(...typeof target === "string" ? [target] : Object.values(target as object));
  }
  for (const file of files) assert.ok((await Deno.stat(join(folder, file))).isFile, file);
  assert.equal(manifest.main, manifest.exports["./server"].default);
});

Deno.test("package.json has the version of deno.json and installs nothing", async () => {
  const config = JSON.parse(await Deno.readTextFile("deno.json"));
  assert.equal(manifest.version, config.version);
  const fields = Object.keys(manifest).filter((key) => /dependencies|scripts|bundle/i.test(key));
  assert.deepEqual(fields, []);
});

Deno.test("the package holds licence, notice, readme and the nine skills", async () => {
  for (const file of ["LICENSE", "NOTICE", "README.md"]) {
    assert.ok((await Deno.stat(join(folder, file))).size > 0, file);
  }
  const skills: string[] = [];
  for await (const { name } of Deno.readDir(join(folder, "skills"))) {
    assert.match(await Deno.readTextFile(join(folder, "skills", name, "SKILL.md")), /^---\nname: /);
    skills.push(name);
  }
  assert.equal(skills.length, 9);
});

Deno.test("./server exports only default, and needs no permission to be imported", async () => {
  const script = join(parent, "import.mjs");
  const server = pathToFileURL(join(folder, manifest.main)).href;
  await Deno.writeTextFile(
    script,
    `import * as server from ${JSON.stringify(server)};
     console.log(JSON.stringify([Object.keys(server), Object.keys(server.default), server.default.id]));`,
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-config", script],
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [
    ["default"],
    ["id", "server", "setup"],
    "opencode-mem0-selfhost",
  ]);
});

Deno.test("the command of the package runs, and stores and finds", async () => {
  const program = join(folder, manifest.bin["opencode-mem0-selfhost"]);
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", "--no-config", program, ...args],
      cwd: parent,
      env: { NO_COLOR: "1", MEM0_DB_PATH: join(parent, "cli.db"), MEM0_USER_ID: "ann" },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  assert.equal(await run("--version"), `${manifest.version}\n`);
  await run("add", "Tabs, not spaces");
  assert.match(await run("search", "tabs"), /\tTabs, not spaces\n$/);
  assert.match(await Deno.readTextFile(program), /^#!\/usr\/bin\/env node\n/);
});

Deno.test("the bundled plugin finds its skills", async () => {
  const { default: plugin } = await import(pathToFileURL(join(folder, manifest.main)).href) as {
    default: PluginModule;
  };
  const fine = () => Promise.resolve({ data: undefined });
  const hooks = await plugin.server({
    directory: parent,
    client: {
      session: { get: fine, messages: fine },
      tui: { showToast: fine },
      app: { log: fine },
    },
  }, { MEM0_STATE_DIR: join(parent, "state"), MEM0_DB_PATH: ":memory:" });
  const config: { skills?: { paths?: string[] }; command?: Record<string, unknown> } = {};
  await hooks.config?.(config as never);
  await hooks.dispose?.();
  assert.deepEqual(config.skills?.paths, [join(folder, "skills")]);
  assert.equal(Object.keys(config.command ?? {}).length, 9);
});
