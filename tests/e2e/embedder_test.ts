/** The embedder from one bundled file, in the runtimes that OpenCode and its users have. */
import assert from "node:assert/strict";
import { bundleProbe, locateRuntimes, run } from "../../tasks/lib/runtimes.ts";

for (const { name, command } of await locateRuntimes(console.log)) {
  Deno.test(`MiniLm gives the original's vectors in ${name}, and lets it end`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "mem0-embedder-" });
    try {
      const result = JSON.parse(await run([...command, await bundleProbe(folder)]));
      assert.deepEqual(result.lines, []);
      assert.ok(result.leastCosine > 0.96, `cosine ${result.leastCosine}`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
