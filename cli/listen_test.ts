import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Incoming } from "../embedded/handler.ts";
import { listen } from "./listen.ts";

/** Sends one request as it is written, and gives the whole answer. */
async function send(url: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write([...lines, "Connection: close", "", ""].join("\r\n"));
  return await text(socket);
}

async function withListener(
  handle: (request: Incoming) => Promise<Response>,
  body: (url: string) => Promise<void>,
): Promise<void> {
  const listener = await listen(handle, "127.0.0.1", 0);
  try {
    await body(listener.url);
  } finally {
    await listener.close(100);
  }
}

Deno.test("an answer comes whole, with its length", () =>
  withListener(
    () => Promise.resolve(Response.json({ memory: "Zürich" })),
    async (url) => {
      const answer = await send(url, ["GET / HTTP/1.1", "Host: localhost"]);
      assert.match(answer, /^HTTP\/1\.1 200 /);
      assert.match(answer, /^content-length: 20\r$/im);
      assert.doesNotMatch(answer, /transfer-encoding/i);
      assert.ok(answer.endsWith('\r\n\r\n{"memory":"Zürich"}'), answer);
      const head = await send(url, ["HEAD / HTTP/1.1", "Host: localhost"]);
      assert.match(head, /^content-length: 20\r$/im);
      assert.ok(head.endsWith("\r\n\r\n"), head);
    },
  ));

Deno.test("only the path of a request line counts, in whatever form it comes", async () => {
  const seen: string[] = [];
  const handle = ({ method, url, headers }: Incoming) => {
    const { pathname, search } = new URL(url);
    seen.push(`${method} ${pathname}${search} ${headers.get("host")}`);
    return Promise.resolve(new Response());
  };
  await withListener(handle, async (url) => {
    for (const target of ["/a%2Fb?c=d", "http://other.example/a", "//other.example/a", "*"]) {
      const method = target === "*" ? "OPTIONS" : "GET";
      const answer = await send(url, [`${method} ${target} HTTP/1.1`, "Host: h:99999/x"]);
      assert.match(answer, /^HTTP\/1\.1 200 /, target);
    }
  });
  assert.deepEqual(seen, [
    "GET /a%2Fb?c=d h:99999/x",
    "GET /a h:99999/x",
    "GET //other.example/a h:99999/x",
    "OPTIONS /* h:99999/x",
  ]);
});

Deno.test("a caller who leaves aborts the request, and others are answered", async () => {
  const aborted = Promise.withResolvers<void>();
  const handle = async ({ url, signal }: Incoming) => {
    if (url.endsWith("/slow")) {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted.resolve();
    }
    return new Response("done");
  };
  await withListener(handle, async (url) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve) =>
      socket.write("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n", () => resolve())
    );
    assert.equal(await (await fetch(`${url}/quick`)).text(), "done");
    socket.destroy();
    await aborted.promise;
  });
});
