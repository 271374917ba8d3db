/**
 * Extraction as the plugin does it: each turn by itself, through capture.
 *
 * @module
 */
import type { Message } from "../../client/store.ts";
import type { Extractor } from "../../embedded/extractor.ts";
import { EmbeddedStore } from "../../embedded/store.ts";
import { stripBlocks } from "../../plugin/core/block.ts";
import { type CapturedMemory, planCapture } from "../../plugin/core/capture.ts";
import { redact } from "../../plugin/core/redact.ts";
import type { Extract, Say } from "./extraction_score.ts";

/** What capture hands on of a conversation, a turn at a time. */
function captured(messages: readonly Message[], storeJudges: boolean): CapturedMemory["memory"][] {
  const turns = messages.map(({ role, content }, index) => ({
    messageID: `m${index}`,
    role: role as "user" | "assistant",
    text: content,
    createdAt: index + 1,
    complete: true,
  }));
  const options = { mode: "auto", sessionID: "s", stripBlocks, redact, storeJudges } as const;
  return planCapture(turns, { said: [] }, options).memories.map(({ memory }) => memory);
}

/** The two things that the tables are scored by. */
export function capturing(
  extractor: Extractor,
  storeJudges: boolean,
): { extract: Extract; say: Say } {
  return {
    async extract(messages) {
      const stored = [];
      for (const memory of captured(messages, storeJudges)) {
        const found = await extractor.extract(memory.messages, { now: new Date() });
        stored.push(...found.filter(({ tentative }) => !tentative));
      }
      return stored;
    },
    async say(...statements) {
      const store = await EmbeddedStore.open({ path: ":memory:", extractor });
      try {
        const scope = { user: "ada", agent: "shop" };
        for (const content of statements) {
          for (const memory of captured([{ role: "user", content }], storeJudges)) {
            await store.add({ ...memory, scope });
          }
        }
        return (await store.list({ scope })).memories.map(({ text }) => text);
      } finally {
        await store.close();
      }
    },
  };
}
