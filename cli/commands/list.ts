import { SCOPE_NAMES, type ScopeName } from "../../plugin/core/scope.ts";
import { readFilter } from "../../plugin/core/scope.ts";
import { defineCommand, EXIT } from "../command.ts";
import { LIST_MS, SCOPE_HELP, scopeOf, storeOptions } from "../memories.ts";
import { type StoreOptions, withMemories } from "../memories.ts";
import { countOf } from "../output.ts";
import { narrow, type Narrowing, narrowing, NARROWING_FLAGS, printMemories } from "../rows.ts";

const LIMIT = 30;

/** Options of `list`. */
export interface ListOptions extends StoreOptions, Narrowing {
  scope?: ScopeName;
  allProjects: boolean;
  expired: boolean;
  /** At most so many; undefined: all. */
  limit?: number;
  json: boolean;
}

/** `list`: newest first. */
export const list = defineCommand<ListOptions>({
  name: "list",
  summary: "Lists memories, newest first",
  flags: {
    scope: { type: "string", value: "SCOPE", help: SCOPE_HELP },
    "all-projects": { type: "boolean", help: "of all your projects" },
    ...NARROWING_FLAGS,
    expired: { type: "boolean", help: "also those whose day has passed" },
    limit: { type: "string", value: "N", help: `at most so many (${LIMIT})` },
    all: { type: "boolean", help: "without a limit" },
  },
  read(given) {
    given.atMost(0);
    const scope = given.oneOf("scope", SCOPE_NAMES);
    return {
      ...storeOptions(given),
      ...narrowing(given),
      ...scope === undefined ? {} : { scope },
      allProjects: given.on("all-projects"),
      expired: given.on("expired"),
      ...given.on("all") ? {} : { limit: given.count("limit") ?? LIMIT },
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { store, identity } = memories;
      const filter = readFilter(scopeOf(options.scope, memories), identity, {
        includeGlobal: true,
        globalSearch: options.allProjects,
      });
      const { memories: found, complete } = await store.list({
        ...filter,
        ...narrow(filter.where, options),
        showExpired: options.expired,
      }, { timeoutMs: LIST_MS, signal: io.signal });
      const shown = found.slice(0, options.limit);
      printMemories(shown, options.json, io);
      if (found.length === 0) io.tell(`No memories of ${identity.user} in "${identity.project}"`);
      if (shown.length < found.length) {
        io.tell(`${shown.length} of ${countOf(found.length)}; --all shows the rest`);
      }
      if (!complete) io.tell("The server may hold more: its list is not complete");
      return EXIT.done;
    }),
});
