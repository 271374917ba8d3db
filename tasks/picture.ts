/**
 * `deno run -A tasks/picture.ts`: makes docs/picture.svg, a picture of the real OpenCode that remembers.
 * Needs tmux. The model is scripted: it answers with what the plugin put into its request.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { openStore } from "../mod.ts";
import { createHome } from "./lib/home.ts";
import { type ModelRequest, startModel, textOf } from "./lib/model.ts";
import { waitFor } from "./lib/opencode.ts";
import { prepare } from "./lib/prepare.ts";
import { drawTerminal } from "./lib/terminal_svg.ts";

const COLUMNS = 100, ROWS = 17;
const PICTURE = fileURLToPath(new URL("../docs/picture.svg", import.meta.url));
const KNOWN = [
  "We decided to deploy this service with Kamal, not with Helm",
  "The staging database listens on port 6544",
];
const QUESTION = "How do we deploy this service?";

function answer(request: ModelRequest): { text: string } | undefined {
  if (request.purpose === "title") return { text: "Deploying the service" };
  if (request.purpose !== "chat") return undefined;
  const user = textOf(request.messages.findLast(({ role }) => role === "user"));
  const memory = /^- (\[mem0:\w+\]) (.*)$/m.exec(user);
  return { text: memory === null ? "I don't know." : `From memory ${memory[1]}: ${memory[2]}.` };
}

const prepared = await prepare(console.log);
const model = startModel(answer);
const home = await createHome({
  model: model.url,
  plugins: [prepared.plugin],
  path: [prepared.ripgrepFolder],
  env: { MEM0_USER_ID: "casey", TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "C.UTF-8" },
});
const socket = `mem0-picture-${crypto.randomUUID().slice(0, 8)}`;

async function tmux(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("tmux", {
    args: ["-L", socket, "-f", "/dev/null", ...args],
    env: home.env,
    clearEnv: true,
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot run tmux ${args[0]}: ${new TextDecoder().decode(stderr)}`);
}

async function shows(text: string, isThere = true): Promise<void> {
  const found = await waitFor(
    async () => (await tmux("capture-pane", "-p")).includes(text) === isThere ? true : undefined,
    60_000,
  );
  if (!found) {
    throw new Error(`Still waiting for "${text}" at:\n${await tmux("capture-pane", "-p")}`);
  }
}

try {
  const store = await openStore(`file:${home.env.HOME}/.mem0/memories.db`);
  for (const content of KNOWN) {
    await store.add({
      scope: { user: "casey", agent: "lighthouse" },
      messages: [{ role: "user", content }],
      infer: false,
      metadata: { app_id: "lighthouse", type: "decision" },
    });
  }
  await store.close();
  const size = ["-x", String(COLUMNS), "-y", String(ROWS)];
  await tmux("new-session", "-d", ...size, "-c", home.project, prepared.opencode);
  await shows("Ask anything");
  await tmux("send-keys", "-l", QUESTION);
  await shows(QUESTION);
  await tmux("send-keys", "Enter");
  await shows("From memory");
  await shows("Memory is on", false); // the notice would hide a part
  const place = "~/lighthouse".padEnd(home.project.length);
  const screen = (await tmux("capture-pane", "-e", "-p")).replaceAll(home.project, place);
  const title = `OpenCode is asked "${QUESTION}" and answers from memory`;
  await Deno.writeTextFile(PICTURE, drawTerminal(screen, COLUMNS, title));
  console.log(`Made ${PICTURE}`);
} finally {
  await tmux("kill-server").catch((error) => console.error(String(error)));
  await model.close();
  await home.remove();
}
