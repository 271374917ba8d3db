/**
 * Credentials of a Mem0 server: a key, or the JWT of a user who logs in with e-mail and password.
 *
 * A per-user key costs the server about 250 ms a request (bcrypt), a JWT 10 ms.
 *
 * @module
 */

import type { Deadline } from "./deadline.ts";
import { type Code, invalid, isMemoryError, MemoryError } from "./errors.ts";
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
  const wrong = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(clean)
    ? "it is a JWT, which ends after 30 minutes; " +
      "give e-mail and password (MEM0_EMAIL, MEM0_PASSWORD), or an API key (m0sk_…)"
    : /[^\x21-\x7e]/.test(clean)
    ? "it holds white space or a character that no key has"
    : undefined;
  if (wrong) throw invalid("use the given API key", wrong);
  const headers: Record<string, string> = {};
  if (clean) headers["x-api-key"] = clean;
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

  async #ask(route: Omit<Outgoing, "body">, body: Json): Promise<Tokens> {
    return decodeTokens(await this.#options.send({ ...route, body }));
  }

  /** Undefined when the token is spent or over: then a login helps. */
  async #refresh(token: string): Promise<Tokens | undefined> {
    try {
      return await this.#ask(ROUTES.refresh, { refresh_token: token });
    } catch (error) {
      if (isMemoryError(error) && error.code === "unauthorized") return undefined;
      throw error;
    }
  }

  async #login(): Promise<Tokens> {
    const { email, password } = this.#options;
    try {
      return await this.#ask(ROUTES.login, { email, password });
    } catch (error) {
      const advice = isMemoryError(error) ? ADVICE[error.code] : undefined;
      if (!isMemoryError(error) || advice === undefined) throw error;
      const limited = error.code === "limited";
      const message = limited ? error.message : error.message.replace(/; [^;]*$/, `; ${advice}`);
      const refusal = new MemoryError(limited ? "limited" : "unauthorized", message, {
        ...error,
        cause: error,
        ...(limited && { retryAfterMs: error.retryAfterMs ?? PAUSE_MS }),
      });
      this.#refusal = { error: refusal, until: this.#now() + PAUSE_MS };
      throw refusal;
    }
  }
}

const CORRECT = "correct MEM0_EMAIL and MEM0_PASSWORD";

/** The next step after a refusal that another try within the minute would only repeat. */
const ADVICE: { [C in Code]?: string } = {
  limited: "",
  missing: "this server knows no e-mail login; give its key (MEM0_API_KEY)",
  unauthorized: CORRECT,
  invalid: CORRECT,
};

/** `exp` of a JWT in milliseconds since 1970; 0 when it can't be read. */
function expiryOf(token: string): number {
  try {
    const part = token.split(".")[1] ?? "";
    const { exp } = JSON.parse(atob(part.replace(/-/g, "+").replace(/_/g, "/")));
    return typeof exp === "number" ? exp * 1000 : 0;
  } catch {
    return 0; // not ours to read: then the server's 401 says when it is over
  }
}
