import assert from "node:assert/strict";
import { DISK } from "./disk.ts";
import { Spool, type SpoolEntry } from "./spool.ts";

function entry(messageID: string, more: Partial<SpoolEntry> = {}): SpoolEntry {
  return {
    sessionID: "s1",
    messageID,
    user: "ann",
    project: "p",
    backend: "file:/x",
    text: `text of ${messageID}`,
    createdAt: Date.now(),
    ...more,
  };
}

async function withFolder(body: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await body(`${dir}/spool`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** The spool as a process that is gone would have left it. */
function ofAnotherProcess(dir: string, log = () => {}): Spool {
  const disk = { ...DISK, ownProcess: () => ({ pid: 2 ** 30, since: 1 }) };
  return new Spool({ dir, log, disk });
}

Deno.test("Spool gives what was written and not settled, in order", () =>
  withFolder(async (dir) => {
    const spool = new Spool({ dir, log: () => {} });
    await spool.write(entry("m2", { createdAt: 2 }));
    await spool.write(entry("m1", { createdAt: 1 }));
    await spool.write(entry("m3", { sessionID: "s2" }));
    assert.deepEqual(spool.pending("s1").map((one) => one.messageID), ["m1", "m2"]);
    await spool.settle("s1", ["m1", "unknown"]);
    assert.deepEqual(spool.pending("s1").map((one) => one.messageID), ["m2"]);
    await spool.close();
  }));

Deno.test("Spool takes over what a dead process left, settled entries left out", () =>
  withFolder(async (dir) => {
    const dead = ofAnotherProcess(dir);
    for (const id of ["m1", "m2", "m3"]) await dead.write(entry(id));
    await dead.settle("s1", ["m2"]);
    const spool = new Spool({ dir, log: () => {} });
    assert.deepEqual((await spool.leftovers()).map((one) => one.messageID), ["m1", "m3"]);
    // Taken over: nobody else gets them, and they are settled here.
    const other = new Spool({ dir, log: () => {} });
    assert.deepEqual(await other.leftovers(), []);
    await spool.settle("s1", ["m1", "m3"]);
    assert.deepEqual([...Deno.readDirSync(dir)], []);
    await spool.close();
    await dead.close();
  }));

Deno.test("Spool leaves the file of a living process alone", () =>
  withFolder(async (dir) => {
    const living = new Spool({ dir, log: () => {} });
    await living.write(entry("m1"));
    const other = new Spool({ dir, log: () => {} });
    assert.deepEqual(await other.leftovers(), []);
    await living.close();
    assert.deepEqual((await other.leftovers()).map((one) => one.messageID), ["m1"]);
    await other.close();
  }));

Deno.test("Spool reads past a line that a crash cut", () =>
  withFolder(async (dir) => {
    const dead = ofAnotherProcess(dir);
    await dead.write(entry("m1"));
    const [file] = [...Deno.readDirSync(dir)];
    const path = `${dir}/${file?.name}`;
    await Deno.writeTextFile(path, '\n{"sessionID":"s1","messa', { append: true });
    await dead.write(entry("m2"));
    const lines: string[] = [];
    const spool = new Spool({ dir, log: (_, line) => lines.push(line) });
    assert.deepEqual((await spool.leftovers()).map((one) => one.messageID), ["m1", "m2"]);
    assert.equal(lines.length, 1);
    assert.doesNotMatch(lines[0] ?? "", /messa/);
    await spool.close();
    await dead.close();
  }));

Deno.test("Spool drops what nobody came back for in 30 days, and says so", () =>
  withFolder(async (dir) => {
    const dead = ofAnotherProcess(dir);
    await dead.write(entry("m1", { createdAt: 0 }));
    const lines: string[] = [];
    const spool = new Spool({ dir, log: (_, line) => lines.push(line) });
    assert.deepEqual(await spool.leftovers(), []);
    assert.match(lines.join(), /Dropped 1 spooled/);
    await spool.close();
    await dead.close();
  }));

Deno.test("Spool empties its file when all is settled, and loses no write made meanwhile", () =>
  withFolder(async (dir) => {
    const spool = new Spool({ dir, log: () => {} });
    await spool.write(entry("m1"));
    await Promise.all([spool.settle("s1", ["m1"]), spool.write(entry("m2"))]);
    const [file] = [...Deno.readDirSync(dir)];
    assert.match(await Deno.readTextFile(`${dir}/${file?.name}`), /^\n.*m2[^\n]*$/);
    await spool.close();
  }));

Deno.test("Spool.write rejects on a full disk, and works again when there is space", () =>
  withFolder(async (dir) => {
    let full = true;
    const disk = {
      ...DISK,
      openAppend: (path: string) =>
        full ? Promise.reject(new Error("full")) : DISK.openAppend(path),
    };
    const spool = new Spool({ dir, log: () => {}, disk });
    await assert.rejects(spool.write(entry("m1")));
    assert.deepEqual(spool.pending("s1"), []);
    full = false;
    await spool.write(entry("m1"));
    assert.equal(spool.pending("s1").length, 1);
    await spool.close();
  }));
