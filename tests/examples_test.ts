/**
 * Runs what the documents show: TypeScript blocks, curl calls, the scripts in examples/, and the
 * plugin from the folder that an opencode.json names. EXAMPLE_RUNTIME names the program for the npm
 * package's example, `node` (the default) or `bun`.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildPackage } from "../build_npm.ts";
import { createHandler } from "../embedded/handler.ts";
import { EmbeddedStore } from "../embedded/store.ts";
import type { PluginModule } from "../plugin/mod.ts";
import { type Fence, fencesOf, readPages, ROOT } from "./docs_files.ts";

const KEY = "m0sk_example";
const pages = await readPages();
const deno = Deno.execPath();
const configuration = ["--config", join(ROOT, "deno.json")];

/** A folder of its own, taken away afterwards. */
async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mem0-docs-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs a program there; resolves to what it printed, and fails with what it complained of. */
async function run(
  [program, ...args]: [string, ...string[]],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  const home = { HOME: cwd, USERPROFILE: cwd, NO_COLOR: "1" };
  const cache = Deno.env.get("DENO_DIR") ?? await denoFolder();
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    cwd,
    stdin: "null",
    env: { ...home, DENO_DIR: cache, ...env },
  }).output();
  const decoder = new TextDecoder();
  assert.equal(code, 0, `${program} ${args.join(" ")}\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

/** Where Deno keeps what it has loaded: another home folder must not make it load all again. */
async function denoFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(deno, { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** The embedded store as a Mem0 server, on loopback. */
async function withServer(body: (url: string) => Promise<void>): Promise<void> {
  const store = await EmbeddedStore.open({ path: ":memory:" });
  const handle = createHandler(store, { keys: { admin: KEY } });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handle);
  try {
    await body(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
    await store.close();
  }
}

/** As a file anywhere: our own modules are named by their addresses. */
function withAddresses({ page, code }: Fence): string {
  return code.replace(/(from ")([@.][^"]*)"/g, (_all, from: string, name: string) => {
    const base = pathToFileURL(join(ROOT, page.path));
    const address = name.startsWith(".") ? new URL(name, base).href : import.meta.resolve(name);
    return `${from}${address}"`;
  });
}

// docs/client.md needs a server and has a test of its own, tests/contract/client_docs_test.ts.
const blocks = fencesOf(pages, "ts").filter(({ page }) => page.path !== "docs/client.md");

Deno.test("all TypeScript in the documents has the right types", async () => {
  assert.ok(blocks.length >= 5);
  await inFolder(async (folder) => {
    const files: string[] = [];
    for (const [at, block] of blocks.entries()) {
      files.push(join(folder, `${block.page.path.replaceAll("/", "_")}_${at}.ts`));
      await Deno.writeTextFile(files[at]!, withAddresses(block));
    }
    await run([deno, "check", "--quiet", ...configuration, ...files], folder);
  });
});

for (const block of blocks) {
  // A test is no script; that one is tests/contract/example_test.ts.
  if (block.code.includes("contract(")) continue;
  Deno.test(`example ${block.number} of ${block.page.path} runs and prints what it says`, async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "example.ts");
      await Deno.writeTextFile(file, withAddresses(block));
      const printed = await run([deno, "run", "-A", "--no-check", ...configuration, file], folder);
      const said = [...block.code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) =>
        text
      );
      for (const text of said) {
        assert.ok(printed.split("\n").includes(text!), `${text}: ${printed}`);
      }
    });
  });
}

Deno.test("the curl calls of the README work on a server", async () => {
  const readme = pages.filter(({ path }) => path === "README.md");
  const block = fencesOf(readme, "sh").find(({ code }) => code.includes("curl"))!;
  await withServer((url) =>
    inFolder(async (folder) => {
      const env = { MEM0_HOST: url, MEM0_API_KEY: KEY };
      const [first, ...rest] = (await run(["bash", "-euc", block.code], folder, env)).split(
        /(?=\{"results")/,
      );
      assert.equal(first!.trim(), "it is there");
      assert.equal(rest.length, 2);
      for (const answer of rest) {
        assert.equal(JSON.parse(answer).results[0].memory, "Tabs, not spaces");
      }
    })
  );
});

const FOUND = /^[01]\.\d\d We deploy on Fridays with Kamal\n$/;

Deno.test("examples/deno/remember.ts runs on a file and on a server", async () => {
  const script = join(ROOT, "examples/deno/remember.ts");
  await inFolder(async (folder) => {
    assert.match(await run([deno, "run", "-A", script], folder), FOUND);
    await withServer(async (url) => {
      assert.match(await run([deno, "run", "-A", script, url, KEY], folder), FOUND);
      const { code, stderr } = await new Deno.Command(deno, {
        args: ["run", "-A", script, url, "wrong"],
        env: { NO_COLOR: "1" },
      }).output();
      assert.equal(code, 1);
      assert.match(new TextDecoder().decode(stderr), /give a valid key/);
    });
  });
});

Deno.test("the npm package runs examples/node/remember.mjs, and OpenCode's entry from its folder", async () => {
  await inFolder(async (folder) => {
    const built = join(folder, "node_modules", "opencode-mem0-selfhost");
    await buildPackage(built);
    const script = join(folder, "remember.mjs");
    await Deno.copyFile(join(ROOT, "examples/node/remember.mjs"), script);
    const program = Deno.env.get("EXAMPLE_RUNTIME") ?? "node";
    await withServer(async (url) =>
      assert.match(await run([program, script, url, KEY], folder), FOUND)
    );

    const example = await Deno.readTextFile(join(ROOT, "examples/opencode/local/opencode.json"));
    const [entry] = JSON.parse(example).plugin;
    assert.match(entry, /^file:\/\/\/.*\/package$/);
    const manifest = JSON.parse(await Deno.readTextFile(join(built, "package.json")));
    const main = pathToFileURL(join(built, manifest.exports["./server"].default));
    const { default: plugin } = await import(main.href) as { default: PluginModule };
    const nothing = () => Promise.resolve({ data: undefined });
    const client = {
      session: { get: nothing, messages: nothing },
      tui: { showToast: nothing },
      app: { log: nothing },
    };
    const options = { stateDir: join(folder, "state"), dbPath: ":memory:" };
    const hooks = await plugin.server({ directory: folder, client }, options);
    assert.equal(Object.keys(hooks.tool ?? {}).length, 10);
    await hooks.dispose?.();
  });
});
