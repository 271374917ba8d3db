import { defineCommand, EXIT } from "../command.ts";
import { memoryId } from "../../client/identifiers.ts";
import type { Revision } from "../../client/store.ts";
import { findMemory, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { paint, printJson, printTable } from "../output.ts";

/** Options of `history`. */
export interface HistoryOptions extends StoreOptions {
  id: string;
  json: boolean;
}

/** `history`: a memory's life. */
export const history = defineCommand<HistoryOptions>({
  name: "history",
  summary: "Shows what happened to one memory, oldest step first",
  words: "ID",
  details: "The whole id also shows the history of a memory that is deleted.",
  read(given) {
    given.atMost(1);
    return { ...storeOptions(given), id: given.first("the id"), json: given.on("json") };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { store } = memories;
      const whole = memoryId(options.id);
      // A deleted memory can't be found any more, yet its history can be read by its whole id.
      const isGone = whole !== undefined && await store.get(whole) === undefined;
      const id = isGone ? whole : (await findMemory(memories, options.id)).id;
      const steps = await store.history(id);
      if (options.json) printJson(steps, io);
      else {
        const { dim, green, red, yellow } = paint(io);
        const colours: Record<string, typeof dim> = { ADD: green, DELETE: red, UPDATE: yellow };
        printTable(
          [
            { title: "WHEN", paint: dim },
            { title: "EVENT", paint: (text) => (colours[text.trim()] ?? String)(text) },
            { title: "BY", paint: dim },
            { title: "TEXT", elastic: true },
          ],
          steps.map((step) => [
            (step.updatedAt ?? step.createdAt ?? "").slice(0, 19).replace("T", " "),
            step.event,
            step.actor ?? step.role ?? "-",
            textOf(step),
          ]),
          io,
        );
      }
      if (steps.length === 0) io.tell(`Nothing is known of the history of ${id}`);
      return EXIT.done;
    }),
});

function textOf({ before, after, event }: Revision): string {
  if (event === "ADD" || before === null) return after ?? "";
  // What else a memory has (its pin, type, last day) may change under the same text.
  if (after === before && event === "UPDATE") return `${before} (the text is the same)`;
  return after === null || after === before ? before : `${before} -> ${after}`;
}
