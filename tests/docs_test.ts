/** What the documents say exists: commands, flags, variables, links, messages, versions. */
import assert from "node:assert/strict";
import { dirname, join, posix } from "node:path";
import { COMMANDS } from "../cli/main.ts";
import { readConfig } from "../plugin/core/config.ts";
import { readRetention } from "../plugin/core/retention.ts";
import { fencesOf, readPages, ROOT, tableBelow } from "./docs_files.ts";

const pages = await readPages();
const readme = pages.find(({ path }) => path === "README.md")!;
const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
const exists = (path: string) => Deno.stat(path).then(() => true, () => false);

/** Texts of all sources below some folders, string literals joined as the code joins them. */
async function readSources(folders: readonly string[]): Promise<string> {
  const texts: string[] = [];
  for (const folder of folders) {
    for await (const { name, isFile, isDirectory } of Deno.readDir(join(ROOT, folder))) {
      if (isDirectory && name !== "testdata") texts.push(await readSources([`${folder}/${name}`]));
      if (!isFile || !name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
      texts.push(await Deno.readTextFile(join(ROOT, folder, name)));
    }
  }
  return texts.join("\n").replace(/(["'`])\s*\+\s*\n?\s*["'`]/g, "");
}

const sources = await readSources(["client", "embedded", "embedder", "plugin", "cli"]);

Deno.test("the configuration table names the variables that the code reads, and no other", async () => {
  const named = tableBelow(readme, "Configuration")
    .flatMap(([variables]) => [...variables!.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const code = await Deno.readTextFile(join(ROOT, "plugin/core/config.ts"));
  const table = /const VARIABLES = \{([\s\S]*?)\n\}/.exec(code)![1]!;
  const read = [...table.matchAll(/"(MEM0_\w+)"/g)].map(([, name]) => name);
  assert.ok(read.length > 15);
  assert.deepEqual(named.toSorted(), read.toSorted());
});

Deno.test("every MEM0_ variable in the documents is known to the code, or is the server's", async () => {
  const tests = await Deno.readTextFile(join(ROOT, "tests/contract/live_test.ts"));
  const servers = ["MEM0_DEFAULT_LLM_MODEL", "MEM0_DEFAULT_EMBEDDER_MODEL"];
  const unknown = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\bMEM0_[A-Z_]*[A-Z]\b/g)].map(([name]) => name)
      .filter((name) => !sources.includes(name) && !tests.includes(name) && !servers.includes(name))
      .map((name) => `${path}: ${name}`)
  );
  assert.deepEqual(unknown, []);
});

Deno.test("every deno task in the documents and workflows exists", async () => {
  const workflows: typeof pages = [];
  for await (const { name } of Deno.readDir(join(ROOT, ".github/workflows"))) {
    const path = `.github/workflows/${name}`;
    workflows.push({ path, text: await Deno.readTextFile(join(ROOT, path)) });
  }
  assert.ok(workflows.length >= 4);
  const missing: string[] = [];
  for (const { path, text } of [...pages, ...workflows]) {
    for (const [, name] of text.matchAll(/\bdeno task (?:-q )?([\w:-]+)/g)) {
      if (!(name! in config.tasks)) missing.push(`${path}: deno task ${name}`);
    }
    for (
      const [file] of text.matchAll(
        /\b(?:tasks|tests|examples)\/[\w/.-]+\.(?:ts|mjs|json|yaml|env)\b/g,
      )
    ) {
      if (!await exists(join(ROOT, file))) missing.push(`${path}: ${file}`);
    }
  }
  assert.deepEqual(missing, []);
});

Deno.test("every command and flag that the documents call exists", () => {
  const wrong: string[] = [];
  let calls = 0;
  for (const { path, text } of pages) {
    for (
      const [call, word, rest] of text.matchAll(
        /(?:npx opencode-mem0-selfhost(?:@[\w.]+)?|deno task cli) ([a-z]+)([^\n`|#>]*)/g,
      )
    ) {
      const command = COMMANDS.find(({ name }) => name === word);
      calls++;
      if (command === undefined) wrong.push(`${path}: ${call}`);
      for (const [flag] of rest!.matchAll(/(?<= )--?[a-z][\w-]*/g)) {
        if (!command?.help().includes(flag)) wrong.push(`${path}: ${call.trim()}: ${flag}`);
      }
    }
  }
  assert.ok(calls > 8);
  assert.deepEqual(wrong, []);
});

Deno.test("the README's table of commands is the command line's", () => {
  const named = tableBelow(readme, "Command line")
    .flatMap(([names]) => [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  assert.deepEqual(named.toSorted(), COMMANDS.map(({ name }) => name).toSorted());
});

Deno.test("every message in the troubleshooting table is one that the code writes", () => {
  const shown = tableBelow(readme, "When something is wrong")
    .flatMap(([seen]) => [...seen!.matchAll(/`([^`]+)`/g)].map(([, message]) => message!))
    .filter((message) => message.includes(" "));
  assert.ok(shown.length > 12);
  // A number at the end is a value there.
  const missing = shown.filter((message) => !sources.includes(message.replace(/ \d+$/, " ${")));
  assert.deepEqual(missing, []);
});

Deno.test("every link between the documents leads somewhere", async () => {
  const broken: string[] = [];
  for (const { path, text } of pages) {
    const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:)/.test(target!)) continue;
      const [file, anchor] = target!.split("#") as [string, string?];
      const full = file === "" ? path : posix.normalize(posix.join(dirname(path), file));
      if (!await exists(join(ROOT, full))) broken.push(`${path}: ${target}`);
      else if (
        anchor !== undefined && !anchorsOf(await Deno.readTextFile(join(ROOT, full))).has(anchor)
      ) {
        broken.push(`${path}: ${target}`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

/** Headings as GitHub names them. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading!.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  );
}

Deno.test("versions of the package in documents and examples are the one that is built", async () => {
  const files = [...pages];
  for (const name of ["published", "server", "opencode2"]) {
    const path = `examples/opencode/${name}/opencode.json`;
    files.push({ path, text: await Deno.readTextFile(join(ROOT, path)) });
  }
  const other = files.filter(({ path }) => path !== "CHANGELOG.md").flatMap(({ path, text }) =>
    [...text.matchAll(/opencode-mem0-selfhost[@-](\d[\w.-]*\d)/g)]
      .filter(([, version]) => version !== config.version && version !== "0.1.7").map(([found]) =>
        `${path}: ${found}`
      )
  );
  assert.deepEqual(other, []);
});

Deno.test("JSON in the documents and examples is valid, and its options are known", async () => {
  const blocks = fencesOf(pages, "json").map(({ page, code }) => ({ path: page.path, code }));
  for await (const { name } of Deno.readDir(join(ROOT, "examples/opencode"))) {
    const path = `examples/opencode/${name}/opencode.json`;
    blocks.push({ path, code: await Deno.readTextFile(join(ROOT, path)) });
  }
  assert.ok(blocks.length >= 6);
  for (const { path, code } of blocks) {
    const value = JSON.parse(code);
    if (value.retention !== undefined) await assertRetention(code);
    for (const entry of [value.plugin, value.plugins].flat().filter((one) => Array.isArray(one))) {
      const [, options] = entry as [string, Record<string, unknown>];
      const { origins, warnings } = readConfig({ options, env: {}, home: "/nowhere" });
      assert.deepEqual(warnings, [], path);
      assert.deepEqual(Object.keys(origins).toSorted(), Object.keys(options).toSorted(), path);
    }
  }
});

async function assertRetention(code: string): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mem0-docs-" });
  try {
    await Deno.writeTextFile(join(folder, ".mem0.json"), code);
    const said: string[] = [];
    await readRetention(folder, (_level, message) => void said.push(message));
    assert.deepEqual(said, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
