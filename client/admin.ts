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
  decodeRequest,
  type LoggedRequest,
} from "./accounts.ts";
import { decodeTokens, type Tokens } from "./auth.ts";
import { connect, type RestOptions } from "./connect.ts";
import { cleanId, cleanScope } from "./identifiers.ts";
import { checkNewMemory, invalid } from "./inputs.ts";
import type { Server } from "./server.ts";
import type { Call, Change, Entity, Json, Memory, NewMemory, Scope } from "./store.ts";
import type { Outgoing } from "./transport.ts";
import {
  ADMIN_ROUTES,
  decodeChanges,
  decodeMemories,
  encodeNewMemory,
  encodeScope,
  type JsonObject,
  listOf,
  objectOf,
  ROUTES,
  textIn,
} from "./wire.ts";

/** What only this route takes beside {@link NewMemory}. */
export interface NewMemoryExtras {
  /** `procedural_memory`: one summary of how something was done; needs an agent. */
  memoryType?: string;
  /** Instructions for this extraction instead of the server's own. */
  prompt?: string;
}

export type { Account, ApiKey, LoggedRequest } from "./accounts.ts";
export type { Tokens } from "./auth.ts";

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
    return await this.#ask("POST", ROUTES.memories, "add a memory", decodeChanges, call, { body });
  }

  /**
   * Memories of all users, expired ones too, at most 1,000 and in no order. Administrators only.
   *
   * @param limit 0..1000, default 1000
   */
  async listAll(limit = 1000, call?: Call): Promise<Memory[]> {
    const query = { top_k: String(limit) };
    return await this.#ask("GET", ROUTES.memories, "list all memories", decodeMemories, call, {
      query,
    });
  }

  /**
   * The server's own delete-all by scope: about 20 ms a row in one request, so give it time. On servers
   * before August 2026 it stops after 100 rows and doesn't say so: `RestStore.removeAll` is the safe
   * way. Administrators only.
   */
  async deleteAll(scope: Scope, call?: Call): Promise<void> {
    const query = encodeScope(cleanScope(scope));
    await this.#ask("DELETE", ROUTES.memories, "delete memories by scope", nothing, call, {
      query,
    });
  }

  /** Delete a user, an agent or a run with all memories stored under it. Administrators only. */
  async deleteEntity(type: Entity["type"], id: string, call?: Call): Promise<void> {
    const clean = cleanId(id);
    if (clean.includes("/")) {
      // An encoded slash never reaches the entity route (contract, trap 10).
      return await this.deleteAll({ [type]: clean }, call);
    }
    const path = `${ROUTES.entities}/${type}/${encodeURIComponent(clean)}`;
    await this.#ask("DELETE", path, `delete the ${type}`, nothing, call);
  }

  /** Delete every memory and all history of everybody. Administrators only. */
  async reset(call?: Call): Promise<void> {
    await this.#ask("POST", ADMIN_ROUTES.reset, "delete everything", nothing, call);
  }

  /** The configuration, with secrets as `[redacted]`. */
  async configuration(call?: Call): Promise<JsonObject> {
    return await this.#ask("GET", ADMIN_ROUTES.configure, "read the configuration", object, call);
  }

  /**
   * Merge into the configuration. A value that the server can't use (500) stays there and makes every
   * later change fail until it is set right (contract, trap 24). Administrators only.
   */
  async configure(change: JsonObject, call?: Call): Promise<void> {
    const body = change;
    await this.#ask("POST", ADMIN_ROUTES.configure, "change the configuration", nothing, call, {
      body,
    });
  }

  /** The model providers that the server can use. */
  async providers(call?: Call): Promise<{ llm: string[]; embedder: string[] }> {
    const texts = (json: Json | undefined) => listOf(json, "providers").map(String);
    return await this.#ask("GET", ADMIN_ROUTES.providers, "list the providers", (json) => {
      const body = objectOf(json, "providers");
      return { llm: texts(body.llm), embedder: texts(body.embedder) };
    }, call);
  }

  /** Let the server's model write extraction instructions for a use case, with a test message. */
  async generateInstructions(
    useCase: string,
    call?: Call,
  ): Promise<{ instructions: string; testMessage: string }> {
    const body = { use_case: useCase };
    return await this.#ask(
      "POST",
      ADMIN_ROUTES.instructions,
      "generate instructions",
      (json) => {
        const found = objectOf(json, "instructions");
        return {
          instructions: textIn(found, "custom_instructions"),
          testMessage: textIn(found, "test_message"),
        };
      },
      call,
      { body },
    );
  }

  /** The request log, newest first. Administrators only. @param limit 1 or more, default 50 */
  async requests(limit = 50, call?: Call): Promise<LoggedRequest[]> {
    const query = { limit: String(limit) };
    const decoder = (json: Json) => listOf(json, "a request log").map(decodeRequest);
    return await this.#ask("GET", ADMIN_ROUTES.requests, "read the request log", decoder, call, {
      query,
    });
  }

  /** One's own API keys that aren't revoked, newest first. */
  async listKeys(call?: Call): Promise<ApiKey[]> {
    return await this.#ask(
      "GET",
      ADMIN_ROUTES.keys,
      "list API keys",
      (json) => listOf(json, "API keys").map((one) => decodeKey(objectOf(one, "an API key"))),
      call,
    );
  }

  /** Make an API key; `key` is shown this once. */
  async createKey(label: string, call?: Call): Promise<ApiKey & { key: string }> {
    const body = { label };
    return await this.#ask(
      "POST",
      ADMIN_ROUTES.keys,
      "make an API key",
      (json) => {
        const row = objectOf(json, "an API key");
        return { ...decodeKey(row), key: textIn(row, "key") };
      },
      call,
      { body },
    );
  }

  /** Revoke one of one's own keys; `missing` when it isn't one's own, `invalid` when revoked before. */
  async revokeKey(id: string, call?: Call): Promise<void> {
    const path = `${ADMIN_ROUTES.keys}/${encodeURIComponent(id)}`;
    await this.#ask("DELETE", path, "revoke an API key", nothing, call);
  }

  /** Does the server still wait for its first user? Needs no credentials. */
  async needsSetup(call?: Call): Promise<boolean> {
    return await this.#ask(
      "GET",
      ADMIN_ROUTES.setupStatus,
      "read the setup status",
      (json) => objectOf(json, "a setup status").needsSetup === true,
      call,
      { anonymous: true },
    );
  }

  /** Register the first user, who is the administrator; `forbidden` once there is one. */
  async register(
    user: { name: string; email: string; password: string },
    call?: Call,
  ): Promise<Tokens> {
    return await this.#ask("POST", ADMIN_ROUTES.register, "register", decodeTokens, call, {
      body: { ...user },
      anonymous: true,
    });
  }

  /** Log in. The store does it by itself when it is given e-mail and password. */
  async login(email: string, password: string, call?: Call): Promise<Tokens> {
    const body = { email, password };
    return await this.#ask("POST", ROUTES.login, "log in", decodeTokens, call, {
      body,
      anonymous: true,
    });
  }

  /** Trade a refresh token for new tokens; each works once. */
  async refresh(refreshToken: string, call?: Call): Promise<Tokens> {
    if (!refreshToken.startsWith("eyJ")) {
      throw invalid("renew the login", "this is no refresh token (an API key needs no renewal)");
    }
    const body = { refresh_token: refreshToken };
    return await this.#ask("POST", ROUTES.refresh, "renew the login", decodeTokens, call, {
      body,
      anonymous: true,
    });
  }

  /** Whose credentials these are. ADMIN_API_KEY counts as the oldest user. */
  async me(call?: Call): Promise<Account> {
    return await this.#ask("GET", ADMIN_ROUTES.me, "read the account", decodeAccount, call);
  }

  /** Change one's own name or e-mail. */
  async updateMe(change: { name?: string; email?: string }, call?: Call): Promise<Account> {
    const body = { ...change };
    return await this.#ask("PATCH", ADMIN_ROUTES.me, "change the account", decodeAccount, call, {
      body,
    });
  }

  /** Change one's own password (8 characters or more). Tokens given out before stay valid. */
  async changePassword(current: string, next: string, call?: Call): Promise<void> {
    const body = { current_password: current, new_password: next };
    await this.#ask("POST", ADMIN_ROUTES.changePassword, "change the password", nothing, call, {
      body,
    });
  }

  /** Tell the server that its setup wizard is done. */
  async completeOnboarding(useCase: string, call?: Call): Promise<void> {
    const body = { use_case: useCase };
    const what = "complete the setup";
    await this.#ask("POST", ADMIN_ROUTES.onboardingComplete, what, nothing, call, { body });
  }

  #ask<T>(
    method: Outgoing["method"],
    path: string,
    what: string,
    decoder: (json: Json) => T,
    call: Call | undefined,
    rest: Partial<Outgoing> = {},
  ): Promise<T> {
    return this.#server.ask({ method, path, what, ...rest }, decoder, call);
  }
}

function nothing(): void {}

function object(json: Json): JsonObject {
  return objectOf(json, "a configuration");
}
