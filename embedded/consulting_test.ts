import assert from "node:assert/strict";
import { MemoryError } from "../client/errors.ts";
import { consulting } from "./consulting.ts";
import type { Judge, Said } from "./judge.ts";

/** A judge for whom longer is better, and who notes what it is asked. */
function makeJudge() {
  const asked: string[] = [];
  const judge: Judge = {
    statements(said) {
      asked.push(...said.map(({ text }) => text));
      return Promise.resolve(said.map(({ text }) => ({ odds: text.length, type: "decision" })));
    },
    replaced(newer, older) {
      asked.push(...older.map((text) => `${newer} > ${text}`));
      return Promise.resolve(older.map((text) => newer.length - text.length));
    },
  };
  return { judge, asked };
}

const user = (text: string, before = ""): Said => ({ text, before, speaker: "user" });

Deno.test("consulting asks what was wanted, once, until nothing more is", async () => {
  const { judge, asked } = makeJudge();
  const result = await consulting(judge, (views) => {
    const first = views?.opinion(user("one"))?.odds;
    views?.opinion(user("one"));
    // What is wanted next depends on what came back.
    const second = first === undefined ? undefined : views?.opinion(user("three"))?.odds;
    return [first, second, second && views?.replaced("three", "one")];
  });
  assert.deepEqual(result, [3, 5, 2]);
  assert.deepEqual(asked, ["one", "three", "three > one"]);
});

Deno.test("consulting tells the same words after other ones, or of another, apart", async () => {
  const { judge, asked } = makeJudge();
  await consulting(judge, (views) => {
    views?.opinion(user("yes"));
    views?.opinion(user("yes", "Shall it?"));
    views?.opinion({ ...user("yes"), speaker: "assistant" });
  });
  assert.deepEqual(asked, ["yes", "yes", "yes"]);
});

Deno.test("consulting ends also where each answer raises a question", async () => {
  const { judge, asked } = makeJudge();
  let turn = 0;
  await consulting(judge, (views) => views?.opinion(user(`question ${turn++}`)));
  assert.ok(asked.length < 10, `${asked.length} questions`);
});

Deno.test("consulting asks a bounded number of times about a huge conversation, and ends", async () => {
  const { judge, asked } = makeJudge();
  const answered = await consulting(judge, (views) => {
    let known = 0;
    for (let i = 0; i < 3_000; i++) {
      if (views?.opinion(user(`sentence ${i}`)) !== undefined) known++;
      if (views?.replaced(`newer ${i}`, "older") !== undefined) known++;
    }
    return known;
  });
  assert.equal(asked.length, 800);
  assert.equal(answered, 800);
});

Deno.test("consulting goes on without a judge that can't be had, and passes on other errors", async () => {
  const failing = (code: "unavailable" | "timeout"): Judge => ({
    statements: () => Promise.reject(new MemoryError(code, "Cannot judge")),
    replaced: () => Promise.reject(new MemoryError(code, "Cannot judge")),
  });
  const attempt = (views?: Parameters<Parameters<typeof consulting>[1]>[0]) =>
    views === undefined ? "alone" : views.opinion(user("x"));
  assert.equal(await consulting(failing("unavailable"), attempt), "alone");
  await assert.rejects(consulting(failing("timeout"), attempt), /Cannot judge/);
});
