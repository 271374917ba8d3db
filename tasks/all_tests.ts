/**
 * Runs `deno test` on the given paths (default: everything that needs no network) and closes with
 * `N passed, N failed`, which no reporter of Deno prints alone on a line.
 *
 * Its own name must be none that `deno test` takes for a test (`test.ts`, `*_test.ts`): it would run
 * itself, without end.
 */
import { runTests } from "./lib/run_tests.ts";

const paths = Deno.args.length > 0
  ? Deno.args
  : ["client/", "embedded/", "embedder/", "plugin/", "cli/", "tests/", "tasks/"];
const present = [];
for (const path of paths) {
  if (path.startsWith("-") || await exists(path)) present.push(path);
}

const { passed, failed } = await runTests(["--ignore=tests/e2e", ...present]);
console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
