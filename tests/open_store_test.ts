import assert from "node:assert/strict";
import { type OpenOptions, openStore } from "../mod.ts";

/** What a store keeps of things said one after the other. */
async function keptOf(said: string[], options: OpenOptions): Promise<string[]> {
  const store = await openStore(":memory:", options);
  try {
    const scope = { user: "ann" };
    for (const content of said) {
      await store.add({ scope, messages: [{ role: "user", content }], infer: true });
    }
    return (await store.list({ scope })).memories.map(({ text }) => text).sort();
  } finally {
    await store.close();
  }
}

Deno.test("openStore keeps facts with the model in the process and without it", async () => {
  const said = ["Morning! We deploy with Kamal. Can you fix the typo in the header?"];
  for (const embedder of ["minilm", "none"] as const) {
    assert.deepEqual(await keptOf(said, { embedder }), ["We deploy with Kamal"]);
  }
});

Deno.test("openStore lets the model judge what words alone can't: order, and what belongs together", async () => {
  const swapped = [
    "Coordinates in the tracker are given as lat, lon.",
    "Coordinates in the tracker are given as lon, lat.",
  ];
  assert.deepEqual(await keptOf(swapped, {}), ["Coordinates in the tracker are given as lon, lat"]);
  assert.equal((await keptOf(swapped, { embedder: "none" })).length, 2);
  assert.deepEqual(
    await keptOf(["Release tags of Murmur are made only by relbot, nobody tags by hand."], {}),
    ["Release tags of Murmur are made only by relbot, nobody tags by hand"],
  );
});

Deno.test("openStore lets the judge take over from a language model that isn't there", async () => {
  const warnings: string[] = [];
  const kept = await keptOf(
    ["Release tags of Murmur are made only by relbot, nobody tags by hand."],
    {
      extractor: { baseUrl: "http://127.0.0.1:4/v1", model: "any" },
      log: (level, message) => void warnings.push(`${level} ${message}`),
    },
  );
  assert.deepEqual(kept, ["Release tags of Murmur are made only by relbot, nobody tags by hand"]);
  assert.match(warnings.join("\n"), /^warn Could not extract facts with the model; rules did\. /);
});

Deno.test("openStore's close ends judging that is under way", async () => {
  const store = await openStore(":memory:");
  const content = Array.from({ length: 60 }, (_, i) => `Service ${i} listens on port ${8000 + i}.`);
  const adding = store.add({
    scope: { user: "ann" },
    messages: [{ role: "user", content: content.join(" ") }],
    infer: true,
  });
  const ended = assert.rejects(adding, { name: "MemoryError" });
  await store.close();
  await ended;
});
