import { isMemoryError } from "../../client/errors.ts";
import type { Log } from "../../client/store.ts";
import { describe, guardSync } from "./guard.ts";
import type { Host } from "./host.ts";

/** What the user is told about; each once until its opposite happens. */
export type Event =
  | "connected"
  | "offline"
  | "back"
  | "refused"
  | "storage"
  | "settings"
  | "dropped";

/** The same event isn't told again within this time, also when a back end comes and goes. */
const QUIET_MS = 10 * 60_000;

/** Tells the user what matters, in one line, once. */
export class Notices {
  readonly #told = new Map<string, number>();

  constructor(
    private readonly host: Pick<Host, "notify">,
    private readonly log: Log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Shows a line unless this event has been told lately. */
  tell(event: Event, level: "info" | "warning" | "error", line: string): void {
    const before = this.#told.get(event);
    if (before !== undefined && this.now() - before < QUIET_MS) return;
    this.#told.set(event, this.now());
    this.log(level === "warning" ? "warn" : level, line);
    guardSync("notify", this.log, () => this.host.notify(level, line));
  }

  /** Has the user been told of it? */
  hasTold(event: Event): boolean {
    return this.#told.has(event);
  }
}

/** How a failed back end is told to the user: what is wrong, what becomes of their words, what to do. */
export function describeOutage(reason: unknown, waiting: number): { event: Event; line: string } {
  const kept = waiting === 0
    ? "what you say is kept here meanwhile"
    : `${waiting} ${waiting === 1 ? "memory is" : "memories are"} kept here meanwhile`;
  const code = isMemoryError(reason) ? reason.code : "timeout";
  const why = describe(reason).split(" <- ")[0]!;
  switch (code) {
    case "unauthorized":
    case "forbidden":
      return {
        event: "refused",
        line:
          `Memory is off, the server refuses the key: set MEM0_API_KEY to a valid one (${kept})`,
      };
    case "limited":
      return { event: "offline", line: `Memory pauses, the server limits requests; ${kept}` };
    case "storage":
      return { event: "storage", line: `Memory is off: ${why}` };
    case "protocol":
    case "missing":
    case "invalid":
      return { event: "refused", line: `Memory is off: ${why} (${kept})` };
    default:
      return {
        event: "offline",
        line:
          `Memory is offline, the server gives no answer: check that it runs (MEM0_HOST); ${kept}`,
      };
  }
}
