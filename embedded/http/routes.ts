/**
 * Which routes there are. Status codes and words are the server's.
 *
 * @module
 */
import type { Json } from "../../client/store.ts";
import type { Call } from "./call.ts";
import { Fault, notHere } from "./faults.ts";
import { add, get, history, list, remove, update } from "./memory_routes.ts";
import {
  LIST_QUERY,
  MEMORY_CREATE,
  MEMORY_UPDATE,
  type Model,
  SCOPE_QUERY,
  SEARCH_REQUEST,
} from "./models.ts";
import { entities, removeAll, removeEntity, reset } from "./owner_routes.ts";
import { search } from "./search_route.ts";

/** One method of one path. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  /** With `{}` for a parameter. */
  path: string;
  summary: string;
  /** Who may; `anybody` needs no key. Default: every key. */
  access?: "anybody" | "admin";
  body?: Model;
  query?: Model;
  /** The answer's body, with status 200. */
  run(call: Call): Promise<Json> | Json;
}

/** In the order in which the server declares them: the first of a path names `Allow` in a 405. */
export const ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/memories",
    summary: "Create memories",
    body: MEMORY_CREATE,
    run: add,
  },
  { method: "GET", path: "/memories", summary: "Get memories", query: LIST_QUERY, run: list },
  { method: "GET", path: "/memories/{}", summary: "Get a memory", run: get },
  {
    method: "POST",
    path: "/search",
    summary: "Search memories",
    body: SEARCH_REQUEST,
    run: search,
  },
  {
    method: "PUT",
    path: "/memories/{}",
    summary: "Update a memory",
    body: MEMORY_UPDATE,
    run: update,
  },
  { method: "GET", path: "/memories/{}/history", summary: "Get memory history", run: history },
  { method: "DELETE", path: "/memories/{}", summary: "Delete a memory", run: remove },
  {
    method: "DELETE",
    path: "/memories",
    summary: "Delete all memories",
    access: "admin",
    query: SCOPE_QUERY,
    run: removeAll,
  },
  { method: "POST", path: "/reset", summary: "Reset all memories", access: "admin", run: reset },
  { method: "GET", path: "/entities", summary: "List entities", run: entities },
  {
    method: "DELETE",
    path: "/entities/{}/{}",
    summary: "Delete an entity and its memories",
    access: "admin",
    run: removeEntity,
  },
  {
    method: "GET",
    path: "/auth/setup-status",
    summary: "Is an account to be made first?",
    access: "anybody",
    run: () => ({ needsSetup: false }),
  },
  ...foreign("Accounts", "anybody", [["POST", "/auth/register"], ["POST", "/auth/login"], [
    "POST",
    "/auth/refresh",
  ]]),
  ...foreign("Accounts", "account", [["GET", "/auth/me"], ["PATCH", "/auth/me"], [
    "POST",
    "/auth/change-password",
  ], ["POST", "/auth/onboarding-complete"]]),
  ...foreign("API keys of accounts", "account", [["GET", "/api-keys"], ["POST", "/api-keys"], [
    "DELETE",
    "/api-keys/{}",
  ]]),
  ...foreign("Configuration routes", undefined, [["GET", "/configure"], [
    "GET",
    "/configure/providers",
  ], ["POST", "/generate-instructions"]]),
  ...foreign("Configuration routes", "admin", [["POST", "/configure"]]),
  ...foreign("Request logs", "admin", [["GET", "/requests"]]),
];

/** Routes of the server that this store has no part of; the access rules hold all the same. */
function foreign(
  what: string,
  access: "anybody" | "admin" | "account" | undefined,
  routes: [Route["method"], string][],
): Route[] {
  return routes.map(([method, path]) => ({
    method,
    path,
    summary: `${what}: not here`,
    ...access === "anybody" || access === "admin" ? { access } : {},
    run: ({ caller }) => {
      if (access === "account" && caller === "nobody") {
        throw new Fault(401, "Authentication required.");
      }
      throw notHere(what);
    },
  }));
}
