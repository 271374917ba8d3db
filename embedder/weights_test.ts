import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isMemoryError } from "../client/errors.ts";
import { type Layout, readLayout } from "./weights.ts";
import { BGE, findWeights, MINILM, openWeights } from "./weights_file.ts";

const FILES = [
  {
    files: MINILM,
    most: 13_000_000,
    hash: "43dbe5cb453cdbdc1a3663486d69bac55e365fcc2694b7d499c26a4fb88eb45b",
  },
  {
    files: BGE,
    most: 21_000_000,
    hash: "7471acb4d2820310fe25bcf461319f97c84e266ea5afef284efcbb6406fbed9d",
  },
];

Deno.test("the weights files are those that the maker makes, below 13 and 21 MB", () => {
  for (const { files, most, hash } of FILES) {
    const file = readFileSync(findWeights(undefined, files.model));
    assert.ok(file.length <= most);
    assert.equal(createHash("sha256").update(file).digest("hex"), hash);
  }
});

Deno.test("readLayout covers each file without gap or overlap", () => {
  for (const { files: { model, form } } of FILES) {
    const source = openWeights(findWeights(undefined, model), model);
    const layout = readLayout(source, form.layers);
    source.close();
    checkSections(layout);
  }
});

function checkSections(layout: Layout): void {
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
}

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
