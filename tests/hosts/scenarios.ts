import assert from "node:assert/strict";
import type { Host, MemoryRuntime } from "../../plugin/core/host.ts";
import { RuntimeDouble } from "./runtime_double.ts";

/** A toast that a user saw. */
export interface Toast {
  message: string;
  variant: string;
}

/** What a fake host must be able to do for the scenarios; one implementation per adapter. */
export interface FakeHost {
  /** Its shell tool, and what the model reads of a command that failed with 3 and printed "42". */
  readonly shell: { tool: string; failed: string };
  readonly toasts: Toast[];
  readonly log: string[];
  clientFailure: "none" | "reject" | "throw" | "error";
  /** Loads the plugin with this runtime. */
  load(start: (host: Host) => Promise<MemoryRuntime>): Promise<void>;
  /** A new session of a sub-agent. */
  child(parent: string): string;
  /** The user sends a message. Rejects when the host would have lost it. */
  say(
    sessionID: string,
    text: string,
    options?: { command?: string; quoted?: boolean; attachment?: string },
  ): Promise<void>;
  /** The model answers. */
  answer(sessionID: string, text: string, outcome?: "done" | "aborted" | "summary"): void;
  /** The turn is over. */
  idle(sessionID: string): void;
  /** Summarises; gives the lines that the plugin added to the summary's prompt. */
  compact(sessionID: string): Promise<string[]>;
  /** The model calls a tool; the shell fails with exit code 3. Rejects when the call is refused. */
  tool(sessionID: string, tool: string, args: unknown): Promise<string>;
  /** A tool's JSON Schema as the model gets it. */
  toolSchema(tool: string): Promise<unknown>;
  shellEnv(sessionID: string): Promise<Record<string, string>>;
  /** What the model is sent, one text per message. */
  sent(sessionID: string): string[] | Promise<string[]>;
  /** An event that is none of the plugin's business. */
  emitOther(): void;
  dispose(): Promise<void>;
}

/** One thing that an adapter must do. */
export interface Scenario {
  name: string;
  run(host: FakeHost, runtime: RuntimeDouble): Promise<void>;
}

const S = "ses_dfc93b5f1ffebItc56ar5EjfQP";

/** What every adapter must do, whatever its host. Registered by {@link defineScenarios}. */
export const SCENARIOS: Scenario[] = [
  {
    name: "puts a block behind the user's text, and only there",
    async run(host, runtime) {
      runtime.block = () => Promise.resolve({ text: "<memory>tabs</memory>", ids: ["1"] });
      await host.say(S, "Format this file", { attachment: "content of the file" });
      assert.deepEqual(runtime.prompts.map((prompt) => prompt.text), ["Format this file"]);
      const sent = await host.sent(S);
      assert.equal(sent.length, 1);
      assert.match(sent[0] ?? "", /^Format this file\n[\s\S]*<memory>tabs<\/memory>/);
    },
  },
  {
    name: "leaves the message alone when there is nothing to recall",
    async run(host) {
      await host.say(S, "Hello");
      assert.deepEqual(await host.sent(S), ["Hello"]);
    },
  },
  {
    name: "never rewrites what was sent before",
    async run(host, runtime) {
      let count = 0;
      runtime.block = () => Promise.resolve({ text: `<memory>${++count}</memory>`, ids: [] });
      let before: string[] = [];
      for (let turn = 0; turn < 5; turn++) {
        await host.say(S, `Message ${turn}`);
        host.answer(S, `Answer ${turn}`);
        const now = await host.sent(S);
        assert.deepEqual(now.slice(0, before.length), before);
        before = now;
      }
    },
  },
  {
    name: "takes a slash command's arguments for what was typed, not its template",
    async run(host, runtime) {
      await host.say(S, "release day", { command: "mem0-search" });
      await host.say(S, "", { command: "mem0-tour" });
      host.idle(S);
      await host.dispose();
      assert.deepEqual(runtime.prompts.map(({ text, command }) => [text, command]), [
        ["release day", "mem0-search"],
        ["", "mem0-tour"],
      ]);
      const turns = runtime.turns[0]?.turns ?? [];
      assert.deepEqual(turns.map((turn) => turn.text), ["release day", ""]);
      assert.deepEqual(turns.map((turn) => turn.synthetic), [false, true]);
    },
  },
  {
    name: "hands over the turns with role, text and completion",
    async run(host, runtime) {
      runtime.block = () => Promise.resolve({ text: "<memory>old</memory>", ids: [] });
      await host.say(S, "We deploy on Fridays", { attachment: "an attached file" });
      host.answer(S, "Noted.");
      await host.compact(S);
      await host.say(S, "And now?");
      host.answer(S, "Half an ans", "aborted");
      host.idle(S);
      await host.dispose();
      const turns = runtime.turns[0]?.turns ?? [];
      assert.deepEqual(
        turns.map(({ role, text, synthetic, complete }) => ({ role, text, synthetic, complete })),
        [
          { role: "user", text: "We deploy on Fridays", synthetic: false, complete: true },
          { role: "assistant", text: "Noted.", synthetic: false, complete: true },
          { role: "assistant", text: "## Goal\nA summary", synthetic: true, complete: true },
          { role: "user", text: "And now?", synthetic: false, complete: true },
          { role: "assistant", text: "Half an ans", synthetic: false, complete: false },
        ],
      );
      assert.ok(turns.every((turn) => typeof turn.createdAt === "number"));
    },
  },
  {
    name: "tells the runtime whose session it is",
    async run(host, runtime) {
      let asked: Host | undefined;
      await host.load((given) => (asked = given, Promise.resolve(runtime)));
      assert.equal(await asked?.parentOf(host.child(S)), S);
      assert.equal(await asked?.parentOf(S), undefined);
      assert.equal(asked?.directory, "/home/ann/lighthouse");
    },
  },
  {
    name: "refuses a tool call with the reason as its error",
    async run(host, runtime) {
      runtime.refusal = ({ tool }) => tool === "write" ? "Use add_memory instead" : undefined;
      await assert.rejects(host.tool(S, "write", { filePath: "MEMORY.md" }), {
        message: "Use add_memory instead",
      });
      assert.equal(await host.tool(S, "read", {}), "42\n");
    },
  },
  {
    name: "appends earlier fixes to the output of a failed command, and of nothing else",
    async run(host, runtime) {
      runtime.advice = () => Promise.resolve("Earlier: run npm ci first");
      assert.equal(
        await host.tool(S, host.shell.tool, { command: "npm test" }),
        `${host.shell.failed}\n\nEarlier: run npm ci first`,
      );
      assert.equal(await host.tool(S, "read", {}), "42\n");
      assert.deepEqual(
        runtime.failures.map(({ tool, exitCode, output }) => [tool, exitCode, output]),
        [[host.shell.tool, 3, "42\n"]],
      );
    },
  },
  {
    name: "adds lines to a summary and reports that it was made",
    async run(host, runtime) {
      runtime.lines = () => Promise.resolve("Keep: deploys go out on Fridays");
      assert.deepEqual(await host.compact(S), ["Keep: deploys go out on Fridays"]);
      assert.deepEqual(runtime.compacted, [S]);
    },
  },
  {
    name: "gives shells the runtime's variables",
    async run(host) {
      assert.deepEqual(await host.shellEnv(S), {
        MEM0_USER_ID: "casey",
        MEM0_APP_ID: "lighthouse",
      });
    },
  },
  {
    name: "offers the tools with their optional arguments optional",
    async run(host) {
      assert.deepEqual(await host.toolSchema("add_memory"), {
        type: "object",
        properties: {
          text: { type: "string", description: "What" },
          scope: { type: "string", description: "Where", enum: ["project", "global"] },
        },
        required: ["text"],
        additionalProperties: false,
      });
    },
  },
  {
    name: "runs a tool, and fails it with one sentence",
    async run(host) {
      assert.equal(await host.tool(S, "add_memory", { text: "x" }), '{"stored":{"text":"x"}}');
      // What the model reads; one host fails the call for it, another one answers with it.
      const said = await host.tool(S, "add_memory", {}).catch((error: Error) => error.message);
      assert.equal(said, 'Cannot add a memory: "text" is missing; give the text to remember');
    },
  },
  {
    name: "disposes only after the turn's end is durable",
    async run(host, runtime) {
      let written = () => {};
      runtime.turnEnd = () => new Promise((done) => written = done);
      await host.say(S, "Hello");
      host.idle(S);
      const disposed = host.dispose();
      await new Promise((done) => setTimeout(done, 20));
      assert.deepEqual(runtime.order, []);
      written();
      await disposed;
      assert.deepEqual(runtime.order, ["turn end", "close"]);
    },
  },
  {
    name: "lets no failure of the runtime reach the host",
    async run(host, runtime) {
      const broken = () => Promise.reject(new Error("broken"));
      const thrown = () => {
        throw new Error("broken");
      };
      for (const failing of [broken, thrown]) {
        runtime.block = failing;
        runtime.turnEnd = failing;
        runtime.advice = failing;
        runtime.lines = failing;
        runtime.refusal = thrown;
        runtime.variables = thrown;
        await host.say(S, "Hello");
        host.answer(S, "Hi");
        host.idle(S);
        host.emitOther();
        assert.equal(await host.tool(S, host.shell.tool, {}), host.shell.failed);
        assert.deepEqual(await host.compact(S), []);
        assert.deepEqual(await host.shellEnv(S), {});
      }
      await host.say(S, "Hello"); // one host shows nothing from before a summary
      await host.dispose();
      assert.ok((await host.sent(S)).includes("Hello"));
      assert.ok(host.log.some((line) => line.includes("broken")));
    },
  },
  {
    name: "goes on when the host's own calls fail",
    async run(host, runtime) {
      for (const failure of ["reject", "throw", "error"] as const) {
        host.clientFailure = failure;
        await host.say(S, "Hello");
        host.idle(S);
      }
      await host.dispose();
      assert.equal(runtime.turns.length, 0);
      assert.deepEqual(await host.sent(S), ["Hello", "Hello", "Hello"]);
    },
  },
  {
    name: "gives up on a runtime that hangs, and adds nothing to the message later",
    async run(host, runtime) {
      let late = (_: { text: string; ids: string[] }) => {};
      runtime.block = () => new Promise((give) => late = give);
      await host.say(S, "Hello");
      late({ text: "<memory>too late</memory>", ids: [] });
      await new Promise((done) => setTimeout(done, 5));
      assert.deepEqual(await host.sent(S), ["Hello"]);
    },
  },
  {
    name: "tells the user once and stays out of the way when the runtime can't start",
    async run(host) {
      await host.load(() => Promise.reject(new Error("Cannot open the memory file")));
      await host.say(S, "Hello");
      host.idle(S);
      assert.deepEqual(await host.sent(S), ["Hello"]);
      assert.deepEqual(host.toasts.map((toast) => toast.message), [
        "Memory is off: Cannot open the memory file",
      ]);
    },
  },
];

/** Registers one test per scenario for an adapter; each gets a fresh host and runtime. */
export function defineScenarios(adapter: string, makeHost: () => FakeHost): void {
  for (const { name, run } of SCENARIOS) {
    Deno.test(`${adapter} ${name}`, () => runScenario({ name, run }, makeHost()));
  }
}

/** Runs one scenario on a fresh host and runtime. */
export async function runScenario({ run }: Scenario, host: FakeHost): Promise<void> {
  const runtime = new RuntimeDouble();
  await host.load(() => Promise.resolve(runtime));
  await run(host, runtime);
}
