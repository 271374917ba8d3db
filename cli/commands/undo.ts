import type { Scope } from "../../client/store.ts";
import { defineCommand, EXIT, readCount } from "../command.ts";
import { type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { printJson, printTable } from "../output.ts";
import { embeddedStoreOf } from "../owner.ts";

/** Options of `undo`. */
export interface UndoOptions extends StoreOptions {
  count: number;
  allProjects: boolean;
  json: boolean;
}

/** `undo`: takes back the newest changes. */
export const undo = defineCommand<UndoOptions>({
  name: "undo",
  summary: "Takes back the newest changes of this project, also deletions (embedded store)",
  words: "[N]",
  flags: {
    "all-projects": { type: "boolean", help: "the newest changes of all your projects" },
  },
  details: "Each further undo goes further back.",
  read(given) {
    given.atMost(1);
    const [word] = given.words;
    return {
      ...storeOptions(given),
      count: word === undefined ? 1 : readCount(word, "the number"),
      allProjects: given.on("all-projects"),
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const store = embeddedStoreOf(
        memories,
        "undo",
        'read the old text with "history ID" and set it with "edit ID TEXT", or "add" it again',
      );
      const { user, project } = memories.identity;
      const scope: Scope = options.allProjects ? { user } : { user, agent: project };
      const { undo } = await import("../../embedded/undo.ts");
      const steps = await undo(store, options.count, scope);
      if (options.json) printJson(steps, io);
      else {
        printTable(
          [{ title: "TAKEN BACK" }, { title: "ID" }, { title: "TEXT NOW", elastic: true }],
          steps.map((step) => [
            step.event,
            io.isTerminal ? step.memoryId.slice(0, 8) : step.memoryId,
            step.before ?? "(gone)",
          ]),
          io,
        );
      }
      if (steps.length === 0) io.tell("There is nothing to take back");
      return EXIT.done;
    }),
});
