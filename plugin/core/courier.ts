import type { Log, MemoryStore } from "../../client/store.ts";
import { describe } from "./guard.ts";
import type { BackendHealth } from "./health.ts";
import type { Notices } from "./notices.ts";
import type { Outbox } from "./outbox.ts";

/** What {@link Courier} needs. */
export interface CourierOptions {
  /** The queues that go to the configured back end: its own, and what was kept for want of one. */
  outboxes: () => Outbox[];
  store: () => Promise<MemoryStore>;
  health: BackendHealth;
  notices: Notices;
  log: Log;
}

/** Delivers the outbox in the background, one round at a time. */
export class Courier {
  #round: Promise<void> | undefined;
  #again = false;
  readonly #stop = new AbortController();

  constructor(private readonly options: CourierOptions) {}

  /** Starts a round, or one more after the running one. Resolves when nothing is left to start. */
  deliver(wake = false): Promise<void> {
    if (this.#round) {
      this.#again = true;
      return this.#round;
    }
    this.#round = this.#rounds(wake).finally(() => this.#round = undefined);
    return this.#round;
  }

  /** Ends a running round. */
  stop(): void {
    this.#stop.abort();
  }

  async #rounds(wake: boolean): Promise<void> {
    const { health, log } = this.options;
    try {
      do {
        this.#again = false;
        for (const queue of this.options.outboxes()) {
          if (health.isUp) await this.#deliverOnce(queue, wake);
        }
      } while (this.#again && !this.#stop.signal.aborted);
    } catch (error) {
      // The store could not be opened: what waits stays where it is.
      health.failed(error);
      log("info", `Nothing was delivered: ${describe(error)}`);
    }
  }

  async #deliverOnce(queue: Outbox, wake: boolean): Promise<void> {
    const { store, notices, log } = this.options;
    const before = await queue.status();
    if (before.waiting === 0) return;
    const { delivered, waiting, failed } = await queue.drain(await store(), {
      signal: this.#stop.signal,
      wake,
    });
    log("debug", `Delivered ${delivered}, waiting ${waiting}, given up ${failed}`);
    if (wake && delivered > 0 && (notices.hasTold("offline") || notices.hasTold("refused"))) {
      notices.tell(
        "back",
        "info",
        `Memory is back: ${delivered} kept ${noun(delivered)} delivered`,
      );
    }
    if (failed > before.failed) {
      notices.tell(
        "refused",
        "warning",
        `The memory store refused ${failed - before.failed} ${
          noun(failed - before.failed)
        }: they are kept, see why with the doctor command`,
      );
    }
    if (before.dropped > 0) {
      notices.tell(
        "dropped",
        "warning",
        `The queue of memories was full: ${before.dropped} ${
          noun(before.dropped)
        } dropped, see the log`,
      );
    }
  }
}

function noun(count: number): string {
  return count === 1 ? "memory" : "memories";
}
