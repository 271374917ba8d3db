/** What people tell in several sentences, or take back, through the judge that is in the package. */
import assert from "node:assert/strict";
import { judgedExtractor } from "../../embedded/extract.ts";
import { MiniLm, MiniLmJudge } from "../../embedder/mod.ts";

const model = new MiniLm();
const extractor = judgedExtractor(new MiniLmJudge(model));

/** What is kept of messages, the first by the user, each next one by the other. */
async function kept(...messages: string[]): Promise<{ text: string; type?: string }[]> {
  const conversation = messages.map((content, at) => ({
    role: at % 2 === 0 ? "user" as const : "assistant" as const,
    content,
  }));
  return (await extractor.extract(conversation, { now: new Date() }))
    .filter(({ tentative }) => !tentative).map(({ text, type }) => ({ text, type }));
}

Deno.test("a trouble, its cause and what the assistant did about it are one memory", async () => {
  assert.deepEqual(
    await kept(
      "the choir sheets print with the lyrics one staff too low",
      "LilyPond 2.24 changed the default of nonstaff-relatedstaff-spacing. I pinned it to 1.5 in layout.ily and the lyrics sit where they did.",
      "lovely",
    ),
    [{
      text: "The choir sheets print with the lyrics one staff too low. " +
        "LilyPond 2.24 changed the default of nonstaff-relatedstaff-spacing. " +
        "I pinned it to 1.5 in layout.ily and the lyrics sit where they did",
      type: "bug_fix",
    }],
  );
});

Deno.test("a cause and what the user did about it are one memory", async () => {
  assert.deepEqual(
    (await kept(
      "The ferry kiosk crashed each midnight, I finally saw why: the log rotation closed stdout under it. " +
        "I reopen the handle on SIGHUP now and it ran three nights. Can you add a line to the changelog?",
    )).map(({ text }) => text),
    [
      "The ferry kiosk crashed each midnight, I finally saw why: the log rotation closed stdout under it. " +
      "I reopen the handle on SIGHUP now and it ran three nights",
    ],
  );
});

Deno.test("steps are kept whole, as they were taught", async () => {
  assert.deepEqual(
    (await kept(
      "Here is how we onboard a new vet: add her to staff.yaml, run make roster, then send the welcome pdf. Do it for Dr. Amadi.",
    )).map(({ text }) => text),
    [
      "Here is how we onboard a new vet: add her to staff.yaml, run make roster, then send the welcome pdf",
    ],
  );
});

Deno.test("what comes of a rule is kept with it, what is asked for beside it is not", async () => {
  assert.deepEqual(
    (await kept(
      "Releases are built from the tag only. So the script must never read the working tree. Cut 2.3 now please.",
    )).map(({ text }) => text),
    ["Releases are built from the tag only. The script must never read the working tree"],
  );
});

Deno.test("a correction tells of what was corrected, also in the same breath", async () => {
  assert.deepEqual(
    (await kept(
      "The printer in the archive is an HP 4250 - no, sorry, since June it's a Brother L6400. Send the labels there.",
    )).map(({ text }) => text),
    ["since June the printer in the archive is a Brother L6400"],
  );
});

Deno.test("what is asked to be remembered is kept, however it is told", async () => {
  assert.deepEqual(
    (await kept("Looks good. And remember that we round half up, 2.5 becomes 3. Next, the seating plan."))
      .map(({ text }) => text.toLowerCase()),
    ["we round half up, 2.5 becomes 3"],
  );
});

Deno.test.afterAll(() => model.close());
