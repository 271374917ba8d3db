import { isMemoryError } from "../../../client/errors.ts";
import { fieldsOf } from "../../../client/inputs.ts";
import { EVERYTHING, matches } from "../../../client/predicate.ts";
import type { Filter, NewMemory, Removal, Scope } from "../../../client/store.ts";
import { readFilter, type ScopeName } from "../scope.ts";
import { checkUser } from "./filters.ts";
import {
  checkDream,
  type Definition,
  fail,
  idGiven,
  type Job,
  memories,
  ownMemory,
  refused,
  rowOf,
} from "./job.ts";
import { SHARED } from "./read.ts";
import { text } from "./spec.ts";

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
    await deps.forget((_, origin) => origin === memory.metadata.origin);
    if (!await store.remove(memory.id, call)) {
      throw fail(`Cannot delete memory "${memory.id}": somebody else deleted it meanwhile`);
    }
    await deps.dream.settle(context.sessionID, memory.id);
    const { id, memory: words, metadata } = rowOf(memory, job);
    return {
      message: "Deleted; to undo, call add_memory with this text and metadata, and infer false",
      id,
      memory: words,
      metadata,
    };
  },
};

export const deleteAllMemories: Definition = {
  name: "delete_all_memories",
  description: "Delete all memories of this project (default), of this conversation (scope " +
    "session), or all of the user's (scope global). Ask the user first; it can't be undone.",
  arguments: {
    user_id: SHARED.user_id,
    app_id: text('Another project; needs scope "global"'),
    agent_id: SHARED.agent_id,
    scope: { ...SHARED.scope, description: "Default project, whatever the user's setting is" },
  },
  required: [],
  async body(job) {
    const { args, identity } = job;
    checkUser(job, args.user_id);
    refuseInDream(job);
    const scope = (args.scope ?? "project") as ScopeName;
    const all = String(args.app_id).trim() === "*";
    const project = all ? undefined : idGiven(job, "app_id");
    if (scope !== "global" && (all || project !== undefined && project !== identity.project)) {
      throw refused(
        job,
        `"app_id" ${JSON.stringify(String(args.app_id).trim())} reaches beyond the ` +
          `project "${identity.project}"; add scope "global" if that is meant`,
      );
    }
    const reach = scope === "global" && project !== undefined ? "project" : scope;
    const filter = readFilter(reach, identity, { project });
    const agent = idGiven(job, "agent_id");
    if (agent !== undefined) filter.scope.agent = agent;
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
    agent_id: text("An agent or a project, as list_entities shows"),
    run_id: text("A conversation's id"),
  },
  required: [],
  async body(job) {
    const { args, identity } = job;
    const given = Object.keys(args);
    if (given.length !== 1) {
      throw refused(
        job,
        `exactly one of user_id, agent_id and run_id is needed, and ${
          given.length === 0 ? "none is given" : `${given.join(" and ")} are given`
        }`,
      );
    }
    checkUser(job, args.user_id);
    refuseInDream(job);
    const kind = given[0]!;
    const { user } = identity;
    const id = idGiven(job, kind)!;
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
  let now = 0;
  await job.deps.forget((memory) => filters.some((filter) => reaches(filter, memory)));
  try {
    for (const filter of filters) {
      const { removed, left } = await store.removeAll(filter, {
        signal: context.signal,
        onProgress: (removed, total) => {
          now = removed;
          if (removed % 50 > 0 && removed < total) return; // a server deletes row by row
          context.progress?.(`Deleted ${sum.removed + removed} of ${sum.removed + total}`);
        },
      });
      now = 0;
      sum.removed += removed;
      sum.left += left;
    }
    return sum;
  } catch (error) {
    const done = sum.removed + now;
    if (done === 0 && !context.signal?.aborted) throw error;
    const why = context.signal?.aborted || !isMemoryError(error) ? "it was stopped" : error.message;
    throw fail(
      `Cannot finish ${tool}: ${job.deps.redact(why).text}; ${done} memories are deleted ` +
        "so far, call it again to delete the rest",
    );
  }
}

/** Does a filter mean a memory that may not be stored yet? */
function reaches({ scope, where = EVERYTHING }: Filter, memory: NewMemory) {
  const metadata = fieldsOf(memory) ?? {};
  return Object.entries(scope).every(([name, id]) => memory.scope[name as keyof Scope] === id) &&
    matches(where, { id: "", text: "", createdAt: "", scope: memory.scope, metadata });
}

function refuseInDream(job: Job): void {
  if (!job.deps.dream.isActive(job.context.sessionID)) return;
  throw fail(
    `Cannot run ${job.tool} while memories are tidied up: only single memories may be deleted ` +
      "now; finish the tidying first",
  );
}

function summary(removed: number, left: number): string {
  const done = `Deleted ${memories(removed)}`;
  return left === 0 ? `${done}, none left` : `${done}, and ${left} are still there; call it again`;
}
