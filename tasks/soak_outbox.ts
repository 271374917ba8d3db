/**
 * Plays many schedules of the outbox simulation with fresh seeds: `soak_outbox.ts [schedules] [first
 * seed]`. Prints the seeds of those that fail; each can be played again alone. Exit 1 when one does.
 */
import { simulate } from "../tests/faults/outbox_simulation.ts";

const schedules = Number(Deno.args[0] ?? 10_000);
const first = Number(Deno.args[1] ?? Math.floor(Math.random() * 1_000_000_000));
const events: Record<string, number> = {};
let failed = 0;
console.log(`${schedules} schedules from seed ${first}`);
for (let seed = first; seed < first + schedules; seed++) {
  const result = await simulate(seed);
  if (result.faults.length > 0) {
    failed++;
    console.log(`seed ${seed}: ${result.faults.join("; ")}`);
  }
  for (const [event, count] of Object.entries(result.events)) {
    events[event] = (events[event] ?? 0) + count;
  }
}
for (const [event, count] of Object.entries(events)) console.log(`${count} times: ${event}`);
console.log(`${schedules - failed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
