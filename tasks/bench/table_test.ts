import assert from "node:assert/strict";
import { listWorse, median, renderTable, type Row } from "./table.ts";

const plugins = [{ name: "ours", version: "2" }, { name: "old", version: "1" }];
const rows: Row[] = [
  { measure: "Size", unit: "MB", better: "less", values: { ours: 13, old: 12 } },
  { measure: "Found", unit: "%", better: "more", values: { ours: 90, old: 12.5 } },
  { measure: "Time", unit: "ms", better: "less", values: { ours: 1.01, old: 1 } },
  { measure: "Wait", unit: "s", better: "less", least: 0.05, values: { ours: 0.04, old: 0 } },
  { measure: "Odd", unit: "", better: "less", values: { ours: 2 } },
];

Deno.test("renderTable shows every value, marks where ours is worse, and forgives noise", () => {
  assert.deepEqual(
    renderTable(rows, plugins).split("\n").map((line) => line.replace(/ +/g, " ")),
    [
      "| | ours 2 | old 1 |",
      renderTable(rows, plugins).split("\n")[1]!.replace(/ +/g, " "),
      "| Size, MB | 13 (worse) | 12 |",
      "| Found, % | 90 | 12.5 |",
      "| Time, ms | 1.01 | 1 |",
      "| Wait, s | 0.04 | 0 |",
      "| Odd | 2 | - |",
    ],
  );
});

Deno.test("listWorse names rows in which another is better, by more than noise", () => {
  assert.deepEqual(listWorse(rows, plugins), ["Size: 13 MB, old has 12"]);
});

Deno.test("median is the middle of any order", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 3]), 2);
  assert.ok(Number.isNaN(median([])));
});
