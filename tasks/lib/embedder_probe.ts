/**
 * What tasks/bench_embedder.ts and tests/e2e/embedder_test.ts run in each runtime, bundled, with the
 * weights file beside it: loads, asks queries, writes texts, and prints its figures as one line of JSON.
 * Argument `all`: 100 of each, for figures; else a few. It doesn't close the embedder: the process
 * must end nevertheless.
 */
import process from "node:process";
import { MiniLm } from "../../embedder/minilm.ts";
import { references } from "../../embedder/testdata/reference.ts";

const count = process.argv.includes("all") ? 100 : 3;
const lines: string[] = [];
const embedder = new MiniLm({ log: (level, line) => lines.push(`${level}: ${line}`) });

/** The largest gap between two ticks of a 1 ms timer since it was last asked for. */
let last = performance.now();
let gap = 0;
const ticks = setInterval(() => {
  const now = performance.now();
  gap = Math.max(gap, now - last - 1);
  last = now;
}, 1);
const takeGap = () => {
  const taken = gap;
  gap = 0;
  return taken;
};
const timed = async (work: () => Promise<unknown>) => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const quantile = (times: number[], share: number) =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)]!;

await new Promise((resolve) => setTimeout(resolve, 300));
const idleGap = takeGap();
const before = process.memoryUsage().rss;

const load = await timed(() => embedder.embed(["first of all"]));
const loadGap = takeGap();

const queries: number[] = [];
for (let i = 0; i < count; i++) {
  queries.push(await timed(() => embedder.embed([`How do we deploy service ${i} to staging?`])));
}
const queryGap = takeGap();

const text = (words: number, i: number) =>
  `memory ${i} ${"the build of a service ".repeat(words / 5)}`;
const texts200 = Array.from({ length: count }, (_, i) => text(195, i));
const texts256 = Array.from({ length: count }, (_, i) => text(250, i));
const cpuBefore = process.cpuUsage();
const write200 = await timed(() => embedder.embed(texts200));
const cpu = process.cpuUsage(cpuBefore);

const writing = embedder.embed(texts256);
const meanwhile: number[] = [];
for (let i = 0; i < count / 3; i++) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  meanwhile.push(await timed(() => embedder.embed([`Where are backups of database ${i} kept?`])));
}
await writing;
const writeGap = takeGap();

/** A conversation of ten sentences. */
const conversation = () =>
  Array.from({ length: 10 }, (_, i) => ({
    text: `The build of service ${i} runs on its own machine now, ${i} cores are enough for that.`,
    context: "user: We talked about it yesterday and there were no objections.",
  }));
const firstJudged = await timed(() => embedder.answer("statements", conversation()));
const judged: number[] = [];
for (let i = 0; i < count / 3; i++) {
  judged.push(await timed(() => embedder.answer("statements", conversation())));
}
const judgeGap = takeGap();
const growth = process.memoryUsage().rss - before;

const some = references.slice(0, 60);
const vectors = await embedder.embed(some.map(({ text }) => text));
const cosines = some.map(({ cosine }, i) => cosine(vectors[i]!));
clearInterval(ticks);
console.log(JSON.stringify({
  lines,
  loadMs: load,
  queryP50: quantile(queries, 0.5),
  queryP95: quantile(queries, 0.95),
  busyQueryP50: quantile(meanwhile, 0.5),
  busyQueryP95: quantile(meanwhile, 0.95),
  write200Seconds: write200 / 1_000,
  write200CpuSeconds: (cpu.user + cpu.system) / 1e6,
  judgeFirst: firstJudged,
  judgeP50: quantile(judged, 0.5),
  judgeGap,
  idleGap,
  loadGap,
  queryGap,
  writeGap,
  growthMB: growth / 1e6,
  leastCosine: Math.min(...cosines),
}));
