import type { MemoryRuntime } from "../core/host.ts";
import { schemaOf } from "../core/tools/spec.ts";
import type { SelfCheck } from "./self_check.ts";
import { textOf } from "./transcript.ts";
import type { RequestEvent } from "./types.ts";

/** Comparisons that are enough, and messages that are too many to look at. */
const ENOUGH = 5;
const LONGEST = 200;

/**
 * Looks at requests as they are sent: do consecutive ones of a conversation begin with the same, and
 * are the tools offered to the model as they were given?
 */
export function createRequestCheck(
  runtime: MemoryRuntime,
  check: SelfCheck,
): (event: RequestEvent) => void {
  const sent = new Map<string, string[]>();
  let compared = 0;
  return ({ sessionID, messages = [], tools }) => {
    const [spec] = runtime.tools;
    if (tools && spec) {
      const input = tools[spec.name]?.input as { required?: unknown } | undefined;
      if (String(input?.required) === String(schemaOf(spec).required)) check.holds("tools");
      else check.differs("tools", "The model isn't offered the memory tools as they are");
    }
    if (compared >= ENOUGH || messages.length > LONGEST) return;
    const now = messages.flatMap(({ role, content }) =>
      role === "user" ? [textOf(content, "\0")] : []
    );
    const before = sent.get(sessionID) ?? [];
    sent.set(sessionID, now);
    // Fewer messages, or another first one: compacted, reverted, or moved.
    if (before.length === 0 || before.length > now.length || before[0] !== now[0]) return;
    compared++;
    if (before.every((text, index) => text === now[index])) check.holds("prefix");
    else check.differs("prefix", "A message changed between two requests: caches are lost here");
  };
}
