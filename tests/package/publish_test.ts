/** What would be published to JSR, as the dry run lists it. */
import assert from "node:assert/strict";

const LIMIT = 1_000_000;

Deno.test("deno publish passes its dry run with sources only, below 1 MB", async () => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, text);

  const root = new URL("../../", import.meta.url).href;
  const listed = [...text.matchAll(/^\s+(file:\/\/\S+) \(([\d.]+)(KB|MB|B)\)$/gm)];
  assert.ok(listed.length > 20, `the dry run lists too little:\n${text}`);
  let bytes = 0;
  for (const [, address = "", size, unit = "B"] of listed) {
    const path = address.slice(root.length);
    assert.match(
      path,
      /^(mod\.ts|(client|embedded|embedder|language|plugin)\/.+\.ts|README\.md|LICENSE|NOTICE|deno\.json)$/,
    );
    assert.doesNotMatch(path, /_test\.ts$|testdata|weights\//);
    bytes += Number(size) * { B: 1, KB: 1_000, MB: 1_000_000 }[unit as "B" | "KB" | "MB"];
  }
  assert.ok(bytes < LIMIT, `${bytes} bytes`);
});
