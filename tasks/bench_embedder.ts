/**
 * Times the in-process embedder in Deno, Bun and Node, from one bundled file as in the package:
 * `deno run -A tasks/bench_embedder.ts`. Bun and Node are downloaded from npm into the cache once. Look at the load that it prints: on a busy machine the figures say little.
 *
 * - load: until the first vector; query: about 10 tokens; busy: the same while 100 texts
 *   wait; write: 100 texts of 200 tokens, and the processor time of that.
 * - judge: the sentences of a conversation of ten, the first time with the judges loaded.
 * - gap: the longest that a timer of 1 ms was late, idle, during load, queries, writes of 256 tokens
 *   and judging.
 *
 * @module
 */
import { bundleProbe, locateRuntimes, run } from "./lib/runtimes.ts";

const COLUMNS: [head: string, key: string, digits: number][] = [
  ["load", "loadMs", 0],
  ["query p50", "queryP50", 1],
  ["p95", "queryP95", 1],
  ["busy p50", "busyQueryP50", 1],
  ["p95", "busyQueryP95", 1],
  ["write s", "write200Seconds", 1],
  ["cpu s", "write200CpuSeconds", 1],
  ["judge first", "judgeFirst", 0],
  ["p50", "judgeP50", 0],
  ["gap idle", "idleGap", 1],
  ["load", "loadGap", 1],
  ["query", "queryGap", 1],
  ["write", "writeGap", 1],
  ["judge", "judgeGap", 1],
  ["rss +MB", "growthMB", 0],
  ["cosine", "leastCosine", 3],
];

const runtimes = await locateRuntimes(console.log);
const folder = await Deno.makeTempDir({ prefix: "mem0-bench-" });
try {
  const probe = await bundleProbe(folder);
  console.log(["runtime     ", "machine load", ...COLUMNS.map(([head]) => head)].join("  "));
  for (const { name, command } of runtimes) {
    const machineLoad = Deno.loadavg()[0]!.toFixed(1);
    const figures = JSON.parse(await run([...command, probe, "all"]));
    const cells = COLUMNS.map(([head, key, digits]) =>
      Number(figures[key]).toFixed(digits).padStart(head.length)
    );
    console.log([name.padEnd(12), machineLoad.padStart(12), ...cells].join("  "));
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
