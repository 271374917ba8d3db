/**
 * Our own server in a process of its own: `serve_child.ts FILE KEY`. Prints its address; a line on
 * standard input is answered once all vectors of what was written are made.
 */
import { createInterface } from "node:readline";
import process from "node:process";
import { listen } from "../../cli/listen.ts";
import { createHandler } from "../../embedded/handler.ts";
import type { EmbeddedStore } from "../../embedded/store.ts";
import { openStore } from "../../mod.ts";

const [file, key] = Deno.args;
const store = await openStore(`file:${file}`) as EmbeddedStore;
const { url, close } = await listen(
  createHandler(store, { keys: { admin: key! } }),
  "127.0.0.1",
  0,
);
console.log(url);
for await (const _ of createInterface({ input: process.stdin })) {
  await store.settle();
  console.log("settled");
}
await close(0);
await store.close();
