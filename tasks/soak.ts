/**
 * `deno task soak [part …]`: what `deno task test` does in short, for long. Parts, default all:
 *
 * - outbox: 10,000 schedules of faults around the outbox, with fresh seeds (soak_outbox.ts);
 * - embedded: 8 processes write to one file, each is killed (soak_embedded.ts);
 * - fuzz: 100,000 inputs to each target of tests/properties/fuzz_*_test.ts.
 *
 * Each part prints the seed that plays a failure again. Exit code 1 when a part fails.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

const PARTS: Record<string, { args: string[]; env?: Record<string, string> }> = {
  outbox: { args: ["run", "-A", "tasks/soak_outbox.ts"] },
  embedded: { args: ["run", "-A", "tasks/soak_embedded.ts"] },
  fuzz: {
    args: ["test", "-A", "--no-prompt", ...await fuzzTests()],
    env: { FUZZ_INPUTS: "100000" },
  },
};

const chosen = Deno.args.length > 0 ? Deno.args : Object.keys(PARTS);
const unknown = chosen.find((name) => !Object.hasOwn(PARTS, name));
if (unknown !== undefined) {
  console.error(`Cannot soak "${unknown}": give any of ${Object.keys(PARTS).join(", ")}`);
  Deno.exit(2);
}

let failed = 0;
for (const name of chosen) {
  const started = performance.now();
  console.log(`${name} …`);
  const { args, env = {} } = PARTS[name]!;
  const child = new Deno.Command(Deno.execPath(), { args, env, cwd: root, stdin: "null" }).spawn();
  const { success } = await child.status;
  if (!success) failed++;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${name}: ${success ? "passed" : "failed"} in ${seconds} s\n`);
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);

async function fuzzTests(): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of Deno.readDir(`${root}/tests/properties`)) {
    if (/^fuzz_.*_test\.ts$/.test(name)) found.push(`tests/properties/${name}`);
  }
  return found.toSorted();
}
