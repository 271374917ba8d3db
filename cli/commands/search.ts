import { readFilter, SCOPE_NAMES, type ScopeName } from "../../plugin/core/scope.ts";
import { redact } from "../../plugin/core/redact.ts";
import { defineCommand, EXIT, UsageError } from "../command.ts";
import { SCOPE_HELP, scopeOf, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { narrow, type Narrowing, narrowing, NARROWING_FLAGS, printMemories } from "../rows.ts";

/** Options of `search`. */
export interface SearchOptions extends StoreOptions, Narrowing {
  text: string;
  scope?: ScopeName;
  allProjects: boolean;
  limit: number;
  minScore?: number;
  json: boolean;
}

/** `search`: best first. */
export const search = defineCommand<SearchOptions>({
  name: "search",
  summary: "Finds memories by meaning and words, best first",
  words: "TEXT",
  flags: {
    scope: { type: "string", value: "SCOPE", help: SCOPE_HELP },
    "all-projects": { type: "boolean", help: "in all your projects" },
    ...NARROWING_FLAGS,
    limit: { type: "string", value: "N", help: "at most so many (10)" },
    "min-score": { type: "string", value: "X", help: "the lowest score, 0 to 1 (0.1)" },
  },
  read(given) {
    given.first("the text to look for");
    const scope = given.oneOf("scope", SCOPE_NAMES);
    const score = given.text("min-score");
    const minScore = Number(score);
    if (score !== undefined && !(minScore >= 0 && minScore <= 1)) {
      throw new UsageError(`Cannot use --min-score "${score}": it is a number from 0 to 1`);
    }
    return {
      ...storeOptions(given),
      ...narrowing(given),
      ...scope === undefined ? {} : { scope },
      ...score === undefined ? {} : { minScore },
      text: given.words.join(" "),
      allProjects: given.on("all-projects"),
      limit: given.count("limit") ?? 10,
      json: given.on("json"),
    };
  },
  run: (options, io) =>
    withMemories(options, io, async (memories) => {
      const { store, identity, settings } = memories;
      const filter = readFilter(scopeOf(options.scope, memories), identity, {
        includeGlobal: true,
        globalSearch: options.allProjects || settings.globalSearch,
      });
      const { text, found } = redact(options.text);
      if (found.length > 0) io.tell(`Secrets were left out of the search (${found.join(", ")})`);
      const { limit, minScore } = options;
      const hits = await store.search({
        ...filter,
        ...narrow(filter.where, options),
        text,
        limit,
        ...minScore === undefined ? {} : { minScore },
      }, { signal: io.signal });
      printMemories(hits, options.json, io);
      if (hits.length === 0) io.tell("Nothing found");
      return EXIT.done;
    }, { searches: true }),
});
