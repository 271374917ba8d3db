// Real git repositories in temporary folders; only GitHub's list of pull requests is held here.
import assert from "node:assert/strict";
import { join } from "node:path";
import { capture } from "./capture.ts";
import type { PullRequest, PullRequests } from "./pull_requests.ts";
import { syncUpstream } from "./sync_upstream.ts";

const ENV = {
  GIT_AUTHOR_NAME: "t",
  GIT_AUTHOR_EMAIL: "t@localhost",
  GIT_COMMITTER_NAME: "t",
  GIT_COMMITTER_EMAIL: "t@localhost",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

class Board implements PullRequests {
  readonly all: (PullRequest & { body: string })[] = [];
  list() {
    return Promise.resolve([...this.all]);
  }
  write(number: number | undefined, _branch: string, title: string, body: string) {
    const known = this.all.find((one) => one.number === number);
    if (known) Object.assign(known, { title, body });
    else this.all.push({ number: this.all.length + 1, title, body, isOpen: true });
    return Promise.resolve(known?.number ?? this.all.length);
  }
}

interface World {
  board: Board;
  /** Commits files upstream; resolves to the commit. */
  change(files: Record<string, string>): Promise<string>;
  sync(): Promise<string>;
  /** What our repository holds on the branch of the proposal. */
  proposed(): Promise<string>;
}

async function withWorld(body: (world: World) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "mem0-sync-" });
  const [upstream, origin, folder] = ["upstream", "origin", "ours"].map((name) =>
    join(root, name)
  ) as [
    string,
    string,
    string,
  ];
  const git = (cwd: string, ...args: string[]) => capture("git", args, { cwd, env: ENV });
  const commit = async (cwd: string, files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      const file = join(cwd, name);
      await Deno.mkdir(join(file, ".."), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    await git(cwd, "add", "-A");
    await git(cwd, "commit", "-q", "-m", "change");
    return (await git(cwd, "rev-parse", "HEAD")).trim();
  };
  try {
    for (const path of [upstream, origin, folder]) await Deno.mkdir(path);
    await git(upstream, "init", "-q", "-b", "main");
    await git(upstream, "config", "uploadpack.allowFilter", "true");
    await git(origin, "init", "-q", "--bare", "-b", "main");
    await git(folder, "init", "-q", "-b", "main");
    await git(folder, "remote", "add", "origin", origin);
    const first = await commit(upstream, {
      "server/main.py": '@app.post("/search")\ndef search():\n    return 1\n',
      "mem0/memory.py": "a = 1\n",
    });
    await commit(folder, { ".upstream-sha": `${first}\n` });
    const board = new Board();
    await body({
      board,
      change: (files) => commit(upstream, files),
      async sync() {
        await git(folder, "switch", "-q", "main"); // a fresh checkout each time
        return await syncUpstream({ upstream: `file://${upstream}`, folder, pullRequests: board });
      },
      proposed: () => git(origin, "show", "sync-upstream:.upstream-sha"),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("syncUpstream does nothing while what it watches stays the same", async () => {
  await withWorld(async ({ board, change, sync }) => {
    assert.match(await sync(), /^Nothing that we watch/);
    await change({ "mem0/memory.py": "a = 2\n", "docs/x.md": "x\n" });
    assert.match(await sync(), /^Nothing that we watch/);
    assert.equal(board.all.length, 0);
  });
});

Deno.test("syncUpstream proposes a change with files, cases and diff, and notes its commit", async () => {
  await withWorld(async ({ board, change, sync, proposed }) => {
    const to = await change({
      "server/main.py": '@app.post("/search")\ndef search():\n    return 2\n',
      "integrations/mem0-plugin/.opencode-plugin/dream.ts": "export {};\n",
      "mem0/memory.py": "a = 3\n",
    });
    await change({ "docs/later.md": "not ours\n" });
    assert.match(await sync(), /is proposed in #1$/);
    const [{ title, body } = { title: "", body: "" }] = board.all;
    assert.ok(title.includes(to.slice(0, 12)), title);
    assert.match(body, /`M` server\/main\.py/);
    assert.match(body, /`A` integrations\/mem0-plugin\/\.opencode-plugin\/dream\.ts/);
    assert.ok(body.includes("\n-    return 1\n+    return 2\n"));
    assert.match(body, /- search\//);
    assert.doesNotMatch(body, /memory\.py|later\.md|- history\//);
    assert.equal((await proposed()).trim(), to);
  });
});

Deno.test("syncUpstream proposes no commit twice, also when the first proposal was closed", async () => {
  await withWorld(async ({ board, change, sync }) => {
    await change({ "server/errors.py": "x = 1\n" });
    await sync();
    assert.match(await sync(), /was proposed already, in #1$/);
    board.all[0]!.isOpen = false;
    assert.match(await sync(), /was proposed already, in #1$/);
    assert.equal(board.all.length, 1);
  });
});

Deno.test("syncUpstream brings an open proposal up to date instead of opening a second one", async () => {
  await withWorld(async ({ board, change, sync, proposed }) => {
    await change({ "server/errors.py": "x = 1\n" });
    await sync();
    const to = await change({ "server/errors.py": "x = 2\n" });
    assert.match(await sync(), /is proposed in #1$/);
    assert.equal(board.all.length, 1);
    assert.match(board.all[0]!.body, /\+x = 2/);
    assert.equal((await proposed()).trim(), to);
  });
});

Deno.test("syncUpstream opens a new one when an earlier proposal was closed and more has changed", async () => {
  await withWorld(async ({ board, change, sync }) => {
    await change({ "server/errors.py": "x = 1\n" });
    await sync();
    board.all[0]!.isOpen = false;
    await change({ "server/auth.py": "x = 2\n" });
    assert.match(await sync(), /is proposed in #2$/);
  });
});
