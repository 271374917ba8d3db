import assert from "node:assert/strict";
import { EmbeddedStore } from "../../embedded/mod.ts";
import { copiesHolding, deleteCommand } from "./copies.ts";

Deno.test("a copy is named when it holds a text, its journal too, however long the text is", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/memories.db`;
    const long = Array.from({ length: 400 }, (_, at) => `Step ${at} of the zanzibar plan`).join(
      "; ",
    );
    const store = await EmbeddedStore.open({ path });
    const scope = { user: "ann" };
    for (const content of ["Ärger in Zanzibar", long]) {
      await store.add({ scope, infer: false, messages: [{ role: "user", content }] });
    }
    await Deno.copyFile(path, `${folder}/early`);
    await Deno.copyFile(`${path}-wal`, `${folder}/early-wal`);
    await store.close();
    await Deno.copyFile(path, `${folder}/late`);
    await Deno.writeTextFile(`${folder}/none`, "nothing of it".repeat(100));
    await Deno.writeTextFile(`${folder}/empty`, "");
    const all = ["early", "late", "none", "empty", "gone"].map((name) => `${folder}/${name}`);
    for (const text of ["Ärger in Zanzibar", long]) {
      const found = await copiesHolding(all, [text, "another one"]);
      assert.deepEqual(found, [`${folder}/early-wal`, `${folder}/late`]);
    }
    assert.deepEqual(await copiesHolding(all, ["ärger in Zanzibar"]), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a text across two reads of a large copy is found", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const bytes = new Uint8Array((8 << 20) + 1000).fill(0x20);
    bytes.set(new TextEncoder().encode("We met at the zanzibar"), (8 << 20) - 10);
    await Deno.writeFile(`${folder}/large`, bytes);
    assert.equal((await copiesHolding([`${folder}/large`], ["We met at the zanzibar"])).length, 1);
    assert.equal((await copiesHolding([`${folder}/large`], ["We met at a zanzibar"])).length, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the command that deletes copies is safe to paste", () => {
  assert.equal(deleteCommand(["/a b/it's"], false), `rm '/a b/it'\\''s'`);
  assert.equal(deleteCommand(["C:\\a b\\x"], true), 'del "C:\\a b\\x"');
});
