/**
 * Times a whole search by words and meaning, the question's vector included, in a store of real facts,
 * in Deno, Bun and Node: `deno run -A tasks/bench_search.ts [rows=10000]`. Facts and questions are those of
 * tasks/training/encoder; each question is asked once, so that no vector is cached. Look at the load that
 * it prints: on a busy machine the figures say little.
 *
 * @module
 */
import { join } from "node:path";
import { bundleProbe, locateRuntimes, run } from "./lib/runtimes.ts";

const QUESTIONS = 300;
const rows = Number(Deno.args[0] ?? 10_000);
const training = new URL("training/encoder/", import.meta.url);
const facts: string[] = [];
const questions: string[] = [];
for (const { name } of [...Deno.readDirSync(training)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!/^[a-z]\.jsonl$/.test(name)) continue;
  for (const line of Deno.readTextFileSync(new URL(name, training)).split("\n").filter(Boolean)) {
    const pair = JSON.parse(line);
    facts.push(pair.fact);
    questions.push(pair.question ?? pair.questions[0]);
  }
}
if (!(rows > 0 && rows <= facts.length)) {
  console.error(`The number of rows must be 1 to ${facts.length}, the facts there are`);
  Deno.exit(2);
}
const every = Math.floor(rows / QUESTIONS) || 1;

const runtimes = await locateRuntimes(console.log);
const folder = await Deno.makeTempDir({ prefix: "mem0-bench-" });
try {
  const probe = await bundleProbe(folder, "search_probe.ts");
  const file = join(folder, "facts.json");
  await Deno.writeTextFile(
    file,
    JSON.stringify({
      facts: facts.slice(0, rows),
      questions: questions.slice(0, rows).filter((_, i) => i % every === 0).slice(0, QUESTIONS),
    }),
  );
  console.log(`${rows} memories, milliseconds a search`);
  console.log(
    "runtime       load     p50     p95  written s  all vectors s  found by meaning alone",
  );
  for (const { name, command } of runtimes) {
    const load = Deno.loadavg()[0]!.toFixed(1);
    const path = join(folder, `${name.replaceAll(" ", "-")}.db`);
    const figures = JSON.parse(await run([...command, probe, path, file]));
    const cells = [
      load.padStart(6),
      figures.p50.toFixed(1).padStart(7),
      figures.p95.toFixed(1).padStart(7),
      figures.writeSeconds.toFixed(1).padStart(10),
      figures.settleSeconds.toFixed(1).padStart(14),
      `${(100 * figures.byMeaning).toFixed(0)} %`.padStart(8),
    ];
    console.log(`${name.padEnd(12)}${cells.join(" ")}`);
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
