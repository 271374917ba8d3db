import type { Log } from "../../client/store.ts";
import { describe, guard, guardSync } from "../core/guard.ts";
import { withLimit } from "../core/health.ts";
import type { Host, Injection, MemoryRuntime } from "../core/host.ts";
import { Blocks } from "./blocks.ts";
import { Conversations } from "./conversations.ts";
import { readNote } from "./note.ts";
import { addCommands, addSkills, toolOf } from "./offers.ts";
import { createRequestCheck } from "./request_check.ts";
import { type Point, SelfCheck } from "./self_check.ts";
import { createToolHooks } from "./tool_hooks.ts";
import { turnsOf, unwrap } from "./transcript.ts";
import type { Cleanup, Context, HostEvent, PromptEvent, RequestEvent } from "./types.ts";

/**
 * The runtime keeps deadlines of its own; these are the net below it, for a runtime that doesn't.
 * OpenCode 2 itself has none, and a hook that fails or hangs takes the user's prompt with it.
 * Milliseconds.
 */
const DEADLINE = {
  prompt: 1_500,
  context: 700,
  compaction: 3_000,
  cleanup: 5_000,
  register: 2_000,
};
/** Prompts whose recall is kept, for an admission that is tried again. */
const PROMPTS = 50;

/** What {@link connect} is given beside the host's context. */
export interface ConnectOptions {
  log: Log;
  /** The folder that the instance works in. */
  directory: string;
  /** Absolute path of the folder with `<name>/SKILL.md`. */
  skillsFolder: string;
  /** Where the self-check's findings are kept; without it they are only logged. */
  reportPath?: string;
  /** Makes the runtime. When it fails, OpenCode works on without memory, and the log says why. */
  start(host: Host): Promise<MemoryRuntime>;
}

/**
 * A memory runtime in OpenCode 2. Never rejects. Each feature that this OpenCode doesn't offer is
 * left out, with a sentence in the log and in the self-check's report.
 *
 * @returns what OpenCode is to call when it unloads the plugin.
 */
export async function connect(
  context: Context,
  options: ConnectOptions,
): Promise<Cleanup | undefined> {
  const { log } = options;
  const check = new SelfCheck(context.app, log, options.reportPath);
  let runtime: MemoryRuntime;
  try {
    runtime = await options.start(hostOf(context, options.directory, check));
  } catch (error) {
    log("error", `Memory is off: ${describe(error)}`);
    return undefined;
  }
  return await register(context, runtime, check, options);
}

async function register(
  context: Context,
  runtime: MemoryRuntime,
  check: SelfCheck,
  { log, skillsFolder }: ConnectOptions,
): Promise<Cleanup> {
  const { session, tool } = context;
  const stop = new AbortController();
  const blocks = new Blocks(check, log, context.storage);
  const lookAtRequest = createRequestCheck(runtime, check);
  const conversations = new Conversations(
    runtime,
    async (sessionID) => turnsOf(unwrap(await session.context({ sessionID }))),
    log,
  );
  const recalls = new Map<string, Promise<Injection | undefined>>();
  const calls = createToolHooks(runtime, check, log);

  const run = (
    name: Exclude<keyof typeof DEADLINE, "register">,
    body: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> => guard({ name, deadlineMs: DEADLINE[name], log }, body);

  /** Once for each message, also when its admission is tried again or runs twice. */
  const recall = (event: PromptEvent): Promise<Injection | undefined> => {
    const { sessionID, messageID } = event;
    const known = recalls.get(messageID);
    if (known) return known;
    const typed = readNote(event.metadata)?.typed ?? { text: event.prompt.text.trim() };
    if (typed.text === "" && !("command" in typed)) return Promise.resolve(undefined);
    // Without events only the next message tells the end of a turn. One that came while the model
    // was at work looks the same, so a stream that is merely silent so far gets a second chance.
    const heard = check.found("events");
    const patience = heard === undefined ? 1 : 0;
    if (!heard && conversations.silent(sessionID) > patience) conversations.end(sessionID);
    conversations.begin(sessionID);
    const recalling = runtime.onPrompt({ sessionID, messageID, ...typed });
    recalls.set(messageID, recalling);
    const [oldest] = recalls.keys();
    if (recalls.size > PROMPTS && oldest !== undefined) recalls.delete(oldest);
    return recalling;
  };

  const onPrompt = (event: PromptEvent) =>
    run("prompt", async (signal) => {
      check.holds("prompt");
      const block = await recall(event);
      // A note after the deadline would be in this process and not in the next one.
      if (block === undefined || signal.aborted) return;
      event.metadata = blocks.note(event.metadata, event.messageID, block);
    });

  const onContext = (event: RequestEvent) =>
    run("context", async (signal) => {
      check.holds("context");
      const { messages = [], sessionID } = event;
      calls.lookAt(messages);
      await blocks.addTo(messages, sessionID, signal);
      lookAtRequest(event);
    });

  const onCompaction = (event: RequestEvent) =>
    run("compaction", async (signal) => {
      const { sessionID } = event;
      const [, lines] = await Promise.all([
        conversations.keep(sessionID),
        runtime.onCompact(sessionID),
      ]);
      if (!check.found("events")) runtime.onCompacted(sessionID);
      if (lines === undefined || signal.aborted) return;
      if (event.system) event.system.push({ type: "text", text: lines });
      else if (event.context) event.context.push(lines);
      else check.differs("compaction", "A summary takes no lines, so memory adds none to it");
      check.holds("compaction");
    });

  const onEvent = ({ type, data }: HostEvent): void => {
    const sessionID = data?.sessionID;
    if (sessionID === undefined || !conversations.has(sessionID)) return;
    if (/^session\.execution\.(succeeded|failed|interrupted)$/.test(type)) {
      check.holds("events", type);
      conversations.end(sessionID);
    }
    if (type === "session.compaction.ended") runtime.onCompacted(sessionID);
    if (type === "session.deleted") conversations.forget(sessionID);
  };

  /** Registers one thing; what this OpenCode lacks is told in one sentence. */
  const offer = async (
    point: Point,
    lost: string,
    make: () => Promise<unknown> | undefined,
  ): Promise<void> => {
    try {
      const making = make();
      if (making === undefined) throw new Error("this OpenCode has no place for it");
      await withLimit(making, DEADLINE.register); // set-up is awaited by the host
    } catch (error) {
      check.differs(point, `${lost}: ${describe(error)}`);
    }
  };
  /** A transform is replayed by the host, outside of any guard of ours. */
  const transform = <Editor>(point: Point, edit: (editor: Editor) => void) => (editor: Editor) => {
    try {
      edit(editor);
    } catch (error) {
      check.differs(point, `The ${point} can't be added: ${describe(error)}`);
    }
  };

  await Promise.all([
    offer("prompt", "Nothing is recalled or kept", () => session.hook("prompt", onPrompt)),
    offer("context", "Recalled memories aren't shown", () => session.hook("context", onContext)),
    offer("compaction", "Summaries get no lines", () => session.hook("compaction", onCompaction)),
    offer(
      "refusal",
      "No tool is refused",
      () => tool?.hook?.("execute.before", (event) => calls.before(event)),
    ),
    offer(
      "refusal",
      "Failed commands get no advice",
      () => tool?.hook?.("execute.after", (event) => calls.after(event)),
    ),
    offer(
      "tools",
      "There are no memory tools",
      () =>
        tool?.transform?.(transform("tools", (editor) => {
          for (const spec of runtime.tools) editor.add(toolOf(spec, log));
        })),
    ),
    offer(
      "skills",
      "There are no skills",
      () =>
        context.skill?.transform?.(transform("skills", (editor) => {
          addSkills(editor, skillsFolder, runtime);
          check.holds("skills");
        })),
    ),
    offer(
      "commands",
      "There are no slash commands",
      () =>
        context.command?.transform?.(transform("commands", (editor) => {
          addCommands(editor, context, runtime);
          check.holds("commands");
        })),
    ),
    offer(
      "shell",
      "Shells get no variables",
      () =>
        context.shell?.hook?.("create.before", (event) => {
          guardSync("create.before", log, () => {
            for (const [name, value] of Object.entries(runtime.env())) {
              if (value !== "") event.env[name] = value; // there is no session here
            }
            check.holds("shell");
          });
          return Promise.resolve();
        }),
    ),
  ]);
  void listen(context, stop.signal, onEvent, check, log);

  return async () => {
    stop.abort();
    const started = performance.now();
    await run("cleanup", async () => {
      await conversations.settle();
      await runtime.close();
    });
    check.holds("cleanup", `${Math.round(performance.now() - started)} ms`);
    await check.flush();
  };
}

function hostOf(context: Context, directory: string, check: SelfCheck): Host {
  return {
    name: "opencode2",
    directory,
    async parentOf(sessionID) {
      const { parentID, fork } = unwrap(await context.session.get({ sessionID }));
      // A fork names what it was copied from as its parent in some versions; it is the user's own.
      if (parentID === undefined || fork !== undefined) return undefined;
      check.holds("subagents");
      return parentID;
    },
    notify() {
      // A server plugin can't show anything here; the runtime has logged the line.
    },
  };
}

async function listen(
  { event }: Context,
  signal: AbortSignal,
  onEvent: (event: HostEvent) => void,
  check: SelfCheck,
  log: Log,
): Promise<void> {
  let why = "the stream ended";
  try {
    if (event?.subscribe === undefined) throw new Error("this OpenCode has no events");
    for await (const one of event.subscribe({ signal })) {
      if (signal.aborted) return;
      guardSync("event", log, () => onEvent(one));
    }
  } catch (error) {
    why = describe(error);
  }
  if (!signal.aborted) {
    check.differs("events", `What is said is kept with the next message, or at the end: ${why}`);
  }
}
