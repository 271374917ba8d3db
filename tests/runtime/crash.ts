/** Hears one message, says so on standard output, and waits to be killed. */
import { startMemory } from "../../plugin/start.ts";

const directory = Deno.args[0]!;
const runtime = await startMemory({
  name: "crash",
  directory,
  parentOf: () => Promise.resolve(undefined),
  notify: () => {},
});
await runtime.onPrompt({
  sessionID: "s1",
  messageID: "msg_1",
  text: "Remember: the staging database is called harbor-stg",
});
console.log("heard");
setInterval(() => {}, 1_000);
