/**
 * `deno task smoke`: does the configured store do what the plugin needs? Writes a few rows under
 * identifiers of its own, checks every step, and removes them again, also when a step fails.
 *
 * Exit 0: every step that this credential may do passed. 1: a step failed. 2: wrong usage, or
 * nothing reachable.
 */
import { parseArgs } from "node:util";
import process from "node:process";
import { isMemoryError, type MemoryStore } from "../client/mod.ts";
import { openStore } from "../mod.ts";
import { loadSmokeTarget, USAGE } from "./smoke/target.ts";
import { type Context, STEPS } from "./smoke/steps.ts";
import { FULL_STEPS } from "./smoke/full.ts";

/** Thrown by a step that this credential or back end can't do. */
export class Skip extends Error {
  override readonly name: string = "Skip";
}

async function main(): Promise<number> {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      options: {
        host: { type: "string" },
        key: { type: "string" },
        email: { type: "string" },
        password: { type: "string" },
        db: { type: "string" },
        full: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  let failures = 0;
  const targets = await loadSmokeTarget(values);
  for (const target of targets) {
    console.log(`Smoke test of ${target.label}`);
    let store: MemoryStore;
    try {
      store = await openStore(target.address, target.options);
    } catch (error) {
      console.error(`Cannot open ${target.label}: ${(error as Error).message}`);
      return 2;
    }
    try {
      const health = await store.check({ timeoutMs: 15_000 });
      if (!health.reachable || !health.authorized) {
        console.error(health.problem ?? `${health.address} can't be used`);
        return 2;
      }
      console.log(`  ${health.version} at ${health.address}`);
      for (const gap of health.gaps) console.log(`  note: ${gap}`);
      failures += await runSteps(store, values.full === true);
    } finally {
      await store.close();
    }
  }
  return failures === 0 ? 0 : 1;
}

async function runSteps(store: MemoryStore, full: boolean): Promise<number> {
  const mark = crypto.randomUUID().slice(0, 8);
  const context: Context = {
    store,
    user: `smoke-${mark}`,
    other: `smoke-${mark}-other`,
    project: `smoke-project-${mark}`,
    mark,
    ids: new Map(),
    progress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K    ${line}`);
    },
  };
  let passed = 0, failed = 0, skipped = 0;
  const started = performance.now();
  for (const [name, step] of full ? [...STEPS, ...FULL_STEPS] : STEPS) {
    const begin = performance.now();
    const time = () => `${(performance.now() - begin).toFixed(0)} ms`.padStart(9);
    try {
      const remark = await step(context);
      passed++;
      report(`  ok   ${time()}  ${name}${remark ? `: ${remark}` : ""}`);
    } catch (error) {
      if (error instanceof Skip || (isMemoryError(error) && error.code === "forbidden")) {
        skipped++;
        report(`  skip ${time()}  ${name}: ${(error as Error).message}`);
      } else {
        failed++;
        report(`  FAIL ${time()}  ${name}: ${(error as Error).message}`);
      }
    }
  }
  failed += await cleanUp(context, report);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s\n`);
  return failed;
}

/** Removes every row of the test's own users; returns 1 when something is left, else 0. */
async function cleanUp(context: Context, say: (line: string) => void): Promise<number> {
  try {
    let left = 0;
    for (const user of [context.user, context.other]) {
      left += (await context.store.removeAll({ scope: { user }, showExpired: true })).left;
    }
    if (left === 0) {
      say("  ok              cleaned up: nothing of this test is left");
      return 0;
    }
    say(`  FAIL            ${left} rows of users ${context.user}* are left; delete them by hand`);
  } catch (error) {
    say(`  FAIL            Cannot clean up after ${context.user}*: ${(error as Error).message}`);
  }
  return 1;
}

function report(line: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(line);
}

process.exitCode = await main();
