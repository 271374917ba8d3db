/**
 * `deno task weights:kernel`: compiles kernel.as into embedder/weights/kernel.wasm with AssemblyScript,
 * which is downloaded from npm into the cache once. It prints the hashes that embedder/kernel_test.ts
 * compares.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { installPackages } from "../lib/packages.ts";

const SOURCE = new URL("kernel.as", import.meta.url);
const TARGET = new URL("../../embedder/weights/kernel.wasm", import.meta.url);
const VERSION = "0.28.20";
const OPTIONS = "--enable simd --runtime stub --noAssert -O2 --initialMemory 1 --use abort=";

const source = await Deno.readTextFile(SOURCE);
const code = await compile(source);
await Deno.writeFile(TARGET, code);
for (const [name, bytes] of [["kernel.as", source], ["kernel.wasm", code]] as const) {
  console.log(`${name} ${createHash("sha256").update(bytes).digest("hex")}`);
}

async function compile(source: string): Promise<Uint8Array> {
  const folder = await installPackages("assemblyscript", { assemblyscript: VERSION }, console.log);
  // The compiler takes its sources by the extension .ts only.
  await Deno.writeTextFile(join(folder, "kernel.ts"), source);
  const compiler = join(folder, "node_modules/assemblyscript/bin/asc.js");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", compiler, "kernel.ts", "--outFile", "kernel.wasm", ...OPTIONS.split(" ")],
    cwd: folder,
    stdin: "null",
  }).spawn().status;
  if (!success) throw new Error("Cannot compile kernel.as: see the compiler's message above");
  return await Deno.readFile(join(folder, "kernel.wasm"));
}
