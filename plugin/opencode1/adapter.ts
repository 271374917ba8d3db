import type { Log } from "../../client/store.ts";
import { describe, guard, guardSync } from "../core/guard.ts";
import type { Host, MemoryRuntime, Turn } from "../core/host.ts";
import { blockPart, markCommand, readTyped, turnOf } from "./parts.ts";
import { registerSkills } from "./skills.ts";
import { registerTools } from "./tools.ts";
import type { Client, Hooks, PluginInput } from "./types.ts";

/** Names us in OpenCode's log and in its toasts. */
const SERVICE = "opencode-mem0-selfhost";

/**
 * The runtime keeps deadlines of its own; these are the net below it, for a runtime that doesn't.
 * Milliseconds.
 */
const DEADLINE = {
  prompt: 1_500,
  turnEnd: 10_000,
  toolFailure: 1_500,
  compact: 3_000,
  close: 5_000,
};

/** Messages read at the end of a turn at first; a turn with many tool calls has more. */
const FIRST_PAGE = 64;
/** A sub-agent is over long before so many others began. */
const PARENTS_KEPT = 1_000;

/**
 * OpenCode 1's hooks on a memory runtime.
 *
 * No hook throws or rejects, with one exception that is OpenCode's own way to refuse a tool call.
 * That matters: a throw in `chat.message` loses the user's prompt, one in `event` hangs the session.
 *
 * @param input What OpenCode hands to the plugin.
 * @param skillsFolder Absolute path of the folder with `<name>/SKILL.md`.
 * @param start Makes the runtime; the log is OpenCode's own. When it fails, OpenCode works on without
 * memory, the user is told, and the result is `{}` (undefined would break every prompt).
 */
export async function createHooks(
  input: PluginInput,
  skillsFolder: string,
  start: (host: Host, log: Log) => Promise<MemoryRuntime>,
): Promise<Hooks> {
  const log = logOf(input.client);
  const parents = new Map<string, string>();
  const host = hostOf(input, parents, log);
  let runtime: MemoryRuntime;
  try {
    runtime = await start(host, log);
  } catch (error) {
    host.notify("error", `Memory is off: ${describe(error)}`);
    return {};
  }
  return catchAll(hooksOf({ runtime, client: input.client, parents, skillsFolder, log }), log);
}

/** The one error that a hook lets out. */
class Refusal extends Error {}

/** The outermost net: what a hook is handed may be none of what its guard expects. */
function catchAll(hooks: Hooks, log: Log): Hooks {
  const caught = Object.entries(hooks).map(([name, hook]) => {
    if (typeof hook !== "function") return [name, hook];
    const call = hook as (...given: unknown[]) => Promise<void>;
    return [name, async (...given: unknown[]) => {
      try {
        await call(...given);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        log("warn", `${name} failed: ${describe(error)}`);
      }
    }];
  });
  return Object.fromEntries(caught);
}

interface Parts {
  runtime: MemoryRuntime;
  client: Client;
  /** Sub-agents' sessions that were created here, each with its parent. */
  parents: Map<string, string>;
  skillsFolder: string;
  log: Log;
}

function hooksOf({ runtime, client, parents, skillsFolder, log }: Parts): Hooks {
  /** What runs beside the hooks and must be durable before the process ends. */
  const pending = new Set<Promise<unknown>>();
  const inBackground = (work: Promise<unknown>) => {
    pending.add(work);
    work.finally(() => pending.delete(work));
  };

  const atOnce = (name: string, body: () => unknown): Promise<void> => {
    guardSync(name, log, body);
    return Promise.resolve();
  };

  return {
    ...registerTools(runtime.tools),

    config: (config) =>
      atOnce("config", () => {
        const env = runtime.env();
        const who = { user: env.MEM0_USER_ID ?? "", project: env.MEM0_APP_ID ?? "" };
        registerSkills(config, skillsFolder, runtime.skills, who);
      }),

    "command.execute.before": (input, output) =>
      atOnce("command.execute.before", () => {
        markCommand(output.parts, { text: input.arguments, command: input.command });
      }),

    async "chat.message"({ sessionID }, output) {
      await guard({ name: "chat.message", deadlineMs: DEADLINE.prompt, log }, async (signal) => {
        const typed = readTyped(output.parts);
        if (typed.text === "" && typed.command === undefined) return;
        // `opencode run` gives no messageID in the input.
        const messageID = output.message.id;
        const block = await runtime.onPrompt({ sessionID, messageID, ...typed });
        // A part pushed after the deadline would reach some requests and not others.
        if (block === undefined || signal.aborted) return;
        const part = blockPart(output.parts, messageID, block.text);
        if (part !== undefined) output.parts.push(part);
      });
    },

    // OpenCode doesn't await this hook: what it starts is awaited by `dispose`.
    event: ({ event }) =>
      atOnce("event", () => {
        const { sessionID, info } = event.properties;
        if (sessionID === undefined) return;
        if (event.type === "session.created" && info?.parentID !== undefined) {
          noteParent(parents, sessionID, info.parentID);
        }
        if (event.type === "session.compacted") runtime.onCompacted(sessionID);
        if (event.type === "session.idle") {
          inBackground(guard(
            { name: "session.idle", deadlineMs: DEADLINE.turnEnd, log },
            () => runtime.onTurnEnd(sessionID, (since) => turnsOf(client, sessionID, since)),
          ));
        }
      }),

    // deno-lint-ignore require-await -- a synchronous throw would not be the rejection that is expected
    async "tool.execute.before"({ tool, sessionID, callID }, { args }) {
      const reason = guardSync(
        "tool.execute.before",
        log,
        () => runtime.onToolStart({ sessionID, callID, tool, args }),
      );
      // The one way to refuse: the model gets the message as the call's error.
      if (reason !== undefined) throw new Refusal(reason);
    },

    async "tool.execute.after"({ tool, sessionID, callID, args }, output) {
      const exitCode = output.metadata?.exit;
      // Only shell commands have an exit code; null: ended by a signal or by the user.
      if (typeof exitCode !== "number" || exitCode === 0) return;
      await guard(
        { name: "tool.execute.after", deadlineMs: DEADLINE.toolFailure, log },
        async (signal) => {
          const event = { sessionID, callID, tool, args, output: output.output, exitCode };
          const advice = await runtime.onToolFailure(event);
          if (advice !== undefined && !signal.aborted) output.output += `\n\n${advice}`;
        },
      );
    },

    async "experimental.session.compacting"({ sessionID }, output) {
      await guard(
        { name: "session.compacting", deadlineMs: DEADLINE.compact, log },
        async (signal) => {
          const lines = await runtime.onCompact(sessionID);
          if (lines !== undefined && !signal.aborted) output.context.push(lines);
        },
      );
    },

    "shell.env": ({ sessionID }, output) =>
      atOnce("shell.env", () => Object.assign(output.env, runtime.env(sessionID))),

    async dispose() {
      await guard({ name: "dispose", deadlineMs: DEADLINE.close, log }, async () => {
        await Promise.allSettled(pending);
        await runtime.close();
      });
    },
  };
}

/**
 * `session.created` comes before the session's first message. What it tells needs no call to OpenCode,
 * which on a busy machine may answer later than a message can wait.
 */
function noteParent(parents: Map<string, string>, sessionID: string, parentID: string): void {
  parents.set(sessionID, parentID);
  const [oldest] = parents.keys();
  if (parents.size > PARENTS_KEPT && oldest !== undefined) parents.delete(oldest);
}

function hostOf(
  { client, directory }: PluginInput,
  parents: ReadonlyMap<string, string>,
  log: Log,
): Host {
  return {
    name: "opencode1",
    directory,
    async parentOf(sessionID) {
      const known = parents.get(sessionID);
      if (known !== undefined) return known;
      const { data, error } = await client.session.get({ path: { id: sessionID } });
      if (data === undefined) {
        throw new Error(`Cannot read session "${sessionID}"`, { cause: error });
      }
      return data.parentID;
    },
    notify(level, line) {
      log(level === "warning" ? "warn" : level, line);
      send(() =>
        client.tui.showToast({ body: { title: "Memory", message: line, variant: level } })
      );
    },
  };
}

/** Reads back in steps until the message is met: a long session is not read whole at each turn. */
async function turnsOf(client: Client, sessionID: string, since?: string): Promise<Turn[]> {
  for (let limit = FIRST_PAGE;; limit *= 8) {
    const query = since === undefined ? {} : { query: { limit } };
    const { data, error } = await client.session.messages({ path: { id: sessionID }, ...query });
    if (data === undefined) {
      throw new Error(`Cannot read the messages of session "${sessionID}"`, { cause: error });
    }
    const isWhole = since === undefined || data.length < limit;
    if (isWhole || data.some(({ info }) => info.id === since)) return data.map(turnOf);
  }
}

/** OpenCode's own log, which `opencode run --print-logs` and the log folder show. */
function logOf(client: Client): Log {
  return (level, message) => {
    if (level === "debug") return;
    send(() => client.app.log({ body: { service: SERVICE, level, message } }));
  };
}

/** Sends without waiting. A failure has no better place to be told than the one that just failed. */
function send(call: () => Promise<unknown>): void {
  guardSync("send", () => {}, () => {
    call().catch(() => {/* see above: toast and log are all that OpenCode offers */});
  });
}
