import type { Filter, Memory } from "../../../client/store.ts";
import { SCOPE_NAMES } from "../scope.ts";
import { readReach } from "./filters.ts";
import {
  bytesOf,
  type Definition,
  type Job,
  MOST_BYTES,
  ownMemory,
  type Row,
  rowOf,
} from "./job.ts";
import { type ArgumentSchema, count, text } from "./spec.ts";

/** Arguments that several tools share. */
export const SHARED = {
  user_id: text("Your own user id; leave it out, others are refused"),
  app_id: text("Another project than the current one"),
  agent_id: text("An agent that memories are kept under"),
  scope: {
    type: "string",
    description: "project (this repository), session (this conversation), or global (this user " +
      "in all projects; only when the user asks for it). Default: the user's setting",
    enum: SCOPE_NAMES,
  },
  filters: {
    type: "object",
    description: 'Fields that must match, e.g. {"type": "decision"} or ' +
      '{"AND": [{"metadata": {"type": "decision"}}, {"created_at": {"contains": "2026-05"}}]}',
    additionalProperties: true,
    maxLength: 10_000,
  },
  id: text("Id of the memory, or its first 8 characters as in [mem0:1a2b3c4d]"),
} as const satisfies Record<string, ArgumentSchema>;

const { user_id, app_id, agent_id, scope, filters, id } = SHARED;
const limit = count("At most this many results; default 10", 100);

export const searchMemories: Definition = {
  name: "search_memories",
  description: "Find memories by meaning and words: decisions, conventions, preferences, earlier " +
    "fixes. Reaches this project and what is kept globally, unless scope or filters say else.",
  arguments: {
    query: text("What is looked for, in words", 8000),
    user_id,
    app_id,
    agent_id,
    filters,
    limit,
    top_k: { ...limit, description: "The same as limit, which wins" },
    scope,
  },
  required: ["query"],
  async body(job) {
    const { args, store, deps, call } = job;
    const most = Number(args.limit ?? args.top_k ?? 10);
    const reach = await readReach(job, { recall: true });
    const query = deps.redact(String(args.query)).text;
    // A server can't leave out what is kept to other conversations: ask for a few more.
    const found = await store.search({ ...reach.filter, text: query, limit: most + 20 }, call);
    const rows = found.filter(reach.shows).slice(0, most).map((hit) => rowOf(hit, job));
    const kept = fitting(rows);
    return {
      results: kept,
      count: kept.length,
      scope: reach.scope,
      note: kept.length < rows.length
        ? `${rows.length - kept.length} more were left out for size; narrow the query`
        : undefined,
    };
  },
};

export const getMemories: Definition = {
  name: "get_memories",
  required: [],
  description: "List memories, newest first, page by page, with a true count. Go on with page 2, " +
    "3, … while has_more is true.",
  arguments: {
    user_id,
    app_id,
    agent_id,
    filters,
    ...pageArguments("Memories"),
    scope,
  },
  async body(job) {
    const reach = await readReach(job, { recall: false });
    const memories = await listAll(job, reach.filter);
    const rows = memories.map((memory) => rowOf(memory, job));
    return { ...paged(rows, job), scope: reach.scope };
  },
};

export const getMemory: Definition = {
  name: "get_memory",
  description: "Show one memory whole.",
  arguments: { id },
  required: ["id"],
  async body(job) {
    return rowOf(await ownMemory(job, "show"), job, MOST_BYTES);
  },
};

export const getEventStatus: Definition = {
  name: "get_event_status",
  description: "Kept for older prompts: writes are done when add_memory answers, so there is " +
    "nothing to wait for.",
  arguments: { event_id: text("An event id") },
  required: ["event_id"],
  body(job) {
    return Promise.resolve({
      status: "UNSUPPORTED",
      event_id: job.deps.redact(String(job.args.event_id)).text,
      message: "There are no events here: add_memory answers only when the memory is stored",
    });
  },
};

/** The arguments of {@link paged}. */
export function pageArguments(what: string): Record<string, ArgumentSchema> {
  return {
    page: count("From 1; default 1", 1_000_000),
    page_size: count(`${what} a page; default 20`, 200),
  };
}

/** All that match, newest first, however many. */
export async function listAll(job: Job, filter: Filter): Promise<Memory[]> {
  const { store, call } = job;
  const listing = await store.list(filter, call);
  if (listing.complete) return listing.memories;
  const seen = new Map<string, Memory>();
  for await (const memory of store.iterate(filter, call)) seen.set(memory.id, memory);
  const newer = (a: string, b: string) => a < b ? 1 : a > b ? -1 : 0;
  return [...seen.values()].sort((a, b) => newer(a.createdAt, b.createdAt) || newer(a.id, b.id));
}

/**
 * One page of the rows. When any page would be too large, all pages get smaller alike, so that pages
 * read one after the other give each row once.
 */
export function paged<T>(rows: readonly T[], job: Pick<Job, "args">): Record<string, unknown> {
  const wanted = Number(job.args.page_size ?? 20);
  const page = Number(job.args.page ?? 1);
  const size = pageSizeFor(rows.map((row) => bytesOf(row) + 1), wanted);
  return {
    results: rows.slice((page - 1) * size, page * size),
    count: rows.length,
    page,
    page_size: size,
    has_more: page * size < rows.length,
    note: size < wanted && rows.length > size
      ? `All pages hold ${size} instead of ${wanted}, to stay small; ask for further pages`
      : undefined,
  };
}

/** The largest page size up to the wanted one with which every page stays below the limit. */
function pageSizeFor(sizes: readonly number[], wanted: number): number {
  const room = MOST_BYTES - 500;
  const fits = (size: number) => {
    for (let start = 0; start < sizes.length; start += size) {
      let sum = 0;
      for (let at = start; at < start + size && at < sizes.length; at++) sum += sizes[at]!;
      if (sum > room) return false;
    }
    return true;
  };
  let size = wanted;
  while (size > 1 && !fits(size)) size--;
  return size;
}

function fitting(rows: Row[]): Row[] {
  let room = MOST_BYTES - 500;
  const end = rows.findIndex((row) => (room -= bytesOf(row) + 1) < 0);
  return end < 0 ? rows : rows.slice(0, end);
}
