import assert from "node:assert/strict";
import { makeClock } from "./clock.ts";

Deno.test("makeClock writes times as the server does", () => {
  const clock = makeClock(() => new Date("2026-03-04T05:06:07.089Z"));
  assert.equal(clock.stamp(), "2026-03-04T05:06:07.089000+00:00");
  assert.equal(clock.today(), "2026-03-04");
});

Deno.test("makeClock never gives a time twice, also when the source stands still or goes back", () => {
  let now = Date.parse("2026-03-04T05:06:07.999Z");
  const clock = makeClock(() => new Date(now));
  const stamps = Array.from({ length: 2_000 }, (_, i) => {
    if (i === 1_500) now -= 5_000;
    return clock.stamp();
  });
  assert.deepEqual(stamps, [...new Set(stamps)].sort());
  assert.equal(stamps.at(-1), "2026-03-04T05:06:08.000999+00:00");
});
