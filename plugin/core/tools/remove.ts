import { isMemoryError } from "../../../client/errors.ts";
import { cleanId } from "../../../client/identifiers.ts";
import type { Filter, Removal } from "../../../client/store.ts";
import { readFilter, type ScopeName } from "../scope.ts";
import { checkUser } from "./filters.ts";
import { checkDream, type Definition, fail, type Job, ownMemory, rowOf } from "./job.ts";
import { SHARED } from "./read.ts";

export const deleteMemory: Definition = {
  name: "delete_memory",
  description: "Delete one memory. The answer holds its text, so that it can be added again.",
  arguments: { id: SHARED.id },
  required: ["id"],
  async body(job) {
    const { store, deps, context, call } = job;
    const memory = await ownMemory(job, "delete");
    checkDream(job, memory, "delete");
    await deps.dream.record(context.sessionID, "delete", memory);
    if (!await store.remove(memory.id, call)) {
      throw fail(`Cannot delete memory "${memory.id}": somebody else deleted it meanwhile`);
    }
    await deps.dream.settle(context.sessionID, memory.id);
    const { id, memory: text, metadata } = rowOf(memory, job);
    return {
      message: "Deleted; to undo, call add_memory with this text and metadata, and infer false",
      id,
      memory: text,
      metadata: metadata ?? {},
    };
  },
};

export const deleteAllMemories: Definition = {
  name: "delete_all_memories",
  description: "Delete all memories of this project (default), of this conversation (scope " +
    "session), or all of the user's (scope global). Ask the user first; it can't be undone.",
  arguments: {
    user_id: SHARED.user_id,
    app_id: { ...SHARED.app_id, description: 'Another project; needs scope "global"' },
    agent_id: SHARED.agent_id,
    scope: { ...SHARED.scope, description: "Default project, whatever the user's setting is" },
  },
  async body(job) {
    const { args, identity } = job;
    checkUser(job, args.user_id);
    refuseInDream(job);
    const scope = (args.scope ?? "project") as ScopeName;
    const named = args.app_id === undefined ? undefined : String(args.app_id).trim();
    const all = named === "*";
    const project = named === undefined || all ? undefined : cleanId(named);
    if (scope !== "global" && (all || project !== undefined && project !== identity.project)) {
      throw fail(
        `Cannot run delete_all_memories: "app_id" ${JSON.stringify(named)} reaches beyond the ` +
          `project "${identity.project}"; add scope "global" if that is meant`,
      );
    }
    const base = scope === "global" && project === undefined
      ? readFilter("global", identity)
      : readFilter(scope === "global" ? "project" : scope, identity, {
        ...project === undefined ? {} : { project },
      });
    const filter: Filter = args.agent_id === undefined
      ? base
      : { ...base, scope: { ...base.scope, agent: cleanId(String(args.agent_id)) } };
    const { removed, left } = await removeAll(job, [filter]);
    return { message: summary(removed, left), deleted: removed, left, scope };
  },
};

export const deleteEntities: Definition = {
  name: "delete_entities",
  description:
    "Delete everything of yours that is kept under exactly one identifier: user_id (your " +
    "own: all your memories), agent_id (an agent or a project) or run_id (a conversation). Ask first.",
  arguments: {
    user_id: SHARED.user_id,
    agent_id: { ...SHARED.agent_id, description: "An agent or a project, as list_entities shows" },
    run_id: { type: "string", description: "A conversation's id", maxLength: 256 },
  },
  async body(job) {
    const { args, identity } = job;
    const given = Object.keys(args);
    if (given.length !== 1) {
      throw fail(
        `Cannot run delete_entities: exactly one of user_id, agent_id and run_id is needed, and ${
          given.length === 0 ? "none is given" : `${given.join(" and ")} are given`
        }`,
      );
    }
    checkUser(job, args.user_id);
    refuseInDream(job);
    const kind = given[0]!;
    const { user } = identity;
    const id = cleanId(String(args[kind]));
    const filters: Filter[] = kind === "user_id"
      ? [{ scope: { user } }]
      : kind === "run_id"
      ? [{ scope: { user, run: id } }]
      // A project is kept as agent and in the metadata; older rows know the second alone.
      : [
        { scope: { user, agent: id } },
        id === identity.project
          ? readFilter("project", identity)
          : { scope: { user }, where: { field: "app_id", is: id } },
      ];
    const { removed, left } = await removeAll(job, filters);
    return {
      message: removed + left === 0
        ? `Nothing of yours is kept under ${kind} "${id}"`
        : `${summary(removed, left)}; only your own are deleted, never other users'`,
      deleted: removed,
      left,
      [kind]: id,
    };
  },
};

/** Deletes by several filters, with progress; a stop says how far it came. */
async function removeAll(job: Job, filters: readonly Filter[]): Promise<Removal> {
  const { context, store, tool } = job;
  const sum: Removal = { removed: 0, left: 0 };
  let before = 0;
  let now = 0;
  try {
    for (const filter of filters) {
      now = 0;
      const { removed, left } = await store.removeAll(filter, {
        ...context.signal ? { signal: context.signal } : {},
        onProgress: (removed, total) => {
          now = removed;
          if (removed % 50 > 0 && removed < total) return; // a server deletes row by row
          context.progress?.(`Deleted ${before + removed} of ${before + total}`);
        },
      });
      before += removed;
      sum.removed += removed;
      sum.left += left;
    }
    return sum;
  } catch (error) {
    if (before + now === 0 && !context.signal?.aborted) throw error;
    const why = context.signal?.aborted || !isMemoryError(error) ? "it was stopped" : error.message;
    throw fail(
      `Cannot finish ${tool}: ${job.deps.redact(why).text}; ${before + now} memories are deleted ` +
        "so far, call it again to delete the rest",
    );
  }
}

function refuseInDream(job: Job): void {
  if (!job.deps.dream.isActive(job.context.sessionID)) return;
  throw fail(
    `Cannot run ${job.tool} while memories are tidied up: only single memories may be deleted ` +
      "now; finish the tidying first",
  );
}

function summary(removed: number, left: number): string {
  const done = `Deleted ${removed === 1 ? "1 memory" : `${removed} memories`}`;
  return left === 0 ? `${done}, none left` : `${done}, and ${left} are still there; call it again`;
}
