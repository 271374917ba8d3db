import { Fault } from "./faults.ts";
import type { Incoming } from "./incoming.ts";

/** The keys that open the store; without any, everybody on this machine is its owner. */
export interface Keys {
  /** The owner's key. */
  admin?: string;
  /** Keys that may do everything but delete in bulk, list everybody's rows and reset. */
  members?: readonly string[];
}

/** Who asks. `nobody`: no key is set, so that none is needed. */
export type Caller = "admin" | "member" | "nobody";

/**
 * Finds out who asks, in the server's order: a bearer token (there are none here) beats a key, and a
 * wrong key is refused also where none is needed.
 *
 * @throws Fault 401
 */
export function identify(headers: Incoming["headers"], keys: Keys): Caller {
  if (/^bearer\s+\S/i.test(headers.get("authorization") ?? "")) {
    throw new Fault(401, "Invalid or expired token.");
  }
  const open = keys.admin === undefined && !keys.members?.length;
  const key = headers.get("x-api-key");
  if (key) {
    // All keys are compared, so that the time says nothing about which one came near.
    const admin = keys.admin !== undefined && isSame(key, keys.admin);
    const member = (keys.members ?? []).map((one) => isSame(key, one)).includes(true);
    if (admin) return "admin";
    if (member) return "member";
    throw new Fault(401, "Invalid API key.");
  }
  if (open) return "nobody";
  throw new Fault(401, "Authentication required. Provide a Bearer token or X-API-Key header.", {
    headers: { "www-authenticate": "Bearer" },
  });
}

/** Compares in a time that depends on the lengths only. */
export function isSame(given: string, expected: string): boolean {
  const a = new TextEncoder().encode(given);
  const b = new TextEncoder().encode(expected);
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index++) {
    difference |= a[index]! ^ (b[index % (b.length || 1)] ?? 0);
  }
  return difference === 0;
}

const LOOPBACK = /^(localhost|([\w-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * A store without keys is open to what runs on this machine, and browsers run other people's code: a
 * foreign Host means DNS rebinding, a foreign Origin a request made by a web page.
 *
 * @throws Fault 403
 */
export function refuseForeign(request: Incoming): void {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  if (!LOOPBACK.test(host)) {
    throw new Fault(
      403,
      `The host "${host}" is refused: without a key this store answers only to localhost. ` +
        "Start it with --admin-key to use another name.",
    );
  }
  const origin = request.headers.get("origin");
  if (origin !== null && !LOOPBACK.test(origin.replace(/^https?:\/\//i, ""))) {
    throw new Fault(
      403,
      `Requests from "${origin}" are refused: without a key no web page may use this store. ` +
        "Start it with --admin-key.",
    );
  }
}
