/** What the tests of doctor share: a healthy home, and how its findings are read. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import process from "node:process";
import type { Finding } from "../doctor/finding.ts";
import { VERSION } from "../version.ts";
import type { World } from "./captured_io.ts";

/** What `doctor --json` prints. */
export interface Report {
  version: string;
  usable: boolean;
  settings: { name: string; value: string; origin: string }[];
  findings: Finding[];
}

/** Runs it, with and without `--json`; every warning and failure must have a next step. */
export async function examine(world: World): Promise<Report & { code: number; text: string }> {
  const { code, out } = await world.run("doctor", "--json");
  const { out: text } = await world.run("doctor");
  const report = JSON.parse(out) as Report;
  for (const { name, status, next } of report.findings) {
    const needsNext = status === "warning" || status === "failed";
    assert.equal(next !== undefined && next !== "", needsNext, `${name}: ${next}`);
  }
  assert.equal(code, report.usable ? 0 : 1);
  return { ...report, code, text };
}

/** The one finding of a name with that status. */
export function find({ findings }: Report, name: string, status: Finding["status"]): Finding {
  const found = findings.filter((one) => one.name === name && one.status === status);
  assert.equal(found.length, 1, `${name} ${status}: ${JSON.stringify(findings, null, 1)}`);
  return found[0]!;
}

/** Everything as it should be: OpenCode, its configuration, and a current plugin in its cache. */
export async function furnish(world: World, version = VERSION): Promise<void> {
  const bin = world.path("bin");
  await write(join(bin, process.platform === "win32" ? "opencode.exe" : "opencode"), "");
  world.env.PATH = bin;
  await write(
    join(world.home, ".config", "opencode", "opencode.jsonc"),
    `{ // mine\n  "plugin": ["opencode-mem0-selfhost@${version}"],\n}\n`,
  );
  const cache = join(world.home, ".cache/opencode/packages", `opencode-mem0-selfhost@${version}`);
  await write(
    join(cache, "node_modules", "opencode-mem0-selfhost", "package.json"),
    JSON.stringify({ name: "opencode-mem0-selfhost", version }),
  );
}

/** Writes a file, and the folders that it needs. */
export async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text);
}
