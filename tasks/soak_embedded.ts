/**
 * Lets 8 processes write 500 memories each to one file, kills each with -9 in the middle, and checks
 * that every acknowledged write is there once: `deno run -A tasks/soak_embedded.ts [writers] [writes]`.
 * Exit code 1 when one is lost, doubled or not found by its words.
 *
 * @module
 */
import { soak } from "./lib/soak.ts";

const [writers = 8, writes = 500] = Deno.args.map(Number);
const folder = await Deno.makeTempDir();
try {
  const start = performance.now();
  const result = await soak(`${folder}/memories.db`, writers, writes);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${writers} processes x ${writes} writes, ${result.killed} killed, ${seconds} s: ` +
      `${result.acknowledged} acknowledged, ${result.lost.length} lost, ` +
      `${result.doubled.length} doubled, ${result.unindexed} not found by words, ` +
      `${result.errors.length} errors`,
  );
  for (const error of result.errors) console.error(error);
  const bad = result.lost.length + result.doubled.length + result.unindexed + result.errors.length;
  Deno.exitCode = bad === 0 ? 0 : 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
