/**
 * Does what we hand to OpenCode 2, and what we take from it, fit its declarations? These are written
 * down here from its sources, as far as we touch them, each with its file (below `packages/` of
 * anomalyco/opencode) and commit; `deno check` does the comparing. What a version lacks is optional on
 * our side, so the newest one is declared here.
 */
import assert from "node:assert/strict";
import plugin from "../../plugin/mod.ts";
import { addCommands, addSkills, toolOf } from "../../plugin/opencode2/offers.ts";
import type {
  CommandEditor,
  Context,
  HostEvent,
  PromptEvent,
  RequestEvent,
  SkillEditor,
  ToolEvents,
} from "../../plugin/opencode2/types.ts";
import { RuntimeDouble } from "./runtime_double.ts";
import type { EVENTS } from "./opencode2_shapes.ts";

/** schema/src/session-id.ts and others: ids are branded strings. */
type Id<Brand extends string> = string & { readonly __brand: Brand };
type Registration = { readonly dispose: () => Promise<void> };

/** ai/src/schema/messages.ts, 2b33fbee */
interface HostMessage {
  readonly id?: string;
  readonly role: "system" | "user" | "assistant" | "tool";
  readonly content: readonly (
    | { readonly type: "text"; readonly text: string }
    | { readonly type: "media"; readonly mediaType: string }
    | { readonly type: "tool-result"; readonly id: string; readonly result: unknown }
  )[];
  readonly metadata?: { readonly [key: string]: unknown };
}

/** plugin/src/promise/session.ts, 03545fd3 */
interface HostHooks {
  readonly prompt: {
    readonly sessionID: Id<"Session.ID">;
    readonly messageID: Id<"Session.Message.ID">;
    prompt: { text: string; files?: { uri: string }[]; skills?: { id: string }[] };
    metadata?: Record<string, unknown>;
    delivery: "steer" | "queue";
  };
  readonly context: {
    readonly sessionID: Id<"Session.ID">;
    readonly agent: string;
    readonly kind: "primary" | "compaction" | "title" | "generate";
    system: { type: "text"; text: string }[];
    messages: HostMessage[];
    options: Record<string, unknown>;
    tools: Record<string, { description: string; input: object }>;
  };
}

/** plugin/src/promise/tool.ts, 196e4612; schema/src/tool.ts, 0f131b3e */
type HostContent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "file"; readonly uri: string; readonly mime: string };
interface HostToolResult {
  readonly output?: unknown;
  readonly content?: string | readonly HostContent[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}
interface HostTool {
  readonly name: string;
  readonly description: string;
  readonly input: object;
  readonly options?: { readonly namespace?: string; readonly codemode?: boolean };
  readonly execute: (
    input: unknown,
    context: {
      readonly sessionID: Id<"Session.ID">;
      readonly id: string;
      readonly signal: AbortSignal;
      readonly progress: (update: Readonly<Record<string, unknown>>) => Promise<void>;
    },
  ) => Promise<HostToolResult>;
}
interface HostToolBefore {
  tool: string;
  readonly sessionID: Id<"Session.ID">;
  readonly messageID: Id<"Session.Message.ID">;
  readonly id: Id<"Tool.CallID">;
  input: unknown;
}
type HostToolAfter =
  & Readonly<HostToolBefore>
  & (
    | { readonly status: "completed"; result: HostToolResult }
    | { readonly status: "error"; error: Error }
  );

/** schema/src/skill.ts, 30892a7b: `location`; third parties on 2.0.12 and later: `path`. */
interface EarlierSkill {
  id: string;
  name: string;
  description?: string;
  slash?: boolean;
  autoinvoke?: boolean;
  location: string;
  content: string;
}
type LaterSkill = Omit<EarlierSkill, "location" | "slash"> & { path: string };

/** plugin/src/promise/command.ts, 35952d99 */
interface HostCommand {
  readonly name: string;
  readonly description?: string;
  readonly execute: (input: {
    readonly sessionID: Id<"Session.ID">;
    readonly messageID: Id<"Session.Message.ID">;
    readonly prompt: { readonly text: string };
    readonly delivery: "steer" | "queue";
  }) => Promise<unknown>;
}

/** schema/src/session-message.ts, 0ceb3dd5 */
type HostStored =
  | {
    readonly id: Id<"Session.Message.ID">;
    readonly type: "user";
    readonly text: string;
    readonly metadata?: { readonly [key: string]: unknown };
    readonly time: { readonly created: number };
  }
  | {
    readonly id: Id<"Session.Message.ID">;
    readonly type: "assistant";
    readonly content: readonly (
      | { readonly type: "text"; readonly text: string }
      | { readonly type: "tool"; readonly id: string; readonly name: string }
    )[];
    readonly error?: { readonly type: string; readonly message: string };
    readonly time: { readonly created: number; readonly completed?: number };
  }
  | {
    readonly id: Id<"Session.Message.ID">;
    readonly type: "compaction";
    readonly status: "completed";
    readonly summary: string;
    readonly time: { readonly created: number };
  };

/**
 * plugin/src/promise/plugin.ts, 0ef9ef4b, and adapter.ts, 07bc181c: the calls and editors. `session.hook`
 * is generic over a table of events; its events are compared one by one below.
 */
interface HostContext {
  readonly app: { readonly name: string; readonly version: string; readonly channel: string };
  readonly location: { readonly directory: string; readonly project: { readonly id: string } };
  readonly options: Record<string, unknown>;
  readonly session: {
    get(input: { sessionID: string }): Promise<{ readonly id: string; readonly parentID?: string }>;
    context(input: { sessionID: string }): Promise<readonly HostStored[]>;
    prompt(input: {
      id?: string;
      sessionID: string;
      text: string;
      metadata?: { readonly [key: string]: unknown };
      delivery?: string;
    }): Promise<unknown>;
  };
  readonly tool: {
    transform(edit: (editor: { add(tool: HostTool): void }) => void): Promise<Registration>;
  };
  readonly skill: {
    transform(
      edit: (editor: { get(id: string): unknown; add(skill: LaterSkill): void }) => void,
    ): Promise<Registration>;
  };
  readonly command: {
    transform(edit: (editor: { add(command: HostCommand): void }) => void): Promise<Registration>;
  };
  readonly shell: {
    hook(
      name: "create.before",
      call: (event: { command: string; env: Record<string, string | undefined> }) =>
        | Promise<void>
        | void,
    ): Promise<Registration>;
  };
  readonly event: {
    subscribe(options?: { signal?: AbortSignal }): AsyncIterable<{ type: string }>;
  };
  readonly storage: {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown): Promise<void>;
    scan(options: { prefix: string; after?: string; limit?: number }): Promise<
      { readonly entries: readonly { key: string; value: unknown }[]; readonly next?: string }
    >;
  };
}

/** plugin/src/promise/plugin.ts, 0ef9ef4b */
type HostSetup = (context: Context) => Promise<(() => Promise<void> | void) | void> | void;

Deno.test("what OpenCode 2 is handed fits its declarations", () => {
  const runtime = new RuntimeDouble();
  const [spec] = runtime.tools;
  const tool = toolOf(spec!, () => {}) satisfies HostTool;
  assert.equal(tool.options.codemode, false);

  const skills: (EarlierSkill & LaterSkill)[] = [];
  addSkills({ add: (skill) => void skills.push(skill) } satisfies SkillEditor, "/skills", runtime);
  assert.ok(skills.every(({ path, location }) => path === location));

  const commands: HostCommand[] = [];
  const editor: CommandEditor = { add: (command) => void commands.push(command) };
  addCommands(editor, {} as Context, runtime);
  assert.equal(commands.length, 2);

  const module = plugin satisfies { id: string; setup: HostSetup };
  assert.equal(module.id, "opencode-mem0-selfhost");
});

Deno.test("what OpenCode 2 hands out fits what we take", () => {
  // Each function takes what the host declares, and must accept it as ours.
  const taken = [
    (event: HostHooks["prompt"]): PromptEvent => event,
    (event: HostHooks["context"]): RequestEvent => event,
    (event: HostToolBefore): ToolEvents["execute.before"] => event,
    (event: HostToolAfter): ToolEvents["execute.after"] => event,
    (event: typeof EVENTS[keyof typeof EVENTS]): HostEvent => event,
    (
      context: HostContext,
    ): Omit<Context, "session"> & { session: Omit<Context["session"], "hook"> } => context,
  ];
  assert.equal(taken.length, 6);
});
