/**
 * The rest of a Mem0 server's API, typed: what isn't bound to one scope or belongs to accounts,
 * configuration and keys. Not part of {@link MemoryStore}.
 *
 * @module
 */

import {
  type Account,
  type ApiKey,
  decodeAccount,
  decodeKey,
  decodeNewKey,
  decodeRequest,
  type LoggedRequest,
} from "./accounts.ts";
import { connect, type RestOptions } from "./connect.ts";
import { cleanId, cleanScope } from "./identifiers.ts";
import { checkNewMemory, invalid } from "./inputs.ts";
import type { Server } from "./server.ts";
import type { Call, Change, Entity, Json, Memory, NewMemory, Scope } from "./store.ts";
import {
  decodeTokens,
  encodeNewMemory,
  encodeScope,
  ignore,
  type JsonObject,
  listOf,
  objectOf,
  route,
  ROUTES,
  rowReader,
  type Tokens,
} from "./wire.ts";

const texts = (json: Json | undefined) => listOf(json, "providers").map(String);
const anonymous = true;

/** Everything that a memory store doesn't ask. */
const ADMIN = {
  listAll: { ...ROUTES.list, what: "list all memories" },
  deleteAll: route("DELETE /memories", "delete memories by scope", ignore),
  deleteEntity: route("DELETE /entities/{entity_type}/{entity_id}", "delete an entity", ignore),
  reset: route("POST /reset", "delete everything", ignore),
  configuration: route(
    "GET /configure",
    "read the configuration",
    (json) => objectOf(json, "a configuration"),
  ),
  configure: route("POST /configure", "change the configuration", ignore),
  providers: route("GET /configure/providers", "list the providers", (json) => {
    const { llm, embedder } = objectOf(json, "providers");
    return { llm: texts(llm), embedder: texts(embedder) };
  }),
  instructions: route(
    "POST /generate-instructions",
    "generate instructions",
    rowReader<{ instructions: string; testMessage: string }>("instructions", {
      instructions: "custom_instructions",
      testMessage: "",
    }),
  ),
  requests: route(
    "GET /requests",
    "read the request log",
    (json) => listOf(json, "a request log").map(decodeRequest),
  ),
  listKeys: route(
    "GET /api-keys",
    "list API keys",
    (json) => listOf(json, "API keys").map(decodeKey),
  ),
  createKey: route("POST /api-keys", "make an API key", decodeNewKey),
  revokeKey: route("DELETE /api-keys/{key_id}", "revoke an API key", ignore),
  setupStatus: route(
    "GET /auth/setup-status",
    "read the setup status",
    (json) => objectOf(json, "a setup status").needsSetup === true,
    { anonymous },
  ),
  register: route("POST /auth/register", "register", decodeTokens, { anonymous }),
  me: route("GET /auth/me", "read the account", decodeAccount),
  updateMe: route("PATCH /auth/me", "change the account", decodeAccount),
  changePassword: route("POST /auth/change-password", "change the password", ignore),
  onboarding: route("POST /auth/onboarding-complete", "complete the setup", ignore),
};

/** What only this route takes beside {@link NewMemory}. */
export interface NewMemoryExtras {
  /** `procedural_memory`: one summary of how something was done; needs an agent. */
  memoryType?: string;
  /** Instructions for this extraction instead of the server's own. */
  prompt?: string;
}

export type { Account, ApiKey, LoggedRequest } from "./accounts.ts";
export type { Tokens } from "./wire.ts";

/**
 * The server's other endpoints, one method each. Every method rejects with {@link MemoryError}; those
 * that need the administrator's role say so and end in `forbidden` without it.
 *
 * @example
 * ```ts
 * import { Admin } from "./admin.ts";
 * const admin = new Admin({ host: "http://127.0.0.1:8888", apiKey: "m0sk_example" });
 * ```
 */
export class Admin {
  readonly #server: Server;

  /** Sends nothing yet. @throws MemoryError `invalid` for an address or credentials that can't be */
  constructor(options: RestOptions) {
    this.#server = connect(options);
  }

  /** Store with the fields that {@link MemoryStore} leaves out. */
  async add(input: NewMemory & NewMemoryExtras, call?: Call): Promise<Change[]> {
    const { memoryType, prompt, ...rest } = input;
    const body = {
      ...encodeNewMemory(checkNewMemory(rest)),
      ...(memoryType !== undefined && { memory_type: memoryType }),
      ...(prompt !== undefined && { prompt }),
    };
    return await this.#server.ask(ROUTES.add, call, { body });
  }

  /**
   * Memories of all users, expired ones too, at most 1,000 and in no order. Administrators only.
   *
   * @param limit 0..1000, default 1000
   */
  async listAll(limit = 1000, call?: Call): Promise<Memory[]> {
    return await this.#server.ask(ADMIN.listAll, call, { query: { top_k: String(limit) } });
  }

  /**
   * The server's own delete-all by scope: about 20 ms a row in one request, so give it time. On servers
   * before August 2026 it stops after 100 rows and doesn't say so: `RestStore.removeAll` is the safe
   * way. Administrators only.
   */
  async deleteAll(scope: Scope, call?: Call): Promise<void> {
    await this.#server.ask(ADMIN.deleteAll, call, { query: encodeScope(cleanScope(scope)) });
  }

  /** Delete a user, an agent or a run with all memories stored under it. Administrators only. */
  async deleteEntity(type: Entity["type"], id: string, call?: Call): Promise<void> {
    const clean = cleanId(id);
    // An encoded slash never reaches the entity route (contract, trap 10).
    if (clean.includes("/")) return await this.deleteAll({ [type]: clean }, call);
    const what = `delete the ${type}`;
    await this.#server.ask(ADMIN.deleteEntity, call, { ids: [type, clean], what });
  }

  /** Delete every memory and all history of everybody. Administrators only. */
  async reset(call?: Call): Promise<void> {
    await this.#server.ask(ADMIN.reset, call);
  }

  /** The configuration, with secrets as `[redacted]`. */
  async configuration(call?: Call): Promise<JsonObject> {
    return await this.#server.ask(ADMIN.configuration, call);
  }

  /**
   * Merge into the configuration. A value that the server can't use (500) stays there and makes every
   * later change fail until it is set right (contract, trap 24). Administrators only.
   */
  async configure(change: JsonObject, call?: Call): Promise<void> {
    await this.#server.ask(ADMIN.configure, call, { body: change });
  }

  /** The model providers that the server can use. */
  async providers(call?: Call): Promise<{ llm: string[]; embedder: string[] }> {
    return await this.#server.ask(ADMIN.providers, call);
  }

  /** Let the server's model write extraction instructions for a use case, with a test message. */
  async generateInstructions(
    useCase: string,
    call?: Call,
  ): Promise<{ instructions: string; testMessage: string }> {
    return await this.#server.ask(ADMIN.instructions, call, { body: { use_case: useCase } });
  }

  /** The request log, newest first. Administrators only. @param limit 1 or more, default 50 */
  async requests(limit = 50, call?: Call): Promise<LoggedRequest[]> {
    return await this.#server.ask(ADMIN.requests, call, { query: { limit: String(limit) } });
  }

  /** One's own API keys that aren't revoked, newest first. */
  async listKeys(call?: Call): Promise<ApiKey[]> {
    return await this.#server.ask(ADMIN.listKeys, call);
  }

  /** Make an API key; `key` is shown this once. */
  async createKey(label: string, call?: Call): Promise<ApiKey & { key: string }> {
    return await this.#server.ask(ADMIN.createKey, call, { body: { label } });
  }

  /** Revoke one of one's own keys; `missing` when it isn't one's own, `invalid` when revoked before. */
  async revokeKey(id: string, call?: Call): Promise<void> {
    await this.#server.ask(ADMIN.revokeKey, call, { ids: [id] });
  }

  /** Does the server still wait for its first user? Needs no credentials. */
  async needsSetup(call?: Call): Promise<boolean> {
    return await this.#server.ask(ADMIN.setupStatus, call);
  }

  /** Register the first user, who is the administrator; `forbidden` once there is one. */
  async register(
    user: { name: string; email: string; password: string },
    call?: Call,
  ): Promise<Tokens> {
    return await this.#server.ask(ADMIN.register, call, { body: { ...user } });
  }

  /** Log in. The store does it by itself when it is given e-mail and password. */
  async login(email: string, password: string, call?: Call): Promise<Tokens> {
    return await this.#server.ask(ROUTES.login, call, { body: { email, password } });
  }

  /** Trade a refresh token for new tokens; each works once. */
  async refresh(refreshToken: string, call?: Call): Promise<Tokens> {
    if (!refreshToken.startsWith("eyJ")) {
      throw invalid("renew the login", "this is no refresh token (an API key needs no renewal)");
    }
    return await this.#server.ask(ROUTES.refresh, call, { body: { refresh_token: refreshToken } });
  }

  /** Whose credentials these are. ADMIN_API_KEY counts as the oldest user. */
  async me(call?: Call): Promise<Account> {
    return await this.#server.ask(ADMIN.me, call);
  }

  /** Change one's own name or e-mail. */
  async updateMe(change: { name?: string; email?: string }, call?: Call): Promise<Account> {
    return await this.#server.ask(ADMIN.updateMe, call, { body: { ...change } });
  }

  /** Change one's own password (8 characters or more). Tokens given out before stay valid. */
  async changePassword(current: string, next: string, call?: Call): Promise<void> {
    const body = { current_password: current, new_password: next };
    await this.#server.ask(ADMIN.changePassword, call, { body });
  }

  /** Tell the server that its setup wizard is done. */
  async completeOnboarding(useCase: string, call?: Call): Promise<void> {
    await this.#server.ask(ADMIN.onboarding, call, { body: { use_case: useCase } });
  }
}
