// Remembers and finds again, in a Node or Bun script:
//
//   npm install opencode-mem0-selfhost
//   node remember.mjs                               one file: memories.db (Node 22.13 or later)
//   node remember.mjs http://localhost:8888 KEY     a Mem0 server (Node 20 or later)
//
// Loaded here by import(), so that the file can be checked where the package isn't installed;
// `import { openStore } from "opencode-mem0-selfhost"` is the same.
import process from "node:process";

const { isMemoryError, openStore } = await import("opencode-mem0-selfhost");

const [address = "file:memories.db", apiKey] = process.argv.slice(2);
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
  process.exitCode = 1;
}
