import assert from "node:assert/strict";
import { simulate } from "./outbox_simulation.ts";

/** `deno task soak` runs more, with seeds of its own. */
const SCHEDULES = 1_000;

Deno.test("Outbox stores what it accepted exactly once in 1,000 schedules of faults", async () => {
  const seen: Record<string, number> = {};
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const { faults, events } = await simulate(seed);
    assert.deepEqual(faults, [], `seed ${seed}`);
    for (const [event, count] of Object.entries(events)) seen[event] = (seen[event] ?? 0) + count;
  }
  // A simulation in which nothing happens would prove nothing.
  for (
    const event of [
      "killed",
      "refused",
      "unsent",
      "502 stored nothing",
      "502 after storing",
      "stored after the client gave up",
      "request lost",
      "sent twice by a proxy",
      "second copy removed",
      "removal failed",
      "accepted before",
      "look-up failed",
      "look-up found it",
      "look-up found nothing",
      "put refused by a full disk",
      "clock set back",
      "clock set forward",
    ]
  ) assert.ok((seen[event] ?? 0) > 20, `${event}: ${seen[event] ?? 0} times`);
});

Deno.test("simulate gives the same result for the same seed", async () => {
  assert.deepEqual(await simulate(4711), await simulate(4711));
});
