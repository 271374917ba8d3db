/**
 * Runs `deno test` on the given paths (default: everything that needs no network) and closes with
 * `N passed, N failed`, which no reporter of Deno prints alone on a line.
 *
 * Its own name must be none that `deno test` takes for a test (`test.ts`, `*_test.ts`): it would run
 * itself, without end.
 */
import { runTests } from "./lib/run_tests.ts";

const args = Deno.args.length > 0 ? Deno.args : await withoutNetwork();
const { passed, failed } = await runTests(args);
console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);

/** The folders with tests, but `tests/e2e`: `--ignore` of it has no effect beside several paths. */
async function withoutNetwork(): Promise<string[]> {
  const paths = [];
  for (
    const path of ["client/", "embedded/", "embedder/", "language/", "plugin/", "cli/", "tasks/"]
  ) {
    if (await exists(path)) paths.push(path);
  }
  for await (const { name, isDirectory } of Deno.readDir("tests")) {
    const holdsTests = isDirectory || name.endsWith("_test.ts");
    if (holdsTests && name !== "e2e") paths.push(`tests/${name}`);
  }
  return paths.toSorted();
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
