import { cleanId } from "../../client/identifiers.ts";
import type { Log } from "../../client/store.ts";
import { findRepository, type Repository } from "./git.ts";
import { describe } from "./guard.ts";
import type { Identity } from "./scope.ts";

/** Where an identity comes from. */
export interface IdentitySources {
  /** The folder that the host works in, absolute. */
  directory: string;
  /** `MEM0_USER_ID`, when set. */
  userId?: string;
  /** `MEM0_APP_ID`, when set. */
  appId?: string;
  /** The operating system's user name. */
  systemUser: string;
}

/** Who and where we are, for one host instance. */
export interface ResolvedIdentity extends Identity {
  /** The repository around the directory, for its branch. */
  repository?: Repository;
}

/**
 * User and project of a host instance.
 *
 * Project: `MEM0_APP_ID`; else the last two segments of the remote's address; else the name of the
 * repository's root folder; else the folder's own. It is the key of all stored memories: a changed
 * rule orphans people's memories.
 */
export async function resolveIdentity(
  sources: IdentitySources,
  log: Log,
): Promise<ResolvedIdentity> {
  return identityIn(await findRepository(sources.directory), sources, log);
}

/** The pure part of {@link resolveIdentity}. Never throws: an id that can't be used is passed over. */
export function identityIn(
  repository: Repository | undefined,
  sources: IdentitySources,
  log: Log,
): ResolvedIdentity {
  const project = firstUsable("project", [
    sources.appId,
    repository?.remote && projectFromRemote(repository.remote),
    repository && lastSegment(repository.root),
    lastSegment(sources.directory),
    "root",
  ], log);
  return {
    user: firstUsable("user", [sources.userId, sources.systemUser, "unknown"], log).id,
    project: project.id,
    // What the older plugin wrote into metadata, where white space is allowed.
    ...project.id === project.named ? {} : { formerProject: project.named },
    ...repository ? { repository } : {},
  };
}

/**
 * A project id from a remote's address: the last two segments joined by `-`, case kept, without
 * `.git`, exactly as the published plugin computes it. Undefined when there are no two.
 *
 * User names and passwords are taken out first (a token may stand alone), but for a bare ssh user,
 * which is no secret and belongs to ids that exist.
 */
export function projectFromRemote(remote: string): string | undefined {
  const address = remote.trim().replace(
    /^([a-z][a-z0-9+.-]*:\/\/)([^/]*)@/i,
    (whole, scheme: string, login: string) =>
      /ssh/i.test(scheme) && !login.includes(":") ? whole : scheme,
  );
  const found = /[:/]([^/:]+)\/([^/:]+?)(?:\.git)?\/?$/.exec(address);
  return found ? `${found[1]}-${found[2]}` : undefined;
}

function lastSegment(path: string): string {
  return path.split(/[\\/]+/).filter(Boolean).at(-1) ?? "";
}

function firstUsable(
  what: string,
  names: readonly (string | undefined)[],
  log: Log,
): { id: string; named: string } {
  for (const name of names) {
    const named = name?.trim();
    if (!named) continue;
    try {
      const id = cleanId(named);
      if (id !== named) log("info", `The ${what} id "${named}" is used as "${id}"`);
      return { id, named };
    } catch (error) {
      log("warn", `Cannot use the ${what} id: ${describe(error)}`);
    }
  }
  return { id: "unknown", named: "unknown" };
}
