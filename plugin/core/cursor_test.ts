import assert from "node:assert/strict";
import { CursorFile } from "./cursor.ts";

Deno.test("CursorFile keeps each session's cursor, whatever its id", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const cursors = new CursorFile({ dir: `${dir}/cursors` });
    assert.deepEqual(await cursors.read("none"), { said: [] });
    for (const id of ["ses_1", "../../etc", "a/b", "..", "ü".repeat(300)]) {
      await cursors.write(id, { messageID: id, createdAt: 5, said: ["k"] });
      assert.deepEqual(await cursors.read(id), { messageID: id, createdAt: 5, said: ["k"] });
    }
    assert.deepEqual([...Deno.readDirSync(dir)].map((one) => one.name), ["cursors"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("CursorFile reads a broken file as none, and prunes old ones", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const cursors = new CursorFile({ dir });
    for (const text of ["", "{", "null", "[]", '{"said":7,"messageID":{}}']) {
      await Deno.writeTextFile(`${dir}/s.json`, text);
      assert.deepEqual(await cursors.read("s"), { said: [] }, text);
    }
    await cursors.prune(Date.now());
    assert.equal([...Deno.readDirSync(dir)].length, 1);
    await cursors.prune(Date.now() + 91 * 24 * 3_600_000);
    assert.equal([...Deno.readDirSync(dir)].length, 0);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
