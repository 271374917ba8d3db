import assert from "node:assert/strict";
import { join } from "node:path";
import { type MemoryStore, openStore } from "../../mod.ts";
import { createHome, type Home, type HomeOptions } from "../../tasks/lib/home.ts";
import { type Model, type ModelRequest, startModel, textOf } from "../../tasks/lib/model.ts";
import {
  run,
  type RunResult,
  type Server,
  startServer,
  waitFor,
} from "../../tasks/lib/opencode.ts";
import { prepare } from "../../tasks/lib/prepare.ts";

/** The programs and the built package. */
export const prepared = await prepare(console.error, Deno.env.get("E2E_PACKAGE"));

/** What a scenario works with: one home, one model, and the real OpenCode in any number of runs. */
export interface Stage {
  model: Model;
  home: Home;
  /** Path of the memory file. */
  database: string;
  /** `opencode run "message"`, a process of its own; rejects unless it exits with 0. */
  run(message: string, directory?: string): Promise<RunResult>;
  /** `opencode serve`, ended with the scenario at the latest. */
  serve(directory?: string): Promise<Server>;
  /** Opens the memory file, gives it to `use`, and closes it. */
  withStore<T>(use: (store: MemoryStore) => Promise<T>): Promise<T>;
  /** The texts of all memories of the home's user. */
  remembered(): Promise<string[]>;
  /** The requests for answers (not titles, not summaries) so far. */
  chats(): ModelRequest[];
}

/** The user of every home. */
export const USER = "casey";
/** The project id of a home's first folder, from its name. */
export const PROJECT = "lighthouse";

/** Registers a scenario as one top-level test; everything it started is ended afterwards. */
export function scenario(
  name: string,
  body: (stage: Stage) => Promise<void>,
  options: Partial<HomeOptions> = {},
): void {
  Deno.test(name, async () => {
    const model = startModel();
    const home = await createTestHome(model, options);
    const servers: Server[] = [];
    try {
      await body(stageOf(model, home, servers));
    } catch (error) {
      for (const server of servers) console.error(server.log());
      throw error;
    } finally {
      for (const server of servers) await server.kill();
      await model.close();
      await home.remove();
    }
  });
}

/**
 * A group of scenarios on one OpenCode process: starting one takes seconds. Each begins with an empty
 * memory file, a model that has forgotten its script, and the requests counted anew.
 *
 * @returns what registers a scenario of the group.
 */
export function sharedScenarios(
  options: Partial<HomeOptions> = {},
): (name: string, body: (stage: Stage, server: Server) => Promise<void>) => void {
  let opened: Promise<{ model: Model; home: Home; server: Server }> | undefined;
  const open = async () => {
    const model = startModel();
    const home = await createTestHome(model, options);
    return { model, home, server: await startServer(prepared.opencode, home) };
  };
  Deno.test.afterAll(async () => {
    const { model, home, server } = await opened ?? {};
    await server?.kill();
    await model?.close();
    await home?.remove();
  });
  return (name, body) =>
    Deno.test({
      name,
      // What the group shares is opened in its first scenario and closed after its last one.
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        const { model, home, server } = await (opened ??= open());
        model.answer(() => undefined);
        const stage = stageOf(model, home, [], model.requests.length);
        await stage.withStore((store) => store.removeAll({ scope: { user: USER } }));
        try {
          await body(stage, server);
        } catch (error) {
          console.error(server.log());
          throw error;
        }
      },
    });
}

function createTestHome(model: Model, options: Partial<HomeOptions>): Promise<Home> {
  return createHome({
    model: model.url,
    plugins: [prepared.plugin],
    path: [prepared.ripgrepFolder],
    ...options,
    env: { MEM0_USER_ID: USER, ...options.env },
  });
}

/** @param since How many of the model's requests came before. */
function stageOf(model: Model, home: Home, servers: Server[], since = 0): Stage {
  const database = join(home.env.HOME ?? "", ".mem0", "memories.db");
  const stage: Stage = {
    model,
    home,
    database,
    async run(message, directory) {
      const result = await run(prepared.opencode, home, message, { directory });
      if (result.code !== 0) throw new Error(`opencode run ended with ${JSON.stringify(result)}`);
      return result;
    },
    async serve(directory) {
      const server = await startServer(prepared.opencode, home, directory);
      servers.push(server);
      return server;
    },
    async withStore(use) {
      await Deno.mkdir(join(database, ".."), { recursive: true });
      const store = await openStore(`file:${database}`);
      try {
        return await use(store);
      } finally {
        await store.close();
      }
    },
    remembered: () =>
      stage.withStore(async (store) =>
        (await store.list({ scope: { user: USER } })).memories.map((memory) => memory.text)
      ),
    chats: () => model.requests.slice(since).filter((request) => request.purpose === "chat"),
  };
  return stage;
}

/** Stores texts as the plugin's own rows of a project. */
export async function seed(
  stage: Stage,
  texts: string[],
  options: { project?: string; type?: string } = {},
): Promise<void> {
  const project = options.project ?? PROJECT;
  await stage.withStore(async (store) => {
    for (const content of texts) {
      await store.add({
        scope: { user: USER, agent: project },
        messages: [{ role: "user", content }],
        infer: false,
        metadata: { app_id: project, type: options.type ?? "decision" },
      });
    }
  });
}

/** Waits, a minute at most, until the user's memories are as wanted, and returns their texts. */
export async function untilRemembered(
  stage: Stage,
  wanted: (texts: string[]) => boolean,
): Promise<string[]> {
  let texts: string[] = [];
  await waitFor(async () => {
    texts = await stage.remembered();
    return wanted(texts) || undefined;
  }, 60_000);
  return texts;
}

/**
 * Asks in new conversations, for a minute at most, until the message is given what is wanted: on a
 * loaded machine recall may miss its deadline, and then the message goes out without memories.
 *
 * @returns what it was given last.
 */
export async function untilGiven(
  stage: Stage,
  place: Pick<Server, "createSession" | "say">,
  question: string,
  wanted: RegExp,
): Promise<string> {
  let block = "";
  await waitFor(async () => {
    await place.say(await place.createSession(), question);
    block = given(stage.chats().at(-1));
    return wanted.test(block) || undefined;
  }, 60_000);
  assert.match(block, wanted);
  return block;
}

/** What stands in the newest user message of a request beside what the user typed: the injection. */
export function given(request: ModelRequest | undefined): string {
  const message = request?.messages.findLast((each) => each.role === "user");
  const content = message?.content;
  if (!Array.isArray(content)) return "";
  return content.slice(1).map((part) => part.text ?? "").join("\n");
}

/** The text of the last tool result in a request. */
export function toolResult(request: ModelRequest | undefined): string {
  return textOf(request?.messages.findLast((each) => each.role === "tool"));
}

/** Makes the model call one tool for each message that has this word, then answer with "Done". */
export function callTool(model: Model, word: string, name: string, args: unknown): void {
  model.answer((request) => {
    if (request.purpose !== "chat") return undefined;
    const last = request.messages.at(-1);
    if (last?.role === "tool") return { text: "Done." };
    const asked = last?.role === "user" && textOf(last).includes(word);
    return asked ? { calls: [{ name, arguments: args }] } : undefined;
  });
}

/** One tool call of the model; its arguments may need what earlier calls were answered. */
export interface ToolCall {
  name: string;
  args: unknown | ((answers: string[]) => unknown);
}

/**
 * Says one message to which the model makes the calls, one after the other.
 *
 * @returns what the model was answered to each, as it stands in its next request.
 */
export async function callInTurn(
  stage: Stage,
  server: Server,
  calls: ToolCall[],
  options: { session?: string; say?: () => Promise<unknown> } = {},
): Promise<string[]> {
  const answers: string[] = [];
  stage.model.answer((request) => {
    if (request.purpose !== "chat") return undefined;
    if (request.messages.at(-1)?.role === "tool") answers.push(toolResult(request));
    const call = calls[answers.length];
    if (call === undefined) return { text: "Done." };
    const args = typeof call.args === "function" ? call.args(answers) : call.args;
    return { calls: [{ name: call.name, arguments: args }] };
  });
  if (options.say) await options.say();
  else await server.say(options.session ?? await server.createSession(), "Please go ahead.");
  stage.model.answer(() => undefined);
  return answers;
}

/** Paths of the files below a folder whose content has this text. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) found.push(...await filesWith(path, text));
    else if (entry.isFile && (await Deno.readTextFile(path)).includes(text)) found.push(path);
  }
  return found;
}
