/**
 * Credentials of a Mem0 server: a key, or the JWT of a user who logs in with e-mail and password.
 *
 * A per-user key costs the server about 250 ms a request (bcrypt), a JWT 10 ms.
 *
 * @module
 */

import type { Deadline } from "./deadline.ts";
import {
  type Code,
  type ErrorFacts,
  invalid,
  isMemoryError,
  MemoryError,
  statusOf,
} from "./errors.ts";
import type { Call, Json } from "./store.ts";
import type { Credentials, Outgoing } from "./transport.ts";
import { decodeTokens, ROUTES, type Tokens } from "./wire.ts";

/** A token is renewed so long before it ends, in milliseconds. */
const MARGIN_MS = 60_000;

/** After a refused login none is tried for so long: the server allows 10 a minute. */
const PAUSE_MS = 60_000;

/**
 * A fixed key, and Basic credentials for a proxy.
 *
 * @throws MemoryError `invalid` for a key that is a JWT: the server takes these as bearer only
 */
export function keyCredentials(key = "", basic?: string): Credentials {
  const clean = key.trim();
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(clean)) {
    const why = "it is a JWT, which ends soon; give e-mail and password, or an API key (m0sk_…)";
    throw invalid("use the given API key", why);
  }
  if (/[^\x21-\x7e]/.test(clean)) {
    throw invalid("use the given API key", "it holds white space or odd characters");
  }
  const headers = {
    ...(clean && { "x-api-key": clean }),
    ...(basic && { authorization: `Basic ${basic}` }),
  };
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
    if (!this.#tokens || this.#now() >= this.#due) await this.#shared(deadline);
    return { authorization: `Bearer ${this.#tokens?.access}` };
  }

  /** After a 401: a new token, unless another caller has fetched it meanwhile. */
  async renew(refused: Record<string, string>, deadline: Deadline): Promise<void> {
    if (refused.authorization === `Bearer ${this.#tokens?.access}`) await this.#shared(deadline);
  }

  async #shared(deadline: Deadline): Promise<void> {
    // The renewal has a limit of its own: the caller who began it may give up, the others not.
    const renewal = this.#renewal ??= this.#renew().finally(() => this.#renewal = undefined);
    renewal.catch(() => {}); // each caller hears of it below, unless its deadline came first
    await deadline.race(renewal);
  }

  async #renew(): Promise<void> {
    if (this.#refusal && this.#now() < this.#refusal.until) throw this.#refusal.error;
    const old = this.#tokens;
    this.#tokens = undefined; // a refresh token that was sent is spent, whatever comes back
    const renewed = old && await this.#ask(ROUTES.refresh, { refresh_token: old.refresh })
      .catch(ignoreSpent);
    const { access } = this.#tokens = renewed ?? await this.#login();
    const left = expiryOf(access) - this.#now();
    // A clock that is wrong by more than the token's life must not make each call a refresh: then
    // the server's 401 says when.
    this.#due = left > 2 * MARGIN_MS ? this.#now() + left - MARGIN_MS : Infinity;
  }

  async #ask(route: Omit<Outgoing, "body">, body: Json): Promise<Tokens> {
    return decodeTokens(await this.#options.send({ ...route, body }));
  }

  async #login(): Promise<Tokens> {
    const { email, password } = this.#options;
    try {
      return await this.#ask(ROUTES.login, { email, password });
    } catch (error) {
      const advice = isMemoryError(error) && ADVICE[error.code];
      if (!advice) throw error;
      const [code, next] = advice;
      const message = next ? error.message.replace(/; [^;]*$/, `; ${next}`) : error.message;
      const facts: ErrorFacts = { ...error, cause: error };
      if (code === "limited") facts.retryAfterMs ??= PAUSE_MS;
      const refusal = new MemoryError(code, message, facts);
      this.#refusal = { error: refusal, until: this.#now() + PAUSE_MS };
      throw refusal;
    }
  }
}

/** The refresh token is spent or over: a login helps. */
function ignoreSpent(error: unknown): undefined {
  if (statusOf(error) !== 401) throw error;
}

/** What a refused login is for the caller, and the next step where the server's own doesn't do. */
type Refusal = [code: Code, next?: string];

const WRONG: Refusal = ["unauthorized", "correct MEM0_EMAIL and MEM0_PASSWORD"];

/** Refusals that another try within the minute would only repeat. */
const ADVICE: { [C in Code]?: Refusal } = {
  limited: ["limited"],
  missing: ["unauthorized", "this server knows no e-mail login; give its key (MEM0_API_KEY)"],
  unauthorized: WRONG,
  invalid: WRONG,
};

/** `exp` of a JWT in milliseconds since 1970; 0 or NaN when it can't be read. */
function expiryOf(token: string): number {
  try {
    const claims = token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/");
    return Number(JSON.parse(atob(claims)).exp) * 1000;
  } catch {
    return 0; // not ours to read: then the server's 401 says when it is over
  }
}
