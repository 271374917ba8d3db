import type {
  Injection,
  MemoryRuntime,
  Prompt,
  ReadTurns,
  ToolEvent,
  Turn,
} from "../../plugin/core/host.ts";
import type { ToolSpec } from "../../plugin/core/tools/spec.ts";
import { ToolFailure } from "../../plugin/core/tools/spec.ts";

/** A runtime that keeps what it was called with and gives what a scenario set. */
export class RuntimeDouble implements MemoryRuntime {
  readonly prompts: Prompt[] = [];
  readonly turns: { sessionID: string; turns: Turn[] }[] = [];
  readonly failures: ToolEvent[] = [];
  readonly compacted: string[] = [];
  readonly order: string[] = [];

  /** What each method gives or does; replaced by a scenario. */
  block: (prompt: Prompt) => Promise<Injection | undefined> = () => Promise.resolve(undefined);
  turnEnd: () => Promise<void> = () => Promise.resolve();
  refusal: (event: ToolEvent) => string | undefined = () => undefined;
  advice: () => Promise<string | undefined> = () => Promise.resolve(undefined);
  lines: () => Promise<string | undefined> = () => Promise.resolve(undefined);
  variables: () => Record<string, string> = () => ({
    MEM0_USER_ID: "casey",
    MEM0_APP_ID: "lighthouse",
  });

  readonly tools: ToolSpec[] = [{
    name: "add_memory",
    description: "Remember",
    arguments: {
      text: { type: "string", description: "What" },
      scope: { type: "string", description: "Where", enum: ["project", "global"] },
    },
    required: ["text"],
    run: (args, context) => {
      context.progress?.("Adding");
      if ((args as { text?: string }).text === undefined) {
        throw new ToolFailure('Cannot add a memory: "text" is missing; give the text to remember');
      }
      return Promise.resolve(JSON.stringify({ stored: args }));
    },
  }];
  readonly skills = [
    { name: "mem0-search", description: "Search", content: "Search for it." },
    { name: "mem0-tour", description: "Tour", content: "Show around." },
  ];

  onPrompt(prompt: Prompt): Promise<Injection | undefined> {
    this.prompts.push(prompt);
    return this.block(prompt);
  }
  /** The message from which on the transcript is wanted. */
  since: string | undefined;
  async onTurnEnd(sessionID: string, turns: ReadTurns): Promise<void> {
    this.turns.push({ sessionID, turns: await turns(this.since) });
    await this.turnEnd();
    this.order.push("turn end");
  }
  onToolStart(event: ToolEvent): string | undefined {
    return this.refusal(event);
  }
  onToolFailure(event: ToolEvent): Promise<string | undefined> {
    this.failures.push(event);
    return this.advice();
  }
  onCompact(): Promise<string | undefined> {
    return this.lines();
  }
  onCompacted(sessionID: string): void {
    this.compacted.push(sessionID);
  }
  env(): Record<string, string> {
    return this.variables();
  }
  close(): Promise<void> {
    this.order.push("close");
    return Promise.resolve();
  }
}
