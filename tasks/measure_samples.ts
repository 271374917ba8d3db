/**
 * States how redaction and capture do on the sample tables: `measure_samples.ts [open|locked]`, both
 * without an argument. The locked part is for stating a final figure, not for tuning: only counts
 * are printed. Exit 1 when a bar is missed.
 */
import {
  judgeCapture,
  judgeCommands,
  judgeMessages,
  judgeRedaction,
} from "../tests/samples/judge.ts";
import type { Part } from "../tests/samples/samples.ts";

let missed = false;

function state(what: string, count: number, of: number, bar: number): void {
  const share = of === 0 ? 0 : count / of;
  missed ||= share > bar;
  const percent = (share * 100).toFixed(1);
  const allowed = (bar * 100).toFixed(1);
  console.log(`  ${what}: ${count} of ${of} (${percent} %, at most ${allowed} %)`);
}

const parts: Part[] = Deno.args[0] === "open" || Deno.args[0] === "locked"
  ? [Deno.args[0]]
  : ["open", "locked"];
for (const part of parts) {
  const redaction = await judgeRedaction(part);
  const capture = await judgeCapture(part);
  console.log(part);
  state("secrets leaked", redaction.leaks.length, redaction.secrets, 0);
  state("look-alikes redacted", redaction.wrong.length, redaction.lookalikes, 1 / 60);
  state("good messages lost", capture.lost.length, capture.counts.keep, 0.05);
  state("noise kept", capture.junk.length, capture.counts.noise, 0.02);
  state("remember commands misread", capture.misheard.length, capture.counts.remember, 0);
  state("different statements taken for one", capture.merged.length, capture.counts.pairs, 0);

  for (const table of ["second", "third", "fourth"]) {
    console.log(`${part}, ${table} tables`);
    const redacted = await judgeRedaction(part, `_${table}`);
    const commands = await judgeCommands(part, `_${table}`);
    const { lost, junk, counts } = await judgeMessages(part, `_${table}`);
    state("secrets leaked", redacted.leaks.length, redacted.secrets, 0);
    state("texts beside them lost", redacted.losses.length, redacted.secrets, 0);
    state("look-alikes redacted", redacted.wrong.length, redacted.lookalikes, 1 / 60);
    state("good messages lost", lost.length, counts.keep, 0.05);
    state("noise kept", junk.length, counts.noise, 0.02);
    state("remember commands misread", commands.misheard.length, commands.count, 0);
  }
}
Deno.exit(missed ? 1 : 0);
