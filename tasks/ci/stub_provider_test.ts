import assert from "node:assert/strict";
import { OpenAIEmbedder } from "../../embedder/mod.ts";
import { answerAsProvider } from "./stub_provider.ts";

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  return Array.from(one).reduce((sum, value, at) => sum + value * other[at]!, 0);
}

Deno.test("answerAsProvider gives unit vectors in which shared words are nearness", async () => {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answerAsProvider);
  try {
    const url = `http://127.0.0.1:${server.addr.port}/v1`;
    const embedder = await OpenAIEmbedder.connect({ baseUrl: url, model: "stub" });
    const [first, near, far] = await embedder.embed([
      "The build runs with make",
      "how does the build run with make?",
      "tabs, not spaces",
    ]);
    assert.equal(first!.length, 1_536);
    assert.ok(Math.abs(dot(first!, first!) - 1) < 1e-5);
    assert.ok(dot(first!, near!) > 0.6 && dot(first!, far!) < 0.1);
    await embedder.close();
  } finally {
    await server.shutdown();
  }
});

Deno.test("answerAsProvider answers a chat with no facts, and nothing else", async () => {
  const ask = (path: string) =>
    answerAsProvider(new Request(`http://x/v1${path}`, { method: "POST", body: "{}" }));
  const answer = await (await ask("/chat/completions")).json();
  assert.deepEqual(JSON.parse(answer.choices[0].message.content).facts, []);
  assert.equal((await ask("/models")).status, 404);
});
