/**
 * Stands for the model provider of a Mem0 server under test: an OpenAI-compatible service whose
 * embeddings are hashed words, so that texts with the same words are near, and whose chat finds no
 * facts. `deno run -A tasks/ci/stub_provider.ts [PORT]`; default 8788, on all interfaces, since the
 * server asks from a container.
 *
 * @module
 */

/** The number that a Mem0 server's vector table is made for. */
const DIMENSIONS = 1_536;

/** Answers `/v1/embeddings` and `/v1/chat/completions`; anything else is 404. */
export async function answerAsProvider(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  if (pathname.endsWith("/embeddings")) {
    const { input } = await request.json() as { input: string | string[] };
    const data = [input].flat().map((text, index) => ({
      object: "embedding",
      index,
      embedding: embed(text),
    }));
    return Response.json({ object: "list", model: "stub", data, usage });
  }
  if (pathname.endsWith("/chat/completions")) {
    const message = { role: "assistant", content: '{"facts": [], "memory": []}' };
    return Response.json({
      id: "stub",
      object: "chat.completion",
      created: 0,
      model: "stub",
      choices: [{ index: 0, message, finish_reason: "stop" }],
      usage,
    });
  }
  return Response.json({ error: { message: "not here" } }, { status: 404 });
}

/** A unit vector: each word adds to one place. Never all zeroes, which have no direction. */
function embed(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0);
  vector[0] = 0.1;
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    let hash = 2_166_136_261; // FNV-1a
    for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 16_777_619);
    const place = 1 + (hash >>> 0) % (DIMENSIONS - 1);
    vector[place] = vector[place]! + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

if (import.meta.main) {
  Deno.serve({ hostname: "0.0.0.0", port: Number(Deno.args[0] ?? 8788) }, answerAsProvider);
}
