import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { EmbeddedStore, supersede } from "./mod.ts";
import { makeToyEmbedder } from "./testdata/toy_embedder.ts";
import { withFile } from "./testdata/with_file.ts";

const scope = { user: "ann" };
const said = (...texts: string[]) => texts.map((content) => ({ role: "user", content }));

Deno.test("with an embedder a memory is found by meaning; parts explain the score", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: makeToyEmbedder() });
  await store.add({ scope, infer: false, messages: said("my automobile is red", "cats sleep") });
  const before = await store.search({ scope, text: "automobile" });
  assert.equal(before[0]?.text, "my automobile is red", "found by words at once");
  await store.settle();
  const [hit] = await store.search({ scope, text: "vehicle" });
  assert.equal(hit?.text, "my automobile is red");
  assert.ok(hit!.parts!.semantic > 0.4);
  assert.equal(hit!.parts!.keyword, 0);
  assert.ok(Math.abs(hit!.score - hit!.parts!.semantic / 1.8) < 1e-9);
  const [both] = await store.search({ scope, text: "red automobile" });
  const { semantic, keyword, final } = both!.parts!;
  assert.ok(Math.abs(final - (semantic + 0.8 * keyword) / 1.8) < 1e-9 && keyword > 0.5);
  await store.close();
});

Deno.test("what is said after the newest memory is forgotten or changed is found by meaning", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: makeToyEmbedder() });
  const add = async (text: string) => {
    const [added] = await store.add({ scope, infer: false, messages: said(text) });
    await store.settle();
    return added!.id;
  };
  const found = async (text: string) =>
    (await store.search({ scope, text, minScore: 0.2 })).map((hit) => hit.text);
  await add("cats sleep");
  const newest = await add("my bicycle is blue");
  assert.deepEqual(await found("vehicle"), []);
  await store.remove(newest);
  const again = await add("my automobile is red");
  assert.deepEqual(await found("vehicle"), ["my automobile is red"]);
  await store.update(again, { text: "felines purr" });
  await store.settle();
  assert.deepEqual(await found("vehicle"), []);
  await store.removeAll({ scope });
  await add("my automobile is green");
  assert.deepEqual(await found("vehicle"), ["my automobile is green"]);
  await store.close();
});

Deno.test("meaning respects scope, filter, expiration and supersession", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: makeToyEmbedder() });
  const add = (text: string, more = {}) =>
    store.add({ scope, infer: false, messages: said(text), ...more });
  await add("automobile one", { metadata: { n: 1 } });
  await add("automobile two", { metadata: { n: 2 } });
  await add("automobile three", { expirationDate: "2020-01-01" });
  await add("automobile four", { scope: { user: "ben" } });
  const [old] = await add("automobile five");
  const [now] = await add("bicycle");
  await supersede(store, old!.id, now!.id);
  await store.settle();
  const found = async (more = {}) =>
    (await store.search({ scope, text: "vehicle", ...more })).map((hit) => hit.text).sort();
  assert.deepEqual(await found(), ["automobile one", "automobile two"]);
  assert.deepEqual(await found({ where: { field: "n", is: 2 } }), ["automobile two"]);
  await store.close();
});

Deno.test("a narrow filter finds its nearest also behind hundreds that are nearer", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: makeToyEmbedder() });
  for (let i = 0; i < 4; i++) {
    const messages = Array.from({ length: 100 }, () => said("vehicle")).flat();
    await store.add({ scope, infer: false, messages, metadata: { n: 0 } });
  }
  await store.add({
    scope,
    infer: false,
    messages: said("automobile among other things"),
    metadata: { n: 1 },
  });
  await store.settle();
  const hits = await store.search({ scope, text: "cars", where: { field: "n", is: 1 } });
  assert.deepEqual(hits.map((hit) => hit.text), ["automobile among other things"]);
  await store.close();
});

Deno.test("a changed text is found by its new meaning alone", async () => {
  const store = await EmbeddedStore.open({ path: ":memory:", embedder: makeToyEmbedder() });
  const [change] = await store.add({ scope, infer: false, messages: said("my automobile") });
  await store.settle();
  await store.update(change!.id, { text: "some fish" });
  assert.equal((await store.search({ scope, text: "vehicle" })).length, 0);
  await store.settle();
  assert.equal((await store.search({ scope, text: "vehicle" })).length, 0);
  assert.equal((await store.search({ scope, text: "fish" }))[0]?.parts?.semantic! > 0.5, true);
  await store.close();
});

Deno.test("another embedder makes all vectors anew, once, and check tells the progress", () =>
  withFile(async (path) => {
    const texts = Array.from({ length: 50 }, (_, i) => `automobile ${"abcdefghij"[i % 10]}`);
    const first = await EmbeddedStore.open({ path, embedder: makeToyEmbedder("one") });
    await first.add({ scope, infer: false, messages: said(...texts) });
    await first.settle();
    await first.close();

    const failing = makeToyEmbedder("two");
    failing.failure = new Error("no network");
    const logged: string[] = [];
    const broken = await EmbeddedStore.open({
      path,
      embedder: failing,
      log: (level, message) => logged.push(`${level} ${message}`),
    });
    await broken.settle();
    assert.match((await broken.check()).gaps.join(), /vectors are being made: 0 of 50/);
    assert.equal((await broken.search({ scope, text: "automobile" })).length, 10, "by words");
    assert.equal(logged.filter((line) => line.startsWith("warn")).length, 1, logged.join("\n"));
    await broken.close();

    const embedder = makeToyEmbedder("two", 32);
    const second = await EmbeddedStore.open({ path, embedder });
    await second.settle();
    assert.deepEqual((await second.check()).gaps, []);
    assert.equal(embedder.texts.length, 50);
    assert.equal((await second.search({ scope, text: "vehicle" })).length, 10);
    await second.close();

    const again = makeToyEmbedder("two", 32);
    const third = await EmbeddedStore.open({ path, embedder: again });
    await third.settle();
    assert.equal(again.texts.length, 0, "nothing is left to do");
    await third.close();
  }));

Deno.test("a rebuild that was cut off goes on where it stopped", () =>
  withFile(async (path) => {
    const plain = await EmbeddedStore.open({ path });
    const messages = said(...Array.from({ length: 64 }, (_, i) => `automobile ${i}`));
    await plain.add({ scope, infer: false, messages });
    await plain.close();
    const slow = makeToyEmbedder();
    const embed = slow.embed.bind(slow);
    slow.embed = (texts, call) => {
      if (slow.texts.length >= 32) {
        return new Promise((_, reject) => {
          call?.signal?.addEventListener("abort", () => reject(call.signal!.reason));
        });
      }
      return embed(texts, call);
    };
    const first = await EmbeddedStore.open({ path, embedder: slow });
    while (slow.texts.length < 32) await new Promise((wake) => setTimeout(wake, 5));
    await first.close();
    const embedder = makeToyEmbedder();
    const second = await EmbeddedStore.open({ path, embedder });
    await second.settle();
    assert.equal(embedder.texts.length + slow.texts.length, 64);
    await second.close();
  }));

Deno.test("two stores on one file find what the other has embedded", () =>
  withFile(async (path) => {
    const one = await EmbeddedStore.open({ path, embedder: makeToyEmbedder() });
    const two = await EmbeddedStore.open({ path, embedder: makeToyEmbedder() });
    await two.search({ scope, text: "vehicle" });
    await one.add({ scope, infer: false, messages: said("my automobile") });
    await one.settle();
    assert.equal((await two.search({ scope, text: "vehicle" })).length, 1);
    await one.close();
    await two.close();
  }));

Deno.test("a search doesn't wait for an embedder that isn't ready", async () => {
  const embedder = makeToyEmbedder();
  const store = await EmbeddedStore.open({ path: ":memory:", embedder });
  await store.add({ scope, infer: false, messages: said("my automobile") });
  await store.settle();
  embedder.ready = false;
  embedder.embed = () => new Promise(() => {});
  assert.equal((await store.search({ scope, text: "automobile" })).length, 1);
  await store.close();
});

Deno.test("what a killed process left without vectors is taken over when its turn is over", () =>
  withFile(async (path) => {
    const killed = await EmbeddedStore.open({ path });
    await killed.add({ scope, infer: false, messages: said("my automobile is red") });
    await killed.close();
    const file = new DatabaseSync(path);
    file.prepare("INSERT INTO note (key, value) VALUES ('vectors.lease', ?)")
      .run(`somebody ${Date.now() + 400}`);
    file.close();
    const store = await EmbeddedStore.open({ path, embedder: makeToyEmbedder() });
    const found = async () => (await store.search({ scope, text: "vehicle" })).length > 0;
    assert.equal(await found(), false);
    for (let tries = 0; tries < 100 && !await found(); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.equal(await found(), true);
    await store.close();
  }));
