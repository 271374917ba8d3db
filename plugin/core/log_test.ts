import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockHolder, takeLock } from "./files.ts";
import { createLog } from "./log.ts";

Deno.test("createLog writes a redacted line from its level on, and nothing before", () => {
  inFolder((folder) => {
    const path = join(folder, "state/mem0.log");
    const now = () => new Date("2026-01-02T03:04:05Z");
    const redact = (text: string) => text.replace("s3cret", "***");
    const log = createLog({ path, level: "info", redact, now });
    assert.equal(existsSync(path), false);
    log("debug", "no");
    log("warn", "key s3cret\n  second line");
    assert.equal(
      readFileSync(path, "utf8"),
      "2026-01-02T03:04:05.000Z warn  key *** | second line\n",
    );
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, "state")).mode & 0o777, 0o700);
  });
});

Deno.test("createLog keeps one older file and never more than twice its limit", () => {
  inFolder((folder) => {
    const path = join(folder, "mem0.log");
    const log = createLog({ path, level: "info", redact: (text) => text, maxBytes: 1_000 });
    for (let n = 0; n < 200; n++) log("info", `line ${n}`);
    assert.ok(statSync(path).size <= 1_000);
    assert.ok(statSync(`${path}.1`).size <= 1_000);
    assert.match(readFileSync(path, "utf8"), /line 199\n$/);
    assert.equal(existsSync(`${path}.2`), false);
  });
});

Deno.test("createLog never throws where it can't write", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "file"), "");
    const log = createLog({ path: join(folder, "file/mem0.log"), level: "info", redact: (t) => t });
    log("error", "x");
    log("error", "y");
  });
});

Deno.test("takeLock is held by one, given back, and taken over from the dead and the stale", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  try {
    const path = join(folder, "a.lock");
    const unlock = await takeLock(path, 60_000);
    assert.ok(unlock);
    assert.equal((await lockHolder(path))?.pid, Deno.pid);
    assert.equal(await takeLock(path, 60_000), undefined);
    await unlock();
    await unlock();
    assert.equal(await lockHolder(path), undefined);
    for (
      const left of [
        JSON.stringify({ pid: 2 ** 22 + 1, token: "x", since: Date.now() }),
        JSON.stringify({ pid: Deno.pid, token: "x", since: Date.now() - 100_000 }),
        "{cut",
        "",
      ]
    ) {
      writeFileSync(path, left);
      const taken = await takeLock(path, 60_000);
      assert.ok(taken, left);
      await taken();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

Deno.test("takeLock gives a contested stale lock to one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lock-"));
  try {
    const path = join(folder, "a.lock");
    writeFileSync(path, "{cut");
    const taken = await Promise.all(Array.from({ length: 20 }, () => takeLock(path, 60_000)));
    assert.equal(taken.filter(Boolean).length, 1);
    await taken.find(Boolean)!();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "log-"));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
