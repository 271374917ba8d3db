import assert from "node:assert/strict";
import fc from "fast-check";
import type { Hit } from "../../client/store.ts";
import { type Floor, FLOORS, isAbove, LEAST, relevant, type Signs } from "./floor.ts";

const hit = (text: string, more: Partial<Hit> = {}): Hit => ({
  id: text,
  text,
  scope: { user: "ann" },
  metadata: {},
  createdAt: "2026-01-01T00:00:00Z",
  score: 0,
  ...more,
});

const PAST = 0.01;
const texts = (hits: Hit[]) => hits.map(({ text }) => text);

Deno.test("relevant keeps what is near enough in meaning, and leaves out what is not", () => {
  for (const backend of ["server", "embedded"] as const) {
    const { semantic } = FLOORS[backend];
    const parts = (near: number) => ({ parts: { semantic: near, keyword: 0, final: 0 } });
    const hits = [
      hit("Deploys go out on Tuesdays", { score: 0.9, ...parts(semantic + PAST) }),
      hit("The mascot is a heron", { score: 0.9, ...parts(semantic - 3 * PAST) }),
    ];
    const found = relevant(hits, "when may I ship?", backend);
    assert.deepEqual(texts(found), ["Deploys go out on Tuesdays"], backend);
  }
});

Deno.test("relevant reads a server's plain score as the meaning, and its parts when it gives them", () => {
  const { semantic } = FLOORS.server;
  const halved = { score: (semantic + PAST) / 2 };
  const query = "when may I ship?";
  assert.deepEqual(relevant([hit("a", halved)], query, "server"), []);
  const told = { ...halved, parts: { semantic: semantic + PAST, keyword: 0.8, final: 0 } };
  assert.deepEqual(texts(relevant([hit("a", told)], query, "server")), ["a"]);
  assert.deepEqual(texts(relevant([hit("b", { score: semantic + PAST })], query, "server")), ["b"]);
});

Deno.test("relevant judges a row without a vector by its words", () => {
  const row = hit("The mailer runs on port 2525", { score: 0.2 });
  assert.deepEqual(
    texts(relevant([row], "which port has the mailer?", "embedded")),
    ["The mailer runs on port 2525"],
  );
  assert.deepEqual(relevant([row], "the mailer again", "embedded"), []);
  assert.deepEqual(texts(relevant([{ ...row, score: 0.41 }], "the mailer again", "embedded")), [
    row.text,
  ]);
  assert.deepEqual(relevant([{ ...row, score: 1 }], "so what?", "embedded"), []);
});

Deno.test("isAbove: more meaning or more words in common never push a hit out", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const signs = fc.record({
    semantic: part,
    keyword: part,
    shared: fc.nat(6),
    share: part,
    scores: fc.constantFrom<Signs["scores"]>("server", "embedded", "words"),
  });
  const more = fc.record({ semantic: part, keyword: part, shared: fc.nat(6), share: part });
  fc.assert(fc.property(signs, more, (one, by) => {
    const floor: Floor = FLOORS[one.scores];
    const better: Signs = {
      ...one,
      semantic: one.semantic + by.semantic,
      keyword: one.keyword + by.keyword,
      shared: one.shared + by.shared,
      share: one.share + by.share,
    };
    assert.ok(!isAbove(floor, one) || isAbove(floor, better));
  }));
});

Deno.test("no floor lies below what a store is asked for, and words alone need two of them or more weight", () => {
  for (const [scores, floor] of Object.entries(FLOORS)) {
    assert.ok(floor.semantic >= floor.semanticWithWords, scores);
    assert.ok(floor.keywordOneWord >= floor.keyword, scores);
    assert.ok(floor.semanticWithWords > Math.max(...Object.values(LEAST)), scores);
  }
});
