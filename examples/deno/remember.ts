/**
 * Remembers and finds again, in a Deno script. In this repository:
 *
 *   deno run -A examples/deno/remember.ts                               one file: memories.db
 *   deno run -A examples/deno/remember.ts http://localhost:8888 KEY     a Mem0 server
 *
 * Elsewhere, write `npm:opencode-mem0-selfhost` in place of `@opencode-mem0/selfhost`.
 */
import { isMemoryError, openStore } from "@opencode-mem0/selfhost";

const [address = "file:memories.db", apiKey] = Deno.args;
const scope = { user: "ann", agent: "shop" };

try {
  const store = await openStore(address, { apiKey });
  await store.add({
    scope,
    messages: [{ role: "user", content: "We deploy on Fridays with Kamal" }],
    infer: false, // as it is; true: only the facts in it
    metadata: { type: "convention" },
  });
  for (const hit of await store.search({ scope, text: "How do we deploy?", limit: 3 })) {
    console.log(hit.score.toFixed(2), hit.text);
  }
  await store.close();
} catch (error) {
  if (!isMemoryError(error)) throw error;
  console.error(error.message); // what was tried, why it failed, what to do
  Deno.exit(1);
}
