import type { MemoryRuntime } from "../core/host.ts";
import { schemaOf } from "../core/tools/spec.ts";
import type { SelfCheck } from "./self_check.ts";
import { textOf } from "./transcript.ts";
import type { ModelMessage, RequestEvent } from "./types.ts";

/** Comparisons that are enough, and messages that are too many to look at. */
const ENOUGH = 5;
const LONGEST = 200;

/** Looks whether consecutive requests of a conversation begin with what the user was sent with before. */
export class PrefixCheck {
  readonly #before = new Map<string, string[]>();
  #compared = 0;

  constructor(private readonly check: SelfCheck) {}

  look(sessionID: string, messages: readonly ModelMessage[]): void {
    if (this.#compared >= ENOUGH || messages.length > LONGEST) return;
    const now = messages.flatMap(({ role, content }) =>
      role === "user" ? [textOf(content, "\0")] : []
    );
    const before = this.#before.get(sessionID);
    this.#before.set(sessionID, now);
    // Fewer messages, or another first one: compacted, reverted, or moved.
    if (before === undefined || before.length > now.length || before[0] !== now[0]) return;
    this.#compared++;
    if (before.every((text, index) => text === now[index])) {
      this.check.holds("prefix", "Two requests in a row begin with the same messages");
    } else {
      this.check.differs("prefix", "A message changed between two requests: caches are lost here");
    }
  }
}

/** Are the tools offered to the model as they were given? */
export function lookAtTools(
  { tools }: RequestEvent,
  runtime: MemoryRuntime,
  check: SelfCheck,
): void {
  const [spec] = runtime.tools;
  if (check.found("tools") !== undefined || tools === undefined || spec === undefined) return;
  const input = tools[spec.name]?.input as { required?: unknown } | undefined;
  if (input === undefined) {
    check.differs("tools", "The memory tools aren't offered to the model directly");
  } else if (JSON.stringify(input.required) !== JSON.stringify(schemaOf(spec).required)) {
    check.differs("tools", "The memory tools are offered with other required arguments");
  } else check.holds("tools", "The memory tools are offered to the model directly");
}
