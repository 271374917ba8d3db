/** The command line as people call it: a process with streams, signals and exit codes. */
import assert from "node:assert/strict";
import { endOf, startCli, withFolders } from "./program.ts";

Deno.test("a first memory, in two commands, each a process", () =>
  withFolders(async (folders) => {
    const added = await endOf(startCli(["add", "Deploys go out on Fridays"], folders));
    assert.equal(added.code, 0, added.err);
    const found = await endOf(startCli(["list"], folders));
    assert.match(found.out, /\tDeploys go out on Fridays\n$/);
    assert.equal(found.err, "");
  }));

Deno.test("exit codes: 0 done, 1 failed, 2 wrong usage; data on stdout, the rest on stderr", () =>
  withFolders(async (folders) => {
    const cases: [args: string[], code: number, stream: "out" | "err"][] = [
      [["--version"], 0, "out"],
      [["stats", "--json"], 0, "out"],
      [["show", "00000000"], 1, "err"],
      [["list", "--host", "http://127.0.0.1:9"], 1, "err"],
      [["frobnicate"], 2, "err"],
      [["list", "--frobnicate"], 2, "err"],
    ];
    const ended = await Promise.all(cases.map(([args]) => endOf(startCli(args, folders))));
    for (const [at, [args, code, stream]] of cases.entries()) {
      const { [stream === "out" ? "err" : "out"]: silent, ...rest } = ended[at]!;
      assert.equal(rest.code, code, `${args.join(" ")}: ${ended[at]!.err}`);
      assert.notEqual(ended[at]![stream], "");
      assert.equal(silent, "", args.join(" "));
    }
  }));

Deno.test("./.env is read, and the environment wins over it", () =>
  withFolders(async ({ home, directory }) => {
    await Deno.writeTextFile(`${directory}/.env`, 'MEM0_APP_ID="from-dotenv"\nMEM0_USER_ID=bob\n');
    const { out } = await endOf(startCli(["doctor", "--json"], { home, directory }));
    const { settings } = JSON.parse(out) as { settings: { name: string; value: string }[] };
    const of = (wanted: string) => settings.find(({ name }) => name === wanted);
    assert.deepEqual(of("project"), {
      name: "project",
      value: "from-dotenv",
      origin: "./.env MEM0_APP_ID",
    });
    assert.deepEqual(of("user"), {
      name: "user",
      value: "ann",
      origin: "environment MEM0_USER_ID",
    });
  }));

Deno.test("a reader that closes the pipe early is no failure", () =>
  withFolders(async (folders) => {
    const text = "A memory with a long text. ".repeat(1000);
    for (let row = 0; row < 4; row++) {
      const { code, err } = await endOf(startCli(["add", `${row} ${text}`], folders));
      assert.equal(code, 0, err);
    }
    const child = startCli(["export"], folders);
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const [{ code }, err] = await Promise.all([child.status, new Response(child.stderr).text()]);
    assert.equal(code, 0, err);
    assert.doesNotMatch(err, /EPIPE|at /);
  }));

Deno.test("serve listens, stops on SIGTERM, and refuses an address without a key", () =>
  withFolders(async (folders) => {
    const refused = await endOf(startCli(["serve", "--host", "0.0.0.0"], folders));
    assert.equal(refused.code, 2);
    assert.match(refused.err, /everybody who reaches it/);
    const child = startCli(["serve", "--port", "0", "--json"], {
      ...folders,
      env: { MEM0_EMBEDDER: "none" },
    });
    const reader = child.stdout.getReader();
    const { url } = JSON.parse(new TextDecoder().decode((await reader.read()).value));
    const answer = await fetch(`${url}/memories?user_id=ann`);
    assert.deepEqual(await answer.json(), { results: [] });
    child.kill("SIGTERM");
    const [{ code }, err] = await Promise.all([child.status, new Response(child.stderr).text()]);
    await reader.cancel();
    assert.equal(code, 0, err);
    assert.match(err, /Stopping: running requests are finished first/);
  }));

Deno.test("an interrupt ends an import in order, and the next run finishes it", () =>
  withFolders(async (folders) => {
    const lines = Array.from({ length: 20_000 }, (_, row) =>
      JSON.stringify({
        id: `00000000-0000-4000-8000-${String(row).padStart(12, "0")}`,
        text: `Fact ${row}`,
        scope: { user: "ann", agent: "p" },
        metadata: { app_id: "p" },
        createdAt: "2025-01-01T00:00:00Z",
      }));
    await Deno.writeTextFile(`${folders.root}/facts.jsonl`, lines.join("\n"));
    const args = ["import", `${folders.root}/facts.jsonl`, "--json"];
    const child = startCli(args, folders);
    const ended = endOf(child);
    const journal = `${folders.home}/.mem0/state/transfers`;
    while (!await hasLines(journal)) await new Promise((wake) => setTimeout(wake, 20));
    child.kill("SIGINT");
    const first = await ended;
    assert.equal(first.code, 1, first.err);
    assert.match(first.err, /it was interrupted; run the same command again/);
    const second = await endOf(startCli(args, folders));
    assert.equal(second.code, 0, second.err);
    const { copied, present, total, verified } = JSON.parse(second.out);
    assert.deepEqual([total, copied + present, verified], [20_000, 20_000, true]);
    assert.ok(present > 0);
  }));

/** Has the import written to its journal? */
async function hasLines(folder: string): Promise<boolean> {
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (name.endsWith(".jsonl") && (await Deno.stat(`${folder}/${name}`)).size > 1_000) {
        return true;
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return false;
}
