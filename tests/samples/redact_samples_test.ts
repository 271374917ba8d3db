import assert from "node:assert/strict";
import { redact } from "../../plugin/core/redact.ts";
import { loadSamples, type Part, type SecretSample, type TextSample } from "./samples.ts";

/** Ids of the samples that leak, that lose what should stay, and that are redacted wrongly. */
export async function judgeRedaction(part: Part) {
  const secrets = await loadSamples<SecretSample>(part, "secrets");
  const lookalikes = await loadSamples<TextSample>(part, "lookalikes");
  const leaks: string[] = [];
  const losses: string[] = [];
  for (const sample of secrets) {
    const { text } = redact(sample.text);
    if (sample.secrets.some((secret) => text.includes(secret))) leaks.push(sample.id);
    if (sample.keeps?.some((keep) => !text.includes(keep))) losses.push(sample.id);
  }
  const wrong = lookalikes.filter(({ text }) => redact(text).text !== text).map(({ id }) => id);
  return { leaks, losses, wrong, secrets: secrets.length, lookalikes: lookalikes.length };
}

Deno.test("redact lets no secret of the open samples through and leaves look-alikes", async () => {
  const { leaks, losses, wrong, lookalikes } = await judgeRedaction("open");
  assert.deepEqual(leaks, []);
  assert.deepEqual(losses, []);
  assert.ok(wrong.length <= lookalikes / 60, `redacted look-alikes: ${wrong}`);
});
