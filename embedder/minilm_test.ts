import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type Code, isMemoryError } from "../client/errors.ts";
import { MiniLm, type MiniLmOptions } from "./minilm.ts";
import { references } from "./testdata/reference.ts";

async function withEmbedder(
  options: MiniLmOptions,
  body: (embedder: MiniLm, log: string[]) => Promise<void>,
): Promise<void> {
  const log: string[] = [];
  const embedder = new MiniLm({ ...options, log: (level, line) => log.push(`${level}: ${line}`) });
  try {
    await body(embedder, log);
  } finally {
    await embedder.close();
  }
}

function hasCode(code: Code): (error: unknown) => boolean {
  return (error) =>
    isMemoryError(error) && error.code === code && /^[A-Z].*[^.]$/.test(error.message);
}

Deno.test("MiniLm embeds near the original, in order", async () => {
  await withEmbedder({}, async (embedder, log) => {
    const some = references.filter((_, i) => i % 10 === 0);
    const vectors = await embedder.embed(some.map(({ text }) => text));
    some.forEach(({ text, cosine }, i) => {
      assert.ok(cosine(vectors[i]!) > 0.96, JSON.stringify(text));
      assert.equal(vectors[i]!.length, embedder.dimensions);
    });
    assert.deepEqual(await embedder.embed([]), []);
    assert.deepEqual(log, []);
  });
});

Deno.test("MiniLm is ready once it was used, and not any more when closed", async () => {
  await withEmbedder({}, async (embedder) => {
    assert.equal(embedder.ready, false);
    const first = embedder.embed(["load"]);
    assert.equal(embedder.ready, false);
    await first;
    assert.equal(embedder.ready, true);
    await embedder.close();
    assert.equal(embedder.ready, false);
    await assert.rejects(embedder.embed(["late"]), hasCode("unavailable"));
  });
});

Deno.test("MiniLm answers a query before a batch that came earlier", async () => {
  await withEmbedder({}, async (embedder) => {
    await embedder.embed(["load"]);
    const order: string[] = [];
    const batch = embedder.embed(Array.from({ length: 8 }, (_, i) => `memory ${i} `.repeat(80)))
      .then(() => order.push("batch"));
    const query = embedder.embed(["Where are backups kept?"]).then(() => order.push("query"));
    await Promise.all([batch, query]);
    assert.deepEqual(order, ["query", "batch"]);
  });
});

Deno.test("MiniLm stops waiting at the deadline or signal, and goes on working", async () => {
  await withEmbedder({}, async (embedder) => {
    await embedder.embed(["load"]);
    const batch = Array.from({ length: 50 }, (_, i) => `memory ${i} `.repeat(80));
    await assert.rejects(embedder.embed(batch, { timeoutMs: 20 }), hasCode("timeout"));
    const controller = new AbortController();
    const cancelled = embedder.embed(batch, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(cancelled, hasCode("aborted"));
    const [vector] = await embedder.embed([references[0]!.text]);
    assert.ok(references[0]!.cosine(vector!) > 0.96);
  });
});

Deno.test("MiniLm says once that the weights file is missing or damaged", async () => {
  const other = fileURLToPath(import.meta.url);
  for (
    const [weights, why] of [["/nowhere/weights.bin", /not there/], [other, /damaged/]] as const
  ) {
    await withEmbedder({ weights }, async (embedder, log) => {
      for (let i = 0; i < 3; i++) {
        await assert.rejects(embedder.embed(["x"]), hasCode("unavailable"));
      }
      assert.equal(embedder.ready, false);
      const told = log.filter((line) => line.startsWith("warn"));
      assert.equal(told.length, 1);
      assert.match(told[0]!, why);
    });
  }
});

Deno.test("MiniLm.close ends what is under way", async () => {
  await withEmbedder({}, async (embedder) => {
    await embedder.embed(["load"]);
    const batch = embedder.embed(Array.from({ length: 50 }, (_, i) => `text ${i} `.repeat(80)));
    const ended = assert.rejects(batch, hasCode("aborted"));
    await embedder.close();
    await ended;
  });
});

Deno.test("MiniLm holds a process as long as somebody waits, and no longer", async () => {
  const program = `
    import { MiniLm } from ${JSON.stringify(new URL("minilm.ts", import.meta.url).href)};
    const [vector] = await new MiniLm().embed(["no close after this"]);
    console.log(vector.length);
  `;
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `data:text/typescript,${encodeURIComponent(program)}`],
    signal: AbortSignal.timeout(60_000),
  }).output();
  assert.equal(new TextDecoder().decode(stdout).trim(), "384");
  assert.equal(code, 0);
});
