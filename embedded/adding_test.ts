import assert from "node:assert/strict";
import { ruleExtractor } from "./extract.ts";
import type { Extractor } from "./extractor.ts";
import { EmbeddedStore, supersede } from "./mod.ts";

const scope = { user: "ann", agent: "shop" };
const said = (content: string) => [{ role: "user", content }];

/** Keeps each user message; "we moved from A to B" makes memories that hold A untrue. */
const extractor: Extractor = {
  extract: (messages) =>
    Promise.resolve(
      messages.filter(({ role }) => role === "user").map(({ content }) => {
        const old = /moved from (\w+)/.exec(content)?.[1];
        return {
          text: content,
          type: "decision",
          speaker: "user",
          ...(old ? { replaces: old } : {}),
        };
      }),
    ),
  outdated: (statement, memories) =>
    Promise.resolve(
      memories.filter((memory) =>
        memory.text.includes(statement.replaces!) && !memory.text.includes("moved")
      ).map((memory) => memory.id),
    ),
};

Deno.test("add with inference keeps what the extractor finds, typed, without a role", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor });
  const messages = [...said("We deploy on Fridays"), { role: "assistant", content: "Noted" }];
  const changes = await store.add({ scope, messages });
  assert.deepEqual(changes.map(({ text, role }) => [text, role]), [[
    "We deploy on Fridays",
    undefined,
  ]]);
  const memory = await store.get(changes[0]!.id);
  assert.deepEqual(memory?.metadata, { type: "decision", attributed_to: "user" });
  const [first] = await store.history(memory!.id);
  assert.deepEqual([first?.updatedAt, first?.role], [null, undefined]);
  const typed = await store.add({
    scope,
    messages: said("Own type"),
    metadata: { type: "bug_fix" },
  });
  assert.equal((await store.get(typed[0]!.id))?.metadata.type, "bug_fix");
  assert.deepEqual(await store.add({ scope, messages: [] }), []);
  await store.close();
});

Deno.test("statements of one message have a type each, and the default only where none is known", async () => {
  const messages = said("We decided to use pnpm in this repo. I prefer short answers in German.");
  const typesIn = async (extractor: Extractor) => {
    const store = await EmbeddedStore.open({ path: ":memory:", extractor });
    for (const { id } of await store.add({ scope, messages, defaultType: "auto_capture" })) {
      assert.match((await store.get(id))!.text, /pnpm|German/);
    }
    const { memories } = await store.list({ scope });
    await store.close();
    return memories.map(({ metadata }) => metadata.type).sort();
  };
  assert.deepEqual(await typesIn(ruleExtractor), ["decision", "user_preference"]);
  const untyped: Extractor = {
    extract: () => Promise.resolve([{ text: "Use pnpm" }, { text: "Answer in German" }]),
  };
  assert.deepEqual(await typesIn(untyped), ["auto_capture", "auto_capture"]);
});

Deno.test("add with inference strengthens a statement that is there instead of storing it twice", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const [first] = await store.add({
    scope,
    messages: said("On Windows, use Git Bash for scripts"),
  });
  for (
    const again of [
      "on windows, use Git Bash for scripts.",
      "Please remember: use Git Bash for scripts on Windows",
    ]
  ) assert.deepEqual(await store.add({ scope, messages: said(again) }), [], again);
  assert.equal((await store.count({ scope })).count, 1);
  const steps = await store.history(first!.id);
  assert.deepEqual(steps.map((step) => step.event), ["ADD", "MERGE", "MERGE"]);
  const twice = await store.add({
    scope,
    messages: [...said("Same at once"), ...said("same at once")],
  });
  assert.equal(twice.length, 1);
  await store.close();
});

Deno.test("add with inference keeps one fact for each owner and project", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const messages = said("Deploys happen on Fridays");
  const owners = [
    { scope },
    { scope: { user: "ann", agent: "blog" } },
    { scope: { user: "ann" } },
    { scope: { user: "ann" }, metadata: { app_id: "shop" } },
    { scope: { user: "ben" } },
  ];
  for (const owner of owners) assert.equal((await store.add({ ...owner, messages })).length, 1);
  for (const owner of owners) assert.equal((await store.add({ ...owner, messages })).length, 0);
  assert.equal((await store.listAll(100)).length, owners.length);
  await store.close();
});

Deno.test("a statement hides the memories that it makes untrue, and their history says so", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor });
  const [old] = await store.add({ scope, messages: said("The orders live in MySQL") });
  const [other] = await store.add({
    scope: { user: "ann", agent: "blog" },
    messages: said("The posts live in MySQL"),
  });
  const [now] = await store.add({
    scope,
    messages: said("The orders moved from MySQL to Postgres"),
  });
  const listed = (await store.list({ scope })).memories.map((memory) => memory.id);
  assert.deepEqual(listed, [now!.id]);
  const found = await store.search({ scope, text: "orders MySQL" });
  assert.deepEqual(found.map((memory) => memory.id), [now!.id]);
  assert.equal((await store.get(old!.id))?.metadata.superseded_by, now!.id);
  assert.equal((await store.get(other!.id))?.metadata.superseded_by, undefined);
  assert.deepEqual((await store.history(old!.id)).map((step) => step.event), ["ADD", "SUPERSEDE"]);
  assert.equal((await store.removeAll({ scope })).removed, 2);
  await store.close();
});

Deno.test("a statement hides what the rest of its sentence says is over", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", extractor: ruleExtractor });
  const messages = (content: string) => ({ messages: [{ role: "user" as const, content }] });
  const [old] = await store.add({ scope, ...messages("The tickets are estimated in points.") });
  const added = await store.add({
    scope,
    ...messages("The tickets are estimated in hours, points were abandoned."),
  });
  assert.equal((await store.get(old!.id))?.metadata.superseded_by, added[0]!.id);
  await store.close();
});

Deno.test("of several statements that make a memory untrue the likest hides it, a doubtful one last", async () => {
  const store = await EmbeddedStore.open({
    path: ":memory:",
    extractor: {
      extract: ([message]) =>
        Promise.resolve(
          message!.content.split(". ").map((text) => ({
            text,
            replaces: "go tests",
            ...(text.startsWith("Perhaps") ? { tentative: true } : {}),
          })),
        ),
      outdated: (_, memories) =>
        Promise.resolve(memories.filter(({ text }) => /1\.22/.test(text)).map(({ id }) => id)),
    },
  });
  const [old] = await store.add({ scope, messages: said("We build with Go 1.22"), infer: false });
  const added = await store.add({
    scope,
    messages: said(
      "Tests run with gotestsum. We build with Go 1.23. Perhaps we build with Go 1.22",
    ),
  });
  assert.deepEqual(added.map(({ text }) => text), [
    "Tests run with gotestsum",
    "We build with Go 1.23",
  ]);
  assert.equal((await store.get(old!.id))?.metadata.superseded_by, added[1]!.id);
  await store.close();
});

Deno.test("a doubtful statement that is much liker than the sure one is kept, and hides the memory", async () => {
  const store = await EmbeddedStore.open({
    path: ":memory:",
    extractor: {
      extract: () =>
        Promise.resolve([
          { text: "Wei has gone to the Jakarta office", replaces: "wei payouts" },
          { text: "Arvind signs off payouts changes", replaces: "wei payouts", tentative: true },
        ]),
      outdated: (_, memories) => Promise.resolve(memories.map(({ id }) => id)),
    },
  });
  const text = "Wei signs off every change of payouts";
  const [old] = await store.add({ scope, messages: said(text), infer: false });
  const added = await store.add({ scope, messages: said("Wei left.") });
  assert.equal(added.length, 2);
  assert.equal((await store.get(old!.id))?.metadata.superseded_by, added[1]!.id);
  await store.close();
});

Deno.test("statements of one short message are compared with the memories once, as that message", async () => {
  const compared: string[] = [];
  const store = await EmbeddedStore.open({
    path: ":memory:",
    extractor: {
      extract: ([{ content } = said("")[0]!]) =>
        Promise.resolve(
          content.split(". ").map((text) => ({ text, within: content, replaces: "staging elk" })),
        ),
      outdated: ({ within }, memories) => {
        compared.push(within!);
        return Promise.resolve(memories.map(({ id }) => id));
      },
    },
  });
  const [old] = await store.add({
    scope,
    messages: said("The staging database is on owl"),
    infer: false,
  });
  const message = "Owl is switched off. The staging database is on elk";
  const added = await store.add({ scope, messages: said(message) });
  assert.equal(added.length, 2);
  assert.equal((await store.get(old!.id))?.metadata.superseded_by, added[1]!.id);
  assert.deepEqual(compared, [message]);
  await store.close();
});

Deno.test("what is doubtful by itself is kept with all that was said of what it changes", async () => {
  const told = [
    [
      "Bazel is gone",
      "Bazel is gone. Pants does the building these days. Can you fix badge 1.2?",
      "Bazel is gone. Pants does the building these days",
    ],
    // Told in a question: that alone.
    ["Bazel is gone", "Morning! Since Bazel is gone, can you fix the badge?", "Bazel is gone"],
  ] as const;
  for (const [text, message, kept] of told) {
    const store = await EmbeddedStore.open({
      path: ":memory:",
      extractor: {
        extract: () =>
          Promise.resolve([{ text, within: message, replaces: "Bazel", tentative: true }]),
        outdated: (_, memories) => Promise.resolve(memories.map(({ id }) => id)),
      },
    });
    await store.add({ scope, messages: said("We build with Bazel 6"), infer: false });
    const added = await store.add({ scope, messages: said(message) });
    assert.deepEqual(added.map(({ text }) => text), [kept]);
    assert.equal((await store.count({ scope })).count, 1);
    await store.close();
  }
});

Deno.test("a statement hides what it makes untrue, whatever else it says is given up", async () => {
  const told = [
    [
      "The nightly export runs at 02:00.",
      "We got rid of the old server, and the nightly export runs at 05:00 now.",
    ],
  ] as const;
  for (const [before, after] of told) {
    const store = await EmbeddedStore.open({ path: ":memory:", extractor: ruleExtractor });
    await store.add({ scope, messages: said(before) });
    // What is there besides and has the words that are searched first.
    for (const word of ["server", "Windows machine"]) {
      await store.add({ scope, messages: said(`The old ${word} stands in the cellar.`) });
    }
    await store.add({ scope, messages: said(after) });
    const texts = (await store.list({ scope })).memories.map(({ text }) => `${text}.`);
    assert.ok(texts.includes(after) && !texts.includes(before), texts.join("\n"));
    await store.close();
  }
});

Deno.test("supersede hides one memory behind another by hand; both must be there", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const [a] = await store.add({ scope, messages: said("Port 1") });
  const [b] = await store.add({ scope, messages: said("Port 2") });
  await supersede(store, a!.id, b!.id);
  assert.deepEqual((await store.list({ scope })).memories.map((memory) => memory.id), [b!.id]);
  const nobody = "00000000-0000-4000-8000-000000000000";
  await assert.rejects(supersede(store, a!.id, nobody), { code: "missing" });
  await assert.rejects(supersede(store, nobody, a!.id), { code: "missing" });
  await store.close();
});

Deno.test("an extractor that fails stores nothing and its error is the caller's", async () => {
  const failing: Extractor = { extract: () => Promise.reject(new Error("no model")) };
  const store = await EmbeddedStore.open({ path: ":memory:", extractor: failing });
  await assert.rejects(store.add({ scope, messages: said("x") }), {
    name: "MemoryError",
    code: "unavailable",
    message: /no model/,
  });
  assert.equal((await store.count({ scope })).count, 0);
  await store.close();
});

Deno.test("a long statement said in other order is found among many that share its longest words", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const long = "kubernetes authentication certificates observability configuration " +
    "infrastructure deployments integration";
  const said = (content: string) => ({ scope, messages: [{ role: "user" as const, content }] });
  for (let i = 0; i < 120; i++) {
    const added = await store.add(said(`We keep ${long} of n${i} m${i} on Windows`));
    assert.equal(added.length, 1, `${i} differs from the others by its names`);
  }
  assert.deepEqual(await store.add(said(`On Windows we keep ${long} of n119 m119`)), []);
  assert.equal((await store.count({ scope })).count, 120);
  await store.close();
});
