/**
 * How well the relevance floor tells helpful memories from others, and which floor would do it best, on
 * tests/samples/open/offtopic.json (with the word `locked`, once at the end: on the locked ones):
 *
 *     deno run -A tasks/measure_floor.ts [--choose] [--verbose]
 *     MEM0_HOST=http://127.0.0.1:8888 MEM0_API_KEY=… deno run -A tasks/measure_floor.ts --choose
 *
 * Measures the embedded store by words alone and with the package's embedder, and the server of
 * MEM0_HOST, where it writes the memories under a user of its own and deletes them again. Prints how
 * many off-topic messages would get a block, and how many expected memories on-topic ones are given;
 * with `--choose` also the values of plugin/core/floor.ts that give the most expected memories while
 * off-topic messages get no more blocks than allowed (1 in 20), by trying them all; `--verbose` names
 * the messages behind the figures. A new embedder has new scores: run this and take the values over.
 */
import { parseArgs } from "node:util";
import { RestStore } from "../client/rest.ts";
import type { Hit, MemoryStore } from "../client/store.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import { MiniLm } from "../embedder/minilm.ts";
import { makeKernelScanner } from "../embedder/scan.ts";
import { type Floor, FLOORS, isRelevant } from "../plugin/core/floor.ts";
import { shortenQuery } from "../plugin/core/query.ts";

interface Samples {
  memories: { id: string; text: string }[];
  offtopic: { id: string; text: string }[];
  ontopic: { id: string; text: string; expect: string[] }[];
}

type Backend = "server" | "embedded";

/** A message with all hits that any floor could let through. */
interface Asked {
  text: string;
  query: string;
  /** Keys of the memories that help; none: off topic. */
  expect: string[];
  hits: Hit[];
}

interface Outcome {
  /** Off-topic messages with a block. */
  blocks: number;
  offtopic: number;
  shown: number;
  expected: number;
  /** Other memories that on-topic messages are given. */
  others: number;
}

/** Of the off-topic messages, so many may get a block. */
const ALLOWED = 1 / 20;
/** No floor is tried below: hits under it aren't asked for. */
const LEAST = 0.04;

const { values: flags, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { choose: { type: "boolean" }, verbose: { type: "boolean" } },
});
const samples: Samples = JSON.parse(
  await Deno.readTextFile(
    new URL(`../tests/samples/${positionals[0] ?? "open"}/offtopic.json`, import.meta.url),
  ),
);
const scope = { user: "measure-floor" };
const path = ":memory:";

await measure("embedded, words alone", "embedded", await EmbeddedStore.open({ path }));
const embedder = new MiniLm();
await embedder.embed(["ready"]); // a search doesn't wait for a model that isn't loaded
const semantic = await EmbeddedStore.open({ path, embedder, scanner: makeKernelScanner });
await measure("embedded, words and meaning", "embedded", semantic, () => semantic.settle());
const host = Deno.env.get("MEM0_HOST");
if (host) {
  const apiKey = Deno.env.get("MEM0_API_KEY");
  await measure("server", "server", new RestStore({ host, ...(apiKey && { apiKey }) }));
}

async function measure(
  name: string,
  backend: Backend,
  store: MemoryStore,
  settle: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let asked: Asked[];
  try {
    asked = await askAll(store, settle);
  } finally {
    await store.removeAll({ scope });
    await store.close();
  }
  const floor = FLOORS[backend];
  if (flags.verbose) explain(asked, floor, backend);
  print(name, judge(asked, floor, backend));
  if (!flags.choose) return;
  const best = choose(asked, floor, backend);
  print(`  best: ${JSON.stringify(best.floor)}`, best.outcome);
}

/** Stores the memories and asks with every message, as the plugin does. */
async function askAll(store: MemoryStore, settle: () => Promise<void>): Promise<Asked[]> {
  await store.removeAll({ scope });
  for (const { id, text } of samples.memories) {
    const messages = [{ role: "user", content: text }];
    await store.add({ scope, messages, infer: false, metadata: { key: id } });
  }
  await settle();
  const asked: Asked[] = [];
  const messages = [...samples.offtopic.map((one) => ({ ...one, expect: [] })), ...samples.ontopic];
  for (const { text, expect } of messages) {
    const query = shortenQuery(text);
    const hits = await store.search({
      scope,
      text: query,
      limit: 20,
      minScore: LEAST,
      explain: true,
    });
    asked.push({ text, query, expect, hits });
  }
  return asked;
}

function given({ hits, query }: Asked, floor: Floor, backend: Backend): string[] {
  return hits.filter((hit) => hit.score >= floor.least && isRelevant(hit, query, backend, floor))
    .map((hit) => String(hit.metadata.key));
}

function judge(asked: readonly Asked[], floor: Floor, backend: Backend): Outcome {
  const outcome = { blocks: 0, offtopic: 0, shown: 0, expected: 0, others: 0 };
  for (const one of asked) {
    const keys = given(one, floor, backend);
    const helpful = keys.filter((key) => one.expect.includes(key)).length;
    outcome.shown += helpful;
    outcome.expected += one.expect.length;
    if (one.expect.length > 0) outcome.others += keys.length - helpful;
    else {
      outcome.offtopic++;
      if (keys.length > 0) outcome.blocks++;
    }
  }
  return outcome;
}

/** The least the floor may be is kept; each of the other values is tried against each. */
function choose(asked: readonly Asked[], now: Floor, backend: Backend) {
  let best = { floor: now, outcome: judge(asked, now, backend) };
  const allowed = Math.floor(ALLOWED * best.outcome.offtopic);
  const merit = ({ blocks, shown, others }: Outcome) =>
    (blocks > allowed ? -1_000 * (blocks - allowed) : 0) + 10 * shown - others - blocks;
  const steps = (from: number, to: number, step: number) =>
    Array.from(
      { length: Math.round((to - from) / step) + 1 },
      (_, n) => +(from + n * step).toFixed(3),
    );
  const hasMeaning = asked.some(({ hits }) =>
    hits.some((hit) => backend === "server" || hit.parts?.semantic)
  );
  const meanings = hasMeaning ? steps(0.2, 0.6, 0.01) : [now.semantic];
  const keywords = backend === "embedded" ? steps(0.04, 0.24, 0.02) : [now.keyword];
  const tryAll = (floors: Iterable<Floor>) => {
    for (const floor of floors) {
      const outcome = judge(asked, floor, backend);
      if (merit(outcome) > merit(best.outcome)) best = { floor, outcome };
    }
  };
  tryAll(
    meanings.flatMap((semantic) =>
      meanings.filter((one) => one <= semantic).map((semanticWithWords) => ({
        ...best.floor,
        semantic,
        semanticWithWords,
      }))
    ),
  );
  tryAll(
    keywords.flatMap((keywordOneWord) =>
      keywords.filter((one) => one <= keywordOneWord).map((keyword) => ({
        ...best.floor,
        keyword,
        keywordOneWord,
      }))
    ),
  );
  return best;
}

function explain(asked: readonly Asked[], floor: Floor, backend: Backend): void {
  for (const one of asked) {
    const keys = given(one, floor, backend);
    const missing = one.expect.filter((key) => !keys.includes(key));
    if (missing.length > 0) console.log(`on-topic "${one.text}" misses ${missing.join(", ")}`);
    if (one.expect.length > 0 || keys.length === 0) continue;
    const shown = one.hits.filter((hit) => keys.includes(String(hit.metadata.key)));
    const scores = shown.map(({ metadata, score, parts }) =>
      `${metadata.key} (${score.toFixed(3)}${parts ? ` ${JSON.stringify(parts)}` : ""})`
    );
    console.log(`off-topic "${one.text}" shows ${scores.join(", ")}`);
  }
}

function print(name: string, { blocks, offtopic, shown, expected, others }: Outcome): void {
  console.log(
    `${name}: ${blocks} of ${offtopic} off-topic messages get a block; ${shown} of ${expected} ` +
      `expected memories are shown, with ${others} others`,
  );
}
