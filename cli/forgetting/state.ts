/**
 * Forgetting for good in everything that this machine keeps beside the store. Each step can be
 * interrupted and taken again.
 *
 * @module
 */
import type { Log } from "../../client/store.ts";
import { DISK } from "../../plugin/core/disk.ts";
import { forgetHeard } from "./heard.ts";
import { forgetCut, forgetLogged, forgetNoted } from "./notes.ts";
import { Queue } from "./queue.ts";
import type { Kept, Wanted } from "./wanted.ts";

/** What was forgotten beside the store. */
export interface Swept {
  /** Memories that waited to be stored, or had been given up. */
  waiting: number;
  /** Messages that nobody had looked at yet. */
  heard: number;
  /** Lines of the log. */
  logged: number;
  /** Memories that a tidying had kept. */
  noted: number;
  /** Memories that a running process is just sending. */
  sending: number;
  /** Memories whose send had no answer: a server may still store them. */
  unanswered: number;
  kept: Kept[];
}

/**
 * Forgets what is wanted in the queues, in what was heard, in the log and in the notes of tidyings.
 * The queues come first: nothing is stored any more that is forgotten here.
 *
 * @throws MemoryError `storage`
 */
export async function sweep(stateDir: string, wanted: Wanted, log: Log): Promise<Swept> {
  const outbox = `${stateDir}/outbox`;
  const heard = await forgetHeard(stateDir, wanted); // before it is queued
  const queues = (await DISK.listNames(outbox)).map((name) => new Queue(outbox, name, wanted, log));
  let sending = 0, unanswered = 0, waiting = 0;
  const texts = heard.texts;
  for (const queue of queues) {
    const stopped = await queue.stop();
    sending += stopped.sending;
    unanswered += stopped.unanswered;
    texts.push(...stopped.texts);
  }
  // With --all these were forgotten for whose they are: the log knows what they said only.
  for (const text of texts) wanted.texts.addMessage(text);
  const logged = await forgetLogged(stateDir, wanted);
  const noted = await forgetNoted(stateDir, wanted);
  const cut = await forgetCut(stateDir, wanted);
  for (const queue of queues) waiting += await queue.clear();
  return {
    waiting,
    heard: heard.gone,
    logged,
    noted: noted.gone,
    sending,
    unanswered,
    kept: [...heard.kept, ...noted.kept, ...cut],
  };
}
