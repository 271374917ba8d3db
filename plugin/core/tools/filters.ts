import { cleanId } from "../../../client/identifiers.ts";
import { isObject } from "../../../client/json.ts";
import type { Filter, Json, Memory, Scope, Where } from "../../../client/store.ts";
import { decodeFilters } from "../../../client/where.ts";
import { isVisible, readFilter, type ScopeName } from "../scope.ts";
import { idGiven, type Job, refused, shown, TYPES } from "./job.ts";

/** Which memories a reading call means. */
export interface Reach {
  scope: ScopeName;
  filter: Filter;
  /** Does a found memory belong into the answer (not one kept to another conversation)? */
  shows(memory: Memory): boolean;
}

/** Fields that our own memories and the server's rows carry; others must occur in the data. */
const FIELDS = new Set(
  ("app_id type scope branch source confidence files session_id pinned reviewed data hash role " +
    "actor_id created_at updated_at expiration_date").split(" "),
);

/**
 * Combines `scope`, the identifiers and the user's `filters` of a call: each narrows the others, and
 * nothing leaves the user. A project named anywhere takes the place of the own one; `app_id: "*"`
 * means all projects unless a scope is named.
 *
 * @param options.recall search, not list: global memories count to the project, and the setting
 * `global_search` holds.
 * @throws {ToolFailure} naming the field that can't be used.
 */
export async function readReach(job: Job, options: { recall: boolean }): Promise<Reach> {
  const { args, identity, settings } = job;
  checkUser(job, args.user_id);
  const given = (args.filters ?? {}) as Filters;
  for (const id of valuesOf(given, "user_id")) checkUser(job, id);
  const named: string[] = [];
  const rest = takeProjects(given, named);
  const mentions = valuesOf(given, "app_id").length > 0;
  if (args.app_id !== undefined) named.push(String(args.app_id).trim());
  const projects = [...new Set(named.filter((one) => one !== "*").map(cleanId))];
  if (projects.length > 1) {
    const both = projects.map(quote).join(" and ");
    throw refused(job, `"app_id" names two projects, ${both}; name one`);
  }
  const project = projects[0] === identity.project ? undefined : projects[0];
  const everywhere = named.includes("*");
  const explicit = args.scope as ScopeName | undefined;
  const reach = explicit ??
    (everywhere || mentions && projects.length === 0 ? "global" : settings.defaultScope);
  const base = reach === "global" && projects.length === 0
    ? readFilter("global", identity)
    : readFilter(reach === "global" ? "project" : reach, identity, {
      project,
      globalSearch: options.recall && settings.globalSearch && explicit === undefined &&
        projects.length === 0,
      includeGlobal: options.recall && projects.length === 0,
    });
  const scope: Scope = { ...base.scope };
  const agent = idGiven(job, "agent_id");
  const outer: Scope = { user: identity.user };
  if (agent !== undefined) scope.agent = outer.agent = agent;
  const decoded = decodeFilters(rest, outer);
  if (decoded.scope.run !== undefined) {
    if (explicit === "session" && decoded.scope.run !== scope.run) {
      throw refused(
        job,
        '"filters" name another run_id than this session\'s; leave out "scope" or "run_id"',
      );
    }
    scope.run = decoded.scope.run;
  }
  if (decoded.scope.agent !== undefined) scope.agent = decoded.scope.agent;
  if (decoded.where !== undefined) await checkFields(job, decoded.where);
  const parts = [base.where, decoded.where].filter((part) => part !== undefined);
  const where: Where | undefined = parts.length > 1 ? { all: parts } : parts[0];
  const hides = options.recall && reach === "project" && scope.run === undefined;
  return {
    scope: reach,
    filter: { scope, where },
    shows: (memory) => !hides || isVisible(memory, identity, true),
  };
}

/** @throws {ToolFailure} when a user is named that isn't the caller's own. */
export function checkUser(job: Job, named: Json | undefined): void {
  if (named === undefined) return;
  if (typeof named === "string" && named.trim() !== "" && named.trim() !== "*") {
    if (cleanId(named) === job.identity.user) return;
  }
  throw refused(
    job,
    `"user_id" is ${shown(job, named)}, and only your own ` +
      `memories (user "${job.identity.user}") can be reached; leave "user_id" out`,
  );
}

/** A filter's field must be known or occur in the data: a misspelt one would match nothing. */
async function checkFields(job: Job, where: Where): Promise<void> {
  const scope = { user: job.identity.user };
  const leaves = leavesOf(where);
  const occurs = async (condition: Where) =>
    (await job.store.count({ scope, where: condition, showExpired: true, limit: 1 }, job.call))
      .count > 0;
  for (const field of new Set(leaves.map((leaf) => leaf.field))) {
    if (FIELDS.has(field) || await occurs({ none: [{ field, is: null }] })) continue;
    throw refused(
      job,
      `no memory of yours has the field ${quote(field)} that "filters" ` +
        `names; the usual ones are type, app_id, run_id, branch, files, pinned`,
    );
  }
  for (const leaf of leaves) {
    if (leaf.field !== "type" || !("is" in leaf)) continue;
    for (const type of Array.isArray(leaf.is) ? leaf.is : [leaf.is]) {
      if (type === null || TYPES.includes(String(type))) continue;
      if (await occurs({ field: "type", is: type })) continue;
      throw unknownType(job, type);
    }
  }
}

/** The refusal of a memory type that isn't one. */
export function unknownType(job: Job, type: Json): Error {
  return refused(
    job,
    `there is no memory type ${shown(job, type)}; ` +
      `the types are ${TYPES.join(", ")}`,
  );
}

type Filters = { [key: string]: Json };
type Leaf = Extract<Where, { field: string }>;

function leavesOf(where: Where): Leaf[] {
  if ("all" in where) return where.all.flatMap(leavesOf);
  if ("any" in where) return where.any.flatMap(leavesOf);
  if ("none" in where) return where.none.flatMap(leavesOf);
  return [where];
}

/** Every value that stands under a key, however deep; operators and lists are opened. */
function valuesOf(node: Json, key: string): Json[] {
  if (Array.isArray(node)) return node.flatMap((one) => valuesOf(one, key));
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === key ? operands(value) : valuesOf(value, key)
  );
}

function operands(value: Json): Json[] {
  if (Array.isArray(value)) return value.length > 0 ? value.flatMap(operands) : [value];
  if (value === null || typeof value !== "object") return [value];
  const inner = Object.values(value).flatMap(operands);
  return inner.length > 0 ? inner : [value];
}

/** Where a condition holds for sure: the top level, AND, and `metadata`. */
function sureParts(key: string, value: Json): Filters[] | undefined {
  if (key === "AND" || key === "and") return (Array.isArray(value) ? value : [value]) as Filters[];
  return key === "metadata" && isObject(value) ? [value] : undefined;
}

/** Moves the projects that must hold, `*` among them, from a filter to the list. */
function takeProjects(node: Filters, projects: string[]): Filters {
  if (!isObject(node)) return node;
  const kept = Object.entries(node).flatMap(([key, value]): [string, Json][] => {
    if (key === "app_id" && typeof value === "string") {
      projects.push(value.trim());
      return [];
    }
    const inner = sureParts(key, value)?.map((part) => takeProjects(part, projects));
    if (inner === undefined) return [[key, value]];
    return [[key, Array.isArray(value) ? inner : inner[0]!]];
  });
  return Object.fromEntries(kept);
}

const quote = (text: string) => JSON.stringify(text);
