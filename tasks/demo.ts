/**
 * `deno task demo`: OpenCode remembers, shown with the real OpenCode and a scripted model.
 *
 * In one conversation a user tells three facts among small talk. In the next one, a new process, the
 * user asks about one of them. The proof is in the request that the model received: the fact is in
 * what the plugin put in, and without the plugin it is not there.
 *
 * No key is needed and nothing of the user's own OpenCode is touched. With `--host URL [--key KEY]`,
 * or MEM0_HOST and MEM0_API_KEY, the memories go to that Mem0 server instead of a local file.
 *
 * Exit code 0: shown; 1: the fact did not arrive, or the server can't be used; 2: wrong usage.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Memory, type MemoryStore, openStore } from "../mod.ts";
import { createHome, type Home } from "./lib/home.ts";
import { type Model, startModel, textOf } from "./lib/model.ts";
import { run, startServer, waitFor } from "./lib/opencode.ts";
import { prepare, type Prepared } from "./lib/prepare.ts";

const SAID = [
  "Good morning! The coffee machine is broken again, so bear with me.",
  "We decided to deploy this service with Kamal, not with Helm.",
  "That build took ages, didn't it?",
  "I prefer tabs over spaces in this repository.",
  "The staging database listens on port 6544.",
  "Right, enough for today. See you tomorrow!",
];

/** No word of it is in the fact's value, so that only memory can bring it in. */
const QUESTION = "Which tool do we deploy this service with?";
const VALUE = "Kamal";

/** How long a server may take until the kept memories appear: it asks a model of its own first. */
const PATIENCE_MS = 120_000;

/** Where the memories go. */
interface Target {
  host?: string;
  key?: string;
}

async function main(): Promise<number> {
  const target = readTarget();
  if (target === undefined) return 2;
  const problem = await findProblem(target);
  if (problem !== undefined) {
    console.error(problem);
    return 1;
  }
  const prepared = await prepare(console.log);
  const model = startModel();
  const user = `demo-${crypto.randomUUID().slice(0, 8)}`;
  const home = await createHome({
    model: model.url,
    plugins: [prepared.plugin],
    env: {
      MEM0_USER_ID: user,
      ...(target.host === undefined ? {} : { MEM0_HOST: target.host }),
      ...(target.key === undefined ? {} : { MEM0_API_KEY: target.key }),
    },
    path: [prepared.ripgrepFolder],
  });
  const address = target.host ?? `file:${join(home.env.HOME ?? "", ".mem0", "memories.db")}`;
  try {
    return await show({ prepared, model, home, user, address, key: target.key });
  } finally {
    await forget(address, target.key, user);
    await model.close();
    await home.remove();
  }
}

/** What keeps the server from being used, in a sentence; it is asked before anything is built. */
async function findProblem({ host, key }: Target): Promise<string | undefined> {
  if (host === undefined) return undefined;
  const store = await openStore(host, { apiKey: key });
  try {
    return (await store.check()).problem;
  } finally {
    await store.close();
  }
}

interface Stage {
  prepared: Prepared;
  model: Model;
  home: Home;
  user: string;
  address: string;
  key: string | undefined;
}

async function show(stage: Stage): Promise<number> {
  const { prepared, model, home } = stage;
  title("First conversation, said to a real OpenCode");
  for (const line of SAID) console.log(`  you: ${line}`);
  const kept = await converse(stage);

  title(`What was kept, ${stage.address.startsWith("file:") ? "in one file" : "on the server"}`);
  for (const memory of kept) console.log(`  - ${memory.text}`);
  if (kept.length === 0) console.log("  nothing");

  title("Second conversation, a new process");
  console.log(`  you: ${QUESTION}`);
  const given = await ask(prepared.opencode, home, model);

  title("What the plugin put into the model's request");
  console.log(given === "" ? "  nothing" : indent(given));

  title("The same question without the plugin");
  const control = await createHome({ model: model.url, path: [prepared.ripgrepFolder] });
  let without: string;
  try {
    without = await ask(prepared.opencode, control, model);
  } finally {
    await control.remove();
  }
  console.log(without === "" ? "  nothing was put in" : indent(without));

  title("Proof");
  if (without.includes(VALUE)) {
    console.log(`  FAILED: "${VALUE}" reaches the model without the plugin, so nothing is shown`);
    return 1;
  }
  if (!given.includes(VALUE)) {
    console.log(`  FAILED: "${VALUE}" is not in what the model was given`);
    return 1;
  }
  console.log(`  "${VALUE}" was said in one process and given to the model in another one.`);
  console.log("\nNext: deno task install-local puts it into your own OpenCode.");
  return 0;
}

/** Holds the first conversation and waits until what was kept can be read. */
async function converse(stage: Stage): Promise<Memory[]> {
  const { prepared, home } = stage;
  const server = await startServer(prepared.opencode, home);
  const sessionID = await server.createSession();
  for (const line of SAID) await server.say(sessionID, line);
  const store = await openStore(stage.address, { apiKey: stage.key });
  try {
    // Delivery to a server goes on while OpenCode runs; a file has all when OpenCode has ended.
    const remote = !stage.address.startsWith("file:");
    if (remote) await waitFor(() => isKept(store, stage.user), PATIENCE_MS);
    await server.stop();
    return (await store.list({ scope: { user: stage.user } })).memories;
  } finally {
    await store.close();
    await server.kill();
  }
}

/** Is the memory there that will be asked for? Undefined: not yet. */
async function isKept(store: MemoryStore, user: string): Promise<true | undefined> {
  const { memories } = await store.list({ scope: { user } });
  return memories.some((memory) => memory.text.includes(VALUE)) ? true : undefined;
}

/** Asks in a new process; resolves to what stands in the user's message beside the question. */
async function ask(program: string, home: Home, model: Model): Promise<string> {
  const before = model.requests.length;
  const result = await run(program, home, QUESTION);
  const request = model.requests.slice(before).find((each) => each.purpose === "chat");
  if (request === undefined) {
    throw new Error(
      `OpenCode asked the model nothing (exit code ${result.code})\n${result.stderr}`,
    );
  }
  const message = request.messages.findLast((each) => each.role === "user");
  // `opencode run` quotes the question.
  return textOf(message).replace(`"${QUESTION}"`, "").replace(QUESTION, "").trim();
}

/** Leaves nothing of the demo on a server; a local file goes with its home. */
async function forget(address: string, key: string | undefined, user: string): Promise<void> {
  if (address.startsWith("file:")) return;
  const store = await openStore(address, { apiKey: key });
  try {
    const { removed, left } = await store.removeAll({ scope: { user } });
    console.log(`\nRemoved the demo's ${removed} memories from the server, ${left} left.`);
  } finally {
    await store.close();
  }
}

function readTarget(): Target | undefined {
  try {
    const { values } = parseArgs({
      args: Deno.args,
      options: { host: { type: "string" }, key: { type: "string" } },
    });
    return {
      host: values.host ?? Deno.env.get("MEM0_HOST") ?? Deno.env.get("MEM0_SELF_HOST_URL"),
      key: values.key ?? Deno.env.get("MEM0_API_KEY"),
    };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    console.error("Usage: deno task demo [--host URL [--key KEY]]");
    return undefined;
  }
}

function title(text: string): void {
  console.log(`\n== ${text}`);
}

function indent(text: string): string {
  return text.split("\n").map((line) => `  ${line}`).join("\n");
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    Deno.exit(1);
  }
}
