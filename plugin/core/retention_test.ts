import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { DEFAULT_RETENTION, readRetention } from "./retention.ts";

const TABLE: [what: string, file: string, text: string, retention: unknown, warns: boolean][] = [
  [
    "days and null of .mem0.json",
    ".mem0.json",
    '{"retention": {"bug_fix": 30, "session_state": null}, "other": 1}',
    { session_state: null, compact_summary: 90, bug_fix: 30 },
    false,
  ],
  [
    "the front matter of .mem0.md",
    ".mem0.md",
    "---\ntitle: x\nretention:\n  bug_fix: 30 # days\n  session_state: null\nlast: 1\n---\n# Text\n",
    { session_state: null, compact_summary: 90, bug_fix: 30 },
    false,
  ],
  [".mem0.md without any", ".mem0.md", "# retention:\n  bug_fix: 3\n", DEFAULT_RETENTION, false],
  ["a file without retention", ".mem0.json", "{}", DEFAULT_RETENTION, false],
  ["a null file", ".mem0.json", "null", DEFAULT_RETENTION, false],
  ["broken JSON", ".mem0.json", "{", DEFAULT_RETENTION, true],
  ["retention that is a list", ".mem0.json", '{"retention": [1]}', DEFAULT_RETENTION, true],
  [
    "days that are none",
    ".mem0.json",
    '{"retention": {"bug_fix": -1, "decision": "soon", "convention": 0}}',
    DEFAULT_RETENTION,
    true,
  ],
];
for (const [what, file, text, retention, warns] of TABLE) {
  Deno.test(`readRetention reads ${what}`, async () => {
    const folder = await mkdtemp(`${tmpdir()}/mem0-retention-`);
    try {
      await writeFile(`${folder}/${file}`, text);
      const log: string[] = [];
      const found = await readRetention(folder, (level, line) => log.push(`${level} ${line}`));
      assert.deepEqual(found, retention);
      assert.equal(log.some((line) => line.startsWith("warn Cannot use")), warns, log.join());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

Deno.test("readRetention has defaults without any file, and prefers .mem0.json", async () => {
  const folder = await mkdtemp(`${tmpdir()}/mem0-retention-`);
  try {
    assert.deepEqual(await readRetention(folder, assert.fail), DEFAULT_RETENTION);
    await writeFile(`${folder}/.mem0.md`, "---\nretention:\n  bug_fix: 1\n---\n");
    assert.equal((await readRetention(folder, assert.fail)).bug_fix, 1);
    await writeFile(`${folder}/.mem0.json`, '{"retention": {"bug_fix": 2}}');
    assert.equal((await readRetention(folder, assert.fail)).bug_fix, 2);
  } finally {
    await rm(folder, { recursive: true });
  }
});
