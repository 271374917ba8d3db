import { branchOf } from "../../plugin/core/git.ts";
import { readRepository } from "../../plugin/core/git.ts";
import { SCOPE_NAMES, type ScopeName, writeTarget } from "../../plugin/core/scope.ts";
import { TYPES } from "../../plugin/core/tools/job.ts";
import { defineCommand, EXIT } from "../command.ts";
import { SCOPE_HELP, scopeOf, type StoreOptions, storeOptions, withMemories } from "../memories.ts";
import { oneLine, printJson } from "../output.ts";
import { TYPE_LIST } from "../rows.ts";
import { readTextFrom, withoutSecrets } from "../words.ts";

/** Options of `add`. */
export interface AddOptions extends StoreOptions {
  /** `-`: what stdin holds. */
  words: readonly string[];
  type: string;
  scope?: ScopeName;
  pinned: boolean;
  /** Extract facts instead of storing the text as it is. */
  infer: boolean;
  /** `YYYY-MM-DD`. */
  expires?: string;
  json: boolean;
}

/** `add`: stores a text. */
export const add = defineCommand<AddOptions>({
  name: "add",
  summary: "Remembers a text, word for word",
  words: "TEXT",
  flags: {
    type: {
      type: "string",
      value: "TYPE",
      help: "task_learning (default), decision, convention, …",
    },
    scope: { type: "string", value: "SCOPE", help: SCOPE_HELP },
    pin: { type: "boolean", help: "pinned: recalled first, never tidied away" },
    infer: { type: "boolean", help: "extract the facts instead of storing it as it is" },
    expires: { type: "string", value: "YYYY-MM-DD", help: "the last day on which it is true" },
  },
  details:
    `TEXT "-" reads it from stdin. Secrets are taken out before anything is stored.\n${TYPE_LIST}`,
  read(given) {
    given.first("the text");
    const scope = given.oneOf("scope", SCOPE_NAMES);
    const expires = given.text("expires");
    return {
      ...storeOptions(given),
      words: given.words,
      type: given.oneOf("type", TYPES) ?? "task_learning",
      ...scope === undefined ? {} : { scope },
      pinned: given.on("pin"),
      infer: given.on("infer"),
      ...expires === undefined ? {} : { expires },
      json: given.on("json"),
    };
  },
  async run(options, io) {
    const text = withoutSecrets(await readTextFrom(options.words, io), io);
    return await withMemories(options, io, async (memories) => {
      const { store, identity } = memories;
      const target = writeTarget(scopeOf(options.scope, memories), identity);
      const repository = readRepository(io.directory);
      const branch = repository && branchOf(repository);
      const changes = await store.add({
        scope: target.scope,
        messages: [{ role: "user", content: text }],
        infer: options.infer,
        metadata: {
          type: options.type,
          confidence: 1,
          source: "cli",
          ...branch ? { branch } : {},
          ...options.pinned ? { pinned: true } : {},
          ...target.metadata,
        },
        ...options.expires === undefined ? {} : { expirationDate: options.expires },
      });
      const stored = changes.filter((change) => change.event !== "NONE");
      if (options.json) printJson(stored, io);
      else for (const { id, text } of stored) io.out(`${id}\t${oneLine(text)}\n`);
      if (stored.length === 0) {
        io.tell("Nothing new was stored: it is known already, or holds no lasting fact");
      }
      return EXIT.done;
    });
  },
});
