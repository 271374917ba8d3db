/**
 * The adapters and the built package in Node, which some hosts run plugins in: both scenario tables,
 * one test per runtime and scenario.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { locateRuntimes, run } from "../../tasks/lib/runtimes.ts";
import { prepared } from "./harness.ts";

interface Result {
  name: string;
  error?: string;
}

const folder = await Deno.makeTempDir({ prefix: "mem0-node-" });
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const source = fileURLToPath(new URL("../hosts/package_program.ts", import.meta.url));
const program = join(folder, "program.mjs");
await run([Deno.execPath(), "bundle", "--quiet", "--output", program, source]);
const entry = `${prepared.plugin.replace(/\/$/, "")}/dist/server.js`;

for (const { name: runtime, command } of await locateRuntimes(console.error)) {
  if (!runtime.startsWith("Node")) continue;
  const home = join(folder, runtime.replaceAll(" ", "-"));
  const lines = (await run([...command, program, entry, home])).trim().split("\n");
  for (const { name, error } of lines.map((line) => JSON.parse(line) as Result)) {
    Deno.test(`${runtime}: ${name}`, () => assert.equal(error, undefined, error));
  }
}
