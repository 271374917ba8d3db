import assert from "node:assert/strict";
import { createHandler, type Handler } from "./handler.ts";
import { findJsonProblem } from "./http/python.ts";
import { EmbeddedStore } from "./store.ts";

async function withHandler(
  keys: { admin?: string; members?: string[] },
  run: (handle: Handler, store: EmbeddedStore) => Promise<void>,
): Promise<void> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  try {
    await run(createHandler(store, { keys }), store);
  } finally {
    await store.close();
  }
}

const ask = (handle: Handler, path: string, init?: RequestInit) =>
  handle(new Request(`http://localhost${path}`, init));

Deno.test("createHandler without keys answers to loopback names only", async () => {
  await withHandler({}, async (handle) => {
    for (const host of ["localhost", "127.0.0.1:8888", "[::1]:8888", "app.localhost"]) {
      assert.equal((await ask(handle, "/entities", { headers: { host } })).status, 200, host);
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8888"]) {
      const answer = await ask(handle, "/entities", { headers: { host } });
      assert.equal(answer.status, 403, host);
      assert.match((await answer.json()).detail, /--admin-key/);
    }
  });
});

Deno.test("createHandler without keys refuses requests that a foreign web page makes", async () => {
  await withHandler({}, async (handle, store) => {
    const body = JSON.stringify({
      messages: [{ role: "user", content: "planted" }],
      user_id: "ann",
      infer: false,
    });
    for (const origin of ["https://evil.example", "http://localhost.evil.example", "null"]) {
      const answer = await ask(handle, "/memories", { method: "POST", body, headers: { origin } });
      assert.equal(answer.status, 403, origin);
    }
    assert.deepEqual(await store.listAll(10), []);
    const headers = { origin: "http://localhost:5173", "content-type": "application/json" };
    assert.equal((await ask(handle, "/memories", { method: "POST", body, headers })).status, 200);
  });
});

Deno.test("createHandler with keys doesn't look at the host, and wants a key", async () => {
  await withHandler({ admin: "owner", members: ["one", "two"] }, async (handle) => {
    const headers = (key: string) => ({ host: "memory.example", "x-api-key": key });
    for (const key of ["owner", "one", "two"]) {
      assert.equal((await ask(handle, "/entities", { headers: headers(key) })).status, 200, key);
    }
    for (const key of ["", "own", "owner ", "ownerr", "three"]) {
      const status = (await ask(handle, "/entities", { headers: headers(key) })).status;
      // White space around a header's value is not part of it.
      assert.equal(status, key.trim() === "owner" ? 200 : 401, key);
    }
  });
});

Deno.test("createHandler lets members neither delete in bulk nor see everybody nor reset", async () => {
  await withHandler({ admin: "owner", members: ["one"] }, async (handle) => {
    const headers = { "x-api-key": "one" };
    for (
      const [method, path] of [
        ["GET", "/memories"],
        ["DELETE", "/memories?user_id=ann"],
        ["DELETE", "/entities/user/ann"],
        ["POST", "/reset"],
      ]
    ) {
      assert.equal(
        (await ask(handle, path!, { method, headers })).status,
        403,
        `${method} ${path}`,
      );
    }
  });
});

Deno.test("createHandler with members only never is the owner", async () => {
  await withHandler({ members: ["one"] }, async (handle) => {
    assert.equal((await ask(handle, "/entities")).status, 401);
    const headers = { "x-api-key": "one" };
    assert.equal((await ask(handle, "/reset", { method: "POST", headers })).status, 403);
  });
});

Deno.test("createHandler names the real server for what it has no part of", async () => {
  await withHandler({ admin: "owner" }, async (handle) => {
    const headers = { "x-api-key": "owner" };
    for (
      const [method, path] of [
        ["POST", "/auth/login"],
        ["GET", "/auth/me"],
        ["POST", "/api-keys"],
        ["POST", "/configure"],
        ["GET", "/requests"],
      ]
    ) {
      const answer = await ask(handle, path!, { method, headers });
      assert.equal(answer.status, 501, path);
      assert.match((await answer.json()).detail, /run the Mem0 server/);
    }
  });
});

Deno.test("createHandler answers a store that fails with 502 and its sentence, and stays up", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(store);
  await store.close();
  const answer = await ask(handle, "/memories?user_id=ann");
  const body = await answer.json();
  assert.equal(answer.status, 502);
  assert.equal(body.code, "datastore_unavailable");
  assert.equal(body.request_id, answer.headers.get("x-request-id"));
  assert.equal((await ask(handle, "/auth/setup-status")).status, 200);
});

Deno.test("findJsonProblem agrees with JSON.parse on what is JSON, but for NaN and Infinity", () => {
  const sound = ["{}", ' [1, 2.5e3, -0, "a\\u00e9\\n"] ', '{"a": {"b": [true, null]}}', "NaN"];
  for (const text of sound) assert.equal(findJsonProblem(text), undefined, text);
  const broken: [string, string, number][] = [
    ["", "Expecting value", 0],
    ['{"a":', "Expecting value", 5],
    ["{", "Expecting property name enclosed in double quotes", 1],
    ['{"a" 1}', "Expecting ':' delimiter", 5],
    ["[1 2]", "Expecting ',' delimiter", 3],
    ["{} x", "Extra data", 3],
    ['"abc', "Unterminated string starting at", 0],
    ['"\\q"', "Invalid \\escape", 1],
    ['"a\nb"', "Invalid control character at", 2],
  ];
  for (const [text, message, at] of broken) {
    assert.deepEqual(findJsonProblem(text), { message, at }, text);
    assert.throws(() => JSON.parse(text));
  }
});

Deno.test("createHandler compares as numbers only rows that no other part of a filter decides", async () => {
  await withHandler({}, async (handle, store) => {
    const messages = [{ role: "user", content: "Shop rows are labelled" }];
    await store.add({ scope: { user: "ann" }, messages, infer: false, metadata: { n: "shop" } });
    const search = async (filter: Record<string, unknown[]>) => {
      const filters = { user_id: "ann", ...filter };
      const body = JSON.stringify({ query: "rows", filters, threshold: 0 });
      const headers = { "content-type": "application/json" };
      const answer = await ask(handle, "/search", { method: "POST", headers, body });
      return [answer.status, (await answer.json()).results?.length];
    };
    // As a live server answers: the first part decides, so "shop" is not read as a number.
    const large = { n: { gt: 7 } };
    assert.deepEqual(await search({ NOT: [{ n: { ne: 7 } }, large] }), [200, 0]);
    assert.deepEqual(await search({ NOT: [{ missing: "7" }, large] }), [200, 0]);
    assert.deepEqual(await search({ OR: [{ n: { ne: 7 } }, large] }), [200, 1]);
    assert.deepEqual(await search({ AND: [{ n: { eq: "7" } }, large] }), [200, 0]);
    assert.deepEqual(await search({ NOT: [{ n: 7 }, large] }), [502, undefined]);
    assert.deepEqual(await search({ OR: [{ n: 7 }, large] }), [502, undefined]);
  });
});

Deno.test("createHandler refuses an expiration date in metadata that is no day", async () => {
  await withHandler({}, async (handle, store) => {
    const body = JSON.stringify({
      messages: [{ role: "user", content: "Gone soon" }],
      user_id: "ann",
      infer: false,
      metadata: { expiration_date: "soon" },
    });
    const headers = { "content-type": "application/json" };
    const answer = await ask(handle, "/memories", { method: "POST", headers, body });
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).detail, /"soon" is no day/);
    assert.equal((await store.count({ scope: { user: "ann" } })).count, 0);
  });
});

Deno.test("createHandler gives a list of no rows as a live server does: one living row, else none", async () => {
  await withHandler({}, async (handle, store) => {
    for (const content of ["One", "Two"]) {
      await store.add({
        scope: { user: "ann" },
        messages: [{ role: "user", content }],
        infer: false,
      });
    }
    const count = async (query: string) =>
      (await (await ask(handle, `/memories?user_id=ann&${query}`)).json()).results.length;
    assert.equal(await count("top_k=0"), 1);
    assert.equal(await count("top_k=0&show_expired=true"), 0);
    assert.equal(await count("top_k=1&show_expired=true"), 1);
  });
});
