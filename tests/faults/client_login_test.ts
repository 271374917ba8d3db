// The login by e-mail and password, against a server that keeps the rules of the real one: refresh
// tokens work once, logins are limited, tokens end.
import assert from "node:assert/strict";
import { isMemoryError } from "../../client/errors.ts";
import { JwtLogin } from "../../client/auth.ts";
import { Transport } from "../../client/transport.ts";
import { RestStore } from "../../client/rest.ts";
import { type Respond, type Running, withServer } from "./client_server.ts";

const ID = "0a0a0a0a-0000-4000-8000-000000000001";
const EMAIL = "ann@example.com";
const PASSWORD = "s3cret-pass";

function jwt(claims: unknown): string {
  return `eyJhbGciOiJIUzI1NiJ9.${btoa(JSON.stringify(claims)).replace(/=+$/, "")}.sig`;
}

/** Gives out tokens, takes each refresh token once, and accepts only access tokens it has given. */
class Accounts {
  logins = 0;
  refreshes = 0;
  lifeSeconds = 1800;
  /** Access tokens that count. */
  readonly valid = new Set<string>();
  readonly #refresh = new Set<string>();
  #issued = 0;

  readonly respond: Respond = ({ url, body, headers }) => {
    if (url === "/auth/login") {
      this.logins++;
      const { email, password } = JSON.parse(body);
      if (email === EMAIL && password === PASSWORD) return { body: this.#issue() };
      return { status: 401, body: { detail: "Invalid email or password." } };
    }
    if (url === "/auth/refresh") {
      this.refreshes++;
      const token = JSON.parse(body).refresh_token;
      if (this.#refresh.delete(token)) return { body: this.#issue() };
      return { status: 401, body: { detail: "Refresh token is no longer valid." } };
    }
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    if (this.valid.has(token)) return { body: null };
    return { status: 401, body: { detail: "Invalid or expired token." } };
  };

  #issue() {
    const n = ++this.#issued;
    const exp = Math.floor(Date.now() / 1000) + this.lifeSeconds;
    const access_token = jwt({ n, exp });
    const refresh_token = jwt({ n, type: "refresh" });
    this.valid.add(access_token);
    this.#refresh.add(refresh_token);
    return { access_token, refresh_token, token_type: "bearer" };
  }

  forgetRefreshTokens(): void {
    this.#refresh.clear();
  }
}

function storeAt(server: Running, password = PASSWORD): RestStore {
  return new RestStore({ host: server.url, email: EMAIL, password });
}

async function twenty(store: RestStore): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, () => store.get(ID)));
}

Deno.test("JwtLogin logs in once for callers that come at once", async () => {
  const accounts = new Accounts();
  await withServer(accounts.respond, async (server) => {
    const store = storeAt(server);
    await twenty(store);
    await twenty(store);
    assert.deepEqual([accounts.logins, accounts.refreshes], [1, 0]);
  });
});

Deno.test("JwtLogin shares one refresh after a 401, and spends each refresh token once", async () => {
  const accounts = new Accounts();
  await withServer(accounts.respond, async (server) => {
    const store = storeAt(server);
    await store.get(ID);
    for (const round of [1, 2]) {
      accounts.valid.clear();
      await twenty(store);
      assert.deepEqual([accounts.logins, accounts.refreshes], [1, round]);
    }
  });
});

Deno.test("JwtLogin refreshes before the token ends", async () => {
  const accounts = new Accounts();
  await withServer(accounts.respond, async (server) => {
    let now = Date.now();
    const transport = new Transport({ base: server.url });
    const login = new JwtLogin({
      email: EMAIL,
      password: PASSWORD,
      send: (request, call) => transport.send(request, call),
      now: () => now,
    });
    const authorized = new Transport({ base: server.url, credentials: login });
    const get = () => authorized.send({ method: "GET", path: "/x", what: "look" });
    await get();
    now += 28 * 60_000;
    await get();
    assert.equal(accounts.refreshes, 0);
    now += 90_000;
    await get();
    assert.deepEqual([accounts.logins, accounts.refreshes], [1, 1]);
    assert.equal(server.requests.filter(({ url }) => url === "/x").length, 3);
  });
});

Deno.test("JwtLogin doesn't refresh for each call when the clocks disagree", async () => {
  const accounts = new Accounts();
  accounts.lifeSeconds = -7200;
  await withServer(accounts.respond, async (server) => {
    const store = storeAt(server);
    await twenty(store);
    await store.get(ID);
    assert.deepEqual([accounts.logins, accounts.refreshes], [1, 0]);
  });
});

Deno.test("JwtLogin logs in again when the refresh token is over", async () => {
  const accounts = new Accounts();
  await withServer(accounts.respond, async (server) => {
    const store = storeAt(server);
    await store.get(ID);
    accounts.valid.clear();
    accounts.forgetRefreshTokens();
    await twenty(store);
    assert.deepEqual([accounts.logins, accounts.refreshes], [2, 1]);
  });
});

Deno.test("JwtLogin asks once with a wrong password, however many callers there are", async () => {
  const accounts = new Accounts();
  await withServer(accounts.respond, async (server) => {
    const store = storeAt(server, "wr0ng-s3cret");
    for (let n = 0; n < 3; n++) {
      const results = await Promise.allSettled([store.get(ID), store.get(ID)]);
      for (const result of results) {
        assert.ok(result.status === "rejected" && isMemoryError(result.reason));
        assert.equal(result.reason.code, "unauthorized");
        assert.match(result.reason.message, /Invalid email or password.*MEM0_PASSWORD/);
        assert.doesNotMatch(result.reason.message, /s3cret/);
      }
    }
    assert.equal(accounts.logins, 1);
  });
});

Deno.test("JwtLogin leaves the server alone after its limit was reached", async () => {
  const limited: Respond = () => ({
    status: 429,
    body: { error: "Rate limit exceeded: 10 per 1 minute" },
  });
  await withServer(limited, async (server) => {
    const store = storeAt(server);
    for (let n = 0; n < 3; n++) {
      await assert.rejects(store.get(ID), (error) => {
        assert.ok(isMemoryError(error) && error.code === "limited");
        assert.equal(error.retryAfterMs, 60_000);
        return true;
      });
    }
    assert.equal(server.requests.length, 1);
  });
});

Deno.test("JwtLogin names a server without accounts", async () => {
  const older: Respond = () => ({ status: 404, body: { detail: "Not Found" } });
  await withServer(older, async (server) => {
    await assert.rejects(storeAt(server).get(ID), /no e-mail login; give its key/);
  });
});

Deno.test("JwtLogin goes on for the others when the caller who began gives up", async () => {
  const accounts = new Accounts();
  const slow: Respond = async (request, response) => {
    if (request.url === "/auth/login") await new Promise((done) => setTimeout(done, 60));
    return await accounts.respond(request, response);
  };
  await withServer(slow, async (server) => {
    const store = storeAt(server);
    const hasty = store.get(ID, { timeoutMs: 20 });
    const patient = store.get(ID);
    await assert.rejects(hasty, { code: "timeout" });
    assert.equal(await patient, undefined);
    assert.equal(accounts.logins, 1);
  });
});

Deno.test("RestStore refuses credentials that can't be right", () => {
  const host = "http://127.0.0.1:1888";
  const refused = (options: object, words: RegExp) =>
    assert.throws(() => new RestStore({ host, ...options }), words);
  refused({ email: EMAIL }, /both/);
  refused({ password: PASSWORD }, /both/);
  refused({ apiKey: jwt({ exp: 1 }) }, /is a JWT/);
  refused({ apiKey: "two words" }, /white space/);
  refused({ host: "http://a:b@h", email: EMAIL, password: PASSWORD }, /Authorization/);
  refused({ host: ":memory:" }, /http:/);
  refused({ host: "file:/x.db" }, /http:/);
});
