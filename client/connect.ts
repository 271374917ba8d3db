/**
 * From options to a server: address, credentials, transport. Shared by the store and the
 * administrator's client.
 *
 * @module
 */

import { parseServer } from "./server_address.ts";
import { JwtLogin, keyCredentials } from "./auth.ts";
import { invalid } from "./errors.ts";
import { Server } from "./server.ts";
import type { Log } from "./store.ts";
import type { Credentials } from "./transport.ts";

/** How to reach a server. */
export interface RestOptions {
  /**
   * `http(s)://host[:port][/prefix]`, also without the scheme (meaning http). Credentials in it are
   * sent as Basic, for a proxy, beside the key; they are never printed.
   */
  host: string;
  /** A per-user key (`m0sk_…`) or the server's ADMIN_API_KEY; sent as X-API-Key. */
  apiKey?: string;
  /** E-mail of a user, for the server's JWT login; needs `password`. Goes before `apiKey`. */
  email?: string;
  /** Password of that user; kept in memory only. */
  password?: string;
  /** Sends the requests; any function of fetch's form. Default: the runtime's own. */
  fetch?: typeof fetch;
  /** Deadline of a call that names none, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Receives warnings, never secrets. Default: nobody. */
  log?: Log;
}

/**
 * Make ready; nothing is sent yet.
 *
 * @throws MemoryError `invalid` for an address that is none of a server, or credentials that can't be
 */
export function connect(options: RestOptions): Server {
  const address = parseServer(options.host);
  const { fetch, timeoutMs, log } = options;
  const credentials = credentialsOf(options, address.basic, () => server);
  const server: Server = new Server({ base: address.url, credentials, fetch, timeoutMs }, log);
  return server;
}

function credentialsOf(
  options: RestOptions,
  basic: string | undefined,
  server: () => Server,
): Credentials {
  const { email, password, apiKey } = options;
  if (!email && !password) return keyCredentials(apiKey, basic);
  if (!email || !password) {
    throw invalid("log in", "e-mail and password are needed both (MEM0_EMAIL, MEM0_PASSWORD)");
  }
  if (basic) {
    throw invalid("log in", "the address needs the Authorization header as well; use an API key");
  }
  return new JwtLogin({
    email,
    password,
    send: (request, call) => server().send(request, call),
  });
}
