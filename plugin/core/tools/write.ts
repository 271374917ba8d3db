import { cleanId } from "../../../client/identifiers.ts";
import type { Json, Metadata, Patch } from "../../../client/store.ts";
import { type ScopeName, writeTarget } from "../scope.ts";
import { checkUser, unknownType } from "./filters.ts";
import {
  checkDream,
  type Definition,
  fail,
  type Job,
  ownMemory,
  quoteWith,
  redactDeep,
  rowOf,
  TYPES,
} from "./job.ts";
import { SHARED } from "./read.ts";
import type { ArgumentSchema } from "./spec.ts";

const LONGEST_TEXT = 50_000;
const text: ArgumentSchema = {
  type: "string",
  description: "One fact that makes sense by itself in a month",
  maxLength: LONGEST_TEXT,
};
const metadata: ArgumentSchema = {
  type: "object",
  description: `Free fields; type is one of ${TYPES.join(", ")}; confidence 0 to 1, where 1 ` +
    "stores the text as it is; pinned true protects it",
  additionalProperties: true,
  maxLength: 10_000,
};

/** Fields of a row that metadata can't set; stores drop some of them silently. */
const RESERVED = ["id", "data", "hash", "user_id", "agent_id", "run_id", "actor_id", "updated_at"];

export const addMemory: Definition = {
  name: "add_memory",
  description:
    "Remember something for later sessions: a decision, convention, preference, fix, or " +
    "anything the user asks to remember. Secrets are taken out before it is stored.",
  arguments: {
    text,
    user_id: SHARED.user_id,
    app_id: SHARED.app_id,
    agent_id: SHARED.agent_id,
    metadata,
    infer: {
      type: "boolean",
      description: "true (default): extract the facts; false: store the text as it is",
    },
    scope: SHARED.scope,
  },
  required: ["text"],
  async body(job) {
    const { args, identity, settings, store, context, call } = job;
    checkUser(job, args.user_id);
    const scope = (args.scope ?? settings.defaultScope) as ScopeName;
    const named = args.app_id === undefined ? undefined : cleanId(String(args.app_id));
    if (scope === "global" && named !== undefined && named !== identity.project) {
      throw fail(
        'Cannot run add_memory: a memory of scope "global" has no project; ' +
          'leave out "app_id", or take scope "project"',
      );
    }
    const target = writeTarget(scope, identity, {
      ...scope === "global" || named === undefined ? {} : { project: named },
      ...args.agent_id === undefined ? {} : { agent: cleanId(String(args.agent_id)) },
    });
    const found = new Set<string>();
    const given = checkMetadata(job, target.metadata, found);
    const content = cleanText(job, found);
    const fields: Metadata = {
      confidence: 0.7,
      source: "opencode",
      type: "task_learning",
      session_id: context.sessionID,
      ...identity.branch ? { branch: identity.branch } : {},
      files: ["*"],
      ...given,
      ...target.metadata,
    };
    const infer = args.infer as boolean | undefined ??
      (Number(fields.confidence) >= 1 ? false : undefined);
    const changes = await store.add({
      scope: target.scope,
      messages: [{ role: "user", content }],
      metadata: fields,
      ...infer === undefined ? {} : { infer },
    }, call);
    const done = changes.filter((change) => change.event !== "NONE");
    const { redact } = job.deps;
    return {
      results: done.map((change) => ({
        id: change.id,
        memory: redact(change.text).text,
        event: change.event,
        ...change.previous === undefined ? {} : { previous: redact(change.previous).text },
      })),
      scope,
      message: done.length > 0
        ? `Stored ${done.length === 1 ? "1 memory" : `${done.length} memories`}`
        : "Nothing new was stored: it is known already, or holds no lasting fact. " +
          "Call it again with infer false to store the text as it is",
      ...redactedNote(found),
    };
  },
};

export const updateMemory: Definition = {
  name: "update_memory",
  description: "Change the text of a memory, or set fields of its metadata; other fields stay.",
  arguments: { id: SHARED.id, text: { ...text, description: "The new text" }, metadata },
  required: ["id"],
  async body(job) {
    const { args, store, deps, context, call } = job;
    if (args.text === undefined && args.metadata === undefined) {
      throw fail('Cannot run update_memory: there is nothing to change; give "text" or "metadata"');
    }
    const before = await ownMemory(job, "update");
    checkDream(job, before, "update");
    const found = new Set<string>();
    const patch: Patch = {};
    if (args.metadata !== undefined) {
      const { app_id, scope } = before.metadata;
      patch.metadata = checkMetadata(job, {
        ...app_id === undefined ? {} : { app_id },
        ...scope === undefined ? {} : { scope },
      }, found);
    }
    if (args.text !== undefined) patch.text = cleanText(job, found);
    await deps.dream.record(context.sessionID, "update", before);
    await store.update(before.id, patch, call);
    const after = await store.get(before.id, call);
    if (after === undefined) {
      throw fail(`Cannot confirm the update of memory "${before.id}": it was deleted meanwhile`);
    }
    await deps.dream.settle(context.sessionID, after.id, after);
    return { message: "Updated", ...rowOf(after, job), ...redactedNote(found) };
  },
};

/** The caller's metadata without secrets. @throws {ToolFailure} on a field that can't be set. */
function checkMetadata(job: Job, place: Metadata, found: Set<string>): Metadata {
  const given = { ...(job.args.metadata ?? {}) as Metadata };
  const refuse = (why: string) => fail(`Cannot run ${job.tool}: ${why}`);
  const shown = quoteWith(job.deps.redact);
  for (const field of RESERVED) {
    if (given[field] === undefined) continue;
    if (field === "user_id") checkUser(job, given[field]);
    else throw refuse(`"metadata" can't set "${field}"; leave it out`);
    delete given[field];
  }
  for (const field of ["app_id", "scope"]) {
    const value = given[field];
    if (value === undefined) continue;
    // "project" says what is so anyway; it is not stored.
    const same = value === place[field] || field === "scope" && value === job.args.scope;
    if (!same) {
      throw refuse(
        `"metadata" can't set "${field}" to ${shown(value)}; ` +
          (job.tool === "add_memory"
            ? `use the argument "${field}"`
            : "add the memory where it belongs, and delete this one"),
      );
    }
    delete given[field];
  }
  const { type, confidence } = given;
  if (type !== undefined && !TYPES.includes(String(type))) throw unknownType(job, type);
  if (confidence !== undefined) {
    if (typeof confidence !== "number" || confidence < 0 || confidence > 1) {
      throw refuse(`"confidence" must be a number from 0 to 1, not ${shown(confidence)}`);
    }
  }
  return redactDeep(given as Json, job.deps.redact, found) as Metadata;
}

function cleanText(job: Job, found: Set<string>): string {
  const clean = job.deps.redact(String(job.args.text).trim());
  for (const kind of clean.found) found.add(kind);
  if (clean.text.replace(/\[redacted:[^\]]*\]/g, "").trim() !== "") return clean.text;
  throw fail(
    `Cannot run ${job.tool}: nothing is left of "text" when its secrets are taken out; ` +
      "say what is worth keeping without them",
  );
}

function redactedNote(found: Set<string>): { redacted?: string[] } {
  return found.size > 0 ? { redacted: [...found] } : {};
}
