/**
 * Extraction by rules, measured on the sample tables through a real store, by the rules of
 * CONVERSATIONS.md. The open tables are for tuning (`tasks/eval_extract.ts` lists misses). The locked
 * ones only state figures, and a run that everybody repeats would tell them to whoever tunes: they are
 * asked for by `LOCKED_SAMPLES=1 deno test -A tests/samples/conversations_test.ts`. They miss the bars
 * (docs/adr/0006-extraction-by-rules.md).
 */
import assert from "node:assert/strict";
import { extractByRules, ruleExtractor } from "../../embedded/extract.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import {
  readSamples,
  scoreConversations,
  scorePairs,
  scoreSingles,
} from "../../tasks/lib/extraction_score.ts";

type Part = "open" | "locked";

const percent = (part: number, whole: number) => `${(100 * part / whole).toFixed(1)} %`;

/** Texts that are still listed after the statements were said one by one. */
async function activeAfter(...statements: string[]): Promise<string[]> {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor: ruleExtractor });
  try {
    const scope = { user: "ada", agent: "shop" };
    for (const content of statements) {
      await store.add({ scope, messages: [{ role: "user", content }], infer: true });
    }
    return (await store.list({ scope })).memories.map(({ text }) => text);
  } finally {
    await store.close();
  }
}

function measureConversations(part: Part) {
  const score = scoreConversations(readSamples(part, "conversations"), extractByRules);
  console.log(
    `${part}: ${score.found} of ${score.facts} facts (${percent(score.found, score.facts)}), ` +
      `${score.extras.length} of ${score.stored} memories extra (${
        percent(score.extras.length, score.stored)
      })`,
  );
  return score;
}

async function measurePairs(part: Part) {
  const score = await scorePairs(
    readSamples(part, "superseding"),
    readSamples(part, "superseding_not"),
    activeAfter,
  );
  console.log(
    `${part}: ${score.superseded} of ${score.superseding} superseding statements right, ` +
      `${score.untouched} of ${score.lookalikes} look-alikes untouched`,
  );
  return score;
}

const parts: Part[] = Deno.env.get("LOCKED_SAMPLES") === "1" ? ["open", "locked"] : ["open"];
for (const part of parts) {
  // Nobody tunes on the locked samples, so a failure names none of them.
  const shown = (lines: string[]) => part === "open" ? lines.join("\n") : `${lines.length} wrong`;

  Deno.test(`extractByRules finds the facts of the ${part} conversations, and little else`, () => {
    const score = measureConversations(part);
    assert.ok(score.found / score.facts >= 0.9, shown(score.misses));
    assert.ok(score.extras.length / score.stored <= 0.05, shown(score.extras));
  });

  Deno.test(`EmbeddedStore supersedes what the ${part} statements replace, and no look-alike`, async () => {
    const score = await measurePairs(part);
    assert.equal(score.superseded, score.superseding, shown(score.wrong));
    assert.equal(score.untouched, score.lookalikes, shown(score.wrong));
  });
}

Deno.test("extractByRules keeps the facts of single messages and stores no noise", () => {
  const score = scoreSingles(
    readSamples("open", "capture_keep"),
    readSamples("open", "capture_noise"),
    extractByRules,
  );
  assert.ok(score.kept / score.facts >= 0.95, score.lost.join("\n"));
  assert.ok(score.junk.length / score.noise <= 0.02, score.junk.join("\n"));
});
