import { checkArguments } from "./check.ts";
import { listEntities } from "./entities.ts";
import {
  type Definition,
  quoteWith,
  refused,
  REQUEST_MS,
  toFailure,
  type ToolDeps,
} from "./job.ts";
import { getEventStatus, getMemories, getMemory, searchMemories } from "./read.ts";
import { deleteAllMemories, deleteEntities, deleteMemory } from "./remove.ts";
import type { ToolContext, ToolSpec } from "./spec.ts";
import { addMemory, updateMemory } from "./write.ts";

export type { ToolDeps } from "./job.ts";

/** The ten, in the order in which hosts list them. */
const DEFINITIONS: readonly Definition[] = [
  addMemory,
  searchMemories,
  getMemories,
  getMemory,
  updateMemory,
  deleteMemory,
  deleteAllMemories,
  deleteEntities,
  listEntities,
  getEventStatus,
];

/**
 * The ten memory tools over a store. Their `run` rejects with a `ToolFailure` and nothing else.
 *
 * Every call stays with the user of `deps.identity`: the server checks no owner, so the tools do.
 */
export function createTools(deps: ToolDeps): ToolSpec[] {
  return DEFINITIONS.map((definition) => ({
    ...definition,
    run: (input, context) => run(definition, deps, input, context),
  }));
}

async function run(
  definition: Definition,
  deps: ToolDeps,
  input: unknown,
  context: ToolContext,
): Promise<string> {
  const { name: tool } = definition;
  try {
    const args = checkArguments(definition, input, quoteWith(deps.redact));
    if (context.signal?.aborted) throw refused({ tool }, "it was stopped");
    // First of all: who we are may be certain only once the store is there.
    const store = await deps.store();
    const answer = await definition.body({
      tool,
      args,
      context,
      deps,
      identity: { ...deps.identity(context.sessionID), session: context.sessionID },
      settings: deps.settings(),
      store,
      call: { timeoutMs: REQUEST_MS, signal: context.signal },
    });
    return JSON.stringify(answer);
  } catch (error) {
    throw toFailure(tool, error, deps);
  }
}
