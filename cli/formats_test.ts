/** What other programs' files become. Each sample is in the form that its program documents. */
import assert from "node:assert/strict";
import { parseFile } from "./formats/mod.ts";
import { readNotes } from "./formats/notes.ts";
import type { MemoryRecord } from "./records.ts";

const place = { identity: { user: "ann", project: "lighthouse" }, scope: "project" as const };

async function read(name: string, content: unknown, format?: string) {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return await parseFile(name, text, place, format);
}

const brief = ({ text, metadata, scope }: MemoryRecord) => [text, metadata.type, scope.agent];

Deno.test("rows of a Mem0 server keep project, conversation, day and times", async () => {
  const { format, own, records } = await read("rows.json", {
    results: [
      {
        id: "11111111-1111-4111-8111-111111111111",
        memory: "Deploys go out on Fridays",
        hash: "x",
        metadata: { app_id: "acme-api", type: "convention" },
        created_at: "2025-03-01T10:00:00Z",
        updated_at: "2025-03-02T10:00:00Z",
        user_id: "ann",
        agent_id: "acme-api",
        expiration_date: "2030-01-01",
      },
      {
        id: "22222222-2222-4222-8222-222222222222",
        memory: "Everywhere",
        metadata: { scope: "global" },
        created_at: "2025-03-01T10:00:00Z",
        updated_at: null,
        user_id: "ann",
      },
      {
        id: "33333333-3333-4333-8333-333333333333",
        memory: "Of one conversation",
        metadata: null,
        created_at: "2025-03-01T10:00:00Z",
        user_id: "ann",
        run_id: "ses_1",
      },
    ],
  });
  assert.deepEqual([format, own], ["mem0", false]);
  assert.deepEqual(records.map(({ scope }) => scope), [
    { user: "ann", agent: "acme-api" },
    { user: "ann" },
    { user: "ann", agent: "lighthouse", run: "ses_1" },
  ]);
  assert.equal(records[0]!.metadata.app_id, "acme-api");
  assert.equal(records[0]!.createdAt, "2025-03-01T10:00:00Z");
  assert.equal(records[0]!.updatedAt, "2025-03-02T10:00:00Z");
  assert.equal(records[0]!.expirationDate, "2030-01-01");
  assert.equal(records[1]!.metadata.scope, "global");
});

Deno.test("rows of Mem0's platform: project beside the metadata, categories as tags", async () => {
  const { format, records } = await read("export.json", {
    count: 1,
    next: null,
    previous: null,
    results: [{
      id: "44444444-4444-4444-8444-444444444444",
      memory: "Prefers morning meetings",
      user_id: "ann",
      app_id: "calendar",
      categories: ["preferences"],
      created_at: "2025-03-01T10:00:00-07:00",
      updated_at: "2025-03-01T10:00:00-07:00",
    }],
  });
  assert.equal(format, "mem0");
  assert.deepEqual(records[0]!.scope, { user: "ann", agent: "calendar" });
  assert.deepEqual(records[0]!.metadata.tags, ["preferences"]);
});

Deno.test("an export of opencode-mem: types, tags, pins and times in milliseconds", async () => {
  const { format, records } = await read("memories.json", {
    schemaVersion: 1,
    exportedAt: "2026-01-01T00:00:00Z",
    plugin: { package: "opencode-mem", version: "2.26.0" },
    source: { containerTag: "opencode_project_x", scope: "project", scopeHash: "x" },
    memories: [{
      id: "mem_1",
      content: "Uses microservices",
      type: "decision",
      tags: ["architecture"],
      createdAt: 1735689600000,
      updatedAt: 1735776000000,
      isPinned: true,
    }],
  });
  assert.equal(format, "opencode-mem");
  const [record] = records;
  assert.deepEqual(brief(record!), ["Uses microservices", "decision", "lighthouse"]);
  assert.equal(record!.metadata.pinned, true);
  assert.deepEqual([record!.createdAt, record!.updatedAt], [
    "2025-01-01T00:00:00.000Z",
    "2025-01-02T00:00:00.000Z",
  ]);
});

Deno.test("an export of claude-mem: its observations, with title and narrative or facts", async () => {
  const { format, records } = await read("work.json", {
    exportedAt: "2026-01-01T00:00:00Z",
    query: "x",
    totalObservations: 2,
    observations: [
      { id: 7, type: "bugfix", title: "Path bug", narrative: "Backslashes broke it", project: "p" },
      { id: 8, type: "discovery", title: "Ports", facts: '["8888 is the API","3000 the UI"]' },
    ],
    sessions: [],
    summaries: [],
    prompts: [],
  });
  assert.equal(format, "claude-mem");
  assert.deepEqual(records.map(brief), [
    ["Path bug: Backslashes broke it", "bug_fix", "lighthouse"],
    ["Ports: 8888 is the API 3000 the UI", "task_learning", "lighthouse"],
  ]);
  assert.equal(records[1]!.metadata.kind, "discovery");
});

Deno.test("a backup of OpenMemory: live rows only, of either of its two files", async () => {
  const rows = [
    { id: "a", content: "Kept", metadata: {}, state: "active", app: "x", categories: ["work"] },
    { id: "b", content: "Gone", metadata: {}, state: "deleted", app: "x", categories: [] },
  ];
  const lines = await read("memories.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
  const whole = await read("memories.json", {
    user: {},
    apps: [],
    memories: rows,
    export_meta: { version: "1" },
  });
  for (const { format, records } of [lines, whole]) {
    assert.equal(format, "openmemory");
    assert.deepEqual(records.map(({ text }) => text), ["Kept"]);
  }
});

Deno.test("supermemory's lists: documents, and memories without the forgotten ones", async () => {
  const documents = await read("documents.json", {
    memories: [{ id: "d1", title: "Notes", summary: "What was said", containerTags: ["ann"] }],
    pagination: { currentPage: 1, totalItems: 1 },
  });
  const entries = await read("entries.json", {
    memoryEntries: [
      { id: "m1", memory: "Likes tea", isLatest: true, isForgotten: false },
      { id: "m2", memory: "Liked coffee", isLatest: false, isForgotten: false },
      { id: "m3", memory: "Old", isLatest: true, isForgotten: true },
    ],
    pagination: { currentPage: 1, totalItems: 3 },
  });
  assert.deepEqual([documents.format, entries.format], ["supermemory", "supermemory"]);
  assert.deepEqual(documents.records.map(({ text }) => text), ["What was said"]);
  assert.deepEqual(entries.records.map(({ text }) => text), ["Likes tea"]);
});

Deno.test("the MCP server's graph: a memory an observation and a relation", async () => {
  const entity = {
    type: "entity",
    name: "John_Smith",
    entityType: "person",
    observations: ["Speaks Spanish", "Likes tea"],
  };
  const relation = { type: "relation", from: "John_Smith", to: "Acme", relationType: "works_at" };
  const { format, records } = await read(
    "memory.jsonl",
    `${JSON.stringify(entity)}\n${JSON.stringify(relation)}\n`,
  );
  assert.equal(format, "mcp-memory");
  assert.deepEqual(records.map(({ text }) => text), [
    "John Smith: Speaks Spanish",
    "John Smith: Likes tea",
    "John Smith works at Acme",
  ]);
});

Deno.test("simple-memory's daily file, with quotes in the content", async () => {
  const { format, records } = await read(
    "2025-12-15.logfmt",
    'ts=2025-12-15T10:00:00.000Z type=preference scope=user content="Says \\"tabs\\"" tags=a,b\n' +
      'ts=2025-12-15T11:00:00.000Z type=pattern scope=api content="Handlers return results"\n',
  );
  assert.equal(format, "simple-memory");
  assert.deepEqual(records.map(brief), [
    ['Says "tabs"', "user_preference", "lighthouse"],
    ["Handlers return results", "convention", "lighthouse"],
  ]);
  assert.deepEqual(records[0]!.metadata.tags, ["a", "b"]);
});

Deno.test("notes: items, paragraphs, code, tables; each with what it hangs on", async () => {
  const { format, records } = await read(
    "CLAUDE.md",
    [
      "---",
      "title: x",
      "---",
      "# Project",
      "Use **pnpm**, not npm.",
      "",
      "## Commands",
      "- Build: `pnpm build`",
      "- Tests:",
      "  - unit: `pnpm test`",
      "  - [x] e2e: `pnpm e2e`",
      "",
      "Deploy with:",
      "",
      "```sh",
      "# not a heading",
      "make deploy",
      "```",
      "",
      "## Decisions",
      "1. We chose Postgres",
      "   because of jsonb.",
      "<!-- a comment",
      "of two lines -->",
      "@docs/more.md",
    ].join("\r\n"),
  );
  assert.equal(format, "notes");
  assert.deepEqual(records.map(({ text, metadata }) => [text, metadata.type]), [
    ["Use **pnpm**, not npm.", "convention"],
    ["Commands: Build: `pnpm build`", "environmental"],
    ["Commands: Tests > unit: `pnpm test`", "environmental"],
    ["Commands: Tests > e2e: `pnpm e2e`", "environmental"],
    ["Commands: Deploy with:\n```sh\n# not a heading\nmake deploy\n```", "environmental"],
    ["We chose Postgres\nbecause of jsonb.", "decision"],
  ]);
  assert.equal(records[0]!.metadata.file, "CLAUDE.md");
});

Deno.test("readNotes finds nothing in empty and odd files, and never fails", () => {
  for (
    const text of ["", "\n\n", "---\n", "# Only a heading", "```\nunclosed", "- ", "<!-- x -->"]
  ) {
    assert.ok(readNotes(text).length <= 1, JSON.stringify(text));
  }
});

Deno.test("the same file twice gives the same ids, another project's file others", async () => {
  const [a, b] = [await read("MEMORY.md", "- one\n- two"), await read("MEMORY.md", "- two\n- one")];
  assert.deepEqual(a.records.map(({ id }) => id).sort(), b.records.map(({ id }) => id).sort());
  const other = await parseFile("MEMORY.md", "- one", {
    ...place,
    identity: { user: "ann", project: "elsewhere" },
  });
  assert.notEqual(other.records[0]!.id, a.records[0]!.id);
});

Deno.test("an unknown file is refused by what it seems to be", async () => {
  const cases: [name: string, content: unknown, message: RegExp][] = [
    ["x.json", { alpha: 1, beta: [] }, /a JSON object with "alpha", "beta", and no format/],
    ["x.json", [1, 2, 3], /a JSON list of 3/],
    ["x.json", "", /it is empty/],
    ["x.csv", "a,b\n1,2", /it is a text, and no format that is known: jsonl, markdown, notes/],
    ["x.zip", "PK\u0003\u0004rest", /a zip archive; unpack it/],
    ["x.db", "SQLite format 3\0", /an SQLite database; export it with the program/],
    ["x.bin", "a\0b", /a binary file/],
  ];
  for (const [name, content, message] of cases) {
    await assert.rejects(read(name, content), { name: "FormatError", message });
  }
});

Deno.test("a damaged file of a known format is refused, and names the place", async () => {
  const rows = { results: [{ id: "1", memory: 7 }] };
  await assert.rejects(read("rows.json", rows), /"memory" that is no text/);
  await assert.rejects(read("x.logfmt", "garbage", "simple-memory"), /line 1 is no memory/);
  await assert.rejects(read("x.json", { memories: 3 }, "opencode-mem"), /"memories" is no list/);
});
