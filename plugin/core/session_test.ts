import assert from "node:assert/strict";
import { MemoryError } from "../../client/errors.ts";
import type { Memory } from "../../client/store.ts";
import { stateOf } from "./compaction.ts";
import { describeOutage, Notices } from "./notices.ts";
import { Session, Sessions } from "./session.ts";

Deno.test("Sessions forgets the ones that were unused the longest", () => {
  const sessions = new Sessions(2);
  const first = sessions.of("a");
  sessions.of("b");
  assert.equal(sessions.of("a"), first);
  sessions.of("c");
  assert.equal(sessions.of("a"), first);
  assert.equal(sessions.of("b").isFresh, true);
});

Deno.test("Session knows what it has shown until a compaction, and a changed text as new", () => {
  const session = new Session("s");
  const memory = row("1", "Use pnpm");
  session.noteShown([memory]);
  assert.equal(session.hasShown(memory), true);
  assert.equal(session.hasShown({ ...memory, text: "Use npm" }), false);
  session.forgetShown();
  assert.equal(session.hasShown(memory), false);
});

Deno.test("Session keeps late answers side by side, and not without end", () => {
  const session = new Session("s");
  session.keepLate({ state: [], hits: [row("1", "a")] });
  session.keepLate({ state: [], hits: [] });
  assert.deepEqual(session.late?.hits.map(({ id }) => id), ["1"]);
  for (let n = 0; n < 100; n++) session.keepLate({ state: [], hits: [row(String(n), "a")] });
  assert.ok(session.late!.hits.length <= 40);
});

Deno.test("Session keeps a bounded number of shown texts and ids", () => {
  const session = new Session("s");
  for (let n = 0; n < 2_000; n++) session.noteShown([row(String(n), "x".repeat(5_000))]);
  assert.ok(session.shown.length <= 40);
  assert.ok(session.shown.every(({ text }) => text.length <= 600));
  assert.equal(session.hasShown(row("1999", "x".repeat(5_000))), true);
  assert.equal(session.hasShown(row("0", "x".repeat(5_000))), false);
});

Deno.test("stateOf tells in one line what was asked and how it came out", () => {
  const session = new Session("s");
  const identity = { user: "ann", project: "shop", branch: "main" };
  assert.equal(stateOf(session, identity), undefined);
  session.notePrompt('add the "VAT" column');
  session.notePrompt("now the tests");
  session.outcome = "All 12 tests pass";
  const state = stateOf(session, identity)!;
  assert.equal(
    state.messages[0]!.content,
    'Where the work stood (branch main): the user last asked: "now the tests"; ' +
      'before that: "add the \'VAT\' column"; last outcome: "All 12 tests pass"',
  );
  assert.deepEqual(state.scope, { user: "ann", agent: "shop" });
  assert.equal(state.metadata?.type, "session_state");
  assert.equal(state.infer, false);
});

Deno.test("Notices tells each event once, and survives a host that throws", () => {
  const told: string[] = [];
  let time = 0;
  const notices = new Notices({ notify: (_, line) => void told.push(line) }, () => {}, () => time);
  notices.tell("offline", "warning", "a");
  notices.tell("offline", "warning", "b");
  notices.tell("back", "info", "c");
  time = 11 * 60_000;
  notices.tell("offline", "warning", "d");
  assert.deepEqual(told, ["a", "c", "d"]);
  const failing = {
    notify: () => {
      throw new Error("no");
    },
  };
  new Notices(failing, () => {}).tell("back", "info", "x");
});

const OUTAGES: [code: MemoryError["code"], event: string, line: RegExp][] = [
  ["unavailable", "offline", /offline.*MEM0_HOST.*2 memories are kept/],
  ["timeout", "offline", /offline/],
  ["limited", "offline", /limits requests/],
  ["unauthorized", "refused", /MEM0_API_KEY/],
  ["forbidden", "refused", /MEM0_API_KEY/],
  ["protocol", "refused", /the cause/],
  ["storage", "storage", /the cause/],
];
for (const [code, event, line] of OUTAGES) {
  Deno.test(`describeOutage says what to do about ${code}`, () => {
    const said = describeOutage(new MemoryError(code, "Cannot do it: the cause"), 2);
    assert.equal(said.event, event);
    assert.match(said.line, line);
    assert.doesNotMatch(said.line, /\n|\.$/);
  });
}

function row(id: string, text: string): Memory {
  return { id, text, scope: { user: "ann" }, metadata: {}, createdAt: "2026-01-01T00:00:00Z" };
}
