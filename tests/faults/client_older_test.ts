// Servers of April 2026 and of the 1.0 era, played by their recorded faults: distances instead of scores,
// worst first; small lists; a PUT that drops metadata; 500 and 502 for what isn't there.
import assert from "node:assert/strict";
import { isMemoryError } from "../../client/errors.ts";
import { RestStore } from "../../client/rest.ts";
import type { Where } from "../../client/store.ts";
import openapi2 from "../contract/openapi-2.0.json" with { type: "json" };
import openapi1 from "../contract/openapi-older.json" with { type: "json" };
import { type Answer, type Respond, withServer } from "./client_server.ts";

interface Row {
  id: string;
  text: string;
  user: string;
  agent?: string;
  metadata: Record<string, unknown>;
}

/** The body of a search, as both ages read it. */
interface Asked {
  query: string;
  user_id?: string;
  limit?: number;
  top_k?: number;
  threshold?: number;
  filters?: Record<string, string>;
}

/** An older server with its faults; `right` gives similarities, best first, as mem0ai 2.0.5 does. */
class Older {
  readonly rows: Row[] = [];
  readonly bodies: Record<string, unknown>[] = [];

  constructor(readonly era: "1.0" | "2.0", readonly right = false) {}

  put(text: string, user: string, metadata: Record<string, unknown> = {}): string {
    const id = `0a0a0a0a-0000-4000-8000-${String(this.rows.length).padStart(12, "0")}`;
    this.rows.push({ id, text, user, metadata });
    return id;
  }

  readonly respond: Respond = ({ method, url, body }) => {
    const { pathname, searchParams } = new URL(url, "http://x");
    const sent = body === "" ? {} : JSON.parse(body);
    if (pathname === "/search") return this.#search(sent);
    const user = searchParams.get("user_id") ?? undefined;
    if (pathname === "/memories" && method === "GET") {
      const most = this.era === "1.0" ? 100 : 20;
      return {
        body: { results: this.rows.filter((row) => row.user === user).slice(0, most).map(wire) },
      };
    }
    if (pathname === "/memories" && method === "POST") {
      this.bodies.push(sent);
      return { body: { results: [] } };
    }
    if (pathname === "/entities" && this.era === "2.0") {
      const users = [...new Set(this.rows.map((row) => row.user))];
      const count = (one: string) => this.rows.filter((row) => row.user === one).length;
      return { body: users.map((id) => ({ id, type: "user", total_memories: count(id) })) };
    }
    const row = this.rows.find((one) => pathname === `/memories/${one.id}`);
    if (method === "GET") return { body: row ? wire(row) : null };
    if (row === undefined) return this.#missing();
    if (method === "DELETE") this.rows.splice(this.rows.indexOf(row), 1);
    if (method === "PUT") {
      if (typeof sent.text !== "string") return { status: 422, body: { detail: "text" } };
      row.text = sent.text;
      const { user_id, ...metadata } = sent.metadata ?? {};
      row.metadata = metadata;
      if (user_id !== undefined) row.user = user_id;
    }
    return { body: { message: "ok" } };
  };

  #missing(): Answer {
    return this.era === "1.0"
      ? { status: 500, body: { detail: "Memory with id x not found" } }
      : { status: 502, body: { detail: "Upstream provider error.", code: "unknown" } };
  }

  #search(sent: Asked): Answer {
    const filters = sent.filters ?? {};
    const user = this.era === "1.0" ? filters.user_id ?? sent.user_id : filters.user_id;
    if (this.era === "1.0" && sent.user_id === undefined) {
      return { status: 500, body: { detail: "ids" } };
    }
    if (this.era === "2.0" && sent.user_id !== undefined) return this.#missing();
    const flat = Object.entries(filters).filter(([key]) => key !== "user_id");
    const distance = (row: Row) => 1 - overlap(row.text, sent.query);
    let hits = this.rows
      .filter((row) => row.user === user)
      .filter((row) => flat.every(([key, value]) => String(row.metadata[key]) === value))
      .map((row) => ({ ...wire(row), score: distance(row) }))
      .sort((a, b) => a.score - b.score);
    if (this.era === "1.0") hits = hits.slice(0, sent.limit ?? 100);
    else {
      hits = hits.slice(0, Math.max(4 * (sent.top_k ?? 20), 60));
      if (this.right) hits = hits.map((hit) => ({ ...hit, score: 1 - hit.score }));
      else hits.reverse();
      hits = hits.filter((hit) => hit.score >= (sent.threshold ?? 0.1)).slice(0, sent.top_k);
    }
    return { body: { results: hits } };
  }
}

function wire(row: Row) {
  const { id, text, user, agent, metadata } = row;
  const created_at = "2026-04-24T10:00:00+00:00";
  return {
    id,
    memory: text,
    metadata,
    user_id: user,
    created_at,
    ...(agent && { agent_id: agent }),
  };
}

/** Shared words, 0..1. */
function overlap(a: string, b: string): number {
  const words = (text: string) => new Set(text.toLowerCase().split(/\W+/));
  const [one, two] = [words(a), words(b)];
  return [...one].filter((word) => two.has(word)).length / Math.max(one.size, two.size);
}

async function withOlder(
  older: Older,
  run: (store: RestStore, fresh: () => RestStore) => Promise<void>,
): Promise<void> {
  await withServer(older.respond, async (server) => {
    const fresh = () => new RestStore({ host: server.url });
    await run(fresh(), fresh);
  }, older.era === "1.0" ? openapi1 : openapi2);
}

for (
  const [name, make] of [
    ["of the 1.0 era", () => new Older("1.0")],
    ["of April 2026", () => new Older("2.0")],
    ["of April 2026 with a later library", () => new Older("2.0", true)],
  ] as const
) {
  Deno.test(`a search on a server ${name} gives the nearest first`, async () => {
    const older = make();
    older.put("cats sleep on keyboards", "ann", { app_id: "b" });
    older.put("billing runs on postgres", "ann", { app_id: "a" });
    older.put("billing of someone else", "bob");
    for (let n = 0; n < 90; n++) older.put(`nothing of note ${n}`, "ann", { app_id: "b" });
    await withOlder(older, async (_, fresh) => {
      // Each time a client that knows nothing yet.
      const hits = await fresh().search({
        scope: { user: "ann" },
        text: "billing runs on postgres",
        limit: 2,
      });
      assert.equal(hits[0]?.text, "billing runs on postgres");
      assert.ok(hits[0]!.score > 0.9);
      assert.ok(hits.every(({ scope }) => scope.user === "ann"));
      const where: Where = { any: [{ field: "app_id", is: "a" }, { field: "app_id", is: null }] };
      const [one, ...more] = await fresh().search({
        scope: { user: "ann" },
        text: "billing",
        where,
        minScore: 0,
      });
      assert.equal(one?.text, "billing runs on postgres");
      assert.equal(more.length, 0);
      const flat: Where = { field: "app_id", is: "a" };
      assert.equal(
        (await fresh().search({ scope: { user: "ann" }, text: "cats", where: flat, minScore: 0 }))
          .length,
        1,
      );
    });
  });

  Deno.test(`a list and a removal on a server ${name} are complete`, async () => {
    const older = make();
    for (let n = 0; n < 230; n++) {
      older.put(`row ${n}`, n % 2 === 0 ? "ann" : "bob", { even: n % 4 === 0 });
    }
    await withOlder(older, async (store) => {
      const scope = { user: "ann" };
      const { memories, complete } = await store.list({ scope });
      assert.deepEqual([memories.length, complete], [115, true]);
      const where: Where = { field: "even", is: true };
      assert.deepEqual(await store.count({ scope, where }), { count: 58, complete: true });
      assert.deepEqual(await store.removeAll({ scope, where }), { removed: 58, left: 0 });
      assert.deepEqual(await store.removeAll({ scope }), { removed: 57, left: 0 });
      assert.equal(older.rows.length, 115);
    });
  });

  Deno.test(`an update on a server ${name} keeps metadata and owner`, async () => {
    const older = make();
    const id = older.put("the office is in Porto", "ann", { app_id: "x", n: 1 });
    await withOlder(older, async (store) => {
      await store.update(id, { text: "the office is in Faro" });
      await store.update(id, { metadata: { n: 2, user_id: "thief" } });
      const memory = await store.get(id);
      assert.equal(memory?.text, "the office is in Faro");
      assert.deepEqual(memory?.metadata, { app_id: "x", n: 2 });
      assert.deepEqual(memory?.scope, { user: "ann" });
    });
  });

  Deno.test(`what isn't there on a server ${name} is missing`, async () => {
    await withOlder(make(), async (store) => {
      const id = "0a0a0a0a-0000-4000-8000-0000000000ff";
      assert.equal(await store.remove(id), false);
      await assert.rejects(store.update(id, { text: "x" }), { code: "missing" });
    });
  });

  Deno.test(`an expiration date is refused by name on a server ${name}`, async () => {
    const older = make();
    const id = older.put("x", "ann");
    await withOlder(older, async (store) => {
      const named = (error: unknown) =>
        isMemoryError(error) && error.code === "invalid" &&
        /older than expiration/.test(error.message);
      const messages = [{ role: "user", content: "x" }];
      const expirationDate = "2999-01-01";
      await assert.rejects(store.add({ scope: { user: "ann" }, messages, expirationDate }), named);
      await assert.rejects(store.update(id, { expirationDate }), named);
      assert.equal(older.bodies.length, 0);
    });
  });
}

Deno.test("user messages go alone to a server that would read the assistant's only", async () => {
  const messages = [
    { role: "user", content: "I like tea" },
    { role: "assistant", content: "Noted" },
  ];
  const roles = async (older: Older, infer: boolean, scope: { user: string; agent?: string }) => {
    await withOlder(older, async (store) => void await store.add({ scope, messages, infer }));
    return (older.bodies[0]!.messages as { role: string }[]).map(({ role }) => role).join(" ");
  };
  const both = { user: "ann", agent: "p" };
  assert.equal(await roles(new Older("1.0"), true, both), "user");
  assert.equal(await roles(new Older("1.0"), true, { user: "ann" }), "user assistant");
  assert.equal(await roles(new Older("1.0"), false, both), "user assistant");
  assert.equal(await roles(new Older("2.0"), true, both), "user assistant");
});
