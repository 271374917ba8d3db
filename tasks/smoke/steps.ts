/** The steps of the smoke test, in order: each throws when the store breaks a promise. */
import assert from "node:assert/strict";
import type { MemoryStore } from "../../client/mod.ts";
import { decodeFilters } from "../../client/where.ts";

/** What the steps share. */
export interface Context {
  store: MemoryStore;
  /** The test's own user. */
  user: string;
  /** A second user, whose rows must never appear. */
  other: string;
  project: string;
  /** Eight characters that are in this run's texts only. */
  mark: string;
  /** Ids of rows by name. */
  ids: Map<string, string>;
  /** Shows a line while a step takes long. */
  progress: (line: string) => void;
}

/** A step resolves to a remark for its line, or nothing. */
export type Step = [name: string, run: (context: Context) => Promise<string | void>];

const NEXT_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);

async function write(
  context: Context,
  name: string,
  text: string,
  more: { user?: string; project?: string; expirationDate?: string } = {},
): Promise<string> {
  const project = more.project ?? context.project;
  const changes = await context.store.add({
    scope: { user: more.user ?? context.user, agent: project },
    messages: [{ role: "user", content: text }],
    infer: false,
    metadata: { app_id: project, type: "convention", smoke: context.mark },
    ...(more.expirationDate === undefined ? {} : { expirationDate: more.expirationDate }),
  });
  assert.equal(changes.length, 1, `expected one stored row, the answer has ${changes.length}`);
  const id = changes[0]!.id;
  context.ids.set(name, id);
  return id;
}

const idOf = (context: Context, name: string): string => {
  const id = context.ids.get(name);
  assert.ok(id, `the step that adds "${name}" failed before`);
  return id;
};

/** Steps that every back end and credential must pass. About 30 requests. */
export const STEPS: Step[] = [
  ["add a memory", async (context) => {
    await write(context, "build", `The ${context.mark} build runs with make release`);
    await write(context, "other user", `The ${context.mark} build of somebody else uses ninja`, {
      user: context.other,
    });
  }],
  ["get it by id", async (context) => {
    const memory = await context.store.get(idOf(context, "build"));
    assert.equal(memory?.text, `The ${context.mark} build runs with make release`);
    assert.equal(memory.metadata.app_id, context.project);
  }],
  ["get of an unknown id is empty", async ({ store }) => {
    assert.equal(await store.get("00000000-0000-4000-8000-000000000000"), undefined);
  }],
  ["search finds it, and nobody else's", async (context) => {
    const hits = await context.store.search({
      scope: { user: context.user },
      text: `How does the ${context.mark} build run?`,
      minScore: 0,
    });
    assert.equal(hits[0]?.id, idOf(context, "build"));
    assert.ok(hits.every((hit) => hit.scope.user === context.user), "another user's row is in it");
  }],
  ["filters that name another user don't leak", async (context) => {
    const { store, user, other, mark } = context;
    const written = decodeFilters({ user_id: user, AND: [{ user_id: other }, { smoke: mark }] });
    const text = `the ${mark} build`;
    const hits = await store.search({ ...written, scope: { user }, text, minScore: 0 });
    assert.deepEqual(
      hits.filter((hit) => hit.scope.user !== user),
      [],
      "another user's row is in it",
    );
    const where = { any: [{ field: "user_id", is: other }, { field: "smoke", is: mark }] };
    await assert.rejects(store.search({ scope: { user }, where, text }), { code: "invalid" });
    await assert.rejects(store.search({ scope: { user: "*" }, text }), { code: "invalid" });
    await assert.rejects(store.list({ scope: {} }), { code: "invalid" });
  }],
  ["search by project or global", async (context) => {
    const where = {
      any: [{ field: "app_id", is: context.project }, { field: "scope", is: "global" }],
    };
    const text = `the ${context.mark} build`;
    const own = await context.store.search({ scope: { user: context.user }, where, text });
    assert.ok(own.some((hit) => hit.id === idOf(context, "build")));
    const foreign = {
      any: [{ field: "app_id", is: "elsewhere" }, { field: "scope", is: "global" }],
    };
    const none = await context.store.search({
      scope: { user: context.user },
      where: foreign,
      text,
    });
    assert.equal(none.length, 0, "a row of another project is in it");
  }],
  ["update text and metadata", async (context) => {
    const id = idOf(context, "build");
    await context.store.update(id, {
      text: `The ${context.mark} build runs with make dist`,
      metadata: { confidence: 0.9 },
    });
    const memory = await context.store.get(id);
    assert.equal(memory?.text, `The ${context.mark} build runs with make dist`);
    assert.equal(memory.metadata.confidence, 0.9);
    assert.equal(memory.metadata.app_id, context.project, "metadata was replaced, not merged");
  }],
  ["history tells both texts", async (context) => {
    const steps = await context.store.history(idOf(context, "build"));
    assert.deepEqual(steps.slice(0, 2).map((step) => step.event), ["ADD", "UPDATE"]);
    assert.match(steps[1]?.before ?? "", /make release/);
  }],
  ["an expired memory is hidden, unless asked for", async (context) => {
    const scope = { user: context.user };
    await write(context, "expired", `The ${context.mark} freeze ended`, {
      expirationDate: "2020-01-01",
    });
    await write(context, "later", `The ${context.mark} freeze begins`, {
      expirationDate: NEXT_YEAR,
    });
    const ids = async (showExpired: boolean) =>
      (await context.store.list({ scope, showExpired })).memories.map((memory) => memory.id);
    const hidden = await ids(false);
    assert.ok(!hidden.includes(idOf(context, "expired")), "the expired memory is listed");
    assert.ok(hidden.includes(idOf(context, "later")), "a memory that is still good is missing");
    assert.ok((await ids(true)).includes(idOf(context, "expired")), "showExpired has no effect");
  }],
  ["list is complete", async (context) => {
    const where = { field: "app_id", is: context.project };
    const listing = await context.store.list({ scope: { user: context.user }, where });
    assert.equal(listing.memories.length, 2);
    assert.equal(listing.complete, true);
    const { count } = await context.store.count({ scope: { user: context.user }, where });
    assert.equal(count, 2);
  }],
  ["entities name user and project", async (context) => {
    const entities = await context.store.entities();
    assert.ok(entities.some(({ type, id }) => type === "user" && id === context.user));
    assert.ok(entities.some(({ type, id }) => type === "agent" && id === context.project));
  }],
  ["delete one memory", async (context) => {
    const id = idOf(context, "later");
    assert.equal(await context.store.remove(id), true);
    assert.equal(await context.store.remove(id), false, "a second delete says it was there");
    assert.equal(await context.store.get(id), undefined);
  }],
  ["delete a project, verified, and only that", async (context) => {
    await write(context, "next door", `The ${context.mark} build next door`, {
      project: `${context.project}-b`,
    });
    const where = { field: "app_id", is: context.project };
    const { removed, left } = await context.store.removeAll({
      scope: { user: context.user },
      where,
      showExpired: true,
    });
    assert.equal(left, 0, `${left} rows are left`);
    assert.equal(removed, 2);
    assert.ok(await context.store.get(idOf(context, "next door")), "another project's row is gone");
    assert.ok(await context.store.get(idOf(context, "other user")), "another user's row is gone");
    return `${removed} deleted, ${left} left`;
  }],
];
