import assert from "node:assert/strict";
import fc from "fast-check";
import { Breaker } from "./breaker.ts";

function breakerAt(options = {}) {
  const clock = { time: 0 };
  return {
    clock,
    breaker: new Breaker({ failures: 3, pauseMs: 100, ...options, now: () => clock.time }),
  };
}

Deno.test("Breaker opens after so many failures in a row", () => {
  const { breaker } = breakerAt();
  breaker.failed();
  breaker.failed();
  breaker.succeeded();
  breaker.failed();
  breaker.failed();
  assert.equal(breaker.state, "closed");
  breaker.failed();
  assert.equal(breaker.state, "open");
  assert.equal(breaker.allows(), false);
  assert.equal(breaker.waitMs, 100);
});

Deno.test("Breaker lets one probe pass after the pause, and closes when it succeeds", () => {
  const { breaker, clock } = breakerAt({ failures: 1 });
  breaker.failed();
  clock.time = 99;
  assert.equal(breaker.allows(), false);
  clock.time = 100;
  assert.equal(breaker.allows(), true);
  assert.equal(breaker.state, "half-open");
  assert.equal(breaker.allows(), false);
  breaker.succeeded();
  assert.equal(breaker.state, "closed");
  assert.equal(breaker.allows(), true);
});

Deno.test("Breaker waits twice as long after each failed probe, up to a limit, and begins anew", () => {
  const { breaker, clock } = breakerAt({ failures: 1, longestPauseMs: 300 });
  breaker.failed();
  for (const pause of [200, 300, 300]) {
    clock.time += breaker.waitMs;
    assert.equal(breaker.allows(), true);
    breaker.failed();
    assert.equal(breaker.waitMs, pause);
  }
  clock.time += breaker.waitMs;
  breaker.allows();
  breaker.succeeded();
  breaker.failed();
  assert.equal(breaker.waitMs, 100);
});

Deno.test("Breaker gives up a probe that never reports back", () => {
  const { breaker, clock } = breakerAt({ failures: 1 });
  breaker.failed();
  clock.time = 100;
  assert.equal(breaker.allows(), true);
  clock.time = 199;
  assert.equal(breaker.allows(), false);
  clock.time = 200;
  assert.equal(breaker.allows(), true);
});

Deno.test("Breaker is not held open by failures of calls that began before it opened", () => {
  const { breaker, clock } = breakerAt({ failures: 1 });
  breaker.failed();
  clock.time = 60;
  breaker.failed();
  assert.equal(breaker.waitMs, 40);
});

Deno.test("Breaker never blocks for longer than its longest pause, and a success always closes it", () => {
  const step = fc.oneof(
    fc.constant("fail" as const),
    fc.constant("ask" as const),
    fc.integer({ min: 1, max: 500 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { breaker, clock } = breakerAt({ longestPauseMs: 300 });
      for (const one of steps) {
        if (one === "fail") breaker.failed();
        else if (one === "ask") breaker.allows();
        else clock.time += one;
        assert.ok(breaker.waitMs >= 0 && breaker.waitMs <= 300);
        if (breaker.state === "closed") assert.equal(breaker.waitMs, 0);
      }
      clock.time += breaker.waitMs;
      assert.equal(breaker.allows(), true);
      breaker.succeeded();
      assert.equal(breaker.state, "closed");
    }),
  );
});
