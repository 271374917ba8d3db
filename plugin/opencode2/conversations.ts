import type { Log } from "../../client/store.ts";
import { guard } from "../core/guard.ts";
import type { MemoryRuntime, Turn } from "../core/host.ts";

/** Conversations remembered at a time. */
const REMEMBERED = 500;
/** Milliseconds; below the runtime's own deadline lies this net. */
const TURN_END_MS = 10_000;
const SNAPSHOT_MS = 1_000;

interface Conversation {
  /** Messages of the user since a turn ended. */
  open: number;
  /** What a compaction took out of the transcript before it was captured. */
  before: Turn[];
}

/**
 * The conversations that this instance has seen: events come from the whole process, other projects'
 * and other instances' included.
 */
export class Conversations {
  readonly #known = new Map<string, Conversation>();
  readonly #pending = new Set<Promise<unknown>>();

  constructor(
    private readonly runtime: MemoryRuntime,
    private readonly read: (sessionID: string) => Promise<Turn[]>,
    private readonly log: Log,
  ) {}

  /** Messages of the user that saw no end of their turn yet. */
  silent(sessionID: string): number {
    return this.#known.get(sessionID)?.open ?? 0;
  }

  /** The user said something. */
  begin(sessionID: string): void {
    const conversation = this.#known.get(sessionID) ?? { open: 0, before: [] };
    conversation.open++;
    this.#known.delete(sessionID); // the newest stands last
    this.#known.set(sessionID, conversation);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }

  has(sessionID: string): boolean {
    return this.#known.has(sessionID);
  }

  forget(sessionID: string): void {
    this.#known.delete(sessionID);
  }

  /** The turn is over: hands over the transcript, beside whatever else happens. */
  end(sessionID: string): void {
    const conversation = this.#known.get(sessionID);
    if (conversation === undefined) return;
    conversation.open = 0;
    const work = guard(
      { name: "end of turn", deadlineMs: TURN_END_MS, log: this.log },
      () =>
        this.runtime.onTurnEnd(sessionID, async () => {
          const turns = join(conversation.before, await this.read(sessionID));
          conversation.before = [];
          return turns;
        }),
    );
    this.#pending.add(work);
    work.finally(() => this.#pending.delete(work));
  }

  /** Before a compaction takes them out of the transcript: keeps the turns until the end of this one. */
  async keep(sessionID: string): Promise<void> {
    const conversation = this.#known.get(sessionID);
    if (conversation === undefined) return;
    await guard(
      { name: "transcript", deadlineMs: SNAPSHOT_MS, log: this.log },
      async () => {
        conversation.before = join(conversation.before, await this.read(sessionID));
      },
    );
  }

  /** Ends every turn that is open, and resolves once all that was begun is durable. */
  async settle(): Promise<void> {
    for (const [sessionID, { open }] of this.#known) if (open > 0) this.end(sessionID);
    await Promise.allSettled(this.#pending);
  }
}

function join(before: readonly Turn[], now: Turn[]): Turn[] {
  const ids = new Set(now.map(({ messageID }) => messageID));
  return [...before.filter(({ messageID }) => !ids.has(messageID)), ...now];
}
