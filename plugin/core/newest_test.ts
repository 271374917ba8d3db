import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Memory } from "../../client/store.ts";
import { keepNewest, relate } from "./newest.ts";

interface Superseding {
  id: string;
  before: string;
  after: string;
}
interface Apart {
  id: string;
  a: string;
  b: string;
}

for (const folder of ["open"]) {
  const read = <T>(name: string): T[] =>
    JSON.parse(
      readFileSync(new URL(`../../tests/samples/${folder}/${name}.json`, import.meta.url), "utf8"),
    );

  Deno.test(`relate recognises most ${folder} statements that replace an older one`, () => {
    const rows = read<Superseding>("superseding");
    const found = rows.filter(({ before, after }) => relate(before, after) === "replaced");
    console.log(`${folder}: ${found.length} of ${rows.length} replaced`);
    // What isn't certain is shown with both dates, which is no error.
    assert.ok(found.length >= rows.length * 0.6);
  });

  Deno.test(`relate never takes ${folder} statements about two things for one`, () => {
    const wrong = read<Apart>("superseding_not").filter(({ a, b }) =>
      relate(a, b) === "replaced" || relate(b, a) === "replaced"
    );
    assert.deepEqual(wrong, []);
  });
}

Deno.test("keepNewest lets a changed number win, and dates what is one word apart", () => {
  const port = [row("Staging listens on port 8080", 1), row("Staging listens on port 9090", 2)];
  assert.deepEqual(texts(port), ["Staging listens on port 9090"]);
  const editor = [row("The team edits with Vim here", 1), row("The team edits with Emacs here", 2)];
  const { memories, dated } = keepNewest(editor);
  assert.equal(memories.length, 2);
  assert.equal(dated.size, 2);
});

Deno.test("relate takes no two orders of events for the same", () => {
  const [before, after] = ["Run migrations before the deploy", "Run migrations after the deploy"];
  assert.equal(relate(before, after), "unclear");
  assert.equal(relate(after, before), "unclear");
  assert.equal(keepNewest([row(before, 1), row(after, 2)]).memories.length, 2);
  assert.equal(relate("We use Redis for sessions", "We don't use Redis for sessions"), "unclear");
  assert.equal(relate("We use pnpm here", "Please use pnpm here."), "same");
});

Deno.test("relate hears no change in a noun that names one", () => {
  const owner = "The admin panel has no owner at weekends";
  for (
    const other of [
      "The admin panel must be restarted by hand after a schema change",
      "The admin panel logs every change of a price",
      "The admin panel shows the latest update of each order",
    ]
  ) {
    assert.notEqual(relate(owner, other), "replaced", other);
    assert.equal(keepNewest([row(owner, 1), row(other, 2)]).memories.length, 2, other);
  }
});

Deno.test("keepNewest goes by the last change, whatever the order of the rows", () => {
  const rows = [row("Staging listens on port 9090", 2), row("Staging listens on port 8080", 3)];
  assert.deepEqual(texts(rows), ["Staging listens on port 8080"]);
  assert.deepEqual(texts(rows.toReversed()), ["Staging listens on port 8080"]);
});

Deno.test("keepNewest keeps one of equal texts and one session state", () => {
  assert.equal(keepNewest([row("Use pnpm", 1), row("Use pnpm.", 2)]).memories.length, 1);
  const states = [row("Stood at a", 1, "session_state"), row("Went on to b", 2, "session_state")];
  assert.deepEqual(texts(states), ["Went on to b"]);
});

Deno.test("keepNewest never drops a pinned memory", () => {
  const pinned = row("Staging listens on port 8080", 1);
  pinned.metadata.pinned = true;
  const { memories, dated } = keepNewest([pinned, row("Staging listens on port 9090", 2)]);
  assert.equal(memories.length, 2);
  assert.equal(dated.has(pinned.id), true);
});

Deno.test("keepNewest keeps additions and negated pairs apart", () => {
  for (
    const [a, b] of [
      ["The gateway uses eth0", "The gateway also uses wwan0 now"],
      ["Always squash commits on main", "Never squash commits on release branches"],
      [
        "Uploads to the media bucket expire after 30 days",
        "Uploads to the backup bucket now expire after 90 days",
      ],
      [
        "The nightly job runs on runner A with 4 cores",
        "The weekly job now runs on runner A with 16 cores",
      ],
      ["The token is read from the keychain", "The environment is now read from .env"],
    ] as const
  ) assert.equal(keepNewest([row(a, 1), row(b, 2)]).memories.length, 2, `${a} | ${b}`);
});

Deno.test("keepNewest judges what is new against all, and what was shown against nothing shown", () => {
  const old = row("The staging port is 8080", 1);
  const newer = row("The staging port is 9090", 2);
  assert.deepEqual(texts(keepNewest([old, newer]).memories), [newer.text]);
  assert.equal(keepNewest([old, newer], () => true).memories.length, 2);
  assert.deepEqual(texts(keepNewest([old, newer], (one) => one === newer).memories), [newer.text]);
});

function texts(rows: Memory[]): string[] {
  return keepNewest(rows).memories.map((memory) => memory.text);
}

function row(text: string, day: number, type?: string): Memory {
  return {
    id: crypto.randomUUID(),
    text,
    scope: { user: "ann" },
    metadata: type ? { type } : {},
    createdAt: `2026-01-0${day}T00:00:00Z`,
  };
}
