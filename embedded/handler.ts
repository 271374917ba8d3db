/**
 * Serves a store over HTTP as a Mem0 server does: the same routes, status codes and bodies. A plain
 * function from request to response: no socket, no runtime API.
 *
 * @module
 */
import type { Json, Log } from "../client/store.ts";
import { identify, type Keys, refuseForeign } from "./http/access.ts";
import { readBody } from "./http/body.ts";
import type { ServedStore } from "./http/call.ts";
import { Fault, faultOf } from "./http/faults.ts";
import type { Incoming } from "./http/incoming.ts";
import { describeApi } from "./http/openapi.ts";
import { type Route, ROUTES } from "./http/routes.ts";

export type { Keys } from "./http/access.ts";
export type { ServedStore } from "./http/call.ts";
export type { Incoming } from "./http/incoming.ts";

/** Where the handler answers otherwise than the recorded server, and why. */
export const DIFFERENCES: readonly { what: string; why: string }[] = [
  {
    what: "An identifier nested in AND, OR or NOT never widens a search",
    why:
      "On the server a user_id inside AND overrides the outer one and returns another user's rows",
  },
  {
    what: "The identifier * is refused with 400, in searches and lists",
    why: "On the server it matches every user",
  },
  {
    what: "AND, OR and NOT inside one another mean what they say",
    why: "On the server such filters silently match nothing",
  },
  {
    what: "NUL in a text and NaN in metadata are refused with 400",
    why: "The server fails on them with 502, which reads as if trying again could help",
  },
  {
    what: "An expiration_date inside metadata that is no day is refused with 400",
    why: "The server keeps it as it is, and the memory never expires",
  },
];

/** How a store is served. */
export interface HandlerOptions {
  /** Without any key everybody on this machine is the owner, and foreign hosts are refused. */
  keys?: Keys;
  /** The one origin whose pages may call with a key; default the dashboard's. */
  origin?: string;
  /** Told a line per request, at level debug, and of failures that are bugs, at level error. */
  log?: Log;
}

/** From a request (any Request will do) to its answer. Never rejects. */
export type Handler = (request: Incoming) => Promise<Response>;

const DASHBOARD = "http://localhost:3000";
const VERSION = "1.0.0"; // what every Mem0 server calls itself

/**
 * Makes the handler of a store.
 *
 * @example
 * ```ts
 * import { createHandler } from "./handler.ts";
 * import { EmbeddedStore } from "./store.ts";
 * const store = await EmbeddedStore.open({ path: ":memory:" });
 * const handle = createHandler(store);
 * const answer = await handle(new Request("http://localhost/auth/setup-status"));
 * console.log(answer.status, await answer.json());
 * await store.close();
 * ```
 */
export function createHandler(store: ServedStore, options: HandlerOptions = {}): Handler {
  const { keys = {}, origin: allowed = DASHBOARD, log = () => {} } = options;
  const isOpen = keys.admin === undefined && !keys.members?.length;

  return async (request) => {
    const requestId = crypto.randomUUID().slice(0, 8);
    const url = new URL(request.url);
    const started = performance.now();
    let response: Response;
    try {
      if (isOpen) refuseForeign(request);
      response = preflight(request, allowed) ?? await answer(request, url, store, keys);
    } catch (error) {
      const fault = faultOf(error);
      if (fault.status === 500) log("error", `${request.method} ${url.pathname} failed: ${error}`);
      response = failure(fault, requestId);
    }
    if (response.status !== 500) response.headers.set("x-request-id", requestId);
    allowOrigin(request, response, allowed);
    const time = (performance.now() - started).toFixed(1);
    log("debug", `${request.method} ${url.pathname} ${response.status} ${time} ms`);
    return response;
  };
}

async function answer(
  request: Incoming,
  url: URL,
  store: ServedStore,
  keys: Keys,
): Promise<Response> {
  const fixed = page(request.method, url.pathname);
  if (fixed !== undefined) return fixed;
  const { route, parameters } = find(request.method, url.pathname);
  // Broken JSON is refused before anybody is looked at, other bodies after.
  const body = route.body === undefined ? undefined : await readBody(request);
  const caller = route.access === "anybody" ? "nobody" : identify(request.headers, keys);
  if (route.access === "admin" && caller === "member") {
    throw new Fault(403, "Admin role required.");
  }
  const { searchParams: query } = url;
  const { signal } = request;
  return json(200, await route.run({ store, caller, parameters, query, body, signal }));
}

/** The pages beside the API. */
function page(method: string, path: string): Response | undefined {
  const routes: Record<string, () => Response> = {
    "/": () => new Response(null, { status: 307, headers: { location: "/docs" } }),
    "/openapi.json": () => json(200, describeApi(VERSION)),
    "/docs": () => new Response(DOCS, { headers: { "content-type": "text/html; charset=utf-8" } }),
  };
  if (!Object.hasOwn(routes, path)) return undefined;
  if (method !== "GET") throw new Fault(405, "Method Not Allowed", { headers: { allow: "GET" } });
  return routes[path]!();
}

const DOCS =
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Embedded memory store</title>
<h1>Embedded memory store</h1>
<p>It answers as a Mem0 server does. The API is described in <a href="/openapi.json">openapi.json</a>.</p>
</html>`;

const PATTERNS = ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll("{}", "([^/]+)")}$`),
}));

/** The server decodes a path before it looks for a route: an encoded slash divides as well. */
function find(method: string, path: string): { route: Route; parameters: string[] } {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch (cause) {
    throw new Fault(404, "Not Found", { cause });
  }
  const matching = PATTERNS.filter(({ pattern }) => pattern.test(decoded));
  const found = matching.find(({ route }) => route.method === method);
  if (found !== undefined) {
    return { route: found.route, parameters: found.pattern.exec(decoded)!.slice(1) };
  }
  if (matching.length === 0) throw new Fault(404, "Not Found");
  const allow = matching[0]!.route.method;
  throw new Fault(405, "Method Not Allowed", { headers: { allow } });
}

function json(status: number, body: Json, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, "content-type": "application/json" },
  });
}

function failure(fault: Fault, requestId: string): Response {
  if (fault.status === 500) return new Response("Internal Server Error", { status: 500 });
  const { detail, code } = fault;
  const body: Json = code === undefined ? { detail } : { detail, code, request_id: requestId };
  return json(fault.status, body, fault.headers);
}

const METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

function preflight(request: Incoming, allowed: string): Response | undefined {
  const origin = request.headers.get("origin");
  const asked = request.headers.has("access-control-request-method");
  if (request.method !== "OPTIONS" || origin === null || !asked) return undefined;
  const wanted = request.headers.get("access-control-request-headers");
  const headers: Record<string, string> = {
    "access-control-allow-methods": METHODS,
    "access-control-max-age": "600",
    "content-type": "text/plain; charset=utf-8",
    ...wanted === null ? {} : { "access-control-allow-headers": wanted },
  };
  return origin === allowed
    ? new Response("OK", { headers })
    : new Response("Disallowed CORS origin", { status: 400, headers });
}

function allowOrigin(request: Incoming, response: Response, allowed: string): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  response.headers.set("access-control-allow-credentials", "true");
  if (origin === allowed) response.headers.set("access-control-allow-origin", origin);
  if (origin === allowed || request.method === "OPTIONS") response.headers.set("vary", "Origin");
}
