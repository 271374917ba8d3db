/**
 * Times one write of the embedded store under each setting of SQLite's `synchronous`:
 * `deno run -A tasks/bench_durability.ts [folder]`. The folder decides which disk is measured (default:
 * the temporary one).
 *
 * @module
 */
import { makeClock } from "../embedded/clock.ts";
import { openDatabase } from "../embedded/database.ts";
import { EmbeddedStore } from "../embedded/mod.ts";
import { addMemory } from "../embedded/writes.ts";

const WRITES = 500;
const clock = makeClock(() => new Date());

for (const setting of ["OFF", "NORMAL", "FULL", "EXTRA"]) {
  const folder = await Deno.makeTempDir({ dir: Deno.args[0] });
  try {
    const path = `${folder}/memories.db`;
    await (await EmbeddedStore.open({ path })).close(); // makes the schema
    const db = await openDatabase(path);
    db.exec(`PRAGMA synchronous = ${setting}; PRAGMA secure_delete = ON`);
    const times: number[] = [];
    for (let i = 0; i < WRITES; i++) {
      const text = `The ${i}th decision is that service ${i % 37} keeps its data in table ${i}`;
      const start = performance.now();
      db.transaction(() =>
        addMemory({ db, clock, actor: null }, {
          text,
          scope: { user: "ann" },
          metadata: { app_id: "shop", type: "decision", n: i },
          role: "user",
        })
      );
      times.push(performance.now() - start);
    }
    db.close();
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * (WRITES - 1))]!.toFixed(3).padStart(8);
    console.log(
      `synchronous ${setting.padEnd(6)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   max ${at(1)} ms`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
