import assert from "node:assert/strict";
import { ruleExtractor } from "./extract.ts";
import type { Extracted, Extractor } from "./extractor.ts";
import { EmbeddedStore } from "./mod.ts";

const scope = { user: "ann" };
const BOTH = "Releases go out on Tuesdays, and Jonas has to approve them in #releases";

/** Keeps each message; Amara makes untrue what names Jonas, an end of releases what names them. */
const extractor: Extractor = {
  parts: true,
  extract: (messages) =>
    Promise.resolve(messages.map(({ content }): Extracted => ({
      text: content,
      type: content.startsWith("The cause") ? "bug_fix" : "convention",
      ...(content.includes("now") ? { replaces: content } : {}),
    }))),
  outdated: (by, memories) => {
    const name = by.text.includes("Amara") ? "Jonas" : "Releases";
    return Promise.resolve(
      memories.filter(({ text }) => text.includes(name)).map(({ id }) => id),
    );
  },
};

/** Each statement is told by itself, or with others in one conversation. */
const tell = (...statements: (string | string[])[]) => tellTo(extractor, ...statements);

async function tellTo(extractor: Extractor, ...statements: (string | string[])[]) {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor });
  try {
    const changes = [];
    for (const said of statements) {
      const messages = [said].flat().map((content) => ({ role: "user", content }));
      changes.push(await store.add({ scope, messages, metadata: { app_id: "buoys" } }));
    }
    const { memories } = await store.list({ scope });
    const [first] = changes[0]!;
    return { changes, memories, first: (await store.get(first!.id))! };
  } finally {
    await store.close();
  }
}

Deno.test("what of a memory still holds is kept when its end becomes untrue", async () => {
  const { changes, memories, first } = await tell(BOTH, "Amara approves the releases now");
  assert.deepEqual(memories.map(({ text }) => text).toSorted(), [
    "Amara approves the releases now",
    "Releases go out on Tuesdays",
  ]);
  const rest = memories.find(({ text }) => text.startsWith("Releases"))!;
  const { superseded_by, ...metadata } = first.metadata;
  assert.equal(first.text, BOTH);
  assert.equal(superseded_by, changes[1]![0]!.id);
  assert.deepEqual(rest.metadata, metadata);
  assert.equal(rest.createdAt, first.createdAt);
  assert.deepEqual(changes[1]!.map(({ text, event }) => `${event} ${text}`), [
    "ADD Amara approves the releases now",
    "ADD Releases go out on Tuesdays",
  ]);
});

Deno.test("nothing is kept of a memory whose beginning is untrue, nor of a trouble", async () => {
  for (
    const before of [
      "Jonas has to approve the releases, and CI has to be green",
      "The cause was a stale lock on the releases, and Jonas has to remove it",
    ]
  ) {
    const { memories } = await tell(before, "Amara approves the releases now");
    assert.deepEqual(memories.map(({ text }) => text), ["Amara approves the releases now"]);
  }
});

Deno.test("what still holds is not stored twice", async () => {
  const { memories } = await tell(
    BOTH,
    "Releases go out on Tuesdays",
    "Amara approves the releases now",
  );
  assert.deepEqual(memories.map(({ text }) => text).toSorted(), [
    "Amara approves the releases now",
    "Releases go out on Tuesdays",
  ]);
});

Deno.test("what one statement leaves and another makes untrue is not kept, in either order", async () => {
  const both = ["Amara approves the releases now", "There are no more releases now"];
  for (const said of [both, both.toReversed()]) {
    const { memories } = await tell(BOTH, said);
    assert.deepEqual(memories.map(({ text }) => text).toSorted(), both);
  }
});

Deno.test("nothing is kept where nothing judges parts: not by learned weights, nor unless it says so", async () => {
  const frozen = "The legacy importer is frozen, nobody may change it until the audit is over.";
  const over = "The audit is over, everybody may change the legacy importer again.";
  const weighed = await tellTo(ruleExtractor, frozen, over);
  assert.deepEqual(weighed.memories.map(({ text }) => text), [over.slice(0, -1)]);
  const { parts: _, ...whole } = extractor;
  const { memories } = await tellTo(whole, BOTH, "Amara approves the releases now");
  assert.deepEqual(memories.map(({ text }) => text), ["Amara approves the releases now"]);
});
