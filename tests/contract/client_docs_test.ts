// Runs every example of docs/client.md, as it stands there, against the embedded handler on a loopback
// socket.
import assert from "node:assert/strict";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { serve } from "../faults/client_server.ts";

const KEY = "m0sk_example";
const ROOT = import.meta.resolve("../../mod.ts");
const CLIENT = import.meta.resolve("../../client/mod.ts");
const ADMIN = import.meta.resolve("../../client/admin.ts");
const text = await Deno.readTextFile(new URL("../../docs/client.md", import.meta.url));
const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);

Deno.test("docs/client.md holds examples", () => {
  assert.ok(blocks.length >= 8);
});

for (const [index, block] of blocks.entries()) {
  Deno.test(`example ${index + 1} of docs/client.md runs and shows what it says`, async () => {
    const store = await EmbeddedStore.open({ path: ":memory:" });
    const handle = createHandler(store, { keys: { admin: KEY } });
    const server = await serve(async ({ method, url, headers, body }) => {
      const init = { method, headers: headers as Record<string, string>, ...(body && { body }) };
      const answer = await handle(new Request(`http://127.0.0.1${url}`, init));
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      };
    });
    const printed: string[] = [];
    const log = console.log;
    console.log = (...values) => void printed.push(values.map(String).join(" "));
    try {
      const code = block
        .replaceAll('"opencode-mem0-selfhost"', JSON.stringify(ROOT))
        .replaceAll('"opencode-mem0-selfhost/client"', JSON.stringify(CLIENT))
        .replaceAll('"opencode-mem0-selfhost/admin"', JSON.stringify(ADMIN))
        .replaceAll("http://localhost:8888", server.url);
      await import(`data:application/typescript,${encodeURIComponent(code)}`);
    } finally {
      console.log = log;
      await server.close();
      await store.close();
    }
    // What a comment behind console.log says must be what was printed.
    for (const [, said] of block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)) {
      const wanted = said!.replace(" …", "");
      assert.ok(
        printed.some((line) => line.startsWith(wanted)),
        `${wanted}: ${printed.join(" | ")}`,
      );
    }
  });
}
