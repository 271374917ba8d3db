import type { Metadata, Patch } from "../../client/store.ts";
import { TYPES } from "../../plugin/core/tools/job.ts";
import { defineCommand, EXIT, Failure, UsageError } from "../command.ts";
import { findMemory, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { printJson } from "../output.ts";
import { TYPE_LIST } from "../rows.ts";
import { readTextFrom, withoutSecrets } from "../words.ts";
import { printMemory } from "./show.ts";

/** Options of `edit`. */
export interface EditOptions extends StoreOptions {
  id: string;
  /** The new text; `-`: what stdin holds; none: as it is, or from the editor. */
  words: readonly string[];
  type?: string;
  /** `YYYY-MM-DD`; null: never. */
  expires?: string | null;
  json: boolean;
}

/** `edit`: changes one memory. */
export const edit = defineCommand<EditOptions>({
  name: "edit",
  summary: "Changes the text, type or last day of one memory",
  words: "ID [TEXT]",
  flags: {
    type: { type: "string", value: "TYPE", help: "decision, convention, …" },
    expires: { type: "string", value: "DAY", help: 'the last day, YYYY-MM-DD, or "never"' },
  },
  details: `Without TEXT and flags, $EDITOR opens on the text. TEXT "-" reads it from stdin.\n` +
    TYPE_LIST,
  read(given) {
    const type = given.oneOf("type", TYPES);
    const expires = given.text("expires");
    return {
      ...storeOptions(given),
      id: given.first("the id"),
      words: given.words.slice(1),
      ...type === undefined ? {} : { type },
      ...expires === undefined ? {} : { expires: expires === "never" ? null : expires },
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { store } = memories;
      const memory = await findMemory(memories, options.id);
      const metadata: Metadata = options.type === undefined ? {} : { type: options.type };
      const patch: Patch = {
        ...Object.keys(metadata).length === 0 ? {} : { metadata },
        ...options.expires === undefined ? {} : { expirationDate: options.expires },
      };
      if (options.words.length > 0) {
        patch.text = withoutSecrets(await readTextFrom(options.words, io), io);
      } else if (Object.keys(patch).length === 0) {
        if (!io.canAsk) {
          throw new UsageError("Cannot run edit: there is nothing to change; give TEXT or a flag");
        }
        const edited = await io.edit(memory.text);
        if (edited === undefined) {
          throw new Failure("Cannot run edit: the editor ended with an error; set EDITOR");
        }
        if (edited.trim() === "" || edited === memory.text) {
          io.tell("Nothing was changed");
          return EXIT.done;
        }
        patch.text = withoutSecrets(edited, io);
      }
      await store.update(memory.id, patch);
      const after = await store.get(memory.id);
      if (after === undefined) {
        throw new Failure(`Cannot confirm the change of ${memory.id}: it was deleted meanwhile`);
      }
      if (options.json) printJson(after, io);
      else printMemory(after, io);
      return EXIT.done;
    }),
});
