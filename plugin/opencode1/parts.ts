import type { Turn } from "../core/host.ts";
import type { Part, StoredMessage } from "./types.ts";

/** Our name in a part's metadata. */
const OWNER = "opencode-mem0-selfhost";

/**
 * The synthetic part that carries a block, to be pushed into a new user message.
 *
 * Parts are ordered by id, so the first part's id plus a suffix lands right behind the user's text,
 * in every process alike: what the model was sent stays byte-identical. The suffix is a word of ours,
 * since a second plugin may follow the same rule.
 *
 * @returns undefined when no part has a well-formed id: OpenCode refuses the whole message for a
 * malformed one.
 */
export function blockPart(
  parts: readonly Part[],
  messageID: string,
  text: string,
): Part | undefined {
  const first = parts.find((part) => /^prt_[0-9A-Za-z]+$/.test(part.id));
  if (first === undefined) return undefined;
  return {
    id: `${first.id}mem0`,
    sessionID: first.sessionID,
    messageID,
    type: "text",
    text,
    synthetic: true,
  };
}

/** What the user wrote in a message. */
export interface Typed {
  /** Its text parts that somebody typed, joined by line feeds; of a command its arguments. */
  text: string;
  /** The slash command that the message is, without the slash. */
  command?: string;
}

/**
 * Notes on the parts of a slash command what the user typed. The part's text is the command's whole
 * template, which nobody said, and the stored message has no other sign of it. Metadata stays with
 * the part in OpenCode's database, so that a later process still knows.
 */
export function markCommand(parts: Partial<Part>[], typed: Required<Typed>): void {
  for (const part of parts) {
    if (part.type === "text") part.metadata = { ...part.metadata, [OWNER]: typed };
  }
}

/** Reads what the user wrote from a message's parts. */
export function readTyped(parts: readonly Part[]): Typed {
  const texts: string[] = [];
  for (const part of parts) {
    if (part.type !== "text" || part.synthetic || part.ignored) continue;
    const note = part.metadata?.[OWNER] as Typed | undefined;
    if (typeof note?.command === "string") return { text: note.text.trim(), command: note.command };
    texts.push(unquote(part.text ?? ""));
  }
  return { text: texts.join("\n").trim() };
}

/**
 * `opencode run "two words"` puts the argument into double quotes again, with the inner ones escaped
 * (seen in 1.18.33); nobody typed those.
 */
function unquote(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)"$/s.exec(text)?.[1];
  return inner === undefined ? text : inner.replaceAll('\\"', '"');
}

/** A stored message as capture needs it. */
export function turnOf({ info, parts }: StoredMessage): Turn {
  const text = info.role === "user" ? readTyped(parts).text : spokenText(parts);
  return {
    messageID: info.id,
    role: info.role,
    text,
    createdAt: info.time.created,
    synthetic: info.role === "user" ? text === "" : info.summary === true,
    complete: info.role === "user" ||
      (info.time.completed !== undefined && info.error === undefined),
  };
}

function spokenText(parts: readonly Part[]): string {
  return parts.filter((part) => part.type === "text" && !part.synthetic && !part.ignored)
    .map((part) => part.text ?? "").join("\n").trim();
}
