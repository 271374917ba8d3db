/**
 * `deno task e2e [test file or folder …]`: builds the package and runs `tests/e2e/` with the real
 * OpenCode, offline but for the first download. The last line is `N passed, N failed`.
 *
 * @module
 */
import { buildPackage } from "../build_npm.ts";
import { locatePrograms, locateVerdaccio } from "./lib/programs.ts";
import { runTests } from "./lib/run_tests.ts";
import { locateRuntimes } from "./lib/runtimes.ts";

console.log("Building the package from the sources here …");
const folder = await buildPackage();
// The tests run without a way to the registry: what they start is fetched first.
await locatePrograms(console.log);
await locateRuntimes(console.log);
await locateVerdaccio(console.log);
const paths = Deno.args.length > 0 ? Deno.args : ["tests/e2e/"];
const { passed, failed } = await runTests(paths, { E2E_PACKAGE: folder });
console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
