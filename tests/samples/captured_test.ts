/** What capture hands on and the store keeps, together, as a user of the plugin gets it. */
import assert from "node:assert/strict";
import { judgedExtractor } from "../../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../../embedder/mod.ts";
import { capturing } from "../../tasks/lib/capture_score.ts";
import { readSamples, scoreConversations, scorePairs } from "../../tasks/lib/extraction_score.ts";

const model = new MiniLm();
const { extract, say } = capturing(judgedExtractor(new MiniLmJudge(model)), true);

Deno.test("of a conversation told turn by turn nearly as much is kept as of the whole", async () => {
  const samples = readSamples("open", "conversations", "fiftysixth");
  const { found, extras } = await scoreConversations(samples, extract);
  assert.ok(found >= 57, `${found} facts`);
  assert.ok(extras.length <= 5, `${extras.length} extra`);
});

Deno.test("what is said later replaces what it makes untrue, through capture as well", async () => {
  const { superseded, untouched, wrong } = await scorePairs(
    readSamples("open", "superseding", "fiftysixth"),
    readSamples("open", "superseding_not", "fiftysixth"),
    say,
  );
  assert.deepEqual({ superseded, untouched }, { superseded: 13, untouched: 13 }, wrong.join("\n"));
});

Deno.test.afterAll(() => model.close());
