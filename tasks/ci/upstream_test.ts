import assert from "node:assert/strict";
import { readRecording } from "../../tests/contract/recorded.ts";
import {
  affectedCases,
  type ChangedFile,
  describeProposal,
  DIFF_LIMIT,
  readHunks,
} from "./upstream.ts";

const cases = await readRecording();

const MAIN = `@app.post("/search")
def search(request):
    return 1


@app.get("/memories/{memory_id}/history")
def history(memory_id):
    return 2
`;

function changed(path: string, line?: number, text = MAIN): ChangedFile {
  const lines = line === undefined ? [] : [{ first: line, count: 1 }];
  return { status: "M", path, before: text, after: text, lines: { before: lines, after: lines } };
}

const names = (...files: ChangedFile[]) => affectedCases(files, cases).map(({ area }) => area);

Deno.test("affectedCases names the recorded cases of the routes that have changed", () => {
  const searches = names(changed("server/main.py", 3));
  assert.ok(searches.length > 70 && searches.length < 90, `${searches.length}`);
  const histories = affectedCases([changed("server/main.py", 8)], cases);
  assert.ok(histories.length >= 5);
  assert.ok(histories.every(({ request }) => /\/history$|^OPTIONS|^HEAD/.test(request.path)));
});

Deno.test("affectedCases takes the library's version as a change of every answer", () => {
  assert.equal(names(changed("server/requirements.txt")).length, cases.length);
});

Deno.test("affectedCases knows what shared files are about", () => {
  const errors = affectedCases([changed("server/errors.py")], cases);
  assert.ok(errors.length > 20 && errors.every(({ response }) => response.status >= 400));
  const limits = affectedCases([changed("server/rate_limit.py")], cases);
  assert.ok(limits.length > 0 && limits.every(({ response }) => response.status === 429));
});

Deno.test("affectedCases finds none for the official plugin", () => {
  const path = "integrations/mem0-plugin/.opencode-plugin/scope.ts";
  assert.deepEqual(affectedCases([changed(path, 3)], cases), []);
});

Deno.test("readHunks reads which lines of each side a diff names", () => {
  const diff =
    "@@ -3 +3,2 @@ def a():\n-x\n+y\n+z\n@@ -10,2 +11,0 @@\n-p\n-q\n@@ -20,0 +20 @@\n+r\n";
  assert.deepEqual(readHunks(diff), {
    before: [{ first: 3, count: 1 }, { first: 10, count: 2 }],
    after: [{ first: 3, count: 2 }, { first: 20, count: 1 }],
  });
});

const FROM = "a".repeat(40), TO = "b".repeat(40);
const proposal = { from: FROM, to: TO, files: [], diff: "", affected: [], recorded: 328 };

Deno.test("describeProposal cuts a diff at 40 KB, between two lines, and says so", () => {
  const line = "+ Grüße, 世界 ".repeat(9) + "\n";
  const body = describeProposal({ ...proposal, diff: line.repeat(2_000) });
  const shown = /```diff\n([^]*)```/.exec(body)![1]!;
  const bytes = new TextEncoder().encode(shown).length;
  assert.ok(bytes <= DIFF_LIMIT && bytes > DIFF_LIMIT - 200, `${bytes}`);
  assert.equal(shown, line.repeat(shown.length / line.length));
  assert.match(body, /Cut at 40 KB/);
  assert.doesNotMatch(describeProposal({ ...proposal, diff: line }), /Cut at/);
});

Deno.test("describeProposal stays below what GitHub takes, however much has changed", () => {
  const many = Array.from(
    { length: 900 },
    (_, at) => `server/routers/file-number-${at}-of-many.py`,
  );
  const body = describeProposal({
    ...proposal,
    files: many.map((path) => ({ status: "M", path })),
    affected: many.slice(1).map((name) => ({ name })),
    recorded: 900,
    diff: "+x\n".repeat(40_000),
  });
  assert.ok(body.length < 65_536, `${body.length}`);
  assert.match(body, /and 800 more/);
});

Deno.test("describeProposal fences a diff that holds fences itself", () => {
  const body = describeProposal({ ...proposal, diff: "+````ts\n+x\n+````\n" });
  assert.match(body, /\n`````diff\n/);
  assert.match(body, /\n`````\n$/);
});
