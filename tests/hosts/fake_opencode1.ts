import { createHooks } from "../../plugin/opencode1/adapter.ts";
import type {
  Config,
  Hooks,
  HostEvent,
  Part,
  PluginInput,
  StoredMessage,
} from "../../plugin/opencode1/types.ts";
import type { Host, MemoryRuntime } from "../../plugin/core/host.ts";
import type { PluginModule } from "../../plugin/mod.ts";
import type { FakeHost, Toast } from "./scenarios.ts";
import {
  ASSISTANT,
  CHILD_SESSION,
  EVENTS,
  FAILED_SHELL,
  NO_SESSION,
} from "./opencode1_recorded.ts";

/**
 * The part of OpenCode 1 that a plugin meets, with its manners: hooks are awaited in turn, `event`
 * is not; a throw in `chat.message` or a malformed part loses the prompt; parts are ordered by id;
 * what was stored is what the model is sent.
 */
export class FakeOpenCode1 implements FakeHost {
  readonly shell = { tool: "bash", failed: FAILED_SHELL.output };
  readonly toasts: Toast[] = [];
  readonly log: string[] = [];
  /** Set to make each client call fail in that way. */
  clientFailure: "none" | "reject" | "throw" | "error" = "none";
  /** How many messages each reading of a transcript brought. */
  readonly reads: number[] = [];
  readonly #messages = new Map<string, StoredMessage[]>();
  readonly #parents = new Map<string, string>();
  #hooks: Hooks = {};
  #clock = 0;

  /** @param directory the folder that it was started in */
  constructor(private readonly directory = "/home/ann/lighthouse") {}

  async load(start: (host: Host) => Promise<MemoryRuntime>): Promise<void> {
    this.#hooks = await createHooks(this.#input(), "/package/skills", start);
  }

  /** Loads a whole plugin, with the runtime that it starts itself. */
  async loadPlugin(plugin: PluginModule, options: Record<string, unknown> = {}): Promise<void> {
    this.#hooks = await plugin.server(this.#input(), options);
  }

  /** Names of the tools that the model is offered. */
  toolNames(): string[] {
    return Object.keys(this.#hooks.tool ?? {});
  }

  child(parent: string): string {
    const id = this.#id("ses");
    this.#parents.set(id, parent);
    return id;
  }

  async say(
    sessionID: string,
    text: string,
    options: { command?: string; quoted?: boolean; attachment?: string } = {},
  ): Promise<void> {
    const messageID = this.#id("msg");
    const parts: Partial<Part>[] = [{ type: "text", text: options.quoted ? `"${text}"` : text }];
    if (options.command !== undefined) {
      parts[0]!.text = `The whole template of /${options.command}. ${text}`;
      await this.#hooks["command.execute.before"]?.(
        { command: options.command, sessionID, arguments: text },
        { parts },
      );
    }
    if (options.attachment !== undefined) {
      parts.push({ type: "text", synthetic: true, text: options.attachment });
    }
    const stored = parts.map((part) => ({ ...part, id: this.#id("prt"), sessionID, messageID }));
    const output = { message: this.#userInfo(messageID, sessionID), parts: stored as Part[] };
    await this.#hooks["chat.message"]?.({ sessionID }, output);
    for (const part of output.parts) {
      if (!/^prt[0-9A-Za-z_]*$/.test(part.id) || part.messageID !== messageID) {
        throw new Error(`The prompt is lost: malformed part ${JSON.stringify(part)}`);
      }
    }
    output.parts.sort((a, b) => a.id < b.id ? -1 : 1);
    this.#store(sessionID, { info: output.message, parts: output.parts });
  }

  answer(sessionID: string, text: string, outcome: "done" | "aborted" | "summary" = "done"): void {
    const info: StoredMessage["info"] & { parentID: string } = {
      ...ASSISTANT.info,
      id: this.#id("msg"),
      sessionID,
      time: {
        created: ++this.#clock,
        ...(outcome === "aborted" ? {} : { completed: this.#clock }),
      },
      ...(outcome === "aborted" ? { error: { name: "MessageAbortedError" } } : {}),
      ...(outcome === "summary" ? { summary: true } : {}),
    };
    const parts = ASSISTANT.parts.map((part) => ({
      ...part,
      id: this.#id("prt"),
      sessionID,
      messageID: info.id,
      ...(part.type === "text" ? { text } : {}),
    }));
    this.#store(sessionID, { info, parts });
  }

  idle(sessionID: string): void {
    this.#emit({ ...EVENTS.idle, properties: { sessionID } });
  }

  async compact(sessionID: string): Promise<string[]> {
    const output = { context: [] };
    await this.#hooks["experimental.session.compacting"]?.({ sessionID }, output);
    this.answer(sessionID, "## Goal\nA summary", "summary");
    this.#emit({ ...EVENTS.compacted, properties: { sessionID } });
    return output.context;
  }

  async tool(sessionID: string, tool: string, args: unknown): Promise<string> {
    const call = { tool, sessionID, callID: this.#id("call") };
    await this.#hooks["tool.execute.before"]?.(call, { args });
    const own = this.#hooks.tool?.[tool];
    if (own !== undefined) {
      return await own.execute(args, {
        sessionID,
        abort: new AbortController().signal,
        metadata: () => {},
      });
    }
    const output = structuredClone(FAILED_SHELL);
    if (tool !== "bash") output.metadata.exit = 0;
    await this.#hooks["tool.execute.after"]?.({ ...call, args }, output);
    return output.output;
  }

  async toolSchema(tool: string): Promise<unknown> {
    const own = this.#hooks.tool?.[tool];
    // As OpenCode does with raw JSON Schemas: all are required, until the hook says otherwise.
    const output = {
      description: own?.description ?? "",
      parameters: {},
      jsonSchema: { type: "object", properties: own?.args, required: Object.keys(own?.args ?? {}) },
    };
    await this.#hooks["tool.definition"]?.({ toolID: tool }, output);
    return output.jsonSchema;
  }

  async shellEnv(sessionID: string): Promise<Record<string, string>> {
    const output = { env: {} };
    await this.#hooks["shell.env"]?.({ cwd: this.directory, sessionID }, output);
    return output.env;
  }

  async config(config: Config): Promise<Config> {
    await this.#hooks.config?.(config);
    return config;
  }

  sent(sessionID: string): string[] {
    return (this.#messages.get(sessionID) ?? []).map((message) =>
      message.parts.flatMap((part) => part.type === "text" && !part.ignored ? [part.text] : [])
        .join("\n")
    );
  }

  emitOther(): void {
    this.#emit(EVENTS.pluginAdded);
  }

  async dispose(): Promise<void> {
    await this.#hooks.dispose?.();
  }

  #emit(event: HostEvent): void {
    // Not awaited, as in OpenCode: a throw would hang the session, a rejection end the process.
    this.#hooks.event?.({ event });
  }

  #store(sessionID: string, message: StoredMessage): void {
    this.#messages.set(sessionID, [...this.#messages.get(sessionID) ?? [], message]);
  }

  #userInfo(id: string, sessionID: string): StoredMessage["info"] {
    return { id, sessionID, role: "user", time: { created: ++this.#clock } };
  }

  #id(prefix: string): string {
    return `${prefix}_2036c${String(++this.#clock).padStart(7, "0")}FQ07G2FL49M3ur`;
  }

  #input(): PluginInput {
    const answering = <T>(give: () => T): Promise<T> => {
      if (this.clientFailure === "throw") throw new Error("the client broke");
      if (this.clientFailure === "reject") return Promise.reject(new Error("the client broke"));
      return Promise.resolve(this.clientFailure === "error" ? NO_SESSION as T : give());
    };
    return {
      directory: this.directory,
      client: {
        session: {
          get: ({ path }) =>
            answering(() => {
              const parentID = this.#parents.get(path.id);
              return { data: { ...CHILD_SESSION, id: path.id, parentID } };
            }),
          messages: ({ path, query }) =>
            answering(() => {
              const all = this.#messages.get(path.id) ?? [];
              const data = query === undefined ? all : all.slice(-query.limit);
              this.reads.push(data.length);
              return { data: structuredClone(data) };
            }),
        },
        tui: {
          showToast: ({ body }) => answering(() => (this.toasts.push(body), { data: true })),
        },
        app: {
          log: ({ body }) =>
            answering(() => (this.log.push(`${body.level} ${body.message}`), { data: true })),
        },
      },
    };
  }
}
