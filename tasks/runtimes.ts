/**
 * Runs the tests of the client, bundled, in the runtimes that it promises beside Deno: Node 20, 22 and
 * 24, and Bun. Closes with a line per runtime and `N passed, N failed`.
 *
 *   deno task runtimes [name …]    only those whose name holds one of the words: "Node 22", bun
 *
 * The runtimes come from npm, once, into `.cache/`; Linux on x64 only. Tests that fail are shown.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { locateRuntimes, run, type Runtime } from "./lib/runtimes.ts";

/** Files that the tests read from beside themselves. */
const DATA = ["golden.json", "openapi.json"];

/** A program that runs longer hangs. */
const LONGEST_MS = 5 * 60_000;

interface Counts {
  passed: number;
  failed: number;
}

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const folder = await Deno.makeTempDir({ prefix: "mem0-runtimes-" });
const total: Counts = { passed: 0, failed: 0 };
try {
  const program = join(folder, "program.mjs");
  const source = path("../tests/portable/program.ts");
  await run([Deno.execPath(), "bundle", "--quiet", "--output", program, source]);
  for (const name of DATA) {
    await Deno.copyFile(path(`../tests/contract/${name}`), join(folder, name));
  }
  const runtimes = (await locateRuntimes(console.log, true)).filter(isWanted);
  // At once: most of the time they wait for what they time.
  const lines = await Promise.all(runtimes.map(async (runtime) => {
    const start = performance.now();
    const { passed, failed, left } = await runIn(runtime, program);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    const without = left ? `, without ${left} files that need SQLite` : "";
    return `${runtime.name}: ${passed} passed, ${failed} failed in ${seconds} s${without}`;
  }));
  for (const line of lines) console.log(line);
} finally {
  await Deno.remove(folder, { recursive: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
Deno.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

function isWanted({ name }: Runtime): boolean {
  if (name.startsWith("Deno")) return false; // `deno task test` runs them there
  const words = Deno.args.map((word) => word.toLowerCase());
  return words.length === 0 || words.some((word) => name.toLowerCase().includes(word));
}

/** A runtime that ends without its counts counts as one failure. */
async function runIn(
  { name, command: [program, ...args] }: Runtime,
  file: string,
): Promise<Counts & { left?: number }> {
  const { stdout } = await new Deno.Command(program!, {
    args: [...args, file],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stderr: "inherit",
    signal: AbortSignal.timeout(LONGEST_MS),
  }).output();
  let counts: Counts = { passed: 0, failed: 1 };
  for (const line of new TextDecoder().decode(stdout).split("\n")) {
    if (!line.startsWith("{")) continue;
    const said = JSON.parse(line) as Counts | { name: string; error: string };
    if ("passed" in said) counts = said;
    else console.log(`FAILED  ${name}: ${said.name}\n${said.error}\n`);
  }
  return counts;
}
