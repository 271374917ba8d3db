import type { Patch } from "../../client/store.ts";
import { defineCommand, EXIT } from "../command.ts";
import { findMemory, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { oneLine, printJson } from "../output.ts";
import { PINNED_MARK } from "../rows.ts";

/** Options of `pin`. */
export interface PinOptions extends StoreOptions {
  ids: readonly string[];
  off: boolean;
  json: boolean;
}

/** `pin`: protects memories, or no longer. */
export const pin = defineCommand<PinOptions>({
  name: "pin",
  summary: "Pins memories: recalled first, never tidied away",
  words: "ID…",
  flags: { off: { type: "boolean", help: "unpin them" } },
  details: 'The pinned ones: "list --pinned".',
  read(given) {
    given.first("the id");
    return {
      ...storeOptions(given),
      ids: given.words,
      off: given.on("off"),
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const pinned = !options.off;
      const found = [];
      for (const id of options.ids) found.push(await findMemory(memories, id));
      for (const memory of found) {
        const patch: Patch = { metadata: { pinned } };
        const bare = memory.text.slice(PINNED_MARK.length);
        if (!pinned && memory.text.startsWith(PINNED_MARK) && bare !== "") patch.text = bare;
        await memories.store.update(memory.id, patch);
        if (options.json) continue;
        io.out(`${pinned ? "Pinned" : "Unpinned"}\t${memory.id}\t${oneLine(memory.text)}\n`);
      }
      if (options.json) printJson(found.map(({ id }) => ({ id, pinned })), io);
      return EXIT.done;
    }),
});
