import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { branchOf, findRepository, readRepository } from "./git.ts";
import { type IdentitySources, projectFromRemote, resolveIdentity } from "./identity.ts";

const REMOTES: [remote: string, project: string | undefined][] = [
  ["https://host.example/owner/repo.git", "owner-repo"],
  ["https://host.example/owner/repo", "owner-repo"],
  ["https://host.example/owner/repo/", "owner-repo"],
  ["https://host.example/owner/repo.git/", "owner-repo"],
  ["git@host.example:owner/repo", "owner-repo"],
  ["git@host.example:owner/repo.git", "owner-repo"],
  ["ssh://git@host.example:22/owner/repo", "owner-repo"],
  ["ssh://git@host.example/owner/repo.git", "owner-repo"],
  ["https://host.example/group/sub/repo.git", "sub-repo"],
  ["git@host.example:group/sub/repo.git", "sub-repo"],
  ["https://host.example/repo", "host.example-repo"],
  ["https://host.example:8443/repo", "8443-repo"],
  ["/srv/git/foo.git", "git-foo"],
  ["file:///srv/git/foo.git", "git-foo"],
  ["https://host.example/Owner/Repo.Name.git", "Owner-Repo.Name"],
  ["  https://host.example/owner/repo.git\n", "owner-repo"],
  ["https://ann:s3cret@host.example/owner/repo.git", "owner-repo"],
  ["https://ann:s3cret@host.example/repo.git", "host.example-repo"],
  ["https://ghp_abcdefghijklmnop@host.example/repo.git", "host.example-repo"],
  ["https://ann:p@ss@host.example/repo", "host.example-repo"],
  ["ssh://ann:s3cret@host.example/repo", "host.example-repo"],
  ["ssh://git@host.example/repo", "git@host.example-repo"],
  ["git@host.example:repo.git", undefined],
  ["/foo.git", undefined],
  ["../sibling", undefined],
  ["repo", undefined],
  ["", undefined],
];

for (const [remote, project] of REMOTES) {
  Deno.test(`projectFromRemote gives ${project} for ${JSON.stringify(remote)}`, () => {
    assert.equal(projectFromRemote(remote), project);
  });
}

Deno.test("resolveIdentity prefers what is configured", async () => {
  await inFolder(async (root) => {
    repository(root, "https://host.example/owner/repo.git");
    const identity = await resolve(root, { userId: " team/ann ", appId: "shop" });
    assert.deepEqual([identity.user, identity.project], ["team/ann", "shop"]);
  });
});

Deno.test("resolveIdentity takes the project from the remote, also in a folder below", async () => {
  await inFolder(async (root) => {
    repository(root, "git@host.example:owner/repo.git");
    mkdirSync(join(root, "src/deep"), { recursive: true });
    assert.equal((await resolve(join(root, "src/deep"))).project, "owner-repo");
  });
});

Deno.test("resolveIdentity applies git's own rewriting of addresses", async () => {
  await inFolder(async (root) => {
    repository(root, "short:repo");
    git(root, "config", "url.https://host.example/team/.insteadOf", "short:");
    assert.equal((await resolve(root)).project, "team-repo");
  });
});

Deno.test("resolveIdentity names the root folder when there is no usable remote", async () => {
  for (const remote of [undefined, "git@host.example:repo.git"]) {
    await inFolder(async (root) => {
      const app = join(root, "My.App");
      repository(app, remote);
      mkdirSync(join(app, "src"));
      assert.equal((await resolve(join(app, "src"))).project, "My.App");
    });
  }
});

Deno.test("resolveIdentity names the folder outside of any repository", async () => {
  await inFolder(async (root) => {
    const plain = join(root, "notes");
    mkdirSync(plain);
    const identity = await resolve(plain);
    assert.equal(identity.project, "notes");
    assert.equal(identity.repository, undefined);
  });
});

Deno.test("resolveIdentity gives a worktree its main repository's id", async () => {
  await inFolder(async (root) => {
    const main = join(root, "main-app");
    repository(main);
    git(main, "worktree", "add", "-q", join(root, "elsewhere"), "-b", "feature");
    const identity = await resolve(join(root, "elsewhere"));
    assert.equal(identity.project, "main-app");
    assert.equal(identity.repository && branchOf(identity.repository), "feature");
    git(main, "remote", "add", "origin", "https://host.example/owner/repo");
    assert.equal((await resolve(join(root, "elsewhere"))).project, "owner-repo");
  });
});

Deno.test("resolveIdentity gives a worktree of a bare repository the repository's name", async () => {
  for (const [bare, project] of [["store.git", "store"], ["proj/.bare", "proj"]] as const) {
    await inFolder(async (root) => {
      const source = join(root, "source");
      repository(source);
      git(root, "clone", "-q", "--bare", source, join(root, bare));
      git(join(root, bare), "remote", "remove", "origin");
      git(join(root, bare), "worktree", "add", "-q", join(root, "tree"));
      assert.equal((await resolve(join(root, "tree"))).project, project);
    });
  }
});

Deno.test("resolveIdentity names a submodule by its own folder, and a bare repository by its name", async () => {
  await inFolder(async (root) => {
    repository(join(root, "lib"));
    repository(join(root, "app"));
    git(
      join(root, "app"),
      "-c",
      "protocol.file.allow=always",
      "submodule",
      "--quiet",
      "add",
      join(root, "lib"),
      "deps/lib",
    );
    git(join(root, "app/deps/lib"), "remote", "remove", "origin");
    mkdirSync(join(root, "app/deps/lib/src"));
    assert.equal((await resolve(join(root, "app/deps/lib/src"))).project, "lib");
    git(root, "clone", "-q", "--bare", join(root, "lib"), join(root, "store.git"));
    git(join(root, "store.git"), "remote", "remove", "origin");
    assert.equal((await resolve(join(root, "store.git"))).project, "store");
  });
});

Deno.test("resolveIdentity passes over ids that would mean everybody", async () => {
  await inFolder(async (root) => {
    const plain = join(root, "notes");
    mkdirSync(plain);
    const identity = await resolve(plain, { userId: "*", appId: "*" });
    assert.deepEqual([identity.user, identity.project], ["tester", "notes"]);
  });
});

Deno.test("resolveIdentity cleans white space and keeps the older plugin's form beside it", async () => {
  await inFolder(async (root) => {
    const folder = join(root, "my  app");
    mkdirSync(folder);
    const lines: string[] = [];
    const identity = await resolveIdentity(
      { directory: folder, userId: "ann lee", systemUser: "x" },
      (_, line) => lines.push(line),
    );
    assert.equal(identity.user, "ann-lee");
    assert.equal(identity.project.includes(" "), false);
    assert.equal(identity.formerProject, "my  app");
    assert.equal(lines.length, 2);
  });
});

Deno.test("resolveIdentity falls back to the system's user", async () => {
  await inFolder(async (root) => {
    assert.equal((await resolve(root, {})).user, "tester");
    assert.equal((await resolve(root, { systemUser: "" })).user, "unknown");
  });
});

Deno.test("findRepository runs in the given folder whatever GIT_DIR says", async () => {
  await inFolder(async (root) => {
    const here = join(root, "here");
    const other = join(root, "other");
    repository(here, "https://host.example/a/here");
    repository(other, "https://host.example/a/other");
    Deno.env.set("GIT_DIR", join(other, ".git"));
    try {
      assert.equal((await resolve(here)).project, "a-here");
    } finally {
      Deno.env.delete("GIT_DIR");
    }
  });
});

Deno.test("readRepository agrees with git where git can't be run", async () => {
  await inFolder(async (root) => {
    const main = join(root, "main-app");
    repository(main, "https://host.example/owner/repo");
    mkdirSync(join(main, "src"));
    git(main, "worktree", "add", "-q", join(root, "tree"), "-b", "feature");
    for (const folder of [main, join(main, "src"), join(root, "tree")]) {
      assert.deepEqual(readRepository(folder), await findRepository(folder));
    }
    assert.equal(readRepository(root), undefined);
  });
});

Deno.test("branchOf follows a switch, and is undefined when HEAD is detached", async () => {
  await inFolder(async (root) => {
    repository(root);
    const found = await findRepository(root);
    assert.ok(found);
    assert.equal(branchOf(found), "main");
    git(root, "switch", "-q", "-c", "fix/one");
    assert.equal(branchOf(found), "fix/one");
    git(root, "checkout", "-q", "--detach");
    assert.equal(branchOf(found), undefined);
  });
});

function resolve(directory: string, sources: Partial<IdentitySources> = {}) {
  return resolveIdentity({ directory, systemUser: "tester", ...sources }, () => {});
}

async function inFolder(body: (root: string) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "identity-")));
  try {
    await body(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** A repository with one commit on `main`. */
function repository(folder: string, remote?: string): void {
  mkdirSync(folder, { recursive: true });
  git(folder, "init", "-q", "-b", "main");
  writeFileSync(join(folder, "a.txt"), "a");
  git(folder, "add", ".");
  git(folder, "commit", "-q", "-m", "a");
  if (remote) git(folder, "remote", "add", "origin", remote);
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", [
    "-C",
    folder,
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.com",
    ...args,
  ], { stdio: "pipe" });
}
