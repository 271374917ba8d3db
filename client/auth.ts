/**
 * Credentials of a Mem0 server: a key, or the JWT of a user who logs in with e-mail and password.
 *
 * A per-user key costs the server about 250 ms a request (bcrypt), a JWT 10 ms.
 *
 * @module
 */

import type { Deadline } from "./deadline.ts";
import { isMemoryError, MemoryError } from "./errors.ts";
import type { Call, Json } from "./store.ts";
import type { Credentials, Outgoing } from "./transport.ts";
import { objectOf, ROUTES, textIn } from "./wire.ts";

/** A token is renewed so long before it ends, in milliseconds. */
const MARGIN_MS = 60_000;

/** After a refused login none is tried for so long: the server allows 10 a minute. */
const PAUSE_MS = 60_000;

/** What a login or a refresh gives. */
export interface Tokens {
  /** JWT for `Authorization: Bearer`, valid for 30 minutes. */
  access: string;
  /** For one refresh, within 30 days. */
  refresh: string;
}

/** Read the answer of the login, register and refresh routes. */
export function decodeTokens(json: Json): Tokens {
  const body = objectOf(json, "tokens");
  return {
    access: textIn(body, "access_token"),
    refresh: textIn(body, "refresh_token"),
  };
}

/**
 * A fixed key, and Basic credentials for a proxy.
 *
 * @throws MemoryError `invalid` for a key that is a JWT: the server takes these as bearer only
 */
export function keyCredentials(key: string | undefined, basic: string | undefined): Credentials {
  const headers: Record<string, string> = {};
  if (key !== undefined && key.trim() !== "") {
    const clean = key.trim();
    if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(clean)) {
      throw new MemoryError(
        "invalid",
        "Cannot use the given API key: it is a JWT, which ends after 30 minutes; " +
          "give e-mail and password (MEM0_EMAIL, MEM0_PASSWORD), or an API key (m0sk_…)",
      );
    }
    if (/[^\x21-\x7e]/.test(clean)) {
      throw new MemoryError(
        "invalid",
        "Cannot use the given API key: it holds white space or a character that no key has",
      );
    }
    headers["x-api-key"] = clean;
  }
  if (basic !== undefined) headers.authorization = `Basic ${basic}`;
  return { headers: () => headers };
}

/** What a {@link JwtLogin} needs. */
export interface JwtOptions {
  /** Of the user. */
  email: string;
  /** Kept in memory only. */
  password: string;
  /** Sends a request without credentials. */
  send: (request: Outgoing, call?: Call) => Promise<Json>;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/**
 * Logs in with e-mail and password, refreshes before the token ends and after a 401. Concurrent
 * callers share one login or refresh, since a refresh token works once.
 */
export class JwtLogin implements Credentials {
  readonly #options: JwtOptions;
  readonly #now: () => number;
  #tokens: Tokens | undefined;
  /** When the access token should be renewed. */
  #due = 0;
  #renewal: Promise<void> | undefined;
  /** The last refusal, and until when it stands. */
  #refusal: { error: MemoryError; until: number } | undefined;

  /** Nothing is sent before the first request. */
  constructor(options: JwtOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** A bearer token that is still good; logs in or refreshes first where needed. */
  async headers(deadline: Deadline): Promise<Record<string, string>> {
    if (this.#tokens === undefined || this.#now() >= this.#due) await this.#shared(deadline);
    return { authorization: `Bearer ${this.#tokens?.access}` };
  }

  /** After a 401: a new token, unless another caller has fetched it meanwhile. */
  async renew(refused: Record<string, string>, deadline: Deadline): Promise<boolean> {
    if (refused.authorization === `Bearer ${this.#tokens?.access}`) await this.#shared(deadline);
    return true; // else another caller has renewed it meanwhile
  }

  async #shared(deadline: Deadline): Promise<void> {
    // The renewal has a limit of its own: the caller who began it may give up, the others not.
    const renewal = this.#renewal ??= this.#renew().finally(() => this.#renewal = undefined);
    renewal.catch(() => {}); // each caller hears of it below, unless its deadline came first
    await deadline.race(renewal);
  }

  async #renew(): Promise<void> {
    if (this.#refusal !== undefined && this.#now() < this.#refusal.until) throw this.#refusal.error;
    const old = this.#tokens?.refresh;
    this.#tokens = undefined; // a refresh token that was sent is spent, whatever comes back
    const tokens = (old === undefined ? undefined : await this.#refresh(old)) ??
      await this.#login();
    this.#tokens = tokens;
    const left = expiryOf(tokens.access) - this.#now();
    // A clock that is wrong by more than the token's life must not make each call a refresh: then
    // the server's 401 says when.
    this.#due = left > 2 * MARGIN_MS ? this.#now() + left - MARGIN_MS : Infinity;
  }

  /** Undefined when the token is spent or over: then a login helps. */
  async #refresh(token: string): Promise<Tokens | undefined> {
    try {
      return decodeTokens(
        await this.#options.send({
          method: "POST",
          path: ROUTES.refresh,
          body: { refresh_token: token },
          what: "renew the login",
          anonymous: true,
        }),
      );
    } catch (error) {
      if (isMemoryError(error) && error.code === "unauthorized") return undefined;
      throw error;
    }
  }

  async #login(): Promise<Tokens> {
    const { email, password } = this.#options;
    try {
      return decodeTokens(
        await this.#options.send({
          method: "POST",
          path: ROUTES.login,
          body: { email, password },
          what: "log in",
          anonymous: true,
        }),
      );
    } catch (error) {
      if (!isMemoryError(error)) throw error;
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.#refusal = { error: refusal, until: this.#now() + PAUSE_MS };
      throw refusal;
    }
  }
}

/** A refusal that another try within the minute would only repeat; undefined for other errors. */
function refusalOf(error: MemoryError): MemoryError | undefined {
  const refuse = (advice: string) =>
    new MemoryError("unauthorized", error.message.replace(/; [^;]*$/, `; ${advice}`), {
      ...error,
      cause: error,
    });
  switch (error.code) {
    case "limited":
      return new MemoryError("limited", error.message, {
        ...error,
        retryAfterMs: error.retryAfterMs ?? PAUSE_MS,
        cause: error,
      });
    case "missing":
      return refuse("this server knows no e-mail login; give its key (MEM0_API_KEY)");
    case "unauthorized":
    case "invalid":
      return refuse("correct MEM0_EMAIL and MEM0_PASSWORD");
  }
}

/** `exp` of a JWT in milliseconds since 1970; 0 when it can't be read. */
function expiryOf(token: string): number {
  try {
    const part = token.split(".")[1] ?? "";
    const claims = JSON.parse(atob(part.replace(/-/g, "+").replace(/_/g, "/")));
    return typeof claims?.exp === "number" ? claims.exp * 1000 : 0;
  } catch {
    return 0; // not ours to read: then the server's 401 says when it is over
  }
}
