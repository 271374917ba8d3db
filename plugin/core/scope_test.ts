import assert from "node:assert/strict";
import type { Memory } from "../../client/store.ts";
import {
  type Identity,
  isOfProject,
  isVisible,
  ownerOf,
  readFilter,
  unclaimedFilter,
  writeTarget,
} from "./scope.ts";

const ann: Identity = { user: "ann", project: "shop", session: "s1" };

Deno.test("writeTarget stamps the project twice, the session as run, and global as neither", () => {
  assert.deepEqual(writeTarget("project", ann), {
    scope: { user: "ann", agent: "shop" },
    metadata: { app_id: "shop" },
  });
  assert.deepEqual(writeTarget("session", ann), {
    scope: { user: "ann", agent: "shop", run: "s1" },
    metadata: { app_id: "shop" },
  });
  assert.deepEqual(writeTarget("global", ann), {
    scope: { user: "ann" },
    metadata: { scope: "global" },
  });
});

Deno.test("writeTarget lets a caller name its own agent and another project", () => {
  assert.deepEqual(writeTarget("project", ann, { agent: "bot", project: "blog" }), {
    scope: { user: "ann", agent: "bot" },
    metadata: { app_id: "blog" },
  });
  assert.deepEqual(writeTarget("global", ann, { agent: "bot" }).scope, {
    user: "ann",
    agent: "bot",
  });
});

Deno.test("readFilter never leaves the user, and asks for global rows only when wanted", () => {
  assert.deepEqual(readFilter("project", ann), {
    scope: { user: "ann" },
    where: { field: "app_id", is: "shop" },
  });
  assert.deepEqual(readFilter("project", ann, { includeGlobal: true }), {
    scope: { user: "ann" },
    where: { any: [{ field: "app_id", is: "shop" }, { field: "scope", is: "global" }] },
  });
  assert.deepEqual(readFilter("session", ann), {
    scope: { user: "ann", run: "s1" },
    where: { field: "app_id", is: "shop" },
  });
  assert.deepEqual(readFilter("global", ann), { scope: { user: "ann" } });
  assert.deepEqual(readFilter("project", ann, { globalSearch: true }), { scope: { user: "ann" } });
  assert.deepEqual(readFilter("project", ann, { globalSearch: true, project: "blog" }), {
    scope: { user: "ann" },
    where: { field: "app_id", is: "blog" },
  });
  assert.deepEqual(unclaimedFilter(ann), {
    scope: { user: "ann" },
    where: { field: "app_id", is: null },
  });
});

Deno.test("readFilter looks for the project under its former id too", () => {
  const identity = { ...ann, project: "my-app", formerProject: "my app" };
  assert.deepEqual(readFilter("project", identity).where, {
    any: [{ field: "app_id", is: "my-app" }, { field: "app_id", is: "my app" }],
  });
  assert.equal(isOfProject(row({ metadata: { app_id: "my app" } }), identity), true);
});

const VISIBLE: [what: string, memory: Memory, visible: boolean][] = [
  ["this project's", row({ metadata: { app_id: "shop" } }), true],
  ["another project's", row({ metadata: { app_id: "blog" } }), false],
  ["a global one", row({ metadata: { scope: "global" } }), true],
  ["another client's, without a project", row({ metadata: {} }), true],
  ["another user's", row({ scope: { user: "bob" }, metadata: { app_id: "shop" } }), false],
  [
    "another user's global one",
    row({ scope: { user: "bob" }, metadata: { scope: "global" } }),
    false,
  ],
  ["nobody's", row({ scope: {}, metadata: { app_id: "shop" } }), false],
  [
    "this conversation's",
    row({ scope: { user: "ann", run: "s1" }, metadata: { app_id: "shop" } }),
    true,
  ],
  [
    "another conversation's",
    row({ scope: { user: "ann", run: "s2" }, metadata: { app_id: "shop" } }),
    false,
  ],
];
for (const [what, memory, visible] of VISIBLE) {
  Deno.test(`isVisible ${visible ? "shows" : "hides"} ${what} memory`, () => {
    assert.equal(isVisible(memory, ann), visible);
  });
}

Deno.test("isVisible shows all projects of this user with global search", () => {
  assert.equal(isVisible(row({ metadata: { app_id: "blog" } }), ann, true), true);
  assert.equal(isVisible(row({ scope: { user: "bob" } }), ann, true), false);
});

Deno.test("ownerOf reads identifiers and metadata", () => {
  assert.deepEqual(
    ownerOf(row({ scope: { user: "ann", run: "r" }, metadata: { app_id: "shop" } })),
    {
      user: "ann",
      project: "shop",
      session: "r",
      global: false,
    },
  );
  assert.deepEqual(ownerOf(row({ scope: { agent: "x" }, metadata: {} })), { global: true });
});

function row(facts: Partial<Memory>): Memory {
  return {
    id: crypto.randomUUID(),
    text: "x",
    scope: { user: "ann" },
    metadata: {},
    createdAt: "2026-01-01T00:00:00Z",
    ...facts,
  };
}
