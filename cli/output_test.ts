import assert from "node:assert/strict";
import type { Io } from "./io.ts";
import { printTable } from "./output.ts";

/** What a table looks like on a terminal of so many columns. */
function shown(columns: number, ...table: [Parameters<typeof printTable>[0], string[][]]): string {
  let text = "";
  const io = {
    isTerminal: true,
    columns,
    colours: { out: false, err: false },
    out: (part: string) => void (text += part),
  } as unknown as Io;
  printTable(...table, io);
  return text;
}

Deno.test("printTable keeps a gap between the titles of columns, numbers too", () => {
  const text = shown(60, [
    { title: "ID" },
    { title: "SCORE", right: true },
    { title: "DAY", right: true },
    { title: "TEXT", elastic: true },
  ], [["1a2b", "0.9", "2026-11-29", "Deploys go out on Fridays, and never before the tests"]]);
  const [head, row] = text.split("\n");
  assert.match(head!, /^ID +SCORE {2} +DAY {2}TEXT$/);
  assert.match(row!, /^1a2b +0\.9 {2}2026-11-29 {2}Deploys .*…$/);
  assert.ok(text.split("\n").every((line) => line.length <= 60));
});
