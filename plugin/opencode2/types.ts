/**
 * What this adapter uses of OpenCode 2, as structural types, so that nothing is installed for them.
 *
 * Provenance: read from public sources, not yet run. Each type names the file of anomalyco/opencode
 * that it follows; commits, and where stored versions differ, are in `docs/host-opencode2.md`. What a
 * version may lack is optional here, and the adapter looks before it uses it.
 *
 * @module
 */

/** `packages/plugin/src/promise/registration.ts` */
export interface Registration {
  dispose(): Promise<void>;
}

/** What `setup(context)` is called with: `packages/plugin/src/promise/{plugin,adapter}.ts`. */
export interface Context {
  app?: { name?: string; version?: string; channel?: string };
  /** Of this instance; later versions only. */
  location?: { directory: string };
  /** The options of the plugin's entry in opencode.json. */
  options?: Record<string, unknown>;
  session: SessionDomain;
  tool?: ToolDomain;
  skill?: { transform?(edit: (editor: SkillEditor) => void): Promise<Registration> };
  command?: { transform?(edit: (editor: CommandEditor) => void): Promise<Registration> };
  shell?: {
    hook?(name: "create.before", call: (event: ShellEvent) => Promise<void>): Promise<Registration>;
  };
  event?: { subscribe?(options: { signal: AbortSignal }): AsyncIterable<HostEvent> };
  storage?: Storage;
}

/** What `setup` may give back; awaited when the plugin is unloaded or replaced. */
export type Cleanup = () => Promise<void>;

/** `packages/plugin/src/promise/session.ts`; the calls as in `packages/protocol/src/groups/session.ts`. */
export interface SessionDomain {
  hook<Name extends keyof SessionHooks>(
    name: Name,
    call: (event: SessionHooks[Name]) => Promise<void>,
  ): Promise<Registration>;
  /** Some versions wrap the answer in `{data}`. */
  get(input: { sessionID: string }): Promise<SessionInfo | { data: SessionInfo }>;
  /** What the model would see: everything since the last compaction. */
  context(
    input: { sessionID: string },
  ): Promise<readonly SessionMessage[] | { data: readonly SessionMessage[] }>;
  prompt(input: PromptInput & { sessionID: string }): Promise<unknown>;
}

/** The session hooks that we register. */
export interface SessionHooks {
  prompt: PromptEvent;
  context: RequestEvent;
  compaction: RequestEvent;
}

/** A user's prompt before it is stored; what is changed here is what is stored. */
export interface PromptEvent {
  readonly sessionID: string;
  readonly messageID: string;
  prompt: { text: string };
  /** Stored with the message, and given back with it. */
  metadata?: Record<string, unknown>;
}

/** A request before it is sent; changes are for this request only. */
export interface RequestEvent {
  readonly sessionID: string;
  /** An older `compaction` has `context` in place of these two. */
  system?: { type: "text"; text: string }[];
  messages?: ModelMessage[];
  tools?: Record<string, { input: unknown }>;
  context?: string[];
}

/** A message as the model will see it: `packages/ai/src/schema/messages.ts`, a class instance. */
export interface ModelMessage {
  /** That of the stored message, on what a user said. */
  readonly id?: string;
  readonly role: string;
  readonly content: string | readonly ModelPart[];
  /** That of the stored message, on what a user said. */
  readonly metadata?: Record<string, unknown>;
}

/** A part: `text`, `media`, `reasoning`, `tool-call`, `tool-result`, … */
export interface ModelPart {
  readonly type: string;
  readonly text?: string;
  /** Of a tool's result: the call, and what the model reads. */
  readonly id?: string;
  readonly result?: unknown;
}

/** A session, as far as we look at it: `packages/schema/src/session.ts`. */
export interface SessionInfo {
  /** Set for a sub-agent's session; in some versions for a fork as well. */
  parentID?: string;
  /** Set for a fork. */
  fork?: unknown;
}

/** A stored message: `packages/schema/src/session-message.ts`. */
export interface SessionMessage {
  id: string;
  /** `user`, `assistant`, `compaction`, `synthetic`, `shell`, `skill`, `system`, … */
  type: string;
  /** Of a user's message. */
  text?: string;
  metadata?: Record<string, unknown>;
  /** Of an assistant's message. */
  content?: readonly ModelPart[];
  error?: unknown;
  /** Of a compaction: `running`, `completed`, `failed`. */
  status?: string;
  summary?: string;
  /** Milliseconds since 1970. */
  time?: { created?: number; completed?: number };
}

/** `packages/schema/src/prompt-input.ts` and the payload of `session.prompt`. */
export interface PromptInput {
  text: string;
  id?: string;
  metadata?: Record<string, unknown>;
  delivery?: string;
}

/** `packages/plugin/src/promise/tool.ts`, `packages/schema/src/tool.ts` */
export interface ToolDomain {
  transform?(edit: (editor: { add(tool: Tool): void }) => void): Promise<Registration>;
  hook?<Name extends keyof ToolEvents>(
    name: Name,
    call: (event: ToolEvents[Name]) => Promise<void>,
  ): Promise<Registration>;
}

/** A tool as it is added. */
export interface Tool {
  name: string;
  description: string;
  /** JSON Schema. */
  input: Record<string, unknown>;
  /** Without `codemode: false` a tool is offered only inside the host's code-execution tool. */
  options: { codemode: boolean };
  execute(input: unknown, call: ToolCall): Promise<{ content: string }>;
}

/** What a tool is told beside its input. */
export interface ToolCall {
  sessionID: string;
  signal?: AbortSignal;
  progress?(metadata: Record<string, unknown>): Promise<void>;
}

/** The tool hooks that we register. */
export interface ToolEvents {
  "execute.before": ToolEvent;
  "execute.after": ToolEvent & { readonly status: string; result?: ToolResult };
}

/** A call of any tool. */
export interface ToolEvent {
  readonly tool: string;
  readonly sessionID: string;
  readonly id: string;
  readonly input: unknown;
}

/** The shell's output is `{output, exit?, …}`, its metadata `{exit?, …}`: `core/src/tool/plugin/shell.ts`. */
export interface ToolResult {
  readonly content?: string | readonly ModelPart[];
  readonly output?: unknown;
  readonly metadata?: Record<string, unknown>;
}

/** `packages/plugin/src/promise/skill.ts`, `packages/schema/src/skill.ts` */
export interface SkillEditor {
  get?(id: string): unknown;
  add(skill: Skill): void;
}

/** The file is `path` since 2.0.4 or so, `location` before; a host reads the one that it knows. */
export interface Skill {
  id: string;
  name: string;
  description: string;
  content: string;
  path: string;
  location: string;
  /** Earlier versions made a command of it; ours are registered as commands. */
  slash: boolean;
}

/** `packages/plugin/src/promise/command.ts` */
export interface CommandEditor {
  add(command: {
    name: string;
    description: string;
    execute(invocation: Invocation): Promise<void>;
  }): void;
}

/** A slash command as the user gave it; `prompt.text` holds its arguments. */
export interface Invocation {
  sessionID: string;
  /** Later versions only. */
  messageID?: string;
  prompt: PromptInput;
  delivery?: string;
}

/** `packages/plugin/src/effect/shell.ts` */
export interface ShellEvent {
  env: Record<string, string | undefined>;
}

/** `packages/schema/src/session-event.ts`; other events have other data, or none. */
export interface HostEvent {
  type: string;
  data?: { sessionID?: string };
}

/** Durable JSON of this plugin: `services/www/src/docs/content/build/plugins/index.mdx`, "Storage". */
export interface Storage {
  set(key: string, value: unknown): Promise<void>;
  scan(
    options: { prefix: string; after?: string; limit?: number },
  ): Promise<{ entries: readonly { key: string; value: unknown }[]; next?: string }>;
}
