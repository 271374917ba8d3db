import assert from "node:assert/strict";
import { MemoryError } from "../../client/errors.ts";
import { isDue, judgeFailure, postpone, reasonToGiveUp } from "./delivery.ts";

const STATE = { id: "a", acceptedAt: 0, nextAt: 0, attempts: 0, blamed: 0, down: false };
const DAY = 24 * 3_600_000;

Deno.test("judgeFailure gives up on invalid answers only", () => {
  for (const status of [400, 413, 422]) {
    assert.equal(judgeFailure(new MemoryError("invalid", "No", { status })).fate, "reject");
  }
  const kept: [MemoryError, string][] = [
    [new MemoryError("unauthorized", "No", { status: 401 }), "refused"],
    [new MemoryError("forbidden", "No", { status: 403 }), "refused"],
    [new MemoryError("missing", "No", { status: 404 }), "refused"],
    [new MemoryError("limited", "No", { status: 429 }), "refused"],
    [new MemoryError("unavailable", "No", { unsent: true }), "refused"],
    [new MemoryError("storage", "No"), "refused"],
    [new MemoryError("unavailable", "No", { status: 502 }), "unsure"],
    [new MemoryError("protocol", "No", { status: 200 }), "unsure"],
    [new MemoryError("protocol", "No", { status: 302 }), "unsure"],
    [new MemoryError("timeout", "No"), "unsure"],
    [new MemoryError("aborted", "No"), "unsure"],
    [new MemoryError("invalid", "No", { status: 409 }), "unsure"],
  ];
  for (const [error, fate] of kept) {
    assert.equal(judgeFailure(error).fate, fate, `${error.code} ${error.status}`);
  }
  assert.equal(judgeFailure(new TypeError("x")).fate, "unsure");
});

Deno.test("postpone waits longer each time, with jitter, and obeys Retry-After", () => {
  const verdict = { fate: "refused", down: true, reason: "No", waitMs: 0 } as const;
  let state = { ...STATE };
  const waits = Array.from({ length: 20 }, () => {
    state = postpone(state, verdict, 1_000, 1);
    return state.nextAt - 1_000;
  });
  assert.deepEqual(waits.slice(0, 3), [5_000, 10_000, 20_000]);
  assert.equal(waits.at(-1), 15 * 60_000);
  assert.equal(postpone(STATE, verdict, 0, 0).nextAt, 2_500);
  assert.equal(postpone(STATE, { ...verdict, waitMs: 60_000 }, 0, 1).nextAt, 60_000);
});

Deno.test("postpone notes since when it is unsure, and keeps it through a failed look-up", () => {
  const unsure = postpone(STATE, { fate: "unsure", down: true, reason: "", waitMs: 0 }, 7, 0);
  assert.equal(unsure.unsureAt, 7);
  const looked = postpone(unsure, { fate: "refused", down: true, reason: "", waitMs: 0 }, 99, 0);
  assert.equal(looked.unsureAt, 7);
});

Deno.test("isDue does not wait for a time that only a clock set back explains", () => {
  assert.equal(isDue(1_000, 999), false);
  assert.equal(isDue(1_000, 1_000), true);
  assert.equal(isDue(DAY, 1_000), true);
});

Deno.test("reasonToGiveUp survives an offline week, and ends after 30 days or 60 own failures", () => {
  const down = { fate: "unsure", down: true, reason: "No", waitMs: 0 } as const;
  assert.equal(reasonToGiveUp({ ...STATE, attempts: 900 }, down, 7 * DAY), undefined);
  assert.match(reasonToGiveUp(STATE, down, 31 * DAY) ?? "", /30 days: No/);
  assert.match(reasonToGiveUp({ ...STATE, blamed: 60 }, down, 0) ?? "", /60 attempts: No/);
  assert.equal(reasonToGiveUp(STATE, { ...down, fate: "reject" }, 0), "No");
});
