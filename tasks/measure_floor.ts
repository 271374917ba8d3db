/**
 * How well the relevance floor tells helpful memories from others, and which floor would do it best:
 *
 *     deno run -A tasks/measure_floor.ts [--choose] [--verbose]
 *     MEM0_HOST=http://127.0.0.1:8888 MEM0_API_KEY=… deno run -A tasks/measure_floor.ts --choose
 *
 * On tests/samples/open/offtopic.json (with the word `locked`, once at the end: on the locked one, and
 * nothing else), and on the memories of the eval sets, asked with their questions and with the messages
 * of tests/samples/open/capture_noise*.json that no memory there can help with.
 *
 * Measures the embedded store by words alone and with the package's embedder, and the server of
 * MEM0_HOST, where it writes the memories under a user of its own and deletes them again. Prints how
 * many off-topic messages would get a block, and how many others an expected memory; `--verbose` names
 * those that don't and those that do. With `--choose` also the floor (plugin/core/floor.ts) that does
 * best: a block for nothing counts as much as a missed memory, each as a share of its set, and of the
 * messages of offtopic.json at most 1 in 20 may get one. A new embedder has new scores: run this and take
 * the values over.
 */
import { parseArgs } from "node:util";
import { RestStore } from "../client/rest.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { MiniLm } from "../embedder/minilm.ts";
import { makeKernelScanner } from "../embedder/scan.ts";
import type { Scores } from "../plugin/core/floor.ts";
import { ask, type Asked } from "./lib/floor_asking.ts";
import { choose, given, judge, type Outcome } from "./lib/floor_choice.ts";
import { readTables } from "./lib/floor_tables.ts";

const { values: flags, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { choose: { type: "boolean" }, verbose: { type: "boolean" } },
});
const tables = await readTables(positionals[0] === "locked" ? "locked" : "open");
const path = ":memory:";

const words = await EmbeddedStore.open({ path });
await measure("words", await ask(words, "embedded", tables));
await words.close();

const embedder = new MiniLm();
await embedder.embed(["ready"]); // a search doesn't wait for a model that isn't loaded
const meaning = await EmbeddedStore.open({ path, embedder, scanner: makeKernelScanner });
await measure("embedded", await ask(meaning, "embedded", tables, () => meaning.settle()));
await meaning.close();

const host = Deno.env.get("MEM0_HOST");
if (host) {
  const apiKey = Deno.env.get("MEM0_API_KEY");
  const server = new RestStore({ host, ...(apiKey && { apiKey }) });
  await measure("server", await ask(server, "server", tables));
  await server.close();
}

function measure(scores: Scores, asked: readonly Asked[]): void {
  if (flags.verbose) explain(asked);
  print(scores, judge(asked));
  if (!flags.choose) return;
  const floor = choose(scores, asked);
  print(`${scores}, best: ${JSON.stringify(floor)}`, judge(asked, { [scores]: floor }));
}

function print(name: string, outcomes: ReadonlyMap<string, Outcome>): void {
  console.log(name);
  for (const [set, { blocks, offtopic, helped, ontopic, others }] of outcomes) {
    const parts = [
      `${String(blocks).padStart(3)} of ${offtopic} off-topic messages get a block`,
      `${helped} of ${ontopic} others what helps, with ${others} more`,
    ];
    console.log(`  ${set.padEnd(20)} ${parts.join("; ")}`);
  }
}

function explain(asked: readonly Asked[]): void {
  for (const one of asked) {
    const hits = given(one);
    const named = hits.map(({ key, signs }) => `${key} ${JSON.stringify(signs)}`).join(", ");
    if (one.expect.length === 0 && hits.length > 0) {
      console.log(`${one.set}: off-topic "${one.text}" shows ${named}`);
    }
    if (one.expect.length > 0 && !hits.some(({ key }) => one.expect.includes(key))) {
      console.log(`${one.set}: "${one.text}" misses ${one.expect.join(", ")}`);
    }
  }
}
