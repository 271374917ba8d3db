import assert from "node:assert/strict";
import { stripBlocks } from "../../plugin/core/block.ts";
import { planCapture, statementKey } from "../../plugin/core/capture.ts";
import { redact } from "../../plugin/core/redact.ts";
import { findRemember } from "../../plugin/core/remember.ts";
import {
  type KeepSample,
  loadSamples,
  type PairSample,
  type Part,
  type RememberSample,
  type TextSample,
} from "./samples.ts";

/** What a message would have stored, all of it. */
function captured(text: string): string {
  const turn = { messageID: "m", role: "user" as const, text, complete: true };
  const options = { mode: "auto" as const, sessionID: "s", stripBlocks, redact };
  return planCapture([turn], { said: [] }, options).memories
    .flatMap(({ memory }) => memory.messages.map((message) => message.content)).join("\n");
}

/** Ids of the samples that are judged wrongly. */
export async function judgeCapture(part: Part) {
  const keep = await loadSamples<KeepSample>(part, "capture_keep");
  const noise = await loadSamples<TextSample>(part, "capture_noise");
  const remember = await loadSamples<RememberSample>(part, "remember");
  const pairs = await loadSamples<PairSample>(part, "distinct_pairs");
  const plain = (text: string) => text.trim().replace(/[.!。]+$/, "");
  return {
    lost: keep.filter(({ text, facts }) => {
      const stored = captured(text).toLowerCase();
      return !facts.every((fact) => stored.includes(fact.toLowerCase()));
    }).map(({ id }) => id),
    junk: noise.filter(({ text }) => captured(text) !== "").map(({ id }) => id),
    misheard: remember.filter(({ text, remember }) => {
      const found = findRemember(text)?.text;
      return remember === null ? found !== undefined : plain(found ?? "") !== plain(remember);
    }).map(({ id }) => id),
    merged: pairs.filter(({ a, b, same }) => !same && statementKey(a) === statementKey(b))
      .map(({ id }) => id),
    counts: { keep: keep.length, noise: noise.length, remember: remember.length },
  };
}

Deno.test("capture keeps the good open samples and none of the noise", async () => {
  const { lost, junk, misheard, merged, counts } = await judgeCapture("open");
  assert.ok(lost.length <= counts.keep * 0.05, `lost: ${lost}`);
  assert.ok(junk.length <= counts.noise * 0.02, `junk: ${junk}`);
  assert.deepEqual(misheard, []);
  assert.deepEqual(merged, []);
});
