/** OpenCode 1.18 also calls what is meant for OpenCode 2: that call must come to nothing, at once. */
import assert from "node:assert/strict";
import { waitFor } from "../../tasks/lib/opencode.ts";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepared, scenario } from "./harness.ts";

const folder = await Deno.makeTempDir({ prefix: "opencode-mem0-setup-" });
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const notes = join(folder, "calls.txt");
const wrapper = join(folder, "wrapper.js");
await Deno.writeTextFile(
  wrapper,
  `import { appendFileSync } from "node:fs";
   import real from ${JSON.stringify(`${prepared.plugin}/dist/server.js`)};
   const note = (call) => appendFileSync(${JSON.stringify(notes)}, JSON.stringify(call) + "\\n");
   export default {
     id: "wrapper",
     server: (...given) => (note({ call: "server" }), real.server(...given)),
     setup: (context) => {
       const result = real.setup(context);
       note({ call: "setup", keys: Object.keys(context ?? {}), result: typeof result });
       return result;
     },
   };`,
);

scenario(
  "OpenCode 1 calls setup, and gets nothing at once",
  async (stage) => {
    const server = await stage.serve();
    await server.say(await server.createSession(), "Hello");
    // What calls it is loaded when it is first asked for.
    await server.call("GET", "/api/skill").catch(() => undefined);
    const setup = await waitFor(async () => {
      const lines = (await Deno.readTextFile(notes)).trim().split("\n");
      return lines.map((line) => JSON.parse(line)).find(({ call }) => call === "setup");
    }, 10_000);
    assert.equal(setup?.result, "undefined");
    assert.ok(!setup?.keys.includes("session"), "what OpenCode 2 is told from");
    await server.stop();
  },
  { plugins: [pathToFileURL(wrapper).href] },
);
