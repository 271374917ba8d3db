import type { Skill } from "./skills.ts";
import type { ToolSpec } from "./tools/spec.ts";

/** What a host tells us about itself, and the few things that we ask of it. */
export interface Host {
  /** `opencode1`, `opencode2`; appears in the log. */
  readonly name: string;
  /** The folder that the host works in; git runs here. */
  readonly directory: string;
  /** The parent of a sub-agent's session; undefined for a conversation of the user's own. */
  parentOf(sessionID: string): Promise<string | undefined>;
  /** Show one line to the user, once. Must not throw. */
  notify(level: "info" | "warning" | "error", line: string): void;
}

/** A user's message, before the model sees it. */
export interface Prompt {
  sessionID: string;
  messageID: string;
  /** What the user wrote, without synthetic parts. */
  text: string;
  /** The slash command that the message is, without the slash; `text` then holds its arguments. */
  command?: string;
}

/** The part to add to a message. */
export interface Injection {
  /** The rendered, fenced block. */
  text: string;
  /** Full ids of the memories in it. */
  ids: string[];
}

/** One message of the transcript, as capture needs it. */
export interface Turn {
  messageID: string;
  role: "user" | "assistant";
  /** Plain text parts only: no tool output, no reasoning, no synthetic parts. */
  text: string;
  /** Milliseconds since 1970, when known. */
  createdAt?: number;
  /** Is it a compaction summary, or another message that nobody typed? */
  synthetic?: boolean;
  /** Did the assistant finish it (not aborted, no error)? User messages: true. */
  complete: boolean;
}

/**
 * Reads a conversation's messages, oldest first: from the one with the id `since` on at the least;
 * all of them without one, or when that one is gone.
 */
export type ReadTurns = (since?: string) => Promise<Turn[]>;

/** A tool call of the host's own tools. */
export interface ToolEvent {
  sessionID: string;
  callID: string;
  /** The host's name of the tool, e.g. `bash`, `write`. */
  tool: string;
  /** Its arguments as the model gave them. */
  args: unknown;
  /** What it printed, after the call. */
  output?: string;
  /** Exit code of a shell command, when known. */
  exitCode?: number;
}

/**
 * What a coding assistant does with memory, for one host instance. No method throws or rejects, and
 * none outlives its deadline.
 */
export interface MemoryRuntime {
  /** Before the model sees a user's message: spool it, then recall. Undefined: add nothing. */
  onPrompt(prompt: Prompt): Promise<Injection | undefined>;
  /** At the end of a turn: resolves once what is worth keeping is durable in the outbox. */
  onTurnEnd(sessionID: string, turns: ReadTurns): Promise<void>;
  /** Before one of the host's tools runs: a reason to refuse it. */
  onToolStart(event: ToolEvent): string | undefined;
  /** After a shell command failed: earlier fixes for this error, as text to append. */
  onToolFailure(event: ToolEvent): Promise<string | undefined>;
  /** Before the host summarises a conversation: lines for the summary. */
  onCompact(sessionID: string): Promise<string | undefined>;
  /** After it did: what was shown is gone for the model, and may be recalled again. */
  onCompacted(sessionID: string): void;
  /** The ten memory tools. */
  readonly tools: readonly ToolSpec[];
  /** The nine skills. */
  readonly skills: readonly Skill[];
  /** Variables for the shells that the host starts; never a credential. */
  env(sessionID?: string): Record<string, string>;
  /** Deliver what can be delivered within a deadline, then free everything. */
  close(): Promise<void>;
}
