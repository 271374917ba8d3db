/** What doctor says of OpenCode: its configuration, and the plugin that it has. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { isOlder } from "./doctor/opencode.ts";
import { withWorld } from "./testdata/captured_io.ts";
import { examine, find, furnish, write } from "./testdata/patient.ts";

Deno.test("misconfiguration: an old version of the plugin in OpenCode's cache", () =>
  withWorld(async (world) => {
    await furnish(world, "0.1.7");
    const report = await examine(world);
    assert.equal(report.code, 0);
    const { detail, next } = find(report, "plugin cache", "warning");
    assert.match(detail, /OpenCode loads version 0.1.7/);
    assert.match(next!, /opencode-mem0-selfhost@0\.1\.7['"]$/);
  }));

Deno.test("misconfiguration: no configuration lists the plugin, and no OpenCode", () =>
  withWorld(async (world) => {
    await write(join(world.home, ".config/opencode/opencode.json"), '{"plugin": ["other"]}');
    const report = await examine(world);
    assert.equal(report.code, 0);
    assert.match(find(report, "opencode.json", "warning").next!, /install$/);
    assert.match(find(report, "OpenCode", "warning").detail, /neither on the PATH/);
  }));

Deno.test("misconfiguration: a broken opencode.json, and the plugin listed twice", () =>
  withWorld(async (world) => {
    await furnish(world);
    const file = join(world.project, "opencode.json");
    await write(file, '{"plugin": [');
    assert.ok(find(await examine(world), "opencode.json", "warning").detail.includes(file));
    await write(file, '{"plugin": ["opencode-mem0-selfhost"]}');
    const twice = find(await examine(world), "opencode.json", "warning");
    assert.match(twice.detail, /listed 2 times/);
  }));

Deno.test("doctor shows what the plugin found out about a running OpenCode 2", () =>
  withWorld(async (world) => {
    await furnish(world);
    await write(
      join(world.home, ".mem0", "state", "opencode2.json"),
      JSON.stringify({
        v: 1,
        host: { name: "opencode", version: "2.0.1", channel: "latest" },
        runtime: "bun 1.3.14",
        points: {
          prompt: { holds: true, at: "x" },
          tools: { holds: false, note: "no schema", at: "x" },
        },
      }),
    );
    const report = await examine(world);
    assert.match(find(report, "OpenCode 2", "ok").detail, /2 points seen, 1 differ/);
    assert.match(find(report, "OpenCode 2", "warning").detail, /tools differs.*: no schema/);
  }));

Deno.test("isOlder compares versions number by number", () => {
  const pairs: [older: string, newer: string][] = [
    ["0.1.7", "0.2.0"],
    ["0.9.0", "0.10.0"],
    ["1.0.0-rc.1", "1.0.0"],
    ["0.2", "0.2.1"],
  ];
  for (const [older, newer] of pairs) {
    assert.equal(isOlder(older, newer), true, `${older} ${newer}`);
    assert.equal(isOlder(newer, older), false, `${newer} ${older}`);
    assert.equal(isOlder(newer, newer), false);
  }
});
