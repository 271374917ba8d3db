import assert from "node:assert/strict";
import fc from "fast-check";
import { formatName, parseName } from "./queue_name.ts";

const whole = fc.nat({ max: 4_000_000_000_000 });

Deno.test("parseName reads back what formatName writes", () => {
  const state = fc.record({
    id: fc.stringMatching(/^[0-9a-f]{32}$/),
    acceptedAt: whole,
    nextAt: whole,
    attempts: fc.nat(),
    blamed: fc.nat(),
    down: fc.boolean(),
    unsureAt: whole,
  }, { requiredKeys: ["id", "acceptedAt", "nextAt", "attempts", "blamed", "down"] });
  const claimant = fc.option(fc.record({ pid: fc.nat(), since: whole, claimedAt: whole }), {
    nil: undefined,
  });
  fc.assert(fc.property(state, claimant, (one, who) => {
    const read = parseName(formatName(one, who));
    assert.deepEqual(read?.state, { ...one });
    assert.deepEqual(read?.claimant, who && { ...who });
  }));
});

Deno.test("parseName refuses other files, and names sort from old to new", () => {
  for (const name of ["", "x.json", "a~b.json", "0~x~0~0~0~u~.json.1.tmp"]) {
    assert.equal(parseName(name), undefined, name);
  }
  const named = (acceptedAt: number) =>
    formatName({ id: "a", acceptedAt, nextAt: 0, attempts: 0, blamed: 0, down: false });
  const times = [5, 40, 1_300_000_000_000, 1_900_000_000_000];
  assert.deepEqual(times.map(named).toSorted(), times.map(named));
});
