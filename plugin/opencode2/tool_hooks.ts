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

/** Refuses calls of the host's own tools, and adds advice to failed commands. */
export class ToolHooks {
  readonly #refused = new Map<string, string>();

  constructor(
    private readonly runtime: MemoryRuntime,
    private readonly check: SelfCheck,
    private readonly log: Log,
  ) {}

  /** Rejects to refuse: the documented way; the model reads the message as the failed call's error. */
  before(
    { sessionID, id: callID, tool, input: args }: ToolEvents["execute.before"],
  ): Promise<void> {
    const reason = guardSync(
      "execute.before",
      this.log,
      () => this.runtime.onToolStart({ sessionID, callID, tool, args }),
    );
    if (reason === undefined) return Promise.resolve();
    if (this.#refused.size < REMEMBERED) this.#refused.set(callID, reason);
    return Promise.reject(new Error(reason));
  }

  async after(event: ToolEvents["execute.after"]): Promise<void> {
    const { sessionID, id: callID, tool, input: args, status, result } = event;
    if (this.#refused.has(callID) && status === "completed") {
      this.check.differs("refusal", "A refused tool ran: notes can be written to files here");
    }
    const exitCode = result?.metadata?.exit;
    // Only shell commands have an exit code.
    if (result === undefined || typeof exitCode !== "number" || exitCode === 0) return;
    await guard(
      { name: "execute.after", deadlineMs: ADVICE_MS, log: this.log },
      async (signal) => {
        const output = printed(result.output) ?? textOf(result.content ?? "", "\n\n");
        const failure = { sessionID, callID, tool, args, output, exitCode };
        const advice = await this.runtime.onToolFailure(failure);
        if (advice === undefined || signal.aborted) return;
        const content = typeof result.content === "string"
          ? [{ type: "text", text: result.content }]
          : result.content ?? [];
        event.result = { ...result, content: [...content, { type: "text", text: advice }] };
      },
    );
  }

  /** Does the model read why a tool was refused? */
  lookAt(messages: readonly ModelMessage[]): void {
    if (this.#refused.size === 0) return;
    for (const { role, content } of messages) {
      if (role !== "tool" || typeof content === "string") continue;
      for (const { id = "", result } of content) {
        const reason = this.#refused.get(id);
        if (reason === undefined || !this.#refused.delete(id)) continue;
        if (JSON.stringify(result ?? "").includes(JSON.stringify(reason).slice(1, -1))) {
          this.check.holds("refusal", "The model reads why a tool was refused");
        } else this.check.differs("refusal", "A refused tool fails, and the model isn't told why");
      }
    }
  }
}

/** What a command printed, from the shell tool's structured output. */
function printed(output: unknown): string | undefined {
  if (typeof output !== "object" || output === null) return undefined;
  const { output: text } = output as { output?: unknown };
  return typeof text === "string" ? text : undefined;
}
