import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMemoryError } from "../client/errors.ts";
import { readLayout } from "./weights.ts";
import { findWeights, openWeights } from "./weights_file.ts";

Deno.test("the weights file is the one that the maker makes, below 13 MB", () => {
  const file = readFileSync(findWeights());
  assert.ok(file.length <= 13_000_000);
  assert.equal(
    createHash("sha256").update(file).digest("hex"),
    "43dbe5cb453cdbdc1a3663486d69bac55e365fcc2694b7d499c26a4fb88eb45b",
  );
});

Deno.test("readLayout covers the file without gap or overlap", () => {
  const source = openWeights(findWeights());
  const layout = readLayout(source);
  source.close();
  const sections: { at: number; bytes: number }[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("at" in value && "bytes" in value) sections.push(value as typeof sections[number]);
    else Object.values(value).forEach(collect);
  };
  collect(layout);
  sections.sort((a, b) => a.at - b.at);
  let end = 16;
  for (const { at, bytes } of sections) {
    assert.ok(at >= end && at - end < 16 && at % 16 === 0);
    end = at + bytes;
  }
  assert.ok(layout.size >= end && layout.size - end < 16);
});

Deno.test("readLayout refuses a file of another kind, and one cut off", () => {
  const folder = mkdtempSync(join(tmpdir(), "mem0-weights-"));
  try {
    const path = join(folder, "weights.bin");
    const whole = readFileSync(findWeights());
    const cases = [
      new Uint8Array(),
      new Uint8Array(100),
      whole.subarray(0, 16),
      whole.subarray(0, -1),
    ];
    for (const bytes of cases) {
      writeFileSync(path, bytes);
      const source = openWeights(path);
      assert.throws(
        () => readLayout(source),
        (error) => isUnavailable(error) && /damaged/.test(error.message),
      );
      source.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

Deno.test("findWeights takes a path or a file: URL, and says which file is missing", () => {
  const found = findWeights();
  assert.equal(findWeights(found), found);
  assert.equal(findWeights(pathToFileURL(found)), found);
  assert.throws(
    () => findWeights("/nowhere/weights.bin"),
    (error) => isUnavailable(error) && error.message.includes('"/nowhere/weights.bin"'),
  );
  assert.throws(() => findWeights(new URL("https://example.com/weights.bin")), isUnavailable);
});

function isUnavailable(error: unknown): error is Error {
  return isMemoryError(error) && error.code === "unavailable";
}
