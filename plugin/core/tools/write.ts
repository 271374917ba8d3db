import type { Json, Metadata, Patch } from "../../../client/store.ts";
import { type ScopeName, writeTarget } from "../scope.ts";
import { checkUser, unknownType } from "./filters.ts";
import {
  checkDream,
  type Definition,
  fail,
  idGiven,
  type Job,
  memories,
  ownMemory,
  redactDeep,
  refused,
  rowOf,
  shown,
  TYPES,
} from "./job.ts";
import { SHARED } from "./read.ts";
import { type ArgumentSchema, text } from "./spec.ts";

const LONGEST_TEXT = 50_000;
const metadata: ArgumentSchema = {
  type: "object",
  description: `Free fields; type is one of ${TYPES.join(", ")}; confidence 0 to 1, where 1 ` +
    "stores the text as it is; pinned true protects it",
  additionalProperties: true,
  maxLength: 10_000,
};

const { user_id, app_id, agent_id, scope, id } = SHARED;

/** Fields of a row that metadata can't set; stores drop some of them silently. */
const RESERVED = ["id", "data", "hash", "user_id", "agent_id", "run_id", "actor_id", "updated_at"];

export const addMemory: Definition = {
  name: "add_memory",
  description:
    "Remember something for later sessions: a decision, convention, preference, fix, or " +
    "anything the user asks to remember. Secrets are taken out before it is stored.",
  arguments: {
    text: text("One fact that makes sense by itself in a month", LONGEST_TEXT),
    user_id,
    app_id,
    agent_id,
    metadata,
    infer: {
      type: "boolean",
      description: "true (default): extract the facts; false: store the text as it is",
    },
    scope,
  },
  required: ["text"],
  async body(job) {
    const { args, identity, settings, store, context, call } = job;
    checkUser(job, args.user_id);
    const scope = (args.scope ?? settings.defaultScope) as ScopeName;
    const project = idGiven(job, "app_id");
    if (scope === "global" && project !== undefined && project !== identity.project) {
      throw refused(
        job,
        'a memory of scope "global" has no project; leave out "app_id", or take scope "project"',
      );
    }
    const target = writeTarget(scope, identity, { project, agent: idGiven(job, "agent_id") });
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
      infer,
    }, call);
    const done = changes.filter((change) => change.event !== "NONE");
    const { redact } = job.deps;
    return {
      results: done.map((change) => ({
        id: change.id,
        memory: redact(change.text).text,
        event: change.event,
        previous: change.previous && redact(change.previous).text,
      })),
      scope,
      message: done.length > 0
        ? `Stored ${memories(done.length)}`
        : "Nothing new was stored: it is known already, or holds no lasting fact. " +
          "Call it again with infer false to store the text as it is",
      redacted: kinds(found),
    };
  },
};

export const updateMemory: Definition = {
  name: "update_memory",
  description: "Change the text of a memory, or set fields of its metadata; other fields stay.",
  arguments: { id, text: text("The new text", LONGEST_TEXT), metadata },
  required: ["id"],
  async body(job) {
    const { args, store, deps, context, call } = job;
    if (args.text === undefined && args.metadata === undefined) {
      throw refused(job, 'there is nothing to change; give "text" or "metadata"');
    }
    const before = await ownMemory(job, "update");
    checkDream(job, before, "update");
    const found = new Set<string>();
    const patch: Patch = {};
    if (args.metadata !== undefined) {
      patch.metadata = checkMetadata(job, before.metadata, found);
    }
    if (args.text !== undefined) patch.text = cleanText(job, found);
    await deps.dream.record(context.sessionID, "update", before);
    await store.update(before.id, patch, call);
    const after = await store.get(before.id, call);
    if (after === undefined) {
      throw fail(`Cannot confirm the update of memory "${before.id}": it was deleted meanwhile`);
    }
    await deps.dream.settle(context.sessionID, after.id, after);
    return { message: "Updated", ...rowOf(after, job), redacted: kinds(found) };
  },
};

/** The caller's metadata without secrets. @throws {ToolFailure} on a field that can't be set. */
function checkMetadata(job: Job, place: Metadata, found: Set<string>): Metadata {
  const given = { ...(job.args.metadata ?? {}) as Metadata };
  for (const field of RESERVED) {
    if (given[field] === undefined) continue;
    if (field === "user_id") checkUser(job, given[field]);
    else throw refused(job, `"metadata" can't set "${field}"; leave it out`);
    delete given[field];
  }
  for (const field of ["app_id", "scope"]) {
    const value = given[field];
    if (value === undefined) continue;
    // "project" says what is so anyway; it is not stored.
    const same = value === place[field] || field === "scope" && value === job.args.scope;
    if (!same) {
      throw refused(
        job,
        `"metadata" can't set "${field}" to ${shown(job, value)}; ` +
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
      throw refused(
        job,
        `"confidence" must be a number from 0 to 1, not ${shown(job, confidence)}`,
      );
    }
  }
  return redactDeep(given as Json, job.deps.redact, found) as Metadata;
}

function cleanText(job: Job, found: Set<string>): string {
  const clean = job.deps.redact(String(job.args.text).trim());
  for (const kind of clean.found) found.add(kind);
  if (clean.text.replace(/\[redacted:[^\]]*\]/g, "").trim() !== "") return clean.text;
  throw refused(
    job,
    `nothing is left of "text" when its secrets are taken out; ` +
      "say what is worth keeping without them",
  );
}

function kinds(found: Set<string>): string[] | undefined {
  return found.size > 0 ? [...found] : undefined;
}
