import assert from "node:assert/strict";
import { type Code, isMemoryError } from "../client/errors.ts";
import { OpenAIEmbedder } from "./openai.ts";

type Answer = (request: { model: string; input: string[] }, headers: Headers) =>
  | Response
  | Promise<Response>;

/** A service on loopback; the vector of a text is (its length, 1). */
async function withService(
  body: (url: string, requests: string[][]) => Promise<void>,
  answer: Answer = ({ input }) => Response.json(rowsOf(input)),
): Promise<void> {
  const requests: string[][] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    assert.equal(new URL(request.url).pathname, "/v1/embeddings");
    const sent = await request.json();
    requests.push(sent.input);
    return await answer(sent, request.headers);
  });
  try {
    await body(`http://127.0.0.1:${server.addr.port}/v1/`, requests);
  } finally {
    await server.shutdown();
  }
}

function rowsOf(input: string[]) {
  const rows = input.map((text, index) => ({ index, embedding: [text.length, 1] }));
  return { object: "list", data: rows.reverse() };
}

function hasCode(code: Code, text = /./): (error: unknown) => boolean {
  return (error) => isMemoryError(error) && error.code === code && text.test(error.message);
}

const model = "some-model";
const dimensions = 2;

Deno.test("OpenAIEmbedder gives unit vectors in order, in batches", async () => {
  await withService(async (url, requests) => {
    const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions });
    assert.equal(embedder.id, "openai/some-model/2");
    const texts = Array.from({ length: 150 }, (_, i) => "x".repeat(i));
    const vectors = await embedder.embed(texts);
    vectors.forEach((vector, i) => {
      const length = Math.hypot(Math.max(i, 1), 1); // an empty text is sent as a space
      assert.ok(Math.abs(vector[0]! - Math.max(i, 1) / length) < 1e-6);
      assert.ok(Math.abs(vector[1]! - 1 / length) < 1e-6);
    });
    assert.deepEqual(requests.map((input) => input.length), [64, 64, 22]);
    assert.deepEqual(await embedder.embed([]), []);
  });
});

Deno.test("OpenAIEmbedder sends the key and asks for a query once", async () => {
  await withService(async (url, requests) => {
    const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions, apiKey: "sk-1" });
    const first = await embedder.embed(["where?"]);
    assert.deepEqual(await embedder.embed(["where?"]), first);
    assert.equal(requests.length, 1);
  }, ({ input, model }, headers) => {
    assert.equal(headers.get("authorization"), "Bearer sk-1");
    assert.equal(model, "some-model");
    return Response.json(rowsOf(input));
  });
});

const REFUSALS: [status: number, code: Code][] = [
  [400, "invalid"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "missing"],
  [429, "limited"],
  [503, "unavailable"],
];
for (const [status, code] of REFUSALS) {
  Deno.test(`OpenAIEmbedder maps status ${status} to ${code} and quotes the service`, async () => {
    await withService(async (url) => {
      const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions, apiKey: "sk-secret" });
      await assert.rejects(embedder.embed(["a"]), (error) => {
        assert.ok(hasCode(code, /the reason/)(error));
        assert.ok(isMemoryError(error) && error.status === status);
        assert.equal(error.retryAfterMs, 2_000);
        assert.doesNotMatch(error.message, /sk-secret/);
        return true;
      });
    }, () => new Response("the\nreason", { status, headers: { "retry-after": "2" } }));
  });
}

const WRONG: [what: string, answer: () => Response][] = [
  ["a web page", () => new Response("<html>")],
  ["cut JSON", () => new Response('{"data": [')],
  ["too few rows", () => Response.json({ data: [] })],
  ["no numbers", () => Response.json({ data: [{ index: 0, embedding: [1, null] }] })],
  ["other dimensions", () => Response.json({ data: [{ index: 0, embedding: [1, 2, 3] }] })],
];
for (const [what, answer] of WRONG) {
  Deno.test(`OpenAIEmbedder refuses ${what} as protocol`, async () => {
    await withService(async (url) => {
      const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions });
      await assert.rejects(embedder.embed(["a"]), hasCode("protocol"));
    }, answer);
  });
}

Deno.test("OpenAIEmbedder keeps the deadline, the signal, and ends with close", async () => {
  const held: (() => void)[] = [];
  const hold = () =>
    new Promise<Response>((resolve) => held.push(() => resolve(Response.json(rowsOf(["a"])))));
  await withService(async (url) => {
    const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions });
    await assert.rejects(embedder.embed(["a"], { timeoutMs: 50 }), hasCode("timeout"));
    const controller = new AbortController();
    const cancelled = assert.rejects(
      embedder.embed(["b"], { signal: controller.signal }),
      hasCode("aborted"),
    );
    controller.abort();
    await cancelled;
    const closed = assert.rejects(embedder.embed(["c"]), hasCode("aborted"));
    await embedder.close();
    await closed;
    for (const release of held) release();
  }, hold);
});

Deno.test("OpenAIEmbedder follows no redirect with the key, and says when nothing answers", async () => {
  await withService(async (url) => {
    const embedder = new OpenAIEmbedder({ baseUrl: url, model, dimensions, apiKey: "sk-1" });
    await assert.rejects(embedder.embed(["a"]), hasCode("unavailable"));
  }, () => Response.redirect("http://127.0.0.1:9/v1/embeddings", 307));
  const nobody = new OpenAIEmbedder({ baseUrl: "http://127.0.0.1:9/v1", model, dimensions });
  await assert.rejects(nobody.embed(["a"]), hasCode("unavailable", /127\.0\.0\.1:9/));
});

Deno.test("OpenAIEmbedder refuses an address that is none", () => {
  for (const url of ["localhost:11434", "ftp://h/v1", ""]) {
    assert.throws(
      () => new OpenAIEmbedder({ baseUrl: url, model, dimensions }),
      hasCode("invalid"),
    );
  }
});
