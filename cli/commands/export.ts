import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readFilter, SCOPE_NAMES, type ScopeName } from "../../plugin/core/scope.ts";
import { defineCommand, EXIT, Failure } from "../command.ts";
import { writeLines, writeMarkdown } from "../formats/own.ts";
import { LIST_MS, scopeOf, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { countOf } from "../output.ts";
import { recordOf, sortRecords } from "../records.ts";
import { narrow, type Narrowing, narrowing, NARROWING_FLAGS } from "../rows.ts";

/** Options of `export`. */
export interface ExportOptions extends StoreOptions, Narrowing {
  /** Default: everything of the user. */
  scope?: ScopeName;
  form: "jsonl" | "markdown" | "json";
  /** Default: stdout. */
  output?: string;
}

/** `export`: everything, in plain text. */
export const exporting = defineCommand<ExportOptions>({
  name: "export",
  summary: "Writes all your memories to stdout, as JSON Lines or Markdown",
  flags: {
    markdown: { type: "boolean", help: "for people; can be imported as well" },
    scope: { type: "string", value: "SCOPE", help: "only project, session or global (all)" },
    ...NARROWING_FLAGS,
    output: { type: "string", short: "o", value: "FILE", help: "a file instead of stdout" },
  },
  details: "Expired memories are in it. The same memories give the same bytes.",
  read(given) {
    given.atMost(0);
    const scope = given.oneOf("scope", SCOPE_NAMES);
    const output = given.text("output");
    return {
      ...storeOptions(given),
      ...narrowing(given),
      ...scope === undefined ? {} : { scope },
      form: given.on("markdown") ? "markdown" : given.on("json") ? "json" : "jsonl",
      ...output === undefined ? {} : { output },
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { store, identity } = memories;
      const filter = options.scope === undefined
        ? { scope: { user: identity.user } }
        : readFilter(scopeOf(options.scope, memories), identity, { includeGlobal: false });
      const { memories: found, complete } = await store.list({
        ...filter,
        ...narrow(filter.where, options),
        showExpired: true,
      }, { timeoutMs: LIST_MS, signal: io.signal });
      const records = sortRecords(found.map(recordOf));
      const text = options.form === "markdown"
        ? writeMarkdown(records)
        : options.form === "json"
        ? `${JSON.stringify(records, null, 2)}\n`
        : writeLines(records);
      if (options.output === undefined) io.out(text);
      else writeFileSync(resolve(io.directory, options.output), text, { mode: 0o600 });
      const where = options.output === undefined ? "" : ` to ${options.output}`;
      io.tell(`Exported ${countOf(records.length)}${where}`);
      if (complete) return EXIT.done;
      throw new Failure(
        "Cannot be sure that this is all: the server's list is not complete; try again later",
      );
    }),
});
