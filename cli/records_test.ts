import assert from "node:assert/strict";
import fc from "fast-check";
import { openStore } from "../mod.ts";
import { readLines, readMarkdown, writeLines, writeMarkdown } from "./formats/own.ts";
import { contentOf, copyOf, recordOf, sortRecords, stableId } from "./records.ts";
import { recordLists, records } from "./testdata/memories.ts";

Deno.test("readLines gives back what writeLines wrote, whatever it holds", () => {
  fc.assert(fc.property(recordLists, (list) => {
    const text = writeLines(list);
    assert.equal(writeLines(readLines(text)), text);
    assert.deepEqual(readLines(text).map(contentOf), sortRecords(list).map(contentOf));
  }));
});

Deno.test("readMarkdown gives back what writeMarkdown wrote, whatever it holds", () => {
  fc.assert(
    fc.property(recordLists, (list) => {
      const text = writeMarkdown(list);
      const read = readMarkdown(text);
      assert.deepEqual(
        sortRecords(read).map((record) => [record.id, contentOf(record)]),
        sortRecords(list).map((record) => [record.id, contentOf(record)]),
      );
      assert.equal(writeMarkdown(read), text);
    }),
    { numRuns: 300 },
  );
});

Deno.test("the same records in another order give the same bytes", () => {
  fc.assert(fc.property(recordLists, (list) => {
    const turned = [...list].reverse();
    assert.equal(writeLines(turned), writeLines(list));
    assert.equal(writeMarkdown(turned), writeMarkdown(list));
  }));
});

Deno.test("the export of a copy is that of its original, and of a copy's copy too", async () => {
  await fc.assert(
    fc.asyncProperty(records, async (record) => {
      let current = record;
      for (let generation = 0; generation < 2; generation++) {
        const store = await openStore(":memory:", { embedder: "none" });
        const [change] = await store.add(copyOf(current));
        current = recordOf((await store.get(change!.id))!);
        assert.notEqual(change!.id, record.id);
        await store.close();
      }
      assert.equal(writeLines([current]), writeLines(readLines(writeLines([record]))));
    }),
    { numRuns: 40 },
  );
});

Deno.test("a changed copy is exported as it is now, under its original's id", async () => {
  const store = await openStore(":memory:", { embedder: "none" });
  const [change] = await store.add(copyOf({
    id: "00000000-0000-4000-8000-000000000001",
    text: "We use npm",
    scope: { user: "ann" },
    metadata: { type: "convention" },
    createdAt: "2024-05-01T10:00:00Z",
  }));
  await store.update(change!.id, { text: "We use pnpm" });
  const record = recordOf((await store.get(change!.id))!);
  assert.equal(record.id, "00000000-0000-4000-8000-000000000001");
  assert.equal(record.text, "We use pnpm");
  assert.equal(record.createdAt, "2024-05-01T10:00:00Z");
  assert.ok(Date.parse(record.updatedAt ?? "") > Date.parse("2026-01-01"));
  await store.close();
});

Deno.test("stableId is a UUID, the same for the same parts and another for others", async () => {
  const id = await stableId("notes", "text", "ann");
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(await stableId("notes", "text", "ann"), id);
  assert.notEqual(await stableId("notestext", "", "ann"), id);
});

Deno.test("readLines says which line can't be read, and why", () => {
  const whole = '{"id":"a","text":"x","scope":{},"metadata":{}}';
  const cases: [string, RegExp][] = [
    [`${whole}\n${whole.slice(0, 20)}`, /^line 2 is no valid JSON; the file may be cut off$/],
    [`${whole}\n{"id":"a","scope":{}}`, /^line 2: it has no "text"$/],
    ['{"text":"x","scope":{}}', /^line 1: it has no "id"$/],
    ["[]", /^line 1: it is no JSON object$/],
    ['{"id":"a","text":"x","createdAt":"soon"}', /its "createdAt" "soon" is no time/],
    ['{"id":"a","text":"x","expirationDate":"2024-02-30"}', /no day of the form YYYY-MM-DD/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => readLines(text), { name: "FormatError", message });
  }
});
