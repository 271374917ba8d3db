/**
 * OpenCode 1 as a plugin meets it, for one plugin in a process of its own: `plugin_host.ts`, with one
 * JSON request per line on standard input and one JSON answer per line on standard output. Runs in Bun.
 *
 * What is awaited, stored and shown to the model is as in OpenCode: `chat.message` may change the
 * stored message, `experimental.chat.messages.transform` a copy of all messages at each model step.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { stayOnLoopback } from "./loopback_only.ts";
import type { Answers, Requests } from "./protocol.ts";

const foreign = stayOnLoopback();

interface Part {
  id: string;
  sessionID: string;
  messageID: string;
  type: string;
  text?: string;
  ignored?: boolean;
}
interface Stored {
  info: Record<string, unknown> & { id: string; role: string };
  parts: Part[];
}
type Hook = (input: unknown, output?: unknown) => Promise<unknown>;
interface ClientOptions {
  path: { id: string };
  body: { level?: string; variant?: string; message: string };
}
interface Tool {
  execute(args: unknown, call: unknown): Promise<unknown>;
}
interface Hooks {
  [name: string]: unknown;
  tool?: Record<string, Tool>;
}

const told: string[] = [];
const sessions = new Map<string, Stored[]>();
let hooks: Hooks = {};
let clock = 0;

/** Ids ascend, as OpenCode's do. */
function makeId(prefix: string): string {
  return `${prefix}_2036c${String(++clock).padStart(7, "0")}FQ07G2FL49M3ur`;
}

function messagesOf(sessionID: string): Stored[] {
  const known = sessions.get(sessionID) ?? [];
  sessions.set(sessionID, known);
  return known;
}

/** Calls a hook; the time that the host was kept waiting, null when the plugin has no such hook. */
async function call(name: string, input: unknown, output?: unknown): Promise<number | null> {
  const hook = hooks[name] as Hook | undefined;
  if (hook === undefined) return null;
  const started = performance.now();
  await hook(input, output);
  return performance.now() - started;
}

/** OpenCode's own client: the calls that plugins make of it; any other gives no data. */
function makeClient(): unknown {
  const known: Record<string, (options: ClientOptions) => unknown> = {
    "session.get": ({ path }) => ({ id: path.id }),
    "session.messages": ({ path }) => structuredClone(messagesOf(path.id)),
    "app.log": ({ body }) => told.push(`${body.level}: ${body.message}`),
    "tui.showToast": ({ body }) => told.push(`${body.variant}: ${body.message}`),
  };
  const at = (path: string): unknown =>
    new Proxy(() => {}, {
      get: (_, name) =>
        name === "then" ? undefined : at(path ? `${path}.${String(name)}` : String(name)),
      apply: (_, __, [options]) => Promise.resolve({ data: known[path]?.(options) }),
    });
  return at("");
}

/** What the model is sent: each message as a text. */
async function show(sessionID: string): Promise<{ sent: string[]; ms: number }> {
  const output = { messages: structuredClone(messagesOf(sessionID)) };
  const ms = await call("experimental.chat.messages.transform", {}, output) ?? 0;
  const sent = output.messages.map(({ info, parts }) => {
    const texts = parts.filter((part) => part.type === "text" && !part.ignored);
    return `${info.role}: ${texts.map((part) => part.text ?? "").join("\n")}`;
  });
  return { sent, ms };
}

const operations: { [O in keyof Requests]: (given: Requests[O]) => Promise<Answers[O]> } = {
  async load({ entry, directory, options }) {
    process.chdir(directory);
    let started = performance.now();
    const module = await import(entry);
    const importMs = performance.now() - started;
    // Without such a default export OpenCode takes each export for a plugin.
    const start = module.default?.server ??
      Object.values(module).find((one) => typeof one === "function");
    const input = {
      client: makeClient(),
      project: { id: "bench", worktree: directory },
      directory,
      worktree: directory,
      serverUrl: new URL("http://127.0.0.1:1"),
      $: (globalThis as { Bun?: { $: unknown } }).Bun?.$,
    };
    started = performance.now();
    hooks = await start(input, options) ?? {};
    const startMs = performance.now() - started;
    await call("config", {});
    return { importMs, startMs, hooks: Object.keys(hooks) };
  },

  async say({ sessionID, text }) {
    const messageID = makeId("msg");
    const info = { id: messageID, sessionID, role: "user", time: { created: ++clock } };
    const part = { id: makeId("prt"), sessionID, messageID, type: "text", text };
    const output = { message: info, parts: [part] as Part[] };
    const hookMs = await call("chat.message", { sessionID, messageID, agent: "build" }, output);
    output.parts.sort((a, b) => a.id < b.id ? -1 : 1);
    messagesOf(sessionID).push({ info, parts: output.parts });
    const { sent, ms } = await show(sessionID);
    return { ms: (hookMs ?? 0) + ms, sent };
  },

  async step({ sessionID }) {
    return await show(sessionID);
  },

  async answer({ sessionID, text }) {
    const id = makeId("msg");
    const at = ++clock;
    const info = { id, sessionID, role: "assistant", time: { created: at, completed: at } };
    const part = { id: makeId("prt"), sessionID, messageID: id, type: "text", text };
    messagesOf(sessionID).push({ info, parts: [part] });
    const event = { id: makeId("evt"), type: "session.idle", properties: { sessionID } };
    // Not awaited, as in OpenCode.
    void (hooks.event as ((input: unknown) => Promise<void>) | undefined)?.({ event });
    await Promise.resolve();
    return {};
  },

  async tool({ sessionID, name, args }) {
    const tool = hooks.tool?.[name];
    if (tool === undefined) return { ok: false, ms: 0, text: `There is no tool "${name}"` };
    const started = performance.now();
    const context = {
      sessionID,
      messageID: makeId("msg"),
      agent: "build",
      abort: new AbortController().signal,
      metadata: () => {},
    };
    try {
      const text = String(await tool.execute(args, context));
      return { ok: true, ms: performance.now() - started, text };
    } catch (error) {
      return { ok: false, ms: performance.now() - started, text: String(error) };
    }
  },

  async shell({ sessionID, command, output, exit }) {
    const ids = { tool: "bash", sessionID, callID: makeId("call") };
    const given = { args: { command } };
    await call("tool.execute.before", ids, given);
    const result = { title: command, output, metadata: { exit } };
    const ms = await call("tool.execute.after", { ...ids, args: given.args }, result);
    return { ms, output: result.output };
  },

  async compact({ sessionID }) {
    const output = { context: [] as string[] };
    const ms = await call("experimental.session.compacting", { sessionID }, output);
    return { ms, context: output.context };
  },

  async dispose() {
    return { ms: await call("dispose", undefined), foreign, told };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, operation, given } = JSON.parse(line) as {
    id: number;
    operation: keyof Requests;
    given: never;
  };
  try {
    const answer = await operations[operation](given);
    process.stdout.write(`${JSON.stringify({ id, answer })}\n`);
  } catch (error) {
    const failure = error instanceof Error ? error.stack ?? error.message : String(error);
    process.stdout.write(`${JSON.stringify({ id, failure })}\n`);
  }
}
process.exit(0);
