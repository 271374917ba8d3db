// Everything that can go wrong between the client and a server, on real loopback sockets: each must end
// as one error that says what was tried, where, why it failed and what to do.
import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { type Code, isMemoryError, type MemoryError } from "../../client/errors.ts";
import { RestStore } from "../../client/rest.ts";
import type { Memory } from "../../client/store.ts";
import { type Answer, type Respond, type Running, serve, withServer } from "./client_server.ts";

const SCOPE = { user: "ann" };
const ID = "0a0a0a0a-0000-4000-8000-000000000001";
const ROW = { id: ID, memory: "Deploys happen on Fridays", metadata: null, user_id: "ann" };
const INPUT = { scope: SCOPE, messages: [{ role: "user", content: "x" }], infer: false };
const ADDED: Answer = { body: { results: [{ id: ID, memory: "x", event: "ADD" }] } };

function storeAt(server: { url: string }, timeoutMs = 10_000): RestStore {
  return new RestStore({ host: server.url, apiKey: "s3cret-key", timeoutMs });
}

/** Rejects with this code, and with a text that a person can use. */
async function failure(promise: Promise<unknown>, code: Code): Promise<MemoryError> {
  let caught: unknown;
  await assert.rejects(promise, (error) => {
    caught = error;
    return true;
  });
  assert.ok(isMemoryError(caught), `no MemoryError: ${caught}`);
  assert.equal(caught.code, code, caught.message);
  assert.match(caught.message, /^Cannot [a-z ,']+ at https?:\/\/[^ ]+: .+/);
  assert.doesNotMatch(caught.message, /s3cret|\[object|undefined|\n/);
  assert.ok(caught.message.length < 600, caught.message);
  return caught;
}

/** One answer per request, the last for all that follow. */
function inTurn(...answers: Answer[]): Respond {
  let at = 0;
  return () => answers[Math.min(at++, answers.length - 1)];
}

/** Below HTTP: what happens to a connection once a request came in. */
async function withSocket(
  react: (socket: Socket) => void,
  run: (server: { url: string; connections: () => number }) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {}); // the client may leave at any time
    socket.on("close", () => sockets.delete(socket));
    socket.once("data", () => react(socket));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  try {
    await run({ url: `http://127.0.0.1:${port}`, connections: () => connections });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
}

/**
 * A port on which nothing listens: unassigned, never handed out to a server that asks for any, as
 * one that was just closed would be, and none that `fetch` refuses.
 */
const CLOSED_PORT = 4;

Deno.test("a server that never answers ends in timeout", async () => {
  await withServer(() => {}, async (server) => {
    const store = storeAt(server);
    const error = await failure(store.get(ID, { timeoutMs: 60 }), "timeout");
    assert.match(error.message, /60 ms/);
    await failure(store.add(INPUT, { timeoutMs: 60 }), "timeout");
    await failure(store.list({ scope: SCOPE }, { timeoutMs: 60 }), "timeout");
  });
});

Deno.test("a body that drips for ever ends in timeout", async () => {
  const drip: Respond = (request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"results": [');
    const timer = setInterval(() => response.write(" "), 5);
    request.socket.on("close", () => clearInterval(timer));
  };
  await withServer(drip, async (server) => {
    await failure(storeAt(server).get(ID, { timeoutMs: 80 }), "timeout");
  });
});

Deno.test("an error page that drips for ever keeps its status", async () => {
  const drip: Respond = (request, response) => {
    response.writeHead(403, { "content-type": "text/plain" });
    const timer = setInterval(() => response.write("no "), 5);
    request.socket.on("close", () => clearInterval(timer));
  };
  await withServer(drip, async (server) => {
    // However slow the machine is: with time enough for the status, the page's end isn't waited for.
    for (let timeoutMs = 80;; timeoutMs *= 2) {
      const failed = storeAt(server).get(ID, { timeoutMs }).catch((error) => error);
      if ((await failed)?.code === "timeout" && timeoutMs < 10_000) continue;
      const error = await failure(failed.then((error) => Promise.reject(error)), "forbidden");
      assert.equal(error.status, 403);
      break;
    }
  });
});

Deno.test("an abort ends a call at once, before and within the answer", async () => {
  for (const begins of [false, true]) {
    const stop = new AbortController();
    // The caller gives up once the request has arrived.
    const respond: Respond = (_, response) => {
      if (begins) response.writeHead(200, { "content-type": "application/json" }).write("[");
      setTimeout(() => stop.abort(), 20);
    };
    await withServer(respond, async (server) => {
      await failure(storeAt(server).get(ID, { signal: stop.signal }), "aborted");
      assert.equal(server.requests.length, 1);
    });
  }
});

Deno.test("a call that was aborted before it began sends nothing", async () => {
  await withServer(inTurn({ body: null }), async (server) => {
    await failure(storeAt(server).get(ID, { signal: AbortSignal.abort() }), "aborted");
    assert.equal(server.requests.length, 0);
  });
});

Deno.test("an abort while waiting for the next try ends the call", async () => {
  const stop = new AbortController();
  const respond: Respond = () => {
    setTimeout(() => stop.abort(), 40);
    return { status: 503, headers: { "retry-after": "5" } };
  };
  await withServer(respond, async (server) => {
    await failure(storeAt(server).get(ID, { signal: stop.signal }), "aborted");
    assert.equal(server.requests.length, 1);
  });
});

const PASSING: Answer[] = [
  { status: 429, headers: { "retry-after": "0" }, body: { error: "Rate limit exceeded" } },
  { status: 502, body: { detail: "Provider rate limit hit.", code: "provider_rate_limited" } },
  { status: 503, headers: { "content-type": "text/html" }, body: "<html>starting" },
  { status: 504, headers: { "content-type": "text/plain" }, body: "gateway timeout" },
];

for (const answer of PASSING) {
  Deno.test(`a read is repeated after ${answer.status}, a POST that may write is not`, async () => {
    await withServer(inTurn(answer, { body: null }), async (server) => {
      assert.equal(await storeAt(server).get(ID), undefined);
      assert.equal(server.requests.length, 2);
    });
    await withServer(inTurn(answer, ADDED), async (server) => {
      const error = await failure(
        storeAt(server).add(INPUT),
        answer.status === 429 ? "limited" : "unavailable",
      );
      assert.equal(error.retryable, true);
      assert.equal(posts(server), 1);
    }, OPENAPI);
  });
}

function posts(server: Running): number {
  return server.requests.filter(({ method }) => method === "POST").length;
}

const OPENAPI = {
  paths: {
    "/memories": { get: { parameters: [{ name: "top_k" }] }, post: {} },
    "/search": { post: {} },
    "/entities": { get: {} },
    "/auth/login": { post: {} },
    "/memories/{memory_id}/history": { get: {} },
  },
  components: {
    schemas: {
      SearchRequest: { properties: { top_k: {}, explain: {} } },
      MemoryCreate: { properties: { expiration_date: {} } },
      MemoryUpdate: { properties: { text: {} } },
    },
  },
};

Deno.test("a search, an update and a delete are repeated, for they do nothing twice", async () => {
  const down: Answer = { status: 503, headers: { "retry-after": "0" } };
  await withServer(inTurn(down, { body: { results: [] } }), async (server) => {
    assert.deepEqual(await storeAt(server).search({ scope: SCOPE, text: "x" }), []);
  }, OPENAPI);
  await withServer(inTurn(down, { body: { message: "ok" } }), async (server) => {
    await storeAt(server).update(ID, { text: "y" });
    assert.equal(server.requests.length, 2);
  }, OPENAPI);
  // The first delete did it, and only its answer was lost.
  await withServer(inTurn(down, { status: 404, body: { detail: "not found" } }), async (server) => {
    assert.equal(await storeAt(server).remove(ID), true);
  }, OPENAPI);
});

Deno.test("the 502s after a restart of the database pass within one call", async () => {
  const lost: Answer = {
    status: 502,
    body: { detail: "Upstream provider error.", code: "unknown" },
  };
  const answers = [lost, lost, lost, lost, lost, { body: null }];
  await withServer(inTurn(...answers), async (server) => {
    assert.equal(await storeAt(server).get(ID), undefined);
    assert.equal(server.requests.length, 6);
  });
  await withServer(inTurn(lost), async (server) => {
    const error = await failure(storeAt(server).get(ID), "unavailable");
    assert.equal(error.tries, 6);
    assert.match(error.message, /tried 6 times/);
  });
});

for (const status of [400, 401, 403, 404, 405, 413, 422, 500, 501, 502]) {
  Deno.test(`a read is not repeated after a bare ${status}`, async () => {
    await withServer(inTurn({ status, body: { detail: "No." } }), async (server) => {
      await assert.rejects(storeAt(server).get(ID), { status });
      assert.equal(server.requests.length, 1);
    });
  });
}

Deno.test("no try begins past the caller's deadline", async () => {
  await withServer(inTurn({ status: 503, headers: { "retry-after": "60" } }), async (server) => {
    const error = await failure(storeAt(server).get(ID, { timeoutMs: 50_000 }), "unavailable");
    assert.equal(error.retryAfterMs, 60_000);
    assert.equal(server.requests.length, 1);
  });
});

Deno.test("any request is repeated while the connection is refused, and arrives once", async () => {
  const respond: Respond = () => ADDED;
  let server = await serve(respond, OPENAPI);
  const { port, url } = server;
  let posts = 0;
  // Down when the POST is first sent, and up again when it is sent once more.
  const restarting: typeof fetch = async (input, init) => {
    if (init?.method === "POST" && ++posts === 1) await server.close();
    if (posts === 2) server = await serve(respond, OPENAPI, port);
    return await fetch(input, init);
  };
  try {
    const store = new RestStore({ host: url, fetch: restarting });
    assert.equal((await store.add(INPUT)).length, 1);
    assert.equal(posts, 2);
    assert.deepEqual(server.requests.map(({ method, url }) => `${method} ${url}`), [
      "POST /memories",
    ]);
  } finally {
    await server.close();
  }
});

Deno.test("a refused connection is named, with the next step", async () => {
  const url = `http://127.0.0.1:${CLOSED_PORT}`;
  const error = await failure(storeAt({ url }).get(ID), "unavailable");
  assert.match(error.message, /refused.*; .*MEM0_HOST/);
  assert.deepEqual([error.unsent, error.retryable, error.tries], [true, true, 3]);
});

Deno.test("a host without an address is named", async () => {
  const error = await failure(storeAt({ url: "http://mem0.invalid" }).get(ID), "unavailable");
  assert.match(error.message, /resolved.*; /);
  assert.equal(error.unsent, true);
});

Deno.test("a failed TLS handshake is named, and not tried again", async () => {
  await withSocket((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"), async (server) => {
    const url = server.url.replace("http:", "https:");
    const error = await failure(storeAt({ url }).get(ID), "unavailable");
    assert.match(error.message, /secure connection/);
    if (/refused/.test(error.message)) return; // Bun tells no more than that nothing was sent
    assert.equal(error.retryable, false);
    assert.equal(server.connections(), 1);
  });
});

Deno.test("a connection that is reset before the answer is not repeated", async () => {
  await withSocket((socket) => socket.destroy(), async (server) => {
    const error = await failure(storeAt(server).history(ID), "unavailable");
    assert.equal(error.unsent, false);
    assert.equal(error.retryable, true);
  });
});

Deno.test("an answer that breaks off is no shorter answer", async () => {
  const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n";
  const cut = (socket: Socket) => {
    socket.write(`${head}[]`);
    setTimeout(() => socket.destroy(), 20);
  };
  await withSocket(cut, async (server) => {
    await failure(storeAt(server).history(ID), "unavailable");
  });
});

Deno.test("what doesn't speak HTTP is named", async () => {
  await withSocket((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"), async (server) => {
    const error = await failure(storeAt(server).get(ID), "protocol");
    assert.match(error.message, /HTTP/);
  });
});

const NO_ANSWERS: [string, Answer, RegExp][] = [
  [
    "a login page with status 200",
    { headers: { "content-type": "text/html" }, body: "<html><title>Sign in</title>" },
    /web page \("Sign in"\).*login/,
  ],
  ["plain text", { headers: { "content-type": "text/plain" }, body: "OK" }, /text\/plain/],
  ["a body without a type", { headers: { "content-type": "" }, body: "[]" }, /without a type/],
  ["cut JSON", { body: '{"results": [{"id": "x"' }, /cut off/],
  ["two JSON values", { body: "[] []" }, /no JSON/],
  ["another shape", { body: { items: [] } }, /results/],
  ["results that are no list", { body: { results: { id: "x" } } }, /no list/],
  ["null", { body: "null" }, /no object/],
  ["an empty body", { body: "" }, /no object/],
  ["rows that are none", { body: { results: ["x"] } }, /no object/],
  ["rows without an id", { body: { results: [{ memory: "x" }] } }, /"id"/],
  ["rows with a number as text", { body: { results: [{ id: "x", memory: 7 }] } }, /"memory"/],
];

for (const [name, answer, words] of NO_ANSWERS) {
  Deno.test(`${name} is no list of memories`, async () => {
    await withServer(inTurn(answer), async (server) => {
      const error = await failure(storeAt(server).list({ scope: SCOPE }), "protocol");
      assert.match(error.message, words);
      assert.match(error.message, /; look whether/);
    }, OPENAPI);
  });
}

Deno.test("a hit without a score is no hit", async () => {
  await withServer(inTurn({ body: { results: [ROW] } }), async (server) => {
    await failure(storeAt(server).search({ scope: SCOPE, text: "x" }), "protocol");
  }, OPENAPI);
});

Deno.test("a change of an unknown kind is no change", async () => {
  const answer = { body: { results: [{ id: ID, memory: "x", event: "MAYBE" }] } };
  await withServer(inTurn(answer), async (server) => {
    await failure(storeAt(server).add(INPUT), "protocol");
  }, OPENAPI);
});

Deno.test("of an error page of 10 MB the start is read", async () => {
  let written = 0;
  const flood: Respond = (request, response) => {
    response.writeHead(500, { "content-type": "text/html" });
    const chunk = `<p>${"x".repeat(65_536)}</p>`;
    const push = () => {
      while (written < 10_000_000) {
        written += chunk.length;
        if (!response.write(chunk)) return;
      }
      response.end();
    };
    response.on("drain", push);
    request.socket.on("close", () => response.off("drain", push));
    push();
  };
  await withServer(flood, async (server) => {
    const error = await failure(storeAt(server).get(ID), "unavailable");
    assert.equal(error.status, 500);
    assert.match(error.message, /HTML page/);
  });
});

Deno.test("a redirect within the origin is followed on GET", async () => {
  const respond: Respond = ({ url }) =>
    url.startsWith("/moved/")
      ? { body: null }
      : { status: 307, headers: { location: `/moved${url}` } };
  await withServer(respond, async (server) => {
    assert.equal(await storeAt(server).get(ID), undefined);
    assert.equal(server.requests[1]?.headers["x-api-key"], "s3cret-key");
  });
});

Deno.test("a redirect to another origin is refused and named, and the key stays", async () => {
  await withServer(inTurn({ body: null }), async (other) => {
    const location = `${other.url}/login?next=%2Fmemories&token=s3cret`;
    await withServer(inTurn({ status: 302, headers: { location } }), async (server) => {
      const error = await failure(storeAt(server).get(ID), "protocol");
      assert.ok(error.message.includes(`${other.url}/login`), error.message);
      assert.match(error.message, /MEM0_HOST/);
      assert.equal(other.requests.length, 0);
    });
  });
});

Deno.test("a redirect is never followed on POST, PUT and DELETE", async () => {
  const respond: Respond = () => ({ status: 307, headers: { location: "/elsewhere" } });
  await withServer(respond, async (server) => {
    const store = storeAt(server);
    await failure(store.add(INPUT), "protocol");
    await failure(store.update(ID, { text: "y" }), "protocol");
    await failure(store.remove(ID), "protocol");
    assert.ok(server.requests.every(({ url }) => url !== "/elsewhere"));
  }, OPENAPI);
});

Deno.test("redirects in circles end", async () => {
  const respond: Respond = ({ url }) => ({ status: 302, headers: { location: `${url}x` } });
  await withServer(respond, async (server) => {
    const error = await failure(storeAt(server).get(ID), "protocol");
    assert.match(error.message, /circles/);
    assert.ok(server.requests.length < 10);
  });
});

Deno.test("a path prefix and the address's credentials reach the proxy, and no text", async () => {
  await withServer(
    inTurn({ status: 401, body: { detail: "Invalid API key." } }),
    async (server) => {
      const host = server.url.replace("http://", "http://proxy:s3cret@") + "/mem0/";
      const store = new RestStore({ host, apiKey: "key" });
      const error = await failure(store.get(ID), "unauthorized");
      assert.match(error.message, /MEM0_API_KEY/);
      const [request] = server.requests;
      assert.equal(request?.url, `/mem0/memories/${ID}`);
      assert.equal(request?.headers.authorization, `Basic ${btoa("proxy:s3cret")}`);
      assert.equal(request?.headers["x-api-key"], "key");
      const { address, problem } = await store.check();
      assert.ok(!`${address} ${problem}`.includes("s3cret"));
    },
  );
});

Deno.test("the request id of a failure is kept", async () => {
  const answer: Answer = {
    status: 502,
    headers: { "x-request-id": "1a2b3c4d" },
    body: { detail: "Provider rejected the request.", code: "provider_auth_failed" },
  };
  await withServer(inTurn(answer), async (server) => {
    const error = await failure(storeAt(server).get(ID), "unavailable");
    assert.equal(error.requestId, "1a2b3c4d");
    assert.match(error.message, /1a2b3c4d/);
    assert.match(error.message, /key on the server/);
  });
});

Deno.test("an error text can't carry control characters or a flood into the log", async () => {
  const answer = { status: 400, body: { detail: `a\n\u001b[31m${"x".repeat(5000)}` } };
  await withServer(inTurn(answer), async (server) => {
    const error = await failure(storeAt(server).get(ID), "invalid");
    assert.ok(!/\p{Cc}/u.test(error.message));
  });
});

Deno.test("a removal that is cut off midway is finished by the next one", async () => {
  const rows = new Set(Array.from({ length: 40 }, (_, n) => uuid(n)));
  let deletes = 0;
  let down = false;
  const respond: Respond = ({ method, url }) => {
    const id = url.split("/")[2] ?? "";
    if (method === "GET") {
      return { body: { results: [...rows].map((one) => ({ ...ROW, id: one })) } };
    }
    if (down || ++deletes > 20) {
      down = true;
      return { status: 401, body: { detail: "Invalid API key." } };
    }
    return rows.delete(id) ? { body: {} } : { status: 404, body: { detail: "gone" } };
  };
  await withServer(respond, async (server) => {
    await failure(storeAt(server).removeAll({ scope: SCOPE }), "unauthorized");
    assert.equal(rows.size, 20);
    down = false;
    deletes = -100;
    assert.deepEqual(await storeAt(server).removeAll({ scope: SCOPE }), { removed: 20, left: 0 });
    assert.equal(rows.size, 0);
  }, OPENAPI);
});

function uuid(n: number): string {
  return `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, "0")}`;
}

Deno.test("a list that the search can't complete says so", async () => {
  const thousand = Array.from({ length: 1000 }, (_, n) => ({ ...ROW, id: uuid(n) }));
  const lists = { body: { results: thousand } };
  const list = async (searched: Answer): Promise<{ memories: Memory[]; complete: boolean }> => {
    const respond: Respond = ({ url }) =>
      url === "/search" ? searched : url === "/entities" ? { body: [] } : lists;
    let found: { memories: Memory[]; complete: boolean } | undefined;
    await withServer(respond, async (server) => {
      found = await storeAt(server).list({ scope: SCOPE });
    }, OPENAPI);
    return found!;
  };
  const hits = (from: number, to: number) => ({
    body: {
      results: Array.from(
        { length: to - from },
        (_, n) => ({ ...ROW, id: uuid(from + n), score: 0 }),
      ),
    },
  });
  // The search misses a row that the list shows: an approximate index is at work.
  const missing = await list(hits(1, 1500));
  assert.deepEqual([missing.memories.length, missing.complete], [1500, false]);
  // The server's own count differs.
  const counted = await list(hits(0, 1500));
  assert.deepEqual([counted.memories.length, counted.complete], [1500, false]);
  // The embedding provider is down: a part, called a part.
  const down = { status: 502, body: { detail: "Provider rejected", code: "provider_auth_failed" } };
  const part = await list(down);
  assert.deepEqual([part.memories.length, part.complete], [1000, false]);
});
