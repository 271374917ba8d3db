import { cleanId } from "../../client/identifiers.ts";
import type { Log } from "../../client/store.ts";
import { findRepository, type Repository } from "./git.ts";
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
  const repository = await findRepository(sources.directory);
  const named = sources.appId?.trim() ||
    (repository?.remote && projectFromRemote(repository.remote)) ||
    (repository && lastSegment(repository.root)) ||
    lastSegment(sources.directory) || "root";
  const user = clean("user", sources.userId?.trim() || sources.systemUser || "unknown", log);
  const project = clean("project", named, log);
  return {
    user,
    project,
    // What the older plugin wrote into metadata, where white space is allowed.
    ...project === named ? {} : { formerProject: named },
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

function clean(what: string, id: string, log: Log): string {
  const cleaned = cleanId(id);
  if (cleaned !== id) log("info", `The ${what} id "${id}" is used as "${cleaned}"`);
  return cleaned;
}
