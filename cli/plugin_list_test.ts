import assert from "node:assert/strict";
import { addPlugin, listPlugins, removePlugin } from "./plugin_list.ts";

const OURS = "file:///work/npm/";

const WITH_COMMENTS = `{
    // my model
    "model": "anthropic/claude", /* keep */
    "plugin": [
        "other-plugin@1.2.3", // needed at work
        ["third", { "a": 1 }],
    ],
    "theme": "dark",
}
`;

Deno.test("addPlugin makes a new file that OpenCode's schema knows", () => {
  assert.deepEqual(JSON.parse(addPlugin("", OURS).text), {
    $schema: "https://opencode.ai/config.json",
    plugin: [OURS],
  });
});

Deno.test("addPlugin adds one line and keeps comments, commas and indentation", () => {
  const { text, done } = addPlugin(WITH_COMMENTS, OURS);
  assert.deepEqual(done, [`added "${OURS}"`]);
  assert.equal(
    text,
    WITH_COMMENTS.replace('{ "a": 1 }],\n', `{ "a": 1 }],\n        "${OURS}",\n`),
  );
});

Deno.test("addPlugin does nothing the second time", () => {
  for (const start of ["", "{}", WITH_COMMENTS, `{"plugin":["${OURS}"]}`]) {
    const once = addPlugin(start, OURS).text;
    assert.deepEqual(addPlugin(once, OURS), { text: once, done: [] });
  }
});

Deno.test("addPlugin replaces the published package and keeps its options", () => {
  const { text, done } = addPlugin(
    '{ "plugin": ["a", ["opencode-mem0-selfhost@0.1.7", { "MEM0_CAPTURE": "off" }]] }',
    OURS,
  );
  assert.deepEqual(JSON.parse(text).plugin, ["a", [OURS, { MEM0_CAPTURE: "off" }]]);
  assert.deepEqual(done, [`replaced "opencode-mem0-selfhost@0.1.7" by "${OURS}"`]);
});

Deno.test("addPlugin leaves one entry of several", () => {
  const { text } = addPlugin(`{"plugin":["opencode-mem0-selfhost","b","${OURS}"]}`, OURS);
  assert.deepEqual(JSON.parse(text).plugin, [OURS, "b"]);
});

Deno.test("removePlugin restores the file byte for byte", () => {
  const files = [
    '{\n  "model": "x"\n}\n',
    '{\n\t"model": "x",\n\t"plugin": [\n\t\t"a"\n\t]\n}\n',
    '{\r\n  "model": "x"\r\n}\r\n',
    '{\n  "plugin": ["a", "b"] // two\n}\n',
    '{\n  "plugin": [\n    "a", // one, and "two"\n    "b" /* https://x */\n  ]\n}\n',
    '\uFEFF{ "model": "x" }',
    "{}",
    WITH_COMMENTS,
  ];
  for (const file of files) {
    const added = addPlugin(file, OURS).text;
    assert.notEqual(added, file);
    assert.equal(removePlugin(added, OURS).text, file);
  }
});

Deno.test("removePlugin does nothing where nothing is", () => {
  for (const file of ["", "{}", WITH_COMMENTS]) {
    assert.deepEqual(removePlugin(file, OURS), { text: file, done: [] });
  }
});

Deno.test("addPlugin refuses what it can't understand", () => {
  assert.throws(() => addPlugin('{\n"model": \n}', OURS), /line 3 is no valid JSON/);
  assert.throws(() => addPlugin("[]", OURS), /not a JSON object/);
  assert.throws(() => addPlugin('{"plugin": "x"}', OURS), /"plugin" is not a list/);
});

Deno.test("addPlugin knows OpenCode 2's list, and doesn't list it under both names", () => {
  const two =
    '{\n  "plugins": [{ "package": "opencode-mem0-selfhost@0.1.7", "options": { "a": 1 } }, "x"]\n}\n';
  const { text, done } = addPlugin(two, "opencode-mem0-selfhost@0.2.0");
  assert.equal(text, two.replace("0.1.7", "0.2.0"));
  assert.equal(done.length, 1);
  assert.equal(addPlugin('{"plugins": ["x"]}', OURS).text, `{"plugins": ["x", "${OURS}"]}`);
  assert.equal(removePlugin(`{"plugins": ["x", "${OURS}"]}`, OURS).text, '{"plugins": ["x"]}');
  const both =
    '{"plugin": ["opencode-mem0-selfhost"], "plugins": ["opencode-mem0-selfhost@0.1.7", "x"]}';
  assert.deepEqual(listPlugins(addPlugin(both, "opencode-mem0-selfhost").text), [
    "opencode-mem0-selfhost",
    "x",
  ]);
});
