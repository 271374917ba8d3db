/** Each command on a real embedded store, by what it prints and what is stored after it. */
import assert from "node:assert/strict";
import type { Memory, Revision } from "../client/store.ts";
import { withWorld, type World } from "./testdata/captured_io.ts";
import type { Statistics } from "./commands/stats.ts";

async function addTo(world: World, ...args: string[]): Promise<string> {
  const [change] = await world.json<{ id: string }[]>("add", ...args);
  return change!.id;
}

Deno.test("add stores a text word for word, in this project, with its type", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Deploys go out on Fridays", "--type", "convention", "--pin");
    const memory = await world.json<Memory>("show", id);
    assert.equal(memory.text, "Deploys go out on Fridays");
    assert.deepEqual(memory.scope, { user: "ann", agent: "lighthouse" });
    assert.deepEqual(memory.metadata, {
      type: "convention",
      confidence: 1,
      source: "cli",
      pinned: true,
      app_id: "lighthouse",
    });
  }));

Deno.test("add takes secrets out, and refuses what holds nothing else", () =>
  withWorld(async (world) => {
    const secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    const kept = await world.run("add", `The bot's token is ${secret}`);
    assert.equal(kept.code, 0);
    assert.match(kept.err, /Secrets were taken out/);
    assert.doesNotMatch((await world.run("export")).out, /ghp_/);
    const refused = await world.run("add", secret);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /nothing is left of it/);
  }));

Deno.test("add - reads stdin, and --scope global stores without a project", () =>
  withWorld(async (world) => {
    world.input = "Two lines\nof a text\n";
    const id = await addTo(world, "-", "--scope", "global");
    const memory = await world.json<Memory>("show", id);
    assert.equal(memory.text, "Two lines\nof a text");
    assert.deepEqual(memory.scope, { user: "ann" });
  }));

Deno.test("list shows this project's and global memories, newest first, and no other's", () =>
  withWorld(async (world) => {
    await addTo(world, "first of this project");
    await addTo(world, "everywhere", "--scope", "global");
    await addTo(world, "of another project", "--project", "elsewhere");
    await addTo(world, "of another user", "--user", "bob");
    const texts = async (...args: string[]) =>
      (await world.json<Memory[]>("list", ...args)).map(({ text }) => text);
    assert.deepEqual(await texts(), ["everywhere", "first of this project"]);
    assert.deepEqual(await texts("--all-projects"), [
      "of another project",
      "everywhere",
      "first of this project",
    ]);
    assert.deepEqual(await texts("--limit", "1"), ["everywhere"]);
    assert.deepEqual(await texts("--type", "decision"), []);
    const { err } = await world.run("list", "--limit", "1");
    assert.match(err, /1 of 2 memories; --all shows the rest/);
  }));

Deno.test("in a pipe rows are whole, apart by tabs, without titles and colours", () =>
  withWorld(async (world) => {
    const text = `A long text\twith a tab ${"and more ".repeat(40)}end`;
    const id = await addTo(world, text);
    const { out } = await world.run("list");
    const cells = out.trimEnd().split("\t");
    assert.equal(out.split("\n").length, 2);
    assert.equal(cells.length, 5);
    assert.equal(cells[0], id);
    assert.equal(cells[4], text.replace("\t", " ").trim());
  }));

Deno.test("on a terminal no line of a table is wider than it, whatever the text holds", () =>
  withWorld(async (world) => {
    await addTo(world, `日本語のテキスト ${"とても長い ".repeat(30)}`);
    await addTo(world, `\u001b[31mred\u001b[0m and \u202eturned ${"x".repeat(200)}`);
    for (const columns of [80, 100, 120]) {
      world.columns = columns;
      const { out } = await world.run("list");
      assert.match(out, /^ID +DAY +TYPE +PROJECT +TEXT\n/);
      for (const line of out.split("\n")) {
        const wide = [...line].reduce(
          (sum, char) => sum + (/[\u3000-\u9fff]/.test(char) ? 2 : 1),
          0,
        );
        assert.ok(wide <= columns, `${wide} columns of ${columns}: ${line}`);
      }
      for (const mark of ["\u001b", "\u202e"]) assert.ok(!out.includes(mark));
    }
  }));

Deno.test("search finds by words, best first, and narrows by type", () =>
  withWorld(async (world) => {
    world.env.MEM0_EMBEDDER = "none";
    await addTo(world, "The build runs with make release", "--type", "environmental");
    await addTo(world, "We decided to build on Postgres", "--type", "decision");
    const [best] = await world.json<Memory[]>("search", "make", "release");
    assert.equal(best?.text, "The build runs with make release");
    const decisions = await world.json<Memory[]>("search", "build", "--type", "decision");
    assert.deepEqual(decisions.map(({ text }) => text), ["We decided to build on Postgres"]);
    const nothing = await world.run("search", "zebra");
    assert.deepEqual([nothing.code, nothing.out], [0, ""]);
  }));

Deno.test("search finds by meaning, in a process that has just begun", () =>
  withWorld(async (world) => {
    await addTo(world, "Deploys go out with Fly.io on Fridays");
    await addTo(world, "Invoices are numbered without gaps");
    const [best] = await world.json<Memory[]>("search", "how", "do", "we", "ship?");
    assert.equal(best?.text, "Deploys go out with Fly.io on Fridays");
  }));

Deno.test("an id is taken whole, by its first eight characters, or as [mem0:…]", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Tabs, not spaces");
    for (const given of [id, id.slice(0, 8), id.slice(0, 20), `[mem0:${id.slice(0, 8)}]`]) {
      assert.equal((await world.json<Memory>("show", given)).id, id);
    }
    const short = await world.run("show", id.slice(0, 7));
    assert.equal(short.code, 2);
    assert.match(short.err, /its first 8 characters/);
    const unknown = await world.run("show", "00000000");
    assert.equal(unknown.code, 1);
    assert.match(unknown.err, /no id of yours begins so/);
  }));

Deno.test("a prefix that two ids share is refused with both", () =>
  withWorld(async (world) => {
    const ids = ["11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "11111111-bbbb-4bbb-8bbb-bbbbbbbbbbbb"];
    await addTo(world, "one");
    await addTo(world, "two");
    const { DatabaseSync } = await import("node:sqlite");
    const db = new DatabaseSync(`${world.home}/.mem0/memories.db`);
    for (const [at, id] of ids.entries()) {
      db.prepare("UPDATE memory SET id = ? WHERE seq = ?").run(id, at + 1);
    }
    db.close();
    const { code, err } = await world.run("show", "11111111");
    assert.equal(code, 1);
    for (const id of ids) assert.ok(err.includes(id), err);
  }));

Deno.test("another user's memory is neither shown, nor changed, nor deleted by its id", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Bob's own", "--user", "bob");
    for (const args of [["show", id], ["edit", id, "x"], ["pin", id], ["forget", id, "--yes"]]) {
      const { code, err } = await world.run(...args);
      assert.equal(code, 1);
      assert.match(err, /belongs to another user/);
    }
    assert.equal((await world.json<Memory>("show", id, "--user", "bob")).text, "Bob's own");
  }));

Deno.test("edit changes text, type and last day; history and undo know what was", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We use npm");
    await world.json("edit", id, "We use pnpm", "--type", "convention", "--expires", "2999-01-01");
    const after = await world.json<Memory>("show", id);
    assert.equal(after.text, "We use pnpm");
    assert.equal(after.metadata.type, "convention");
    assert.equal(after.expirationDate, "2999-01-01");
    const steps = await world.json<Revision[]>("history", id);
    assert.deepEqual(steps.map(({ event, actor }) => [event, actor]), [
      ["ADD", "cli"],
      ["UPDATE", "cli"],
    ]);
    await world.json("undo");
    const before = await world.json<Memory>("show", id);
    assert.equal(before.text, "We use npm");
    assert.equal(before.metadata.type, "task_learning");
  }));

Deno.test("edit without a text opens the editor, and changes nothing when that does", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "We use npm");
    world.editor = (text) => text.replace("npm", "bun");
    await world.run("edit", id);
    assert.equal((await world.json<Memory>("show", id)).text, "We use bun");
    world.editor = (text) => text;
    assert.match((await world.run("edit", id)).err, /Nothing was changed/);
    world.editor = () => undefined;
    assert.equal((await world.run("edit", id)).code, 1);
  }));

Deno.test("forget asks first, needs --yes where it can't, and can be undone", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "Forget me");
    const silent = await world.run("forget", id);
    assert.equal(silent.code, 2);
    assert.match(silent.err, /add --yes/);
    world.answers = [false];
    assert.equal((await world.run("forget", id)).code, 1);
    assert.deepEqual(world.asked, ["Delete 1 memory?"]);
    world.answers = [true];
    const done = await world.run("forget", id.slice(0, 8));
    assert.deepEqual([done.code, done.out], [0, `Deleted\t${id}\tForget me\n`]);
    assert.equal((await world.run("show", id)).code, 1);
    assert.equal((await world.json<Revision[]>("history", id)).at(-1)?.event, "DELETE");
    await world.json("undo");
    assert.equal((await world.json<Memory>("show", id)).text, "Forget me");
  }));

Deno.test("forget --all deletes this project's and keeps the others'", () =>
  withWorld(async (world) => {
    for (let row = 0; row < 60; row++) await addTo(world, `row ${row}`);
    await addTo(world, "global", "--scope", "global");
    await addTo(world, "elsewhere", "--project", "elsewhere");
    const { deleted, left } = await world.json<{ deleted: string[]; left: number }>(
      "forget",
      "--all",
      "--yes",
    );
    assert.deepEqual([deleted.length, left], [60, 0]);
    const rest = await world.json<Memory[]>("list", "--all-projects", "--all");
    assert.deepEqual(rest.map(({ text }) => text).sort(), ["elsewhere", "global"]);
  }));

Deno.test("pin and pin --off set it and take it back, with the mark of older data", () =>
  withWorld(async (world) => {
    const id = await addTo(world, "[PINNED] Never force-push");
    await world.run("pin", id);
    assert.equal((await world.json<Memory>("show", id)).metadata.pinned, true);
    assert.equal((await world.json<Memory[]>("list", "--pinned")).length, 1);
    await world.run("pin", id, "--off");
    const memory = await world.json<Memory>("show", id);
    assert.deepEqual([memory.metadata.pinned, memory.text], [false, "Never force-push"]);
  }));

Deno.test("undo takes back the newest changes of this project only, further each time", () =>
  withWorld(async (world) => {
    const first = await addTo(world, "first");
    const second = await addTo(world, "second");
    const other = await addTo(world, "elsewhere", "--project", "elsewhere");
    await world.json("undo");
    assert.equal((await world.run("show", second)).code, 1);
    assert.equal((await world.run("show", other)).code, 0);
    await world.json("undo");
    assert.equal((await world.run("show", first)).code, 1);
    assert.match((await world.run("undo")).err, /nothing to take back/);
  }));

Deno.test("stats counts by project, type and month", () =>
  withWorld(async (world) => {
    await addTo(world, "one", "--type", "decision", "--pin");
    await addTo(world, "two", "--type", "decision");
    await addTo(world, "three", "--scope", "global");
    await addTo(world, "of bob", "--user", "bob");
    const stats = await world.json<Statistics>("stats");
    assert.deepEqual([stats.total, stats.pinned, stats.complete], [3, 1, true]);
    assert.deepEqual(stats.projects, { lighthouse: 2, global: 1 });
    assert.deepEqual(stats.types, { decision: 2, task_learning: 1 });
    assert.deepEqual(Object.values(stats.months), [3]);
    world.columns = 60;
    const { out } = await world.run("stats");
    assert.match(out, /^3 memories, 1 pinned\n/);
    assert.match(out, /decision +2 █/);
    for (const line of out.split("\n")) assert.ok([...line].length <= 60, line);
  }));

Deno.test("wrong usage exits with 2 and says what is wrong and where the help is", () =>
  withWorld(async (world) => {
    const calls: [args: string[], message: RegExp][] = [
      [["list", "extra"], /"extra" is one word too many/],
      [["list", "--limit", "0"], /--limit "0": it is a whole number from 1 on/],
      [["list", "--type", "nonsense"], /--type "nonsense": it is one of decision/],
      [["list", "--nonsense"], /Unknown option '--nonsense'/],
      [["search"], /the text to look for is missing/],
      [["show"], /the id is missing/],
      [["forget"], /give ids, or --query TEXT, or --all/],
      [["add", "x", "--scope", "team"], /--scope "team": it is one of project, session, global/],
      [["add", "x", "--scope", "session"], /no conversation is known here/],
      [["list", "--host", "a", "--db", "b"], /give one of them/],
      [["move"], /--to server or --to embedded/],
      [["frobnicate"], /there is no such command/],
      [[], /Usage: opencode-mem0-selfhost COMMAND/],
    ];
    for (const [args, message] of calls) {
      const { code, out, err } = await world.run(...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(err, message);
      assert.equal(out, "", args.join(" "));
    }
  }));

Deno.test("--help of every command is data, and tells every flag", () =>
  withWorld(async (world) => {
    const { out } = await world.run("--help");
    const names = [...out.matchAll(/^ {2}(\w+) {2,}/gm)].map((match) => match[1]!);
    assert.equal(names.length, 16);
    for (const name of names) {
      const help = await world.run(name, "--help");
      assert.equal(help.code, 0);
      assert.match(help.out, new RegExp(`^Usage: opencode-mem0-selfhost ${name}\\b.*\\n`));
      assert.match(help.out, /--json/);
      for (const line of help.out.split("\n")) assert.ok(line.length <= 100, line);
    }
  }));

Deno.test("a conversation's memories are for OpenCode's own shells", () =>
  withWorld(async (world) => {
    world.env.MEM0_SESSION_ID = "ses_1";
    const id = await addTo(world, "only here", "--scope", "session");
    assert.deepEqual((await world.json<Memory>("show", id)).scope, {
      user: "ann",
      agent: "lighthouse",
      run: "ses_1",
    });
  }));
