/** The embedded store behind its HTTP handler answers what a live server was recorded to answer. */
import assert from "node:assert/strict";
import { createHandler } from "../../embedded/handler.ts";
import { EmbeddedStore } from "../../embedded/mod.ts";
import { listen } from "../../cli/listen.ts";
import { readRecording, type RecordedCase, Replay } from "./recorded.ts";

/** Where it answers otherwise, on purpose: `DIFFERENCES` in embedded/handler.ts gives the reasons. */
const DELIBERATE = new Set([
  "search/and-overrides-user",
  "search/star-id",
  "list/star",
  "search/and-inside-or",
  "add-raw/nul-character",
  "add-metadata/nan",
]);

const AREAS = ["add", "list", "get", "update", "delete", "search", "history", "entities", "http"];
const AUTH = /^auth\/(?!member-me$|requests-)|^auth-off\/(?!configure)|\/setup-status$/;

function isServed({ area, name, target, needs }: RecordedCase): boolean {
  if (needs !== undefined || target === "fresh") return false;
  return AREAS.includes(area) || area === "reset" || (area === "auth" && AUTH.test(name));
}

Deno.test("createHandler answers the recorded contract, but for the differences it names", async () => {
  const main = await EmbeddedStore.open({ path: ":memory:" });
  const open = await EmbeddedStore.open({ path: ":memory:" });
  const keys = { admin: "an-admin-key", members: ["a-member-key"] };
  const listeners = [
    await listen(createHandler(main, { keys }), "127.0.0.1", 0),
    await listen(createHandler(open), "127.0.0.1", 0),
  ] as const;
  try {
    const replay = new Replay({
      bases: { main: listeners[0].url, open: listeners[1].url },
      keys: { admin: keys.admin, member: keys.members[0]! },
    });
    const wrong: Record<string, string[]> = {};
    const other: string[] = [];
    let answered = 0;
    for (const recorded of (await readRecording()).filter(isServed)) {
      const differences = await replay.run(recorded);
      assert.ok(differences, `${recorded.name} needs a value that no earlier case brought`);
      answered++;
      if (differences.length === 0) continue;
      if (DELIBERATE.has(recorded.name)) other.push(recorded.name);
      else wrong[recorded.name] = differences;
    }
    assert.deepEqual(wrong, {});
    assert.deepEqual(other.sort(), [...DELIBERATE].sort());
    console.log(`${answered} recorded cases, ${other.length} of them different on purpose`);
    assert.ok(answered > 240);
  } finally {
    for (const listener of listeners) await listener.close();
    await main.close();
    await open.close();
  }
});
