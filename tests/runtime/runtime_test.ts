import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { EmbeddedStore } from "../../embedded/store.ts";
import type { ToolEvent } from "../../plugin/core/host.ts";
import { inWorld, say, seed, serve, turns, until, type World } from "./world.ts";

Deno.test("startMemory returns at once and does nothing before that anybody waits for", async () => {
  await inWorld(async (world) => {
    await (await world.start()).close(); // loads the modules
    const times: number[] = [];
    for (let n = 0; n < 9; n++) {
      const started = performance.now();
      await world.start();
      times.push(performance.now() - started);
    }
    const median = times.sort((a, b) => a - b)[4]!;
    console.log(`startMemory: median ${median.toFixed(1)} ms`);
    assert.ok(median < 20); // 5 ms on an idle machine
  });
});

Deno.test("a session without a server says so in the log and tells the user what there is", async () => {
  await inWorld(async (world) => {
    await withStore(world, (store) => seed(store, ["Use pnpm", "Logs are JSON"]));
    const runtime = await world.start();
    await say(runtime, "hello");
    await runtime.onTurnEnd("s1", () => Promise.resolve(turns("hello", "Hi.")));
    await until(() => world.told.length > 0);
    assert.deepEqual(world.told.map(({ line }) => line), ["Memory is on: 2 memories for shop"]);
    assert.match(world.log(), /memories\.db \(no server is configured\)/);
    await runtime.onTurnEnd("s1", () => Promise.resolve(turns("hello", "Hi.")));
    assert.equal(world.told.length, 1);
  });
});

Deno.test("a turn's end asks for the transcript from the last captured message on, also after a restart", async () => {
  await inWorld(async (world) => {
    const asked: (string | undefined)[] = [];
    const end = async (at: number) => {
      const runtime = await world.start();
      await runtime.onTurnEnd("s1", (since) => {
        asked.push(since);
        return Promise.resolve(turns("hello", "Hi.", at));
      });
      await runtime.close();
    };
    await end(1);
    await end(2);
    assert.deepEqual(asked, [undefined, "msg_a1"]);
  });
});

Deno.test("env names identity and branch of now, and never a credential", async () => {
  await inWorld(async (world) => {
    const runtime = await world.start({ MEM0_HOST: "http://127.0.0.1:1", MEM0_API_KEY: "m0sk_x" });
    const expected = {
      MEM0_USER_ID: "ann",
      MEM0_APP_ID: "shop",
      MEM0_SESSION_ID: "s1",
      MEM0_BRANCH: "main",
      MEM0_GLOBAL_SEARCH: "false",
    };
    assert.deepEqual(runtime.env("s1"), expected);
    writeFileSync(join(world.directory, ".git/HEAD"), "ref: refs/heads/fix/one\n");
    writeFileSync(join(world.home, ".mem0/settings.json"), '{"global_search": true}');
    assert.deepEqual(runtime.env("s1"), {
      ...expected,
      MEM0_BRANCH: "fix/one",
      MEM0_GLOBAL_SEARCH: "true",
    });
  });
});

Deno.test("global search reaches all projects of the user, and nobody else's", async () => {
  await inWorld(async (world) => {
    writeFileSync(join(world.home, ".mem0/settings.json"), '{"global_search": true}');
    const fact = "Sessions live in signed cookies, no session table";
    const [wanted] = await withStore(world, async (store) => {
      await seed(store, [fact], { user: "bob", project: "blog" });
      return await seed(store, [`${fact} in the blog`], { project: "blog" });
    });
    const shown = await say(await world.start(), "where do sessions live, in a session table?");
    assert.deepEqual(shown?.ids, [wanted]);
  });
});

const WRITES: [tool: string, args: unknown, refused: boolean][] = [
  ["write", { filePath: "/home/ann/app/MEMORY.md", content: "x" }, true],
  ["edit", { filePath: "MEMORY.md" }, true],
  ["Write", { file_path: "C:\\app\\memory.md" }, true],
  ["edit", { filePath: "/home/ann/.claude/memory/notes.md" }, true],
  ["apply_patch", { patchText: "*** Begin Patch\n*** Update File: docs/MEMORY.md\n" }, true],
  ["read", { filePath: "MEMORY.md" }, false],
  ["write", { filePath: "docs/IN-MEMORY.md" }, false],
  ["write", { filePath: "src/memory.ts" }, false],
  ["write", undefined, false],
  ["write", { filePath: 7 }, false],
];
for (const [tool, args, refused] of WRITES) {
  Deno.test(`onToolStart ${refused ? "refuses" : "allows"} ${tool} ${JSON.stringify(args)}`, async () => {
    await inWorld(async (world) => {
      const runtime = await world.start();
      const event: ToolEvent = { sessionID: "s1", callID: "c", tool, args };
      const reason = runtime.onToolStart(event);
      assert.equal(reason !== undefined, refused);
      if (refused) assert.match(reason!, /add_memory/);
    });
  });
}

Deno.test("a compaction keeps the state, hands over what was shown, and the next session resumes", async () => {
  await inWorld(async (world) => {
    await withStore(
      world,
      (store) => seed(store, ["The invoice export writes CSV with semicolons"]),
    );
    const runtime = await world.start();
    await say(
      runtime,
      "make the invoice export write the VAT column; key m0sk_abcdefghijklmnopqrst",
    );
    const said = turns(
      "make the export write VAT",
      "Done: the invoice export has a VAT column now.",
    );
    await runtime.onTurnEnd("s1", () => Promise.resolve(said));
    const lines = await runtime.onCompact("s1");
    assert.match(lines ?? "", /semicolons/);
    runtime.onCompacted("s1");
    await runtime.close();

    const next = await world.start();
    let shown;
    await until(async () => {
      shown = await say(next, "where were we?", crypto.randomUUID());
      return shown?.text.includes("VAT column") ?? false;
    });
    assert.match(shown!.text, /where the last session stood.*branch main.*VAT column/);
    assert.doesNotMatch(shown!.text, /m0sk_abc/);
  });
});

Deno.test("a sub-agent's words are neither spooled, captured nor kept as a state", async () => {
  await inWorld(async (world) => {
    world.parents.set("child", "s1");
    const runtime = await world.start();
    await say(runtime, "We always deploy on Mondays, remember that", "child");
    const said = turns("We always deploy on Mondays, remember that", "Done: noted.");
    await runtime.onTurnEnd("child", () => Promise.resolve(said));
    await runtime.onCompact("child");
    await runtime.close();
    await (await world.start()).close(); // would gate what the first one left behind
    await withStore(world, async (store) => {
      assert.deepEqual((await store.list({ scope: { user: "ann" } })).memories, []);
    });
  });
});

Deno.test("a host that can't tell parents, or takes for ever, costs no words and little time", async () => {
  await inWorld(async (world) => {
    await withStore(world, (store) => seed(store, ["Sessions live in signed cookies"]));
    const { startMemory } = await import("../../plugin/start.ts");
    for (
      const parentOf of [
        () => Promise.reject(new Error("no")),
        () => new Promise<undefined>(() => {}),
      ]
    ) {
      const host = {
        name: "odd",
        directory: world.directory,
        parentOf,
        notify: () => {
          throw new Error("no toast");
        },
      };
      const runtime = await startMemory(host, {}, {
        home: world.home,
        env: { MEM0_USER_ID: "ann", MEM0_APP_ID: "shop" },
      });
      const started = performance.now();
      const shown = await say(runtime, "where do sessions live, in cookies?");
      assert.equal(shown?.ids.length, 1);
      assert.ok(performance.now() - started < 700);
      await runtime.onTurnEnd("s1", () => Promise.resolve([]));
      await runtime.close();
    }
  });
});

Deno.test("2,000 messages in many conversations don't grow the heap", async () => {
  await inWorld(async (world) => {
    await withStore(
      world,
      (store) =>
        seed(
          store,
          Array.from({ length: 200 }, (_, n) => `Module mod${n} talks to queue q${n % 7}`),
        ),
    );
    const runtime = await world.start({ MEM0_LOG: "warn" });
    const talk = async (from: number, to: number) => {
      for (let n = from; n < to; n++) {
        const session = `s${n % 300}`;
        await say(
          runtime,
          `which queue does module mod${n % 200} talk to? ${"x".repeat(500)}`,
          session,
        );
        if (n % 10 === 0) {
          await runtime.onTurnEnd(
            session,
            () => Promise.resolve(turns(`asked ${n}`, "Answered.", n)),
          );
        }
      }
    };
    await talk(0, 300);
    const before = await heap();
    await talk(300, 2_300);
    const growth = (await heap() - before) / 1e6;
    console.log(`heap growth over 2,000 messages: ${growth.toFixed(1)} MB`);
    assert.ok(growth < 5);
  });
});

Deno.test("a server's 50 ms show in a hook, and little more", async () => {
  const server = await serve();
  try {
    await inWorld(async (world) => {
      await seed(server.store, ["Sessions live in signed cookies"]);
      server.answer = async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return await server.honest(request);
      };
      const runtime = await world.start({ MEM0_HOST: server.url });
      const times: number[] = [];
      for (let n = 0; n < 21; n++) {
        const started = performance.now();
        await say(runtime, `where do sessions live? ${n}`);
        times.push(performance.now() - started);
      }
      const median = times.sort((a, b) => a - b)[10]!;
      console.log(`hook with a 50 ms server: median ${median.toFixed(1)} ms`);
      assert.ok(median < 100); // below 60 on an idle machine
    });
  } finally {
    await server.close();
  }
});

async function withStore<T>(world: World, body: (store: EmbeddedStore) => Promise<T>): Promise<T> {
  const store = await EmbeddedStore.open({ path: join(world.home, ".mem0/memories.db") });
  try {
    return await body(store);
  } finally {
    await store.close();
  }
}

/** Bytes in use, after what is garbage had its chance to go. */
async function heap(): Promise<number> {
  let least = Infinity;
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let n = 0; n < 5; n++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
    least = Math.min(least, Deno.memoryUsage().heapUsed);
  }
  return least;
}
