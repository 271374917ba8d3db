import type { NewMemory } from "../../client/store.ts";
import type { Cursor } from "./cursor.ts";
import type { Turn } from "./host.ts";
import type { Redaction } from "./redact.ts";

/** `auto`: what the gate keeps; `explicit`: only "remember …"; `off`: nothing. */
export type CaptureMode = "auto" | "explicit" | "off";

/** What capture must be told; it reads nothing by itself. */
export interface CaptureOptions {
  mode: CaptureMode;
  sessionID: string;
  /** Current git branch, for the metadata. */
  branch?: string;
  /** Takes our own injected block out of a text. */
  stripBlocks: (text: string) => string;
  /** Takes secrets out of a text. */
  redact: (text: string) => Redaction;
  /** Slash-command templates: a message that begins as one of them was not typed. */
  templates?: readonly string[];
  /** Is it a sub-agent's session? Then nothing is captured. Default false. */
  subAgent?: boolean;
}

/** One memory to queue. */
export interface CapturedMemory {
  /** What it came from, for `Outbox.put`: the same message gives the same one. */
  from: string;
  /** Without scope: the caller decides whose it is. */
  memory: Omit<NewMemory, "scope">;
}

/** What a turn brought. */
export interface CapturePlan {
  /** In the order they were said. */
  memories: CapturedMemory[];
  /** To be written after the memories are durable. */
  cursor: Cursor;
  /** All messages looked at, for `Spool.settle`. */
  messageIDs: string[];
  /** What was not kept, with the reason, for the debug log. */
  dropped: { messageID: string; reason: string }[];
}

/** Decides what of a transcript is new and worth keeping. Pure. */
export function planCapture(
  _turns: readonly Turn[],
  cursor: Cursor,
  _options: CaptureOptions,
): CapturePlan {
  return { memories: [], cursor, messageIDs: [], dropped: [] };
}
