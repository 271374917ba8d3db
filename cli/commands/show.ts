import type { Memory } from "../../client/store.ts";
import { defineCommand, EXIT } from "../command.ts";
import type { Io } from "../io.ts";
import { findMemory, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { paint, printJson, safeText } from "../output.ts";
import { projectOf } from "../rows.ts";

/** Options of `show`. */
export interface ShowOptions extends StoreOptions {
  id: string;
  json: boolean;
}

/** `show`: everything that is known of one memory. */
export const show = defineCommand<ShowOptions>({
  name: "show",
  summary: "Shows everything that is known of one memory",
  words: "ID",
  read(given) {
    given.atMost(1);
    return { ...storeOptions(given), id: given.first("the id"), json: given.on("json") };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const memory = await findMemory(memories, options.id);
      if (options.json) printJson(memory, io);
      else printMemory(memory, io);
      return EXIT.done;
    }),
});

/** The text, then one line a field. */
export function printMemory(memory: Memory, io: Io): void {
  const { dim } = paint(io);
  const { id, scope, metadata, createdAt, updatedAt, expirationDate } = memory;
  const fields: [string, string | undefined | null][] = [
    ["id", id],
    ["project", projectOf(memory)],
    ["user", scope.user],
    ["agent", scope.agent],
    ["session", scope.run],
    ["created", createdAt],
    ["updated", updatedAt],
    ["expires", expirationDate],
    ...Object.entries(metadata).map(([key, value]): [string, string] => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  ];
  io.out(`${safeText(memory.text)}\n\n`);
  const known = fields.filter((field): field is [string, string] => Boolean(field[1]));
  const width = Math.max(...known.map(([name]) => name.length));
  for (const [name, value] of known) {
    io.out(`${dim(`${name}:`.padEnd(width + 2))}${safeText(value)}\n`);
  }
}
