/**
 * What this adapter uses of OpenCode 1, as structural types, so that nothing is installed for them.
 *
 * Provenance: names and optional fields from the declarations of `@opencode-ai/plugin` 1.18.33 and
 * `@opencode-ai/sdk` 1.18.33; each field was then seen in a running OpenCode 1.18.33 and 1.15.13
 * (the recorded values are in `tests/hosts/opencode1_recorded.ts`). Where the declarations and the
 * program disagree, the program is followed and the field's comment says so.
 *
 * @module
 */

/** What `server(input, options)` is called with. */
export interface PluginInput {
  /** OpenCode's own HTTP client, bound to this instance. */
  client: Client;
  /** The folder that OpenCode was started in. */
  directory: string;
}

/** An answer of the client: `data`, or `error` with the status' body. It doesn't reject for those. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
}

/** The calls that we make. */
export interface Client {
  session: {
    get(options: { path: { id: string } }): Promise<Answer<SessionInfo>>;
    /** @param options.query `limit`: only so many, the newest; all without it. */
    messages(
      options: { path: { id: string }; query?: { limit: number } },
    ): Promise<Answer<StoredMessage[]>>;
  };
  tui: {
    /** Invisible in `opencode run`. */
    showToast(options: {
      body: { title?: string; message: string; variant: "info" | "success" | "warning" | "error" };
    }): Promise<unknown>;
  };
  app: {
    /** Writes to OpenCode's own log. */
    log(options: {
      body: { service: string; level: "debug" | "info" | "warn" | "error"; message: string };
    }): Promise<unknown>;
  };
}

/** A session, as far as we look at it. */
export interface SessionInfo {
  id: string;
  /** Set for the session of a sub-agent. */
  parentID?: string;
}

/** A message of the transcript. */
export interface StoredMessage {
  info: MessageInfo;
  parts: Part[];
}

/** The fields of a message beside its parts. */
export interface MessageInfo {
  id: string;
  sessionID: string;
  role: "user" | "assistant";
  /** Milliseconds since 1970. `completed` is set on an assistant's message that ended. */
  time: { created: number; completed?: number };
  /** On an assistant's message `true` for a compaction summary; on a user's message an object. */
  summary?: unknown;
  /** On an assistant's message that was aborted or failed. */
  error?: unknown;
}

/** A part of a message. Only the fields of text parts are named: others are left alone. */
export interface Part {
  /** `prt_` and 26 characters, ascending. Missing only in `command.execute.before`. */
  id: string;
  sessionID: string;
  messageID: string;
  /** `text`, `file`, `agent`, `subtask`, `compaction`, `tool`, `reasoning`, `step-start`, … */
  type: string;
  /** Of a text part. */
  text?: string;
  /** Nobody typed it: the content of an attached file, a plugin's addition. */
  synthetic?: boolean;
  /** Shown to the user, not to the model. */
  ignored?: boolean;
  /** Kept with the part, not shown to the model. */
  metadata?: Record<string, unknown>;
}

/** What `event` is called with. The declarations lack `id`. */
export interface HostEvent {
  id?: string;
  type: string;
  /** `info` in `session.created` and `session.updated` is the session. */
  properties: { sessionID?: string; info?: Partial<SessionInfo>; [field: string]: unknown };
}

/** The configuration, as far as we change it. `skills` is missing in the declarations. */
export interface Config {
  skills?: { paths?: string[] };
  command?: Record<string, { template: string; description?: string }>;
}

/** What a tool's `execute` gets beside its arguments. */
export interface ToolCall {
  sessionID: string;
  abort: AbortSignal;
  /** Shows a title with the running call. */
  metadata(input: { title?: string }): void;
}

/** A tool as OpenCode registers it. */
export interface ToolDefinition {
  description: string;
  /** Arguments by name: all zod types, or all raw JSON Schemas (see docs/adr/0004). */
  args: Record<string, unknown>;
  execute(args: unknown, call: ToolCall): Promise<string>;
}

/** The hooks that we register; each is awaited except `event`. Outputs are changed in place. */
export interface Hooks {
  dispose?: () => Promise<void>;
  event?: (input: { event: HostEvent }) => Promise<void>;
  config?: (config: Config) => Promise<void>;
  tool?: Record<string, ToolDefinition>;
  "chat.message"?: (
    input: { sessionID: string; messageID?: string },
    output: { message: { id: string }; parts: Part[] },
  ) => Promise<void>;
  "command.execute.before"?: (
    input: { command: string; sessionID: string; arguments: string },
    output: { parts: Partial<Part>[] },
  ) => Promise<void>;
  "tool.execute.before"?: (
    input: { tool: string; sessionID: string; callID: string },
    output: { args: unknown },
  ) => Promise<void>;
  "tool.execute.after"?: (
    input: { tool: string; sessionID: string; callID: string; args: unknown },
    output: { output: string; metadata?: { exit?: number | null } },
  ) => Promise<void>;
  "shell.env"?: (
    input: { cwd: string; sessionID?: string },
    output: { env: Record<string, string> },
  ) => Promise<void>;
  "experimental.session.compacting"?: (
    input: { sessionID: string },
    output: { context: string[] },
  ) => Promise<void>;
  /** `jsonSchema` is missing in the declarations; OpenCode has read it since 1.15.0. */
  "tool.definition"?: (
    input: { toolID: string },
    output: { description: string; parameters: unknown; jsonSchema?: unknown },
  ) => Promise<void>;
}
