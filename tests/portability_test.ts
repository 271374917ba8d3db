/**
 * What Windows and macOS ask for, as far as it can be shown on any system. CONTRIBUTING.md lists what
 * only they can show.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAddress } from "../client/address.ts";
import { projectFromRemote } from "../plugin/core/identity.ts";
import { readRepository } from "../plugin/core/git.ts";
import { parseSettings } from "../plugin/core/settings.ts";
import { ROOT } from "./docs_files.ts";
import { inWorld, say, turns } from "./runtime/world.ts";

/** Names that Windows refuses: forbidden characters, devices, and a dot or space at the end. */
const REFUSED = /[<>:"/\\|?*\p{Cc}]|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$/iu;

Deno.test("every file and folder that is left behind has a name that Windows and macOS take", async () => {
  await inWorld(async (world) => {
    // A server that isn't there, so that spool, outbox, cursors and log are all in use.
    const odd = {
      MEM0_USER_ID: "team/Ann: *?",
      MEM0_APP_ID: 'a "b" <c>|d',
      MEM0_HOST: "127.0.0.1:1",
    };
    const runtime = await world.start(odd);
    const session = 'ses:1/"x"?';
    await say(runtime, "We decided to deploy this service with Kamal, not with Helm.", session);
    await runtime.onTurnEnd(
      session,
      () =>
        Promise.resolve(
          turns("We decided to deploy this service with Kamal, not with Helm.", "Fine."),
        ),
    );
    await runtime.close();
    const local = await world.start({ MEM0_BACKEND: "embedded" });
    await say(local, "The staging database listens on port 6544.");
    await local.close();

    const folder = join(world.home, ".mem0");
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    assert.ok(files.length >= 5, `${files.map(({ name }) => name)}`);
    assert.ok(files.some(({ parentPath }) => parentPath.includes("outbox")));
    assert.deepEqual(entries.map(({ name }) => name).filter((name) => REFUSED.test(name)), []);
    const paths = entries.map(({ parentPath, name }) => join(parentPath, name).toLowerCase());
    assert.equal(new Set(paths).size, paths.length, "two names differ by case alone");
    const longest = Math.max(...paths.map((path) => path.length - folder.length));
    assert.ok(
      longest < 200,
      `${longest} characters below the home folder; Windows takes 260 in all`,
    );
  });
});

Deno.test("what differs between systems stands in few places", async () => {
  const platform = new Set<string>();
  const places: string[] = [];
  for (const part of ["client", "language", "embedded", "embedder", "plugin", "cli"]) {
    for (const name of readdirSync(join(ROOT, part), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts") || name.endsWith("_test.ts") || name.includes("testdata")) continue;
      const file = `${part}/${name}`.replaceAll("\\", "/");
      const code = (await readFile(join(ROOT, file), "utf8")).replace(
        /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
        "",
      );
      if (/process\.platform/.test(code)) platform.add(file);
      if (/["'`]\/(tmp|dev|proc|etc|usr|var|home)\b|env\.HOME\b|\$HOME\b/.test(code)) {
        places.push(file);
      }
    }
  }
  assert.deepEqual(places, []);
  // The plugin has one place; the command line writes its advice for the shell at hand.
  assert.deepEqual([...platform].filter((file) => !file.startsWith("cli/")), [
    "plugin/core/files.ts",
  ]);
});

Deno.test("readRepository reads what git for Windows writes", async () => {
  const root = await mkdtemp(join(tmpdir(), "mem0-git-"));
  try {
    const main = join(root, "main"), tree = join(root, "tree");
    const linked = join(main, ".git", "worktrees", "tree");
    await mkdir(linked, { recursive: true });
    await mkdir(tree);
    const lines = (...all: string[]) => all.join("\r\n") + "\r\n";
    await writeFile(join(main, ".git", "HEAD"), lines("ref: refs/heads/main"));
    await writeFile(
      join(main, ".git", "config"),
      lines("[core]", "\tbare = false", '[remote "origin"]', "\turl = git@host:ann/shop.git"),
    );
    await writeFile(join(linked, "HEAD"), lines("ref: refs/heads/fix"));
    await writeFile(join(linked, "commondir"), lines("../.."));
    await writeFile(join(tree, ".git"), lines(`gitdir: ${linked.replaceAll("\\", "/")}`));
    for (const folder of [main, tree]) {
      const found = readRepository(folder);
      assert.equal(found?.remote, "git@host:ann/shop.git");
      assert.equal(found.root, main);
    }
  } finally {
    await rm(root, { recursive: true });
  }
});

Deno.test("projectFromRemote takes no drive letter for a host", () => {
  assert.equal(projectFromRemote("C:\\git\\shop.git"), undefined); // the folder's name is used
  assert.equal(projectFromRemote("file:///C:/git/shop.git"), "git-shop");
  assert.equal(projectFromRemote("C:/srv/git/shop.git"), "git-shop");
});

Deno.test("parseAddress takes files with drive letters and on shares", () => {
  const path = (address: string) => {
    const parsed = parseAddress(address);
    return parsed.kind === "file" ? parsed.path : parsed.kind;
  };
  assert.equal(path("file:///C:/Users/Ann%20Lee/memories.db"), "C:/Users/Ann Lee/memories.db");
  assert.equal(
    path("file:C:\\Users\\Ann Lee\\100%\\memories.db"),
    "C:\\Users\\Ann Lee\\100%\\memories.db",
  );
  assert.equal(path("file:\\\\server\\share\\memories.db"), "\\\\server\\share\\memories.db");
});

Deno.test("parseSettings reads what Windows editors save", () => {
  const { settings, warning } = parseSettings(
    '\uFEFF{\r\n  "global_search": true\r\n}\r\n',
    "settings.json",
  );
  assert.equal(warning, undefined);
  assert.equal(settings.globalSearch, true);
});
