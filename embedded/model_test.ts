import assert from "node:assert/strict";
import type { Memory } from "../client/store.ts";
import { extractByRules } from "./extract.ts";
import { ModelExtractor, type ModelOptions } from "./model.ts";

const said = [{ role: "user", content: "Staging listens on port 9090. Can you check the logs?" }];
const context = { now: new Date("2026-03-01T10:00:00Z") };

interface Seen {
  path: string;
  authorization: string | null;
  body: { model: string; messages: { role: string; content: string }[] };
}

/** A real HTTP server on loopback that answers as told, and notes what it was sent. */
async function withEndpoint(
  answer: (seen: Seen, signal: AbortSignal) => Response | Promise<Response>,
  use: (options: ModelOptions, seen: Seen[], logged: string[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = [];
  const logged: string[] = [];
  const stopped = new AbortController();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const one = {
        path: new URL(request.url).pathname,
        authorization: request.headers.get("authorization"),
        body: await request.json(),
      };
      seen.push(one);
      return await answer(one, stopped.signal);
    },
  );
  const baseUrl = `http://127.0.0.1:${server.addr.port}/v1/`;
  try {
    await use(
      { baseUrl, model: "small", log: (_level, message) => logged.push(message) },
      seen,
      logged,
    );
  } finally {
    stopped.abort();
    await server.shutdown();
  }
}

const says = (content: string) => Response.json({ choices: [{ message: { content } }] });

Deno.test("ModelExtractor returns the facts of a well-formed answer", async () => {
  const content =
    '<think>{hm}</think>```json\n{"facts":[{"text":" Staging listens on port 9090 ",' +
    '"type":"environmental","speaker":"user"},{"text":"We dropped Jest","type":"gossip"}]}\n```';
  await withEndpoint(() => says(content), async (options, seen, logged) => {
    const facts = await new ModelExtractor({ ...options, apiKey: "k" }).extract(said, {
      ...context,
      prompt: "Only ports",
    });
    assert.deepEqual(facts.map(({ text, type, speaker }) => [text, type, speaker]), [
      ["Staging listens on port 9090", "environmental", "user"],
      ["We dropped Jest", undefined, undefined],
    ]);
    assert.match(facts[1]!.replaces ?? "", /Jest/);
    assert.equal(seen[0]!.path, "/v1/chat/completions");
    assert.equal(seen[0]!.authorization, "Bearer k");
    assert.equal(seen[0]!.body.model, "small");
    assert.match(seen[0]!.body.messages[0]!.content, /2026-03-01[\s\S]*Only ports/);
    assert.match(seen[0]!.body.messages[1]!.content, /port 9090/);
    assert.deepEqual(logged, []);
  });
});

Deno.test("ModelExtractor answers by rules when the answer is bad, and says why", async () => {
  const long = "x".repeat(2000);
  const bad: [string, () => Response, RegExp][] = [
    ["no JSON", () => says("I found nothing"), /no JSON object/],
    ["cut JSON", () => says('{"facts":[{"text":"a"}'), /not JSON/],
    ["no list", () => says('{"facts":"none"}'), /"facts" is no list/],
    ["text missing", () => says('{"facts":[{"type":"decision"}]}'), /no usable text/],
    ["text too long", () => says(JSON.stringify({ facts: [{ text: long }] })), /no usable text/],
    [
      "too many",
      () => says(JSON.stringify({ facts: Array(51).fill({ text: "a b" }) })),
      /51 facts/,
    ],
    ["no choice", () => Response.json({ choices: [] }), /no message/],
    ["HTML", () => new Response("<html>"), /not JSON/],
    ["401", () => new Response("no", { status: 401 }), /status 401/],
    ["500", () => new Response("no", { status: 500 }), /status 500/],
    ["redirect", () => Response.redirect("http://127.0.0.1:9/elsewhere"), /nothing answers/],
  ];
  for (const [name, answer, why] of bad) {
    await withEndpoint(answer, async (options, seen, logged) => {
      const facts = await new ModelExtractor(options).extract(said, context);
      assert.deepEqual(facts, extractByRules(said), name);
      assert.equal(facts.length, 1, name);
      assert.equal(seen.length, 1, name);
      assert.match(logged.join(), why, name);
    });
  }
});

Deno.test("ModelExtractor answers by rules after its deadline and after an abort", async () => {
  const hang = (_seen: Seen, signal: AbortSignal) =>
    new Promise<Response>((resolve) =>
      signal.addEventListener("abort", () => resolve(new Response()))
    );
  await withEndpoint(hang, async (options, _seen, logged) => {
    const rules = extractByRules(said);
    assert.deepEqual(
      await new ModelExtractor({ ...options, timeoutMs: 20 }).extract(said, context),
      rules,
    );
    assert.match(logged[0]!, /no complete answer within 20 ms/);
    const call = { timeoutMs: 20 };
    assert.deepEqual(await new ModelExtractor(options).extract(said, context, call), rules);
    assert.match(logged[1]!, /no complete answer within 20 ms/);
    const signal = AbortSignal.abort();
    assert.deepEqual(await new ModelExtractor(options).extract(said, context, { signal }), rules);
    assert.match(logged[2]!, /the call was cancelled/);
  });
});

Deno.test("ModelExtractor sends nothing when only a system message was given", async () => {
  await withEndpoint(() => says('{"facts":[{"text":"x"}]}'), async (options, seen) => {
    const facts = await new ModelExtractor(options)
      .extract([{ role: "system", content: "You are kind" }], context);
    assert.deepEqual(facts, []);
    assert.equal(seen.length, 0);
  });
});

const memory = (id: string, text: string): Memory => ({
  id,
  text,
  scope: { user: "u" },
  metadata: {},
  createdAt: "2026-01-01T00:00:00Z",
});

Deno.test("ModelExtractor asks the model only about memories that the rules are unsure of", async () => {
  const memories = [
    memory("sure", "Staging listens on port 8080"),
    memory("unsure", "Staging is a small virtual machine"),
    memory("other", "Production listens on port 80"),
  ];
  const statement = { text: "Staging listens on port 9090 now" };
  await withEndpoint(() => says('{"untrue":[1,7]}'), async (options, seen) => {
    const ids = await new ModelExtractor(options).outdated(statement, memories);
    assert.deepEqual(ids, ["sure", "unsure"]);
    const sent = seen[0]!.body.messages[1]!.content;
    assert.match(sent, /virtual machine/);
    assert.doesNotMatch(sent, /8080|Production/);
  });
  await withEndpoint(() => says("no idea"), async (options, _seen, logged) => {
    assert.deepEqual(await new ModelExtractor(options).outdated(statement, memories), ["sure"]);
    assert.match(logged[0]!, /compare statements/);
  });
});
