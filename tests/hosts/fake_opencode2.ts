import { connect } from "../../plugin/opencode2/adapter.ts";
import type {
  Cleanup,
  CommandEditor,
  Context,
  ModelMessage,
  ModelPart,
  PromptInput,
  RequestEvent,
  Skill,
  Tool,
  ToolEvents,
  ToolResult,
} from "../../plugin/opencode2/types.ts";
import type { Host, MemoryRuntime } from "../../plugin/core/host.ts";
import {
  APP,
  ASSISTANT,
  COMPACTION,
  EVENTS,
  FAILED_SHELL,
  LOCATION,
  SESSION,
  USER,
} from "./opencode2_shapes.ts";
import { type Differences, Message, type Stored, World } from "./opencode2_world.ts";
import type { FakeHost, Toast } from "./scenarios.ts";

type Command = Parameters<CommandEditor["add"]>[0];
type Hook = (event: never) => Promise<void>;

/**
 * The part of OpenCode 2 that a plugin meets, built from its public sources; each behaviour names the
 * one that it follows, relative to packages/ of anomalyco/opencode.
 */
export class FakeOpenCode2 implements FakeHost {
  readonly shell = { tool: "shell", failed: "42\n\n\nCommand exited with code 3." };
  readonly log: string[] = [];
  readonly tools = new Map<string, Tool>();
  readonly skills = new Map<string, Skill>();
  readonly commands = new Map<string, Command>();
  clientFailure: FakeHost["clientFailure"] = "none";
  /** What the model reads of a failed tool call, by call; shown in the next request. */
  readonly failedCalls = new Map<string, string>();
  readonly #hooks = new Map<string, Hook[]>();
  #cleanup: Cleanup | undefined;

  constructor(
    private readonly differences: Differences = {},
    readonly world: World = new World(),
    private readonly reportPath?: string,
  ) {}

  /** Nothing of a plugin can be shown here (docs, "Context"): what a user can find is the log. */
  get toasts(): Toast[] {
    return this.log.filter((line) => line.startsWith("error "))
      .map((line) => ({ message: line.slice(6), variant: "error" }));
  }

  async load(start: (host: Host) => Promise<MemoryRuntime>): Promise<void> {
    this.#hooks.clear(); // a new generation replaces the old one (third parties, 2.0.x)
    this.#cleanup = await connect(this.context(), {
      log: (level, line) => void this.log.push(`${level} ${line}`),
      directory: LOCATION.directory,
      skillsFolder: "/package/skills",
      ...this.reportPath ? { reportPath: this.reportPath } : {},
      start,
    });
  }

  child(parent: string): string {
    const id = this.world.id("ses");
    this.world.sessions.set(id, { parentID: parent });
    return id;
  }

  async say(
    sessionID: string,
    text: string,
    options: { command?: string; attachment?: string } = {},
  ): Promise<void> {
    const { command } = options;
    const own = command === undefined ? undefined : this.commands.get(command);
    const files = options.attachment === undefined ? {} : { files: [options.attachment] };
    if (command === undefined) return await this.#admit(sessionID, { text }, files);
    // plugin/src/promise/command.ts: the executor submits the prompt itself.
    const invocation = { sessionID, messageID: this.world.id("msg"), prompt: { text } };
    if (own) await own.execute({ ...invocation, delivery: "steer" });
    else await this.#admit(sessionID, { text: `The whole template of /${command}. ${text}` });
  }

  answer(sessionID: string, text: string, outcome: "done" | "aborted" | "summary" = "done"): void {
    const created = this.world.tick();
    if (outcome === "summary") {
      const message = { ...COMPACTION, summary: text, id: this.world.id("msg"), time: { created } };
      return this.#store(sessionID, message);
    }
    const content = ASSISTANT.content.map((part) =>
      part.type === "text" ? { ...part, text } : part
    );
    this.#store(sessionID, {
      ...ASSISTANT,
      id: this.world.id("msg"),
      content,
      time: { created, ...outcome === "done" ? { completed: created } : {} },
      ...outcome === "aborted" ? { error: { type: "aborted", message: "Interrupted" } } : {},
    });
  }

  idle(sessionID: string): void {
    this.world.emit({ ...EVENTS.succeeded, data: { sessionID } });
  }

  /** core/src/session/compaction.ts: the hook, the summary, the event; older messages are out of view. */
  async compact(sessionID: string): Promise<string[]> {
    const base: RequestEvent = { sessionID, messages: this.#modelMessages(sessionID), tools: {} };
    const event = this.differences.oldCompaction
      ? { sessionID, reason: "manual", context: [] as string[], prompt: "Summarise" }
      : { ...base, system: [{ type: "text" as const, text: "You are an agent" }] };
    await this.#trigger("session.compaction", event);
    this.answer(sessionID, "## Goal\nA summary", "summary");
    this.world.emit({ ...EVENTS.compacted, data: { sessionID } });
    await this.settle();
    return "context" in event
      ? event.context ?? []
      : (event as RequestEvent).system!.slice(1).map((part) => part.text);
  }

  async tool(sessionID: string, tool: string, args: unknown): Promise<string> {
    const id = this.world.id("call");
    // core/src/tool.ts: before, execute, after; a rejection in `before` is a defect that ends as a
    // failed call which the model can read (pull request 41668), without the after hooks.
    const call: ToolEvents["execute.before"] = { tool, sessionID, id, input: args };
    try {
      await this.#trigger("tool.execute.before", call);
    } catch (error) {
      this.failedCalls.set(id, (error as Error).message);
      throw error;
    }
    const own = this.tools.get(tool);
    let result: ToolResult;
    if (own) {
      const signal = new AbortController().signal;
      // core/src/tool/runtime.ts: input of a raw JSON Schema is passed on unchecked.
      result = await own.execute(call.input, { sessionID, signal, progress: async () => {} });
    } else if (tool === "shell") result = structuredClone(FAILED_SHELL);
    else result = { content: [{ type: "text", text: "42\n" }] };
    // core/src/tool/runtime.ts, `normalizeContent`: text becomes one text part.
    const content = typeof result.content === "string"
      ? [{ type: "text", text: result.content }]
      : result.content;
    const event = { ...call, status: "completed", result: { ...result, content } };
    await this.#trigger("tool.execute.after", event);
    return (event.result.content ?? []).map((part) => part.text).join("\n\n");
  }

  toolSchema(tool: string): Promise<unknown> {
    // core/src/tool/runtime.ts, `inputJsonSchema`: a raw JSON Schema is used as it is.
    return Promise.resolve(this.tools.get(tool)?.input);
  }

  async shellEnv(): Promise<Record<string, string>> {
    const event = { command: "env", cwd: "/", timeout: 1, shell: "/bin/sh", env: {} };
    await this.#trigger("shell.create.before", event);
    return event.env;
  }

  async sent(sessionID: string): Promise<string[]> {
    return (await this.request(sessionID)).filter(({ role }) => role !== "tool")
      // Chat protocols are sent the texts joined, with nothing between (to-llm-message.ts).
      .map(({ content }) => (content as ModelPart[]).map(({ text }) => text ?? "").join(""));
  }

  /** The messages of the next request, after the context hooks. */
  async request(sessionID: string): Promise<ModelMessage[]> {
    const tools = this.differences.hidesTools
      ? {}
      : Object.fromEntries([...this.tools].map(([name, { input }]) => [name, { input }]));
    const messages = this.#modelMessages(sessionID);
    const event: RequestEvent = { sessionID, system: [], messages, tools };
    await this.#trigger("session.context", event);
    // core/src/session/model-request.ts reads `messages` from the event after the hooks.
    const sent = event.messages!;
    for (const message of sent) {
      if (!(message instanceof Message)) throw new Error("A message lost its class");
    }
    if (this.differences.keepsAdditions) this.#keep(sessionID, sent);
    return sent;
  }

  emitOther(): void {
    this.world.emit(EVENTS.other);
    this.world.emit({ ...EVENTS.succeeded, data: { sessionID: "ses_of_another_project" } });
  }

  async dispose(): Promise<void> {
    await this.#cleanup?.();
  }

  /** Lets the event streams deliver. */
  async settle(): Promise<void> {
    await new Promise((done) => setTimeout(done, 1));
  }

  /** plugin/src/promise/adapter.ts: the context that `setup` is called with. */
  context(): Context {
    const { world, differences } = this;
    const answering = async <T>(give: () => T): Promise<T> => {
      if (differences.hangs) return await new Promise<never>(() => {});
      if (this.clientFailure === "throw") throw new Error("the client broke");
      if (this.clientFailure !== "none") {
        throw Object.assign(new Error("Session not found"), { _tag: "SessionNotFoundError" });
      }
      await Promise.resolve();
      return structuredClone(give()); // answers cross the API's schemas: never shared objects
    };
    const registration = { dispose: async () => {} };
    const register = (domain: string) => (name: string, call: Hook) => {
      if (differences.refuses?.includes(`${domain}.${name}`)) {
        return Promise.reject(new Error(`unknown hook "${name}"`));
      }
      const key = `${domain}.${name}`;
      this.#hooks.set(key, [...this.#hooks.get(key) ?? [], call]);
      return Promise.resolve(registration);
    };
    /** The editor is synchronous, and a transform is replayed (docs, "Transforms"): twice here. */
    const transforming = <Editor>(editor: Editor) => (edit: (editor: Editor) => void) => {
      edit(editor);
      edit(editor);
      return Promise.resolve(registration);
    };
    const wrapped = <T>(value: T) => (differences.wraps ? { data: value } : value) as T;
    const context: Context = {
      app: APP,
      location: LOCATION,
      options: {},
      session: {
        hook: register("session") as Context["session"]["hook"],
        get: ({ sessionID }) =>
          answering(() => wrapped({ ...SESSION, id: sessionID, ...world.sessions.get(sessionID) })),
        context: ({ sessionID }) => answering(() => wrapped(this.#inView(sessionID))),
        prompt: ({ sessionID, ...input }) => this.#admit(sessionID, input),
      },
      tool: {
        hook: register("tool") as NonNullable<Context["tool"]>["hook"],
        transform: transforming({ add: (tool: Tool) => void this.tools.set(tool.name, tool) }),
      },
      skill: {
        transform: transforming({
          get: (id: string) => this.skills.get(id),
          add: (skill: Skill) => void this.skills.set(skill.id, skill),
        }),
      },
      command: {
        transform: transforming({
          add: (command: Command) => void this.commands.set(command.name, command),
        }),
      },
      shell: { hook: register("shell") as NonNullable<Context["shell"]>["hook"] },
      event: { subscribe: (options) => world.subscribe(options) },
      storage: {
        set: (key, value) => answering(() => void world.storage.set(key, JSON.stringify(value))),
        scan: (options) => answering(() => world.scan(options)),
      },
    };
    for (const domain of differences.without ?? []) delete context[domain];
    return context;
  }

  /** core/src/session/prompt.ts: the hook gets a copy; what it leaves is stored. A failure admits nothing. */
  async #admit(sessionID: string, input: PromptInput, more: object = {}): Promise<void> {
    const { id = this.world.id("msg"), text, metadata } = structuredClone(input);
    const event = {
      sessionID,
      messageID: id,
      prompt: { text },
      ...metadata ? { metadata } : {},
      delivery: "steer",
    } as { sessionID: string; messageID: string; prompt: { text: string }; metadata?: object };
    await this.#trigger("session.prompt", event);
    this.#store(sessionID, {
      ...USER,
      id,
      text: event.prompt.text,
      time: { created: this.world.tick() },
      // The database holds JSON.
      ...event.metadata ? { metadata: JSON.parse(JSON.stringify(event.metadata)) } : {},
      ...more,
    });
  }

  /** core/src/plugin/hooks.ts: one after the other, awaited, no deadline; a failure is the host's. */
  async #trigger(key: string, event: object): Promise<void> {
    for (const call of this.#hooks.get(key) ?? []) await call(event as never);
  }

  #store(sessionID: string, message: Stored): void {
    this.world.messages.set(sessionID, [...this.world.messages.get(sessionID) ?? [], message]);
  }

  /** `session.context`: everything since the last compaction (a third party's recording). */
  #inView(sessionID: string): Stored[] {
    const all = this.world.messages.get(sessionID) ?? [];
    return all.slice(Math.max(0, all.findLastIndex(({ type }) => type === "compaction")));
  }

  /** core/src/session/runner/to-llm-message.ts */
  #modelMessages(sessionID: string): ModelMessage[] {
    const { losesIds, losesMetadata } = this.differences;
    const messages = structuredClone(this.#inView(sessionID)).map((message) => {
      const { id, type, text = "", metadata = {}, files = [], summary = "", content = [] } =
        message;
      if (type === "assistant") {
        const texts = content.filter((part) => part.type === "text");
        return new Message({ id, role: "assistant", content: texts });
      }
      const parts = [type === "compaction" ? summary : text, ...files.map((file) => `\n\n${file}`)];
      return new Message({
        ...losesIds ? {} : { id },
        role: "user",
        content: parts.map((one) => ({ type: "text", text: one })),
        metadata: losesMetadata || losesIds ? {} : metadata,
      });
    });
    const results = [...this.failedCalls].map(([id, message]) =>
      new Message({
        role: "tool",
        content: [{
          type: "tool-result",
          id,
          result: { type: "error", value: { error: { type: "unknown", message } } },
        }],
      })
    );
    return [...messages, ...results];
  }

  #keep(sessionID: string, sent: readonly ModelMessage[]): void {
    for (const message of this.#inView(sessionID)) {
      const content = sent.find(({ id }) => id === message.id)?.content as ModelPart[] | undefined;
      if (message.type !== "user" || content === undefined) continue;
      message.files = content.slice(1).map(({ text = "" }) => text.replace(/^\n\n/, ""));
    }
  }
}
