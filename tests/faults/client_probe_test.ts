// What answers at an address: the recorded servers of three ages, and what is no Mem0 server at all.
import assert from "node:assert/strict";
import { describe, gapsOf, isHosted, recognize } from "../../client/probe.ts";
import { RestStore } from "../../client/rest.ts";
import type { Json } from "../../client/store.ts";
import openapi from "../contract/openapi.json" with { type: "json" };
import openapi2 from "../contract/openapi-2.0.json" with { type: "json" };
import openapi1 from "../contract/openapi-older.json" with { type: "json" };
import { type Answer, type Respond, withServer } from "./client_server.ts";

const SCOPE = { user: "ann" };

const RECORDED = {
  "openapi.json": openapi,
  "openapi-2.0.json": openapi2,
  "openapi-older.json": openapi1,
};

function recorded(name: keyof typeof RECORDED): Json {
  return RECORDED[name] as unknown as Json;
}

const AGES = [
  ["openapi.json", "Mem0 server (current)", 0],
  ["openapi-2.0.json", "Mem0 server (2.0 era)", 5],
  ["openapi-older.json", "Mem0 server (1.0 era)", 7],
] as const;

for (const [file, name, gaps] of AGES) {
  Deno.test(`recognize tells the server of ${file}`, () => {
    const finding = recognize(recorded(file));
    assert.ok(typeof finding !== "string");
    assert.equal(describe(finding), name);
    assert.equal(gapsOf(finding).length, gaps);
  });
}

const OTHERS: [string, Answer, RegExp][] = [
  [
    "OpenMemory",
    { body: { info: { title: "OpenMemory API" }, paths: { "/api/v1/memories/": { get: {} } } } },
    /OpenMemory.*MEM0_HOST/,
  ],
  ["the hosted platform", { body: { paths: { "/v1/memories/": {} } } }, /hosted platform/],
  [
    "another API",
    { body: { info: { title: "Pet Store" }, paths: { "/pets": {} } } },
    /"Pet Store", not a Mem0 server/,
  ],
  ["some JSON", { body: { ok: true } }, /not a Mem0 server/],
  [
    "a login page",
    { headers: { "content-type": "text/html" }, body: "<title>Log in</title>" },
    /"Log in".*proxy asks for a login/,
  ],
];

for (const [name, answer, words] of OTHERS) {
  Deno.test(`RestStore names ${name}, and takes none of its answers for memories`, async () => {
    const odd: Respond = ({ url }) =>
      url === "/openapi.json" ? answer : answer.headers ? answer : { body: { results: [] } };
    await withServer(odd, async (server) => {
      const store = new RestStore({ host: server.url });
      const health = await store.check();
      assert.equal(health.authorized, false);
      assert.match(health.problem ?? "", words);
      await assert.rejects(store.list({ scope: SCOPE }), { code: "protocol" });
      await assert.rejects(store.search({ scope: SCOPE, text: "x" }), { code: "protocol" });
    });
  });
}

Deno.test("isHosted knows the hosted platform by its name only", () => {
  assert.equal(isHosted("https://api.mem0.ai"), true);
  assert.equal(isHosted("https://mem0.ai/x"), true);
  assert.equal(isHosted("https://mem0.ai.example.org"), false);
  assert.equal(isHosted("http://notmem0.ai"), false);
});

Deno.test("a server that hides its description is taken for a current one", async () => {
  const hidden: Respond = ({ url }) =>
    url === "/openapi.json"
      ? { status: 404, body: { detail: "Not Found" } }
      : { body: { results: [] } };
  await withServer(hidden, async (server) => {
    const store = new RestStore({ host: server.url });
    assert.deepEqual(await store.list({ scope: SCOPE }), { memories: [], complete: true });
    assert.equal((await store.check()).problem, undefined);
  });
});

Deno.test("the description is read once, also by callers that come at once", async () => {
  const respond: Respond = ({ url }) =>
    url === "/openapi.json" ? { body: openapi } : { body: { results: [] } };
  await withServer(respond, async (server) => {
    const store = new RestStore({ host: server.url });
    await Promise.all(Array.from({ length: 5 }, () => store.list({ scope: SCOPE })));
    await store.list({ scope: SCOPE });
    assert.equal(server.requests.filter(({ url }) => url === "/openapi.json").length, 1);
  });
});

Deno.test("the first search with a hit costs one request", async () => {
  const hit = {
    id: "x",
    memory: "y",
    score: 0.5,
    score_details: { semantic_score: 0.5, final_score: 0.5 },
  };
  await withServer(() => ({ body: { results: [hit] } }), async (server) => {
    const store = new RestStore({ host: server.url });
    const [found] = await store.search({ scope: SCOPE, text: "x" });
    assert.equal(found?.score, 0.5);
    assert.equal("parts" in found!, false);
    await store.search({ scope: SCOPE, text: "x" });
    assert.equal(server.requests.length, 2);
    const [explained] = await store.search({ scope: SCOPE, text: "x", explain: true });
    assert.deepEqual(explained?.parts, { semantic: 0.5, keyword: 0, final: 0.5 });
  });
});

Deno.test("a search without a hit learns from the one beside it what the server is", async () => {
  const hit = { id: "x", memory: "y", score: 0.5, score_details: { semantic_score: 0.5 } };
  const respond: Respond = async ({ body }) => {
    if (!body.includes("found")) return { body: { results: [] } };
    await new Promise((resolve) => setTimeout(resolve, 50)); // the other one is answered first
    return { body: { results: [hit] } };
  };
  await withServer(respond, async (server) => {
    const store = new RestStore({ host: server.url });
    const [none, some] = await Promise.all([
      store.search({ scope: SCOPE, text: "nothing" }),
      store.search({ scope: SCOPE, text: "found" }),
    ]);
    assert.deepEqual([none.length, some.length], [0, 1]);
    assert.deepEqual(server.requests.map(({ url }) => url), ["/search", "/search"]);
  });
});

Deno.test("an error that contradicts what is known makes the client look again", async () => {
  let older = false;
  const respond: Respond = ({ url }) => {
    if (url === "/openapi.json") {
      return { body: recorded(older ? "openapi-older.json" : "openapi.json") };
    }
    if (url === "/entities" && older) return { status: 404, body: { detail: "Not Found" } };
    return { body: url === "/entities" ? [] : { results: [] } };
  };
  await withServer(respond, async (server) => {
    const store = new RestStore({ host: server.url });
    assert.equal((await store.check()).version, "Mem0 server (current)");
    assert.deepEqual(await store.entities(), []);
    older = true;
    await assert.rejects(store.entities(), /older than that list; update the server/);
    assert.equal((await store.check()).version, "Mem0 server (1.0 era)");
  });
});

Deno.test("that a memory isn't there costs no second look, that a route isn't there does", async () => {
  const id = "0a0a0a0a-0000-4000-8000-000000000001";
  let detail = "Memory not found";
  let descriptions = 0;
  const respond: Respond = ({ url, method }) => {
    if (url === "/openapi.json") {
      descriptions++;
      return { body: openapi };
    }
    return method === "GET" ? { body: { results: [] } } : { status: 404, body: { detail } };
  };
  await withServer(respond, async (server) => {
    const store = new RestStore({ host: server.url });
    const forget = async () => {
      assert.equal(await store.remove(id), false);
      await assert.rejects(store.update(id, { text: "x" }), { code: "missing" });
      await store.list({ scope: SCOPE });
    };
    await store.list({ scope: SCOPE });
    await forget();
    await forget();
    assert.equal(descriptions, 1);
    detail = "Not Found";
    await assert.rejects(store.update(id, { text: "x" }), { code: "missing", unknownRoute: true });
    await store.list({ scope: SCOPE });
    assert.equal(descriptions, 2);
  });
});
