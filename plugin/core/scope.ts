import { defined } from "../../client/json.ts";
import type { Filter, Memory, Metadata, Scope, Where } from "../../client/store.ts";

/** The three reaches of a memory. */
export const SCOPE_NAMES = ["project", "session", "global"] as const;
/**
 * project: this user, this project. session: also this conversation. global: this user everywhere.
 */
export type ScopeName = (typeof SCOPE_NAMES)[number];

/** Is it one of {@link SCOPE_NAMES}? */
export function isScopeName(value: unknown): value is ScopeName {
  return (SCOPE_NAMES as readonly unknown[]).includes(value);
}

/** Who and where we are. Identifiers hold no white space. */
export interface Identity {
  user: string;
  project: string;
  /** The host's session id. */
  session?: string;
  /** Current git branch; kept in metadata only. */
  branch?: string;
  /** The project's id with its white space, as the older plugin wrote it; absent when equal. */
  formerProject?: string;
}

/** What a caller names itself instead of taking it from the identity. */
export interface TargetOverrides {
  /** Another project. */
  project?: string;
  /** An agent of its own, in place of the project as `agent`. */
  agent?: string;
}

/** Where a memory is written: identifiers, and metadata to merge over the caller's. */
export interface WriteTarget {
  scope: Scope;
  metadata: Metadata;
}

/**
 * Where a memory of that reach belongs. The project stands twice: as `agent`, so that the server's
 * own de-duplication keeps projects apart, and as `metadata.app_id`, by which it is read.
 */
export function writeTarget(
  name: ScopeName,
  identity: Identity,
  overrides: TargetOverrides = {},
): WriteTarget {
  const { user } = identity;
  if (name === "global") {
    return {
      scope: defined({ user, agent: overrides.agent || undefined }),
      metadata: { scope: "global" },
    };
  }
  const project = overrides.project ?? identity.project;
  const scope: Scope = { user, agent: overrides.agent ?? project };
  if (name === "session" && identity.session) scope.run = identity.session;
  return { scope, metadata: { app_id: project } };
}

/** How far a read reaches. */
export interface ReadOptions {
  /** The setting `global_search`: all projects of this user. */
  globalSearch?: boolean;
  /** For scope project: global memories too, as recall and search want it. */
  includeGlobal?: boolean;
  /** Another project. */
  project?: string;
}

/**
 * Which memories a read of that reach sees: always this user's only. Rows of the older plugin carry
 * `metadata.app_id` alone, and are found alike.
 *
 * Session rows of other conversations are not excluded here (a server can't): see {@link isVisible}.
 */
export function readFilter(
  name: ScopeName,
  identity: Identity,
  options: ReadOptions = {},
): Filter {
  const { user } = identity;
  if (name === "global" || (options.globalSearch && name === "project" && !options.project)) {
    return { scope: { user } };
  }
  const ids = projectIds(identity, options.project);
  if (name === "session") {
    const scope = identity.session ? { user, run: identity.session } : { user };
    return { scope, where: anyOf(ids) };
  }
  return { scope: { user }, where: anyOf(ids, options.includeGlobal) };
}

/** Rows of other Mem0 clients: this user's, without any project. */
export function unclaimedFilter(identity: Identity): Filter {
  return { scope: { user: identity.user }, where: { field: "app_id", is: null } };
}

/** What tells whose a memory is, stored or not yet. */
export type Owned = Pick<Memory, "scope" | "metadata">;

/** Whose a memory is and how far it reaches. */
export interface Owner {
  user?: string;
  /** `metadata.app_id`. */
  project?: string;
  /** The conversation that it is kept to. */
  session?: string;
  /** Does it count everywhere: written so, or without any project? */
  global: boolean;
}

/** Reads a memory's owner from its identifiers and metadata. */
export function ownerOf(memory: Owned): Owner {
  const project = memory.metadata.app_id;
  const named = typeof project === "string" && project !== "";
  return defined({
    user: memory.scope.user,
    project: named ? project : undefined,
    session: memory.scope.run,
    global: !named || memory.metadata.scope === "global",
  });
}

/** Is it this user's and this project's own, by whatever plugin it was written? */
export function isOfProject(memory: Owned, identity: Identity): boolean {
  const owner = ownerOf(memory);
  return owner.user === identity.user && owner.project !== undefined &&
    projectIds(identity).includes(owner.project);
}

/**
 * May recall show this memory here: this user's, of this project or global (any project with
 * `globalSearch`), and not kept to another conversation?
 */
export function isVisible(memory: Memory, identity: Identity, globalSearch = false): boolean {
  const owner = ownerOf(memory);
  if (owner.user !== identity.user) return false;
  if (owner.session !== undefined && owner.session !== identity.session) return false;
  return owner.global || globalSearch || isOfProject(memory, identity);
}

function projectIds(identity: Identity, project?: string): string[] {
  if (project !== undefined && project !== identity.project) return [project];
  const { formerProject } = identity;
  return formerProject ? [identity.project, formerProject] : [identity.project];
}

/** The plainest form that says it: one condition stands alone. */
function anyOf(projects: readonly string[], withGlobal = false): Where {
  const any: Where[] = projects.map((is) => ({ field: "app_id", is }));
  if (withGlobal) any.push({ field: "scope", is: "global" });
  return any.length === 1 ? any[0]! : { any };
}
