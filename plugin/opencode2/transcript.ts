import type { Turn } from "../core/host.ts";
import { readNote } from "./note.ts";
import type { ModelPart, SessionMessage } from "./types.ts";

/** The messages that capture looks at, in its form; others (shell, skill, switches) are left out. */
export function turnsOf(messages: readonly SessionMessage[]): Turn[] {
  return messages.flatMap((message) => turnOf(message) ?? []);
}

function turnOf({ id, type, time, ...message }: SessionMessage): Turn | undefined {
  const common = {
    messageID: id,
    ...time?.created === undefined ? {} : { createdAt: time.created },
    complete: true,
  };
  switch (type) {
    case "user": {
      const text = (readNote(message.metadata)?.typed?.text ?? message.text ?? "").trim();
      return { ...common, role: "user", text, synthetic: text === "" };
    }
    case "assistant": {
      const text = textOf(message.content ?? [], "\n").trim();
      const complete = time?.completed !== undefined && message.error === undefined;
      return { ...common, role: "assistant", text, synthetic: false, complete };
    }
    case "compaction": {
      if (message.status !== "completed") return undefined;
      return { ...common, role: "assistant", text: message.summary ?? "", synthetic: true };
    }
    default:
      return undefined;
  }
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
