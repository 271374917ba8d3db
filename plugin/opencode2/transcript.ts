import type { Turn } from "../core/host.ts";
import { readNote } from "./note.ts";
import type { ModelPart, SessionMessage } from "./types.ts";

/** The messages that capture looks at, in its form; others (shell, skill, switches) are left out. */
export function turnsOf(messages: readonly SessionMessage[]): Turn[] {
  return messages.flatMap((message) => turnOf(message) ?? []);
}

function turnOf(message: SessionMessage): Turn | undefined {
  const { id: messageID, type, time } = message;
  const createdAt = time?.created;
  const known = { messageID, ...createdAt === undefined ? {} : { createdAt } };
  if (type === "user") {
    const text = (readNote(message.metadata)?.typed?.text ?? message.text ?? "").trim();
    return { ...known, role: "user", text, synthetic: text === "", complete: true };
  }
  if (type === "assistant") {
    return {
      ...known,
      role: "assistant",
      text: textOf(message.content ?? [], "\n").trim(),
      synthetic: false,
      complete: time?.completed !== undefined && message.error === undefined,
    };
  }
  if (type === "compaction" && message.status === "completed") {
    const text = message.summary ?? "";
    return { ...known, role: "assistant", text, synthetic: true, complete: true };
  }
  return undefined;
}

/** The text parts of a content, joined. */
export function textOf(content: string | readonly ModelPart[], joint: string): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => part.type === "text" ? [part.text ?? ""] : []).join(joint);
}

/** Some versions of the host wrap an answer in `{data}`. */
export function unwrap<T extends object>(answer: T | { data: T }): T {
  return "data" in answer ? answer.data : answer;
}
