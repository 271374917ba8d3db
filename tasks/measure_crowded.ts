/**
 * What a crowded store loses: the open superseding statements said to one store that holds their older
 * ones among all other single memories of the open tables, as if one user had said them all. Prints how
 * many of the older ones are hidden, as they should be, and how many others. Of the others about half
 * are of the same thing in another writer's project, which no project of one user would hold.
 *
 *     deno run -A tasks/measure_crowded.ts [--words]
 */
import { judgedExtractor, ruleExtractor } from "../embedded/extract.ts";
import { EmbeddedStore } from "../embedded/mod.ts";
import { MiniLm, MiniLmJudge } from "../embedder/mod.ts";
import { readSamples, TABLES } from "./lib/extraction_score.ts";

const model = new MiniLm();
const extractor = Deno.args.includes("--words")
  ? ruleExtractor
  : judgedExtractor(new MiniLmJudge(model));
const store = await EmbeddedStore.open({ path: ":memory:", extractor });
const scope = { user: "ada", agent: "shop" };
const say = (content: string, infer: boolean) =>
  store.add({ scope, messages: [{ role: "user", content }], infer });
const idsNow = async () => new Set((await store.list({ scope })).memories.map(({ id }) => id));

for (const table of TABLES.slice(0, 4)) {
  for (const { text } of readSamples("open", "capture_keep", table)) await say(text, false);
}
const pairs = TABLES.flatMap((table) => readSamples("open", "superseding", table));
for (const table of TABLES) {
  for (const { a, b } of readSamples("open", "superseding_not", table)) {
    await say(a, false);
    await say(b, false);
  }
}
const older: (string | undefined)[] = [];
for (const { before } of pairs) older.push((await say(before, false))[0]?.id);

let before = await idsNow();
const memories = before.size;
let [hidden, others] = [0, 0];
for (const [i, { after }] of pairs.entries()) {
  await say(after, true);
  const now = await idsNow();
  const gone = [...before].filter((id) => !now.has(id));
  const right = gone.filter((id) => id === older[i]).length;
  hidden += right;
  others += gone.length - right;
  before = now;
}
await store.close();
await model.close();
console.log(`memories before        ${memories}`);
console.log(`older ones hidden      ${hidden}/${pairs.length}`);
console.log(`other memories hidden  ${others}`);
