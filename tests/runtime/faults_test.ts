import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { MemoryRuntime } from "../../plugin/core/host.ts";
import { type FakeServer, inWorld, say, seed, serve, turns, until, type World } from "./world.ts";

/** A hook may take this long; the rest is what a busy machine adds. */
const HOOK_MS = 1_000 + 150;
/** Nobody waited for a deadline; what is left is the spool's write on a busy disk. */
const FAST_MS = 400;
const QUESTION = "where do sessions get stored, is there a table?";
const FACT = "Sessions live in signed cookies, there is no session table";

const hang = () => new Promise<Response>(() => {});
const BROKEN: [what: string, answer: () => Promise<Response>, told: RegExp][] = [
  ["hangs", hang, /offline.*MEM0_HOST/],
  ["refuses the key", () => json(401, { detail: "Invalid API key" }), /MEM0_API_KEY/],
  ["answers HTML", () => reply(200, "<html>Welcome</html>", "text/html"), /Memory is off/],
  ["answers cut JSON", () => reply(200, '{"results": [', "application/json"), /Memory is off/],
  ["fails with 500", () => reply(500, "Internal Server Error", "text/plain"), /Memory is off/],
  ["is overloaded", () => reply(503, "busy", "text/plain"), /offline/],
  ["limits requests", () => json(429, { error: "slow down" }), /limits requests/],
  ["redirects to a login", () => redirect("https://login.example/"), /Memory is off/],
];

for (const [what, answer, told] of BROKEN) {
  Deno.test(`a server that ${what} costs one deadline, and the user is told once`, async () => {
    await withServer(async (world, server) => {
      server.answer = answer;
      const runtime = await world.start({ MEM0_HOST: server.url, MEM0_API_KEY: "m0sk_test" });
      await within(HOOK_MS, say(runtime, QUESTION));
      for (let n = 0; n < 5; n++) await within(FAST_MS, say(runtime, `${QUESTION} ${n}`));
      await until(() => world.told.length > 0);
      assert.equal(world.told.length, 1, JSON.stringify(world.told));
      assert.match(world.told[0]!.line, told);
      assert.doesNotMatch(world.told[0]!.line, /\n|m0sk_test|\.$/);
      const failing = { sessionID: "s1", callID: "c", tool: "bash", args: {}, exitCode: 1 };
      await within(FAST_MS, runtime.onToolFailure({ ...failing, output: "Error: no port 5432" }));
    });
  });
}

Deno.test("a server that resets connections or isn't there costs one deadline", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = listener.addr as Deno.NetAddr;
  const accepting = (async () => {
    for await (const connection of listener) connection.close();
  })();
  try {
    await inWorld(async (world) => {
      const runtime = await world.start({ MEM0_HOST: `127.0.0.1:${port}` });
      await within(HOOK_MS, say(runtime, QUESTION));
      await within(FAST_MS, say(runtime, QUESTION));
    });
  } finally {
    listener.close();
    await accepting;
  }
  await inWorld(async (world) => {
    const runtime = await world.start({ MEM0_HOST: `127.0.0.1:${port}` });
    await within(HOOK_MS, say(runtime, QUESTION));
    await within(FAST_MS, say(runtime, QUESTION));
    await until(() => world.told.some(({ line }) => /offline/.test(line)));
  });
});

for (const [what, answer] of [["a hang", hang], ["a refused key", BROKEN[1]![1]]] as const) {
  Deno.test(`recall is back within 2 s after ${what}, and what was kept is delivered`, async () => {
    await withServer(async (world, server) => {
      await seed(server.store, [FACT]);
      server.answer = answer;
      const runtime = await world.start({ MEM0_HOST: server.url });
      await say(runtime, "hello");
      await say(runtime, "hello again");
      server.answer = server.honest;
      const back = performance.now();
      let shown;
      while (shown === undefined && performance.now() - back < 5_000) {
        shown = await say(runtime, QUESTION);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.match(shown?.text ?? "", /signed cookies/);
      assert.ok(performance.now() - back < 2_000 + 200, `${performance.now() - back} ms`);
    });
  });
}

Deno.test("a late answer is kept for the next message", async () => {
  await withServer(async (world, server) => {
    await seed(server.store, [FACT]);
    const release = Promise.withResolvers<void>();
    server.answer = async (request) => {
      const answer = await server.honest(request);
      await release.promise;
      return answer;
    };
    const runtime = await world.start({ MEM0_HOST: server.url });
    assert.equal(await within(HOOK_MS, say(runtime, QUESTION)), undefined);
    release.resolve();
    await until(async () => (await say(runtime, "hm"))?.text.includes("signed cookies") ?? false);
  });
});

// Checking a user's key costs a Mem0 server a quarter of a second, for one request after the other.
for (const slow of ["state", "search"]) {
  Deno.test(`a server whose ${slow} of the first message's two requests is late is not taken for dead`, async () => {
    await withServer(async (world, server) => {
      await seed(server.store, [FACT]);
      await seed(server.store, [["Releases are frozen in December", { pinned: true }]]);
      server.answer = async (request) => {
        // Only the state is asked for by its fields.
        const isState = (await request.clone().text()).includes('"pinned"');
        if (isState === (slow === "state")) {
          await new Promise((resolve) => setTimeout(resolve, 1_300));
        }
        return await server.honest(request);
      };
      const runtime = await world.start({ MEM0_HOST: server.url });
      const shown = await within(HOOK_MS, say(runtime, QUESTION));
      assert.match(shown?.text ?? "", slow === "state" ? /signed cookies/ : /December/);
      server.answer = server.honest;
      await seed(server.store, ["The session cookie is signed with the key in Vault"]);
      const next = await within(FAST_MS, say(runtime, "what signs the session cookie, which key?"));
      assert.match(next?.text ?? "", /Vault/);
      assert.deepEqual(world.told, []);
    });
  });
}

Deno.test("what is said while the server is away reaches it when it is back", async () => {
  await withServer(async (world, server) => {
    server.answer = () => json(503, { detail: "starting" });
    const runtime = await world.start({ MEM0_HOST: server.url });
    const said = "Remember: the staging database is called harbor-stg";
    await say(runtime, said);
    await runtime.onTurnEnd("s1", () => Promise.resolve(turns(said, "Noted.")));
    server.answer = server.honest;
    await until(async () => {
      await say(runtime, "anything?");
      const { memories } = await server.store.list({ scope: { user: "ann" } });
      return memories.some(({ text }) => text.includes("harbor-stg"));
    });
    const { memories } = await server.store.list({ scope: { user: "ann" } });
    assert.equal(memories.filter(({ text }) => text.includes("harbor-stg")).length, 1);
    assert.deepEqual(memories[0]!.scope, { user: "ann", agent: "shop" });
    assert.equal(memories[0]!.metadata.app_id, "shop");
  });
});

Deno.test("what is said while the host is no address reaches the server that is set instead", async () => {
  await withServer(async (world, server) => {
    const said = "Remember: the staging database is called harbor-stg";
    const wrong = await world.start({ MEM0_HOST: "ftp://nowhere" });
    await say(wrong, said);
    await wrong.onTurnEnd("s1", () => Promise.resolve(turns(said, "Noted.")));
    await wrong.close();
    const right = await world.start({ MEM0_HOST: server.url });
    const stored = async () =>
      (await server.store.list({ scope: { user: "ann" } })).memories
        .filter(({ text }) => text.includes("harbor-stg")).length;
    await until(async () => {
      await say(right, "anything?");
      await right.onTurnEnd("s1", () => Promise.resolve(turns("anything?", "No.")));
      return await stored() > 0;
    });
    await right.close();
    assert.equal(await stored(), 1);
  });
});

Deno.test("what was said before a crash is gated at the next start", async () => {
  await inWorld(async (world) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", new URL("./crash.ts", import.meta.url).pathname, world.directory],
      env: { HOME: world.home, MEM0_USER_ID: "ann", MEM0_APP_ID: "shop" },
      stdout: "piped",
    }).spawn();
    await child.stdout.getReader().read(); // it has heard the message
    child.kill("SIGKILL");
    await child.status;
    const runtime = await world.start();
    await until(async () => {
      const shown = await say(runtime, "what is the staging database called?", crypto.randomUUID());
      return shown?.text.includes("harbor-stg") ?? false;
    });
  });
});

const BAD_START: [what: string, prepare: (world: World) => Record<string, string>, told: RegExp][] =
  [
    ["a database that is none", (world) => {
      writeFileSync(join(world.home, "x.db"), "this is not a database, ".repeat(200));
      return { MEM0_DB_PATH: join(world.home, "x.db") };
    }, /was damaged/],
    ["a database folder that is a file", (world) => {
      writeFileSync(join(world.home, "file"), "");
      return { MEM0_DB_PATH: join(world.home, "file/x.db") };
    }, /Memory is off/],
    ["an address that is none", () => ({ MEM0_HOST: "ftp://user:s3cret@x" }), /http:/],
    [
      "a hosted platform",
      () => ({ MEM0_HOST: "https://api.mem0.ai" }),
      /hosted platform|offline|Memory is off/,
    ],
    ["a broken settings file", (world) => {
      writeFileSync(join(world.home, ".mem0/settings.json"), "{");
      return {};
    }, /settings\.json/],
    ["a state folder that is a file", (world) => {
      writeFileSync(join(world.home, "state"), "");
      return { MEM0_STATE_DIR: join(world.home, "state") };
    }, /can't keep what you say/],
  ];
for (const [what, prepare, told] of BAD_START) {
  Deno.test(`with ${what} prompts go on and the user is told once`, async () => {
    await inWorld(async (world) => {
      const runtime = await world.start(prepare(world));
      for (let n = 0; n < 3; n++) await within(HOOK_MS, say(runtime, `${QUESTION} ${n}`));
      await runtime.onTurnEnd("s1", () => Promise.resolve(turns(QUESTION, "In cookies.")));
      await until(() => world.told.length > 0);
      assert.equal(
        world.told.filter(({ line }) => told.test(line)).length,
        1,
        JSON.stringify(world.told),
      );
      assert.doesNotMatch(JSON.stringify(world.told), /s3cret/);
    });
  });
}

Deno.test("every call settles within its deadline, whatever the server does", async () => {
  await withServer(async (world, server) => {
    await seed(server.store, [FACT]);
    let mood = 0;
    server.answer = (request) => moods(server)[mood]!(request);
    const event = { sessionID: "s1", callID: "c", tool: "bash", args: {}, exitCode: 1 };
    const callsOf = (runtime: MemoryRuntime): ((n: number) => Promise<unknown>)[] => [
      (n) => say(runtime, `${QUESTION} ${n}`, `s${n % 3}`),
      (n) =>
        runtime.onTurnEnd(`s${n % 3}`, () => Promise.resolve(turns(`We use port ${n}`, "Done."))),
      (n) => runtime.onTurnEnd("s1", () => Promise.reject(new Error(`no transcript ${n}`))),
      (n) => runtime.onToolFailure({ ...event, output: `Error: bad thing ${n}` }),
      (n) => runtime.onCompact(`s${n % 3}`),
    ];
    const step = fc.record({ mood: fc.nat(4), call: fc.nat(4), n: fc.nat(50) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const runtime = await world.start({ MEM0_HOST: server.url });
        const calls = callsOf(runtime);
        for (const { mood: next, call, n } of steps) {
          mood = next;
          await within(call === 0 ? HOOK_MS : 2_500, calls[call]!(n));
        }
        await within(4_500, runtime.close());
      }),
      { numRuns: 15 },
    );
  });
});

Deno.test("close ends in time while the server hangs, and leaves the queue on the disk", async () => {
  await withServer(async (world, server) => {
    const runtime = await world.start({ MEM0_HOST: server.url });
    server.answer = hang;
    const said = "Remember: the staging database is called harbor-stg";
    await runtime.onTurnEnd("s1", () => Promise.resolve(turns(said, "Noted.")));
    await within(4_500, runtime.close());
    const files = readdirSync(join(world.home, ".mem0/state/outbox"), { recursive: true });
    assert.ok(files.some((name) => String(name).endsWith(".json")), files.join());
  });
});

Deno.test("a home that can't be written still lets prompts through", async () => {
  await inWorld(async (world) => {
    const locked = join(world.home, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    const runtime = await world.start({
      MEM0_STATE_DIR: join(locked, "state"),
      MEM0_DB_PATH: join(locked, "db/memories.db"),
    });
    await within(HOOK_MS, say(runtime, QUESTION));
    chmodSync(locked, 0o700);
  });
});

function moods(server: FakeServer): ((request: Request) => Promise<Response>)[] {
  return [
    server.honest,
    hang,
    () => json(401, { detail: "no" }),
    () => reply(200, "<html>", "text/html"),
    async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return await server.honest(request);
    },
  ];
}

async function withServer(
  body: (world: World, server: FakeServer) => Promise<void>,
): Promise<void> {
  const server = await serve();
  try {
    await inWorld((world) => body(world, server));
  } finally {
    await server.close();
  }
}

/** The value, and that it came in time. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const started = performance.now();
  const value = await work;
  const took = performance.now() - started;
  assert.ok(took < ms, `took ${took.toFixed(0)} ms of ${ms}`);
  return value;
}

function json(status: number, body: unknown): Promise<Response> {
  return reply(status, JSON.stringify(body), "application/json");
}

function reply(status: number, body: string, type: string): Promise<Response> {
  return Promise.resolve(new Response(body, { status, headers: { "content-type": type } }));
}

function redirect(to: string): Promise<Response> {
  return Promise.resolve(new Response(null, { status: 302, headers: { location: to } }));
}
