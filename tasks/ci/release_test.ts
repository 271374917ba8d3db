import assert from "node:assert/strict";
import { join } from "node:path";
import { prepareRelease, readRelease, withRepository } from "./release.ts";

const LOG = `# Changelog

## 0.3.0 - 2026-12-01

### Added
- A thing.

## 0.2.0 - unreleased

- Old.

## 0.1.0 - 2026-01-01
`;

Deno.test("readRelease takes the version's own section as the notes", () => {
  assert.deepEqual(readRelease("v0.3.0", "0.3.0", LOG), {
    version: "0.3.0",
    notes: "### Added\n- A thing.\n",
    channel: "latest",
  });
});

Deno.test("readRelease puts a pre-release where nobody gets it unasked", () => {
  const log = "## 1.0.0-rc.1 - 2026-12-01\n\n- Try it.\n";
  assert.equal(readRelease("v1.0.0-rc.1", "1.0.0-rc.1", log).channel, "next");
});

Deno.test("readRelease refuses what doesn't fit together, and says what to do", () => {
  assert.throws(() => readRelease("v0.3.1", "0.3.0", LOG), /tag v0\.3\.0$/);
  assert.throws(() => readRelease("v0.3", "0.3", LOG), /no section/);
  assert.throws(() => readRelease("v0.2.0", "0.2.0", LOG), /no date/);
  assert.throws(() => readRelease("v0.1.0", "0.1.0", LOG), /is empty/);
});

Deno.test("withRepository names the repository as npm compares it with the build's", () => {
  const text = withRepository('{"name":"x"}', "https://github.com/ann/plugin");
  assert.deepEqual(JSON.parse(text), {
    name: "x",
    repository: { type: "git", url: "git+https://github.com/ann/plugin.git" },
  });
});

Deno.test("prepareRelease writes manifest, notes and output, and nothing when it refuses", async () => {
  const root = await Deno.makeTempDir({ prefix: "mem0-release-" });
  try {
    await Deno.writeTextFile(join(root, "deno.json"), '{"version":"0.3.0"}');
    await Deno.writeTextFile(join(root, "CHANGELOG.md"), LOG);
    await Deno.writeTextFile(join(root, "package.json"), '{"name":"x"}');
    const run = {
      root,
      tag: "v0.3.0",
      address: "https://github.com/ann/plugin",
      built: root,
      notes: join(root, "notes.md"),
      output: join(root, "output"),
    };
    await assert.rejects(prepareRelease({ ...run, tag: "v9" }));
    await assert.rejects(Deno.stat(run.notes), Deno.errors.NotFound);
    await prepareRelease(run);
    assert.equal(await Deno.readTextFile(run.notes), "### Added\n- A thing.\n");
    assert.equal(await Deno.readTextFile(run.output), "channel=latest\n");
    assert.match(await Deno.readTextFile(join(root, "package.json")), /ann\/plugin\.git/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
