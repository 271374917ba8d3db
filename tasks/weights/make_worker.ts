/**
 * `deno task weights:worker`: bundles embedder/worker_main.ts into embedder/worker_code.ts, as text. To
 * be run after a change to what the worker consists of; a test notices when that was forgotten.
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

const ENTRY = new URL("../../embedder/worker_main.ts", import.meta.url);
const TARGET = new URL("../../embedder/worker_code.ts", import.meta.url);

/** SHA-256 over all modules of embedder/ that the worker consists of. */
export async function hashSources(): Promise<string> {
  const info = JSON.parse(await run(["info", "--json", fileURLToPath(ENTRY)])) as {
    modules: { local?: string; specifier: string }[];
  };
  const files = info.modules.flatMap(({ local }) => local?.includes("/embedder/") ? [local] : [])
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(await Deno.readTextFile(file));
  return hash.digest("hex");
}

async function main(): Promise<void> {
  const code = (await run(["bundle", "--quiet", "--minify", "--format=cjs", fileURLToPath(ENTRY)]))
    .trim();
  await Deno.writeTextFile(
    TARGET,
    `// Made by tasks/weights/make_worker.ts from embedder/worker_main.ts; don't edit.
// deno-fmt-ignore-file

/** SHA-256 of the modules that it was made from. */
export const WORKER_SOURCE = "${await hashSources()}";

/** The worker as the body of a function of require. */
export const WORKER_CODE =
  ${JSON.stringify(code)};
`,
  );
  console.log(`${code.length} bytes`);
}

async function run(args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args,
    stdin: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot run "deno ${args.join(" ")}": see its message above`);
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) await main();
