import type { Log } from "../../client/store.ts";
import { guard, guardSync } from "../core/guard.ts";
import type { MemoryRuntime } from "../core/host.ts";
import type { SelfCheck } from "./self_check.ts";
import { textOf } from "./transcript.ts";
import type { ModelMessage, ToolEvents } from "./types.ts";

/** Milliseconds; the net below the runtime's own deadline. */
const ADVICE_MS = 1_500;
/** Refused calls remembered until the model was seen to read why. */
const REMEMBERED = 50;

/** What {@link createToolHooks} makes. */
export interface ToolHooks {
  /** Rejects to refuse: the documented way; the model reads the message as the failed call's error. */
  before(event: ToolEvents["execute.before"]): Promise<void>;
  /** Adds earlier fixes to the output of a failed command. */
  after(event: ToolEvents["execute.after"]): Promise<void>;
  /** Does the model read why a tool was refused? */
  lookAt(messages: readonly ModelMessage[]): void;
}

/** The hooks on the host's own tools. */
export function createToolHooks(runtime: MemoryRuntime, check: SelfCheck, log: Log): ToolHooks {
  /** Reasons by call. */
  const refused = new Map<string, string>();
  return {
    before({ sessionID, id: callID, tool, input: args }) {
      const event = { sessionID, callID, tool, args };
      const reason = guardSync("execute.before", log, () => runtime.onToolStart(event));
      if (reason === undefined) return Promise.resolve();
      if (refused.size < REMEMBERED) refused.set(callID, reason);
      return Promise.reject(new Error(reason));
    },

    async after(event) {
      const { sessionID, id: callID, tool, input: args, status, result } = event;
      if (result === undefined || status !== "completed") return;
      if (refused.has(callID)) {
        check.differs("refusal", "A refused tool ran: notes can be written to files here");
      }
      const { content = [], metadata, output: structured } = result;
      const exitCode = metadata?.exit;
      // Only shell commands have an exit code.
      if (typeof exitCode !== "number" || exitCode === 0) return;
      await guard({ name: "execute.after", deadlineMs: ADVICE_MS, log }, async (signal) => {
        const output = printed(structured) ?? textOf(content, "\n\n");
        const failure = { sessionID, callID, tool, args, output, exitCode };
        const advice = await runtime.onToolFailure(failure);
        if (advice === undefined || signal.aborted) return;
        const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
        event.result = { ...result, content: [...parts, { type: "text", text: advice }] };
      });
    },

    lookAt(messages) {
      if (refused.size === 0) return;
      for (const { content } of messages) {
        if (typeof content === "string") continue;
        for (const { type, id = "", result } of content) {
          const reason = refused.get(id);
          if (type !== "tool-result" || reason === undefined) continue;
          refused.delete(id);
          if (JSON.stringify(result ?? "").includes(JSON.stringify(reason).slice(1, -1))) {
            check.holds("refusal");
          } else check.differs("refusal", "A refused tool fails, and the model isn't told why");
        }
      }
    },
  };
}

/** What a command printed, from the shell tool's structured output. */
function printed(output: unknown): string | undefined {
  const text = (output as { output?: unknown } | null | undefined)?.output;
  return typeof text === "string" ? text : undefined;
}
