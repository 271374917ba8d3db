/**
 * Every hook of the OpenCode 1 adapter, over a real runtime on a real store, with whatever a host could
 * hand over by mistake: none throws, none rejects, none passes its deadline. A throw in `chat.message`
 * loses the user's prompt, one in `event` hangs the session.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openStore } from "../../mod.ts";
import { createHooks } from "../../plugin/opencode1/adapter.ts";
import type { Hooks } from "../../plugin/opencode1/types.ts";
import type { MemoryRuntime } from "../../plugin/core/host.ts";
import { ToolFailure } from "../../plugin/core/tools/spec.ts";
import { startMemory } from "../../plugin/start.ts";
import { anyValue, hostileText, INPUTS, jsonWith, mostly } from "./inputs.ts";

const sessionID = mostly(fc.constantFrom("ses_1", "ses_2", "ses_child"));
const text = mostly(hostileText);
const part = mostly(
  fc.record({
    id: mostly(fc.constantFrom("prt_1", "prt_2", "prt_", "odd")),
    sessionID,
    messageID: mostly(fc.constant("msg_1")),
    type: mostly(fc.constantFrom("text", "text", "file", "tool")),
    text,
    synthetic: mostly(fc.constantFrom(undefined, undefined, false, true)),
    ignored: mostly(fc.constantFrom(undefined, undefined, false, true)),
    metadata: mostly(fc.constantFrom(undefined, {}, { "opencode-mem0-selfhost": null })),
  }),
);
const parts = mostly(fc.array(part, { minLength: 1, maxLength: 3 }));
const args = mostly(
  fc.record({
    command: text,
    filePath: mostly(fc.constantFrom("MEMORY.md", "a.ts", "/home/ann/.claude/memory/x")),
    patchText: text,
    text,
    query: text,
    id: text,
    scope: text,
    filters: anyValue,
    metadata: anyValue,
    limit: anyValue,
    page: anyValue,
  }),
);
const toolName = mostly(fc.constantFrom("bash", "write", "edit", "apply_patch", "add_memory"));

/** The runtime's method that a hook leads to: most inputs must come so far, or little is tested. */
const LEADS_TO: Record<string, keyof MemoryRuntime> = {
  config: "env",
  "chat.message": "onPrompt",
  event: "onTurnEnd",
  "tool.execute.before": "onToolStart",
  "tool.execute.after": "onToolFailure",
  "experimental.session.compacting": "onCompact",
  "shell.env": "env",
};

/** Arguments by hook. */
const HOOKS: Record<string, fc.Arbitrary<unknown>[]> = {
  config: [
    mostly(fc.record({ skills: anyValue, command: anyValue })),
  ],
  "command.execute.before": [
    mostly(fc.record({ command: text, sessionID, arguments: text })),
    mostly(fc.record({ parts })),
  ],
  "chat.message": [
    mostly(fc.record({ sessionID, messageID: anyValue })),
    mostly(
      fc.record({
        message: mostly(fc.record({ id: mostly(fc.constant("msg_1")) })),
        parts,
      }),
    ),
  ],
  event: [
    mostly(
      fc.record({
        event: mostly(
          fc.record({
            type: mostly(
              fc.constantFrom(
                "session.idle",
                "session.idle",
                "session.compacted",
                "session.created",
                "message.updated",
              ),
            ),
            properties: mostly(
              fc.record({
                sessionID,
                info: mostly(fc.record({ id: sessionID, parentID: sessionID })),
              }),
            ),
          }),
        ),
      }),
    ),
  ],
  "tool.execute.before": [
    mostly(fc.record({ tool: toolName, sessionID, callID: anyValue })),
    mostly(fc.record({ args })),
  ],
  "tool.execute.after": [
    mostly(fc.record({ tool: toolName, sessionID, callID: anyValue, args })),
    mostly(
      fc.record({
        output: text,
        metadata: mostly(fc.record({ exit: mostly(fc.constantFrom(0, 1, 127, null)) })),
      }),
    ),
  ],
  "experimental.session.compacting": [
    mostly(fc.record({ sessionID })),
    mostly(fc.record({ context: mostly(fc.array(text)) })),
  ],
  "shell.env": [
    mostly(fc.record({ cwd: text, sessionID })),
    mostly(fc.record({ env: mostly(fc.constant({})) })),
  ],
  "tool.definition": [
    mostly(fc.record({ toolID: toolName })),
    mostly(fc.record({ description: text, parameters: anyValue })),
  ],
};

/** What OpenCode's client gives: a transcript that may be anything as well. */
interface Host {
  hooks: Hooks;
  /** What it gives next. */
  transcript: unknown;
  /** What passed its deadline since the last look. */
  late(): string[];
  /** How often the adapter called a method of the runtime. */
  calls: Partial<Record<keyof MemoryRuntime, number>>;
}

async function onHost(body: (host: Host) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "mem0-fuzz-"));
  const late: string[] = [];
  const host: Host = { hooks: {}, transcript: [], late: () => late.splice(0), calls: {} };
  const count = (runtime: MemoryRuntime): MemoryRuntime =>
    new Proxy(runtime, {
      get(target, name: keyof MemoryRuntime) {
        host.calls[name] = (host.calls[name] ?? 0) + 1;
        return target[name];
      },
    });
  host.hooks = await createHooks(
    {
      directory: home,
      client: {
        session: {
          get: ({ path }) =>
            Promise.resolve({
              data: { id: path.id, ...path.id === "ses_child" ? { parentID: "ses_1" } : {} },
            }),
          messages: () => Promise.resolve({ data: host.transcript as never }),
        },
        tui: { showToast: () => Promise.resolve() },
        app: {
          log: ({ body: { message } }) => {
            if (/gave up after/.test(message)) late.push(message);
            return Promise.resolve();
          },
        },
      },
    },
    "/package/skills",
    async (given) =>
      count(
        await startMemory(given, {}, {
          home,
          env: { MEM0_USER_ID: "ann", MEM0_APP_ID: "shop", MEM0_DB_PATH: ":memory:" },
          open: async () => {
            const store = await openStore(":memory:", { embedder: "none" });
            for (
              const content of ["Tests run on port 5432", "We decided to use the password store"]
            ) {
              await store.add({
                scope: { user: "ann", agent: "shop" },
                messages: [{ role: "user", content }],
                infer: false,
                metadata: { app_id: "shop" },
              });
            }
            return store;
          },
        }),
      ),
  );
  try {
    await body(host);
  } finally {
    await host.hooks.dispose?.();
    rmSync(home, { recursive: true, force: true });
  }
}

for (const [name, inputs] of Object.entries(HOOKS)) {
  Deno.test(`the hook ${name} neither throws nor is late, whatever it is given`, async () => {
    await onHost(async (host) => {
      const hook = host.hooks[name as keyof Hooks] as (...given: unknown[]) => Promise<unknown>;
      await fc.assert(
        fc.asyncProperty(fc.tuple(...inputs), async (given) => {
          await inTime(host, () => settle(name, () => hook(...given)));
        }),
        { numRuns: INPUTS },
      );
      const method = LEADS_TO[name];
      if (method === undefined) return;
      const reached = host.calls[method] ?? 0;
      assert.ok(reached > INPUTS / 6, `only ${reached} inputs came to ${method}`);
    });
  });
}

Deno.test("the end of a turn stands any transcript", async () => {
  const message = mostly(
    fc.record({
      info: mostly(
        fc.record({
          id: mostly(fc.uuid()),
          role: mostly(fc.constantFrom("user", "assistant")),
          time: mostly(fc.record({ created: mostly(fc.nat()), completed: anyValue })),
          summary: anyValue,
          error: anyValue,
        }),
      ),
      parts,
    }),
  );
  const transcript = mostly(fc.array(message, { maxLength: 4 }));
  await onHost(async (host) => {
    await fc.assert(
      fc.asyncProperty(transcript, hostileText, async (given, said) => {
        host.transcript = given;
        const sessionID = "ses_1";
        const part = { id: "prt_1", sessionID, messageID: "msg_1", type: "text", text: said };
        await inTime(host, async () => {
          const output = { message: { id: "msg_1" }, parts: [{ ...part }] };
          await host.hooks["chat.message"]!({ sessionID }, output);
          await host.hooks.event!({ event: { type: "session.idle", properties: { sessionID } } });
          await new Promise((resolve) => setTimeout(resolve)); // what the event began comes first
        });
      }),
      { numRuns: INPUTS / 4 },
    );
  });
});

Deno.test("every tool answers any arguments, or fails with a sentence", async () => {
  await onHost(async ({ hooks }) => {
    const tools = Object.entries(hooks.tool!);
    const call = { sessionID: "ses_1", abort: new AbortController().signal, metadata: () => {} };
    // What a model sends has been JSON.
    const json = jsonWith(["type", "app_id", "AND", "pinned"]);
    const values = fc.oneof(
      hostileText,
      json,
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom("project", "session", "global", "ann", "shop", "tests"),
    );
    const input = fc.nat({ max: tools.length - 1 }).chain((index) => {
      const names = Object.keys(tools[index]![1].args);
      const given = fc.record(Object.fromEntries(names.map((name) => [name, values])), {
        requiredKeys: [],
      });
      return fc.tuple(fc.constant(index), fc.oneof({ weight: 24, arbitrary: given }, json));
    });
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(input, async ([index, args]) => {
        const [name, tool] = tools[index]!;
        try {
          JSON.parse(await tool.execute(args, call));
          answered++;
        } catch (error) {
          assert.ok(error instanceof ToolFailure, `${name}: ${error}`);
          assert.match(error.message, /^[A-Z]/);
          assert.doesNotMatch(error.message, /\[object Object\]|\n\s+at |unexpected error/);
          assert.ok(error.message.length < 800, error.message);
        }
      }),
      { numRuns: INPUTS },
    );
    assert.ok(answered > INPUTS / 50, `only ${answered} calls were answered`);
  });
});

/** Once may be the machine's fault; the same input three times in a row is not. */
async function inTime(host: Host, play: () => Promise<void>): Promise<void> {
  await play();
  for (let again = 0; host.late().length > 0; again++) {
    assert.ok(again < 2, "the deadline was passed");
    await play();
  }
}

/** A hook is refused nothing but a tool call, in OpenCode's own way: with a sentence. */
async function settle(name: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    assert.equal(name, "tool.execute.before", `${name} threw ${error}`);
    assert.match((error as Error).message, /^Cannot write ".*": notes are kept in memory here/s);
  }
}
