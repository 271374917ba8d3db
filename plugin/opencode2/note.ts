import type { Injection } from "../core/host.ts";

/** Under this key of a message's metadata; also the prefix of our keys in the host's storage. */
export const OWNER = "mem0";

/** What we keep with a user's message, in the host's database. */
export interface Note extends Partial<Injection> {
  v: 1;
  /** What the user typed, when the message is one of our slash commands. */
  typed?: { text: string; command: string };
}

/** Our note on a message; undefined when there is none, or not one of this form. */
export function readNote(metadata: Record<string, unknown> | undefined): Note | undefined {
  const note = metadata?.[OWNER];
  return isNote(note) ? note : undefined;
}

/** Is a stored value a note? Another version may have written it. */
export function isNote(value: unknown): value is Note {
  const { v, text = "", typed = { text: "", command: "" } } = (value ?? {}) as Partial<Note>;
  return v === 1 && [text, typed?.text, typed?.command].every((one) => typeof one === "string");
}
