// What a live server answered, served again on a loopback socket: the client must read each answer
// and name each error as it was meant.
import assert from "node:assert/strict";
import { Admin } from "../../client/admin.ts";
import { Transport } from "../../client/transport.ts";
import { isMemoryError } from "../../client/errors.ts";
import { RestStore } from "../../client/rest.ts";
import type { Json, Memory } from "../../client/store.ts";
import { type Answer, serve } from "../faults/client_server.ts";
import { readRecording, type RecordedCase } from "./recorded.ts";

type Row = { [key: string]: Json };

const ID = "0a0a0a0a-0000-4000-8000-000000000001";
const OPENAPI = await Deno.readTextFile(new URL("openapi.json", import.meta.url));
/** Bounds a call that hangs; no case comes near it. */
const CALL = { timeoutMs: 30_000 };
const SCOPE = { user: "someone" };

/** Asks as the case asked, through the method that a user of the client would call. */
const METHODS: [RegExp, (store: RestStore, admin: Admin) => Promise<unknown>][] = [
  [/^POST \/memories$/, (store) => store.add({ scope: SCOPE, messages: [said("x")] }, CALL)],
  [/^GET \/memories\?all$/, (_, admin) => admin.listAll(1000, CALL)],
  [/^GET \/memories$/, (store) => store.list({ scope: SCOPE, showExpired: true }, CALL)],
  [/^DELETE \/memories$/, (_, admin) => admin.deleteAll(SCOPE, CALL)],
  [/^GET \/memories\/[^/]+$/, (store) => store.get(ID, CALL)],
  [/^PUT \/memories\/[^/]+$/, (store) => store.update(ID, { text: "x" }, CALL)],
  [/^DELETE \/memories\/[^/]+$/, (store) => store.remove(ID, CALL)],
  [/^GET \/memories\/[^/]+\/history$/, (store) => store.history(ID, CALL)],
  [
    /^POST \/search$/,
    (store) => store.search({ scope: SCOPE, text: "x", limit: 500, showExpired: true }, CALL),
  ],
  [/^GET \/entities$/, (store) => store.entities(CALL)],
  [/^DELETE \/entities\/.*$/, (_, admin) => admin.deleteEntity("user", "someone", CALL)],
  [/^POST \/reset$/, (_, admin) => admin.reset(CALL)],
  [/^GET \/configure$/, (_, admin) => admin.configuration(CALL)],
  [/^POST \/configure$/, (_, admin) => admin.configure({ custom_instructions: "x" }, CALL)],
  [/^GET \/configure\/providers$/, (_, admin) => admin.providers(CALL)],
  [/^POST \/generate-instructions$/, (_, admin) => admin.generateInstructions("x", CALL)],
  [/^GET \/requests$/, (_, admin) => admin.requests(50, CALL)],
  [/^GET \/api-keys$/, (_, admin) => admin.listKeys(CALL)],
  [/^POST \/api-keys$/, (_, admin) => admin.createKey("x", CALL)],
  [/^DELETE \/api-keys\/.*$/, (_, admin) => admin.revokeKey(ID, CALL)],
  [/^GET \/auth\/setup-status$/, (_, admin) => admin.needsSetup(CALL)],
  [
    /^POST \/auth\/register$/,
    (_, admin) =>
      admin.register({ name: "A", email: "a@example.com", password: "long-enough" }, CALL),
  ],
  [/^POST \/auth\/login$/, (_, admin) => admin.login("a@example.com", "long-enough", CALL)],
  [/^POST \/auth\/refresh$/, (_, admin) => admin.refresh("eyJa.b.c", CALL)],
  [/^GET \/auth\/me$/, (_, admin) => admin.me(CALL)],
  [/^PATCH \/auth\/me$/, (_, admin) => admin.updateMe({ name: "B" }, CALL)],
  [/^POST \/auth\/change-password$/, (_, admin) => admin.changePassword("a", "b", CALL)],
  [/^POST \/auth\/onboarding-complete$/, (_, admin) => admin.completeOnboarding("x", CALL)],
];

for (const recorded of await readRecording()) {
  const { method, path, query } = recorded.request;
  const ids = Object.keys(query ?? {}).some((key) => key.endsWith("_id"));
  const key = `${method} ${path}${method === "GET" && path === "/memories" && !ids ? "?all" : ""}`;
  const call = METHODS.find(([route]) => route.test(key))?.[1];
  Deno.test(`the client reads the recorded answer ${recorded.name}`, async () => {
    const answer = answerOf(recorded);
    const server = await serve(() => answer, OPENAPI);
    const options = { host: server.url, apiKey: "key" };
    const store = new RestStore(options);
    // Routes without a method of their own, and those of no Mem0 server, go straight to the transport.
    const raw = () =>
      new Transport({ base: server.url }).send(
        { method: "GET", path: "/nope", what: "look" },
        CALL,
      );
    try {
      const asked = call ? call(store, new Admin(options)) : raw();
      if (answer.status! >= 300 || isPage(recorded)) {
        if (key.startsWith("DELETE /memories/") && answer.status === 404) {
          assert.equal(await asked, false);
        } else {
          await assert.rejects(asked, (error) => checkError(error, recorded, answer));
        }
      } else {
        checkValue(key, await asked, JSON.parse(answer.body as string));
      }
    } finally {
      await store.close();
      await server.close();
    }
  });
}

function said(content: string) {
  return { role: "user", content };
}

function isPage({ response }: RecordedCase): boolean {
  const { body } = response;
  return body !== null && typeof body === "object" && ("$html" in body || "$text" in body);
}

/** The recorded answer with real values in the places of its placeholders. */
function answerOf({ response }: RecordedCase): Answer {
  const body = response.body as Row;
  const headers = JSON.parse(fill(JSON.stringify(response.headers)));
  // What is tried again is tried at once: how long the waits are is told in client/retry_test.ts.
  if (response.status >= 500) headers["retry-after"] = "0";
  const text = isSpecial(body) ? specialBody(body) : fill(JSON.stringify(plausible(body)));
  return { status: response.status, headers, body: text };
}

function isSpecial(body: Json): boolean {
  return body !== null && typeof body === "object" && !Array.isArray(body) &&
    Object.keys(body).some((key) => key.startsWith("$"));
}

function specialBody(body: Row): string {
  if ("$html" in body) return "<!doctype html><title>Mem0</title><p>a page";
  if ("$text" in body) return String(body.$text);
  return "$openapi" in body ? OPENAPI : "";
}

/** Rows and numbers that the recording leaves open. */
function plausible(value: Json, key?: string): Json {
  if (value === "<float>") return 0.5;
  if (value === "<md5>") return "0".repeat(32);
  if (value === "<any>" && key === "results") {
    return { id: ID, memory: "A row", created_at: "2026-01-01T00:00:00+00:00" };
  }
  if (Array.isArray(value)) return value.map((one) => plausible(one, key));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plausible(one, name)]),
  );
}

function fill(text: string): string {
  return text.replace(/<(uuid|iso8601z|iso8601|rid|apikey|keyprefix|jwt):(\d+)>/g, (_, kind, n) => {
    const digits = n.padStart(12, "0");
    if (kind === "uuid") return `0b0b0b0b-0000-4000-8000-${digits}`;
    if (kind === "rid") return digits.slice(4);
    if (kind === "iso8601z") return `2026-11-22T10:00:00.${digits.slice(6)}Z`;
    if (kind === "iso8601") return `2026-11-22T10:00:00.${digits.slice(6)}+00:00`;
    return kind === "jwt" ? `eyJh.${n}.x` : `m0sk_${digits}`;
  });
}

const CODES: Record<number, string> = {
  307: "protocol",
  400: "invalid",
  401: "unauthorized",
  403: "forbidden",
  404: "missing",
  405: "protocol",
  422: "invalid",
  429: "limited",
  500: "unavailable",
  502: "unavailable",
};

function checkError(error: unknown, recorded: RecordedCase, answer: Answer): true {
  assert.ok(isMemoryError(error), `no MemoryError: ${error}`);
  assert.equal(error.code, CODES[answer.status!] ?? "protocol", error.message);
  assert.equal(error.status, answer.status);
  assert.match(error.message, /^Cannot .*: .*; .*\w/);
  if (!/^PUT/.test(recorded.request.method)) {
    assert.match(error.message, / at http:\/\/127\.0\.0\.1:/);
  }
  const body = recorded.response.body as Row | null;
  if (answer.status! < 400) return true;
  assert.equal(error.requestId, answer.headers!["x-request-id"]);
  if (isSpecial(body)) return true;
  const { detail, code, error: limited } = body as Row;
  const words = detail ?? limited;
  if (typeof words === "string" && !/<\w+:\d+>/.test(words)) {
    assert.ok(error.message.includes(words.replace(/\.$/, "").slice(0, 150)), error.message);
  } else if (Array.isArray(words)) {
    assert.ok(error.message.includes(String((words[0] as Row).msg).slice(0, 40)), error.message);
  }
  assert.equal(error.providerCode, code);
  const passes = /rate_limited|unavailable|timeout|unknown/.test(String(code));
  assert.equal(error.retryable, answer.status === 429 || passes);
  return true;
}

/** Compares with the recorded body, field by field, without the client's own decoders. */
function checkValue(key: string, value: unknown, body: Json): void {
  const rows = () => (body as Row).results as Row[];
  if (key === "POST /memories") {
    assert.deepEqual(
      (value as Row[]).map(({ id, text, event, role }) => [id, text, event, role]),
      rows().map(({ id, memory, event, role }) => [id, memory, event, role ?? undefined]),
    );
  } else if (key === "POST /search" || key === "GET /memories?all") {
    checkRows(value as Memory[], rows());
  } else if (key === "GET /memories") {
    const { memories, complete } = value as { memories: Memory[]; complete: boolean };
    assert.equal(complete, true);
    const byId = (a: { id: string }, b: { id: string }) => a.id < b.id ? -1 : 1;
    checkRows([...memories].sort(byId), [...rows()].sort(byId as never));
  } else if (/^GET \/memories\/[^/]+$/.test(key)) {
    if (body === null) assert.equal(value, undefined);
    else checkRows([value as Memory], [body as Row]);
  } else if (key.endsWith("/history")) {
    assert.deepEqual(
      (value as Row[]).map((step) => [step.id, step.memoryId, step.before, step.after, step.event]),
      (body as Row[]).map((
        row,
      ) => [row.id, row.memory_id, row.old_memory, row.new_memory, row.event]),
    );
  } else if (key === "GET /entities") {
    assert.deepEqual(
      (value as Row[]).map(({ type, id, count }) => [type, id, count]),
      (body as Row[]).map((row) => [row.type, row.id, row.total_memories]),
    );
  } else if (key.startsWith("DELETE /memories/")) {
    assert.equal(value, true);
  } else if (/^POST \/auth\/(login|register|refresh)$/.test(key)) {
    const { access_token, refresh_token } = body as Row;
    assert.deepEqual(value, { access: access_token, refresh: refresh_token });
  } else if (key === "GET /auth/me" || key === "PATCH /auth/me") {
    const { email, role } = body as Row;
    assert.deepEqual([(value as Row).email, (value as Row).role], [email, role]);
  } else if (key === "GET /api-keys") {
    assert.deepEqual((value as Row[]).map(({ id }) => id), (body as Row[]).map(({ id }) => id));
  } else if (key === "POST /api-keys") {
    assert.equal((value as Row).key, (body as Row).key);
  } else if (key === "GET /auth/setup-status") {
    assert.equal(value, (body as Row).needsSetup);
  } else if (/^GET \/configure/.test(key)) {
    assert.deepEqual(value, body);
  } else if (key === "GET /requests") {
    assert.equal((value as Row[]).length, (body as Row[]).length);
  } else if (/^(PUT|DELETE|POST) /.test(key)) {
    assert.equal(value, undefined);
  }
}

function checkRows(memories: Memory[], rows: Row[]): void {
  assert.equal(memories.length, rows.length);
  for (const [index, row] of rows.entries()) {
    const memory = memories[index]!;
    assert.equal(memory.id, row.id);
    assert.equal(memory.text, row.memory);
    const { attributed_to, ...metadata } = memory.metadata;
    assert.deepEqual(metadata, row.metadata ?? {});
    assert.equal(attributed_to, row.attributed_to ?? undefined);
    const { user, agent, run } = memory.scope;
    const ids = [row.user_id, row.agent_id, row.run_id].map((id) => id ?? undefined);
    assert.deepEqual([user, agent, run], ids);
    assert.equal(memory.role, row.role ?? undefined);
    assert.equal(memory.createdAt, row.created_at);
    assert.equal(memory.expirationDate, row.expiration_date);
  }
}
