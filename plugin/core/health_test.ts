import assert from "node:assert/strict";
import { MemoryError } from "../../client/errors.ts";
import type { Health } from "../../client/store.ts";
import { BackendHealth, type Timers, withLimit } from "./health.ts";
import { guard, guardSync } from "./guard.ts";

Deno.test("BackendHealth opens at the first failure, not at a caller's own mistake", () => {
  const { health } = watched();
  health.failed(new MemoryError("invalid", "no"));
  health.failed(new MemoryError("aborted", "no"));
  assert.equal(health.isUp, true);
  health.failed(new MemoryError("unavailable", "no"));
  assert.equal(health.isUp, false);
});

Deno.test("BackendHealth probes every second while messages arrive, every 30 s when idle", async () => {
  const { health, clock, probes } = watched();
  health.touch();
  health.failed(new Error("down"));
  for (let second = 0; second < 5; second++) {
    health.touch();
    await clock.pass(1_000);
  }
  assert.equal(probes.count, 5);
  await clock.pass(15_000); // the messages stop; they count for ten more seconds
  const after = probes.count;
  assert.ok(after >= 14 && after <= 16, String(after));
  await clock.pass(90_000);
  assert.ok(probes.count - after <= 4, String(probes.count - after));
  health.touch(); // after idle: at once
  await clock.pass(0);
  const now = probes.count;
  await clock.pass(1_000);
  assert.equal(probes.count, now + 1);
});

Deno.test("BackendHealth gives a probe half a second, and comes back when one succeeds", async () => {
  const { health, clock, probes, changes } = watched();
  health.touch();
  probes.answer = () => new Promise(() => {});
  health.missed();
  await clock.pass(1_000);
  await clock.pass(499);
  probes.answer = () => Promise.resolve(GOOD);
  await clock.pass(1);
  assert.equal(health.isUp, false);
  await clock.pass(500);
  assert.equal(health.isUp, true);
  assert.deepEqual(changes, [false, true]);
});

Deno.test("BackendHealth takes a server that refuses the key for down", async () => {
  const { health, clock, probes } = watched();
  health.touch();
  probes.answer = () => Promise.resolve({ ...GOOD, authorized: false });
  health.failed(new MemoryError("unauthorized", "no"));
  await clock.pass(3_000);
  assert.equal(health.isUp, false);
});

Deno.test("BackendHealth has less patience after a missed deadline, until an answer in time", () => {
  const { health } = watched();
  const before = health.patienceMs;
  health.missed();
  assert.ok(health.patienceMs < before);
  health.answered(5_000);
  assert.deepEqual([health.isUp, health.isSlow], [false, true]);
  health.answered(10);
  assert.deepEqual([health.isUp, health.isSlow], [true, false]);
  assert.equal(health.patienceMs, before);
});

Deno.test("BackendHealth.close leaves no timer", async () => {
  const { health, clock, probes } = watched();
  health.failed(new Error("down"));
  health.close();
  await clock.pass(100_000);
  assert.equal(probes.count, 0);
  assert.equal(clock.timers(), 0);
});

Deno.test("withLimit gives the value, or undefined when it takes longer", async () => {
  assert.equal(await withLimit(Promise.resolve(1), 1_000), 1);
  assert.equal(await withLimit(new Promise(() => {}), 1), undefined);
  await assert.rejects(withLimit(Promise.reject(new Error("x")), 1_000), /x/);
});

Deno.test("guard gives the value, never throws, and ends at its deadline with its signal fired", async () => {
  const lines: string[] = [];
  const log = (level: string, line: string) => void lines.push(`${level} ${line}`);
  const options = { name: "hook", deadlineMs: 20, log };
  assert.equal(await guard(options, () => 7), 7);
  assert.equal(
    await guard(options, () => {
      throw new Error("sync", { cause: new Error("deeper") });
    }),
    undefined,
  );
  assert.equal(await guard(options, () => Promise.reject(new Error("async"))), undefined);
  let fired = false;
  const late = guard(options, (signal) => {
    signal.addEventListener("abort", () => fired = true);
    return new Promise(() => {});
  });
  assert.equal(await late, undefined);
  assert.equal(fired, true);
  assert.deepEqual(lines, [
    "warn hook failed: sync <- deeper",
    "warn hook failed: async",
    "warn hook gave up after 20 ms",
  ]);
  assert.equal(
    guardSync("x", log, () => {
      throw new Error("no");
    }),
    undefined,
  );
});

const GOOD: Health = {
  backend: "server",
  address: "http://h",
  reachable: true,
  authorized: true,
  version: "x",
  gaps: [],
};

/** A health over a clock that the test moves. */
function watched() {
  const clock = fakeClock();
  const probes = { count: 0, answer: (): Promise<Health> => Promise.reject(new Error("down")) };
  const changes: boolean[] = [];
  const health = new BackendHealth({
    probe: () => {
      probes.count++;
      return probes.answer();
    },
    log: () => {},
    onChange: (up) => void changes.push(up),
    timers: clock,
  });
  return { health, clock, probes, changes };
}

function fakeClock(): Timers & { pass(ms: number): Promise<void>; timers(): number } {
  let time = 0;
  const due = new Map<number, { at: number; run: () => void }>();
  let next = 0;
  return {
    now: () => time,
    after(ms, run) {
      const id = next++;
      due.set(id, { at: time + ms, run });
      return () => void due.delete(id);
    },
    timers: () => due.size,
    async pass(ms) {
      const end = time + ms;
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve)); // lets promises settle
        const [id, timer] = [...due].filter(([, { at }]) => at <= end)
          .sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
        if (id === undefined || timer === undefined) break;
        time = Math.max(time, timer.at);
        due.delete(id);
        timer.run();
      }
      time = end;
    },
  };
}
