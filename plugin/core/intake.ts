import type { Log, NewMemory } from "../../client/store.ts";
import { stripBlocks } from "./block.ts";
import { type CaptureMode, planCapture } from "./capture.ts";
import type { CursorFile } from "./cursor.ts";
import { describe } from "./guard.ts";
import type { Prompt, Turn } from "./host.ts";
import type { Outbox, Target } from "./outbox.ts";
import { redact } from "./redact.ts";
import { type Identity, writeTarget } from "./scope.ts";
import type { Spool, SpoolEntry } from "./spool.ts";

/** What {@link Intake} needs. */
export interface IntakeOptions {
  mode: CaptureMode;
  /** Names the configured back end. */
  backendId: string;
  spool: Spool;
  cursors: CursorFile;
  /** The durable queue for a back end and user. */
  outbox: (target: Target) => Outbox;
  /** Slash-command templates: nobody said those. */
  templates: readonly string[];
  /** Does the configured back end judge what is worth keeping, and at no price? */
  storeJudges: boolean;
  log: Log;
}

/** The way of what was said: spool, gate, outbox. Everything here is awaited and durable. */
export class Intake {
  constructor(private readonly options: IntakeOptions) {}

  /** Keeps a message, redacted and without blocks already, until it is gated. @throws {MemoryError} `storage` */
  async hear(prompt: Prompt, identity: Identity): Promise<void> {
    const { mode, backendId, spool } = this.options;
    if (mode === "off" || prompt.text === "") return;
    await spool.write({
      sessionID: prompt.sessionID,
      messageID: prompt.messageID,
      text: prompt.text,
      user: identity.user,
      project: identity.project,
      backend: backendId,
      createdAt: Date.now(),
    });
  }

  /** Nothing of this message is to be kept. @throws {MemoryError} `storage` */
  async forget(sessionID: string, messageID: string): Promise<void> {
    await this.options.spool.settle(sessionID, [messageID]);
  }

  /** What was heard in a conversation and isn't gated yet, as its transcript would tell it. */
  pending(sessionID: string): Turn[] {
    return this.options.spool.pending(sessionID).map(turnOf);
  }

  /** The last message of a conversation that was gated. @throws {MemoryError} `storage` */
  async gated(sessionID: string): Promise<string | undefined> {
    return (await this.options.cursors.read(sessionID)).messageID;
  }

  /**
   * Gates what a conversation brought since the last time, and queues what is worth keeping.
   * Resolves to how many memories were queued.
   * @throws {MemoryError} `storage`; then it is gated again later.
   */
  async gate(sessionID: string, turns: readonly Turn[], identity: Identity): Promise<number> {
    const { mode, cursors, spool, templates, storeJudges, log } = this.options;
    const plan = planCapture(turns, await cursors.read(sessionID), {
      mode,
      sessionID,
      ...identity.branch ? { branch: identity.branch } : {},
      stripBlocks,
      redact,
      templates,
      storeJudges,
    });
    for (const { from, memory } of plan.memories) {
      await this.queue(addressed(memory, identity), identity.user, from);
    }
    await cursors.write(sessionID, plan.cursor);
    await spool.settle(sessionID, plan.messageIDs);
    for (const { messageID, reason } of plan.dropped) log("debug", `${messageID}: ${reason}`);
    return plan.memories.length;
  }

  /** Queues one memory for the configured back end. @throws {MemoryError} `storage` */
  async queue(memory: NewMemory, user: string, from?: string, backend?: string): Promise<void> {
    const target = { backend: backend ?? this.options.backendId, user };
    await this.options.outbox(target).put(memory, from);
  }

  /**
   * Gates what earlier processes heard and didn't get to, each for the user, project and back end
   * that it was said to. Resolves to how many memories were queued. A conversation that fails is left
   * in the spool, and doesn't hold up the others.
   * @throws {MemoryError} `storage` when the spool can't be read.
   */
  async recover(): Promise<number> {
    const { mode, backendId, spool, cursors, templates, storeJudges, log } = this.options;
    const conversations = new Map<string, SpoolEntry[]>();
    for (const entry of await spool.leftovers()) {
      const key = JSON.stringify([entry.sessionID, entry.user, entry.project, entry.backend]);
      conversations.set(key, [...conversations.get(key) ?? [], entry]);
    }
    let queued = 0;
    for (const entries of conversations.values()) {
      const { sessionID, user, project, backend } = entries[0]!;
      try {
        const cursor = await cursors.read(sessionID);
        // Only what was said counts: an entry may be older than the cursor of a session that went on
        // in another process, and what has been queued before is refused by the outbox.
        const plan = planCapture(entries.map(turnOf), { said: cursor.said }, {
          mode,
          sessionID,
          stripBlocks,
          redact,
          templates,
          storeJudges: storeJudges && backend === backendId,
        });
        for (const { from, memory } of plan.memories) {
          await this.queue(addressed(memory, { user, project }), user, from, backend);
        }
        const isNewer = (plan.cursor.createdAt ?? 0) > (cursor.createdAt ?? 0);
        const next = isNewer ? plan.cursor : { ...cursor, said: plan.cursor.said };
        await cursors.write(sessionID, next);
        await spool.settle(sessionID, entries.map((entry) => entry.messageID));
        queued += plan.memories.length;
      } catch (error) {
        log("warn", `Cannot gate what session "${sessionID}" left behind: ${describe(error)}`);
      }
    }
    return queued;
  }
}

function turnOf({ messageID, text, createdAt }: SpoolEntry): Turn {
  return { messageID, role: "user", text, createdAt, complete: true };
}

/** A captured memory with its owner; it keeps the fields that capture chose. */
function addressed(memory: Omit<NewMemory, "scope">, identity: Identity): NewMemory {
  const target = writeTarget("project", identity);
  return { ...memory, scope: target.scope, metadata: { ...memory.metadata, ...target.metadata } };
}
