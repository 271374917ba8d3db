/**
 * One writer of the soak: `soak_writer.ts PATH NAME FROM TO` adds the memories "NAME 0FROM" … and prints
 * the text of each when its write has been acknowledged.
 */
import { EmbeddedStore } from "../../embedded/mod.ts";

const [path, name, from, to] = Deno.args as [string, string, string, string];
const store = await EmbeddedStore.open({ path });
const encoder = new TextEncoder();
for (let i = Number(from); i < Number(to); i++) {
  const text = `${name} ${i}`;
  await store.add({
    scope: { user: "soak" },
    infer: false,
    messages: [{ role: "user", content: text }],
    metadata: { writer: name, n: i },
  });
  Deno.stdout.writeSync(encoder.encode(`${text}\n`));
}
await store.close();
