/**
 * How well the relevance floor tells helpful memories from others, on tests/samples/open/offtopic.json
 * (with the word `locked` as its argument, once at the end: on the locked ones):
 *
 *     deno run -A tasks/measure_floor.ts
 *     MEM0_HOST=http://127.0.0.1:8888 MEM0_API_KEY=… deno run -A tasks/measure_floor.ts
 *
 * Prints off-topic messages that would get a block, and on-topic ones that miss an expected memory.
 * On a server it writes 60 memories under a user of its own and deletes them again.
 */
import { RestStore } from "../client/rest.ts";
import type { MemoryStore } from "../client/store.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { FLOORS, isRelevant } from "../plugin/core/floor.ts";
import { shortenQuery } from "../plugin/core/query.ts";

interface Samples {
  memories: { id: string; text: string }[];
  offtopic: { id: string; text: string }[];
  ontopic: { id: string; text: string; expect: string[] }[];
}

const samples: Samples = JSON.parse(
  await Deno.readTextFile(
    new URL(`../tests/samples/${Deno.args[0] ?? "open"}/offtopic.json`, import.meta.url),
  ),
);
const host = Deno.env.get("MEM0_HOST");
const backend = host ? "server" : "embedded";
const store: MemoryStore = host
  ? new RestStore({ host, apiKey: Deno.env.get("MEM0_API_KEY") })
  : await EmbeddedStore.open({ path: ":memory:" });
const scope = { user: "measure-floor" };

try {
  await store.removeAll({ scope });
  for (const { id, text } of samples.memories) {
    const messages = [{ role: "user", content: text }];
    await store.add({ scope, messages, infer: false, metadata: { key: id } });
  }
  let shown = 0;
  for (const { text } of samples.offtopic) {
    const found = await find(text);
    if (found.length === 0) continue;
    shown++;
    console.log(`off-topic "${text}" shows ${found.join(", ")}`);
  }
  let expected = 0, hit = 0, extra = 0;
  for (const { text, expect } of samples.ontopic) {
    const found = (await find(text)).map((line) => line.split(" ")[0]!);
    expected += expect.length;
    hit += expect.filter((id) => found.includes(id)).length;
    extra += found.filter((id) => !expect.includes(id)).length;
    const missing = expect.filter((id) => !found.includes(id));
    if (missing.length > 0) console.log(`on-topic "${text}" misses ${missing.join(", ")}`);
  }
  console.log(
    `${backend}: ${shown} of ${samples.offtopic.length} off-topic messages get a block; ` +
      `${hit} of ${expected} expected memories are shown, with ${extra} others`,
  );
} finally {
  await store.removeAll({ scope });
  await store.close();
}

async function find(text: string): Promise<string[]> {
  const query = shortenQuery(text);
  const hits = await store.search({
    scope,
    text: query,
    limit: 20,
    minScore: FLOORS[backend].least,
  });
  return hits.filter((one) => isRelevant(one, query, backend)).map((one) =>
    `${one.metadata.key} (${one.score.toFixed(3)}${
      one.parts ? " " + JSON.stringify(one.parts) : ""
    })`
  );
}
