import assert from "node:assert/strict";
import { join } from "node:path";
import { withWorld, type World } from "./testdata/captured_io.ts";
import { VERSION } from "./version.ts";

const ENTRY = `opencode-mem0-selfhost@${VERSION}`;

async function write(path: string, text: string): Promise<string> {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, text);
  return path;
}

const read = (world: World, ...parts: string[]) => Deno.readTextFile(world.path(...parts));

Deno.test("install makes the user's own opencode.json, once, with this version", () =>
  withWorld(async (world) => {
    const first = await world.run("install");
    assert.equal(first.code, 0);
    assert.match(first.out, /opencode\.json: added "opencode-mem0-selfhost@/);
    const text = await read(world, "home", ".config", "opencode", "opencode.json");
    assert.deepEqual(JSON.parse(text).plugin, [ENTRY]);
    const second = await world.run("install");
    assert.deepEqual([second.code, second.out], [0, ""]);
    assert.match(second.err, /Nothing to do/);
    assert.equal(await read(world, "home", ".config", "opencode", "opencode.json"), text);
  }));

Deno.test("install replaces an older version, and keeps options, comments and the other names", () =>
  withWorld(async (world) => {
    world.env.XDG_CONFIG_HOME = world.path("config");
    const before =
      '{\n  // mine\n  "plugin": [["opencode-mem0-selfhost@0.1.7", {"a": 1}], "x"]\n}\n';
    const file = await write(world.path("config", "opencode", "opencode.jsonc"), before);
    assert.equal((await world.run("install")).code, 0);
    assert.equal(await Deno.readTextFile(file), before.replace("0.1.7", VERSION));
  }));

Deno.test("install --uninstall restores the file byte for byte, whatever version is listed", () =>
  withWorld(async (world) => {
    const before = '{\r\n\t"plugin": [ "other" ], // theirs\r\n\t"theme": "dark"\r\n}';
    const file = await write(world.path("lighthouse", "opencode.json"), before);
    await world.run("install", "--project", "--plugin", "opencode-mem0-selfhost@0.1.7");
    assert.notEqual(await Deno.readTextFile(file), before);
    await world.run("install", "--project", "--uninstall");
    assert.equal(await Deno.readTextFile(file), before);
    assert.match((await world.run("install", "--project", "--uninstall")).err, /Nothing to do/);
  }));

Deno.test("install --dry-run shows the lines and changes nothing", () =>
  withWorld(async (world) => {
    const before = '{\n  "theme": "dark"\n}\n';
    const file = await write(world.path("lighthouse", "opencode.json"), before);
    const { out } = await world.run("install", "--project", "--dry-run");
    assert.match(out, /^- {3}"theme": "dark"\n\+ {3}"theme": "dark",\n\+ {3}"plugin": \["openc/);
    assert.equal(await Deno.readTextFile(file), before);
    const { done, dryRun } = await world.json<{ done: string[]; dryRun: boolean }>(
      "install",
      "--config",
      "opencode.json",
      "--dry-run",
    );
    assert.deepEqual([done, dryRun], [[`added "${ENTRY}"`], true]);
  }));

Deno.test("install leaves a file that it can't understand as it was, and says where", () =>
  withWorld(async (world) => {
    const file = await write(world.path("lighthouse", "opencode.json"), '{\n  "plugin": [,]\n');
    const { code, err } = await world.run("install", "--project");
    assert.equal(code, 1);
    assert.match(err, /line 2 is no valid JSON .*; the file is as it was/);
    assert.equal(await Deno.readTextFile(file), '{\n  "plugin": [,]\n');
  }));

Deno.test("install --project takes the repository's file, from any folder in it", () =>
  withWorld(async (world) => {
    await write(world.path("lighthouse", ".git", "HEAD"), "ref: refs/heads/main\n");
    await Deno.mkdir(world.path("lighthouse", "src", "deep"), { recursive: true });
    world.project = world.path("lighthouse", "src", "deep");
    await world.run("install", "--project");
    assert.deepEqual(JSON.parse(await read(world, "lighthouse", "opencode.json")).plugin, [ENTRY]);
  }));
