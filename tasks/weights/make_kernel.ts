/**
 * `deno task weights:kernel`: compiles kernel.as into embedder/kernel_code.ts with AssemblyScript, which
 * is downloaded from npm into the cache once.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { installPackages } from "../lib/packages.ts";

const SOURCE = new URL("kernel.as", import.meta.url);
const TARGET = new URL("../../embedder/kernel_code.ts", import.meta.url);
const VERSION = "0.28.20";
const OPTIONS = "--enable simd --runtime stub --noAssert -O2 --initialMemory 1 --use abort=";

const source = await Deno.readTextFile(SOURCE);
const code = await compile(source);
await Deno.writeTextFile(
  TARGET,
  `// Made by tasks/weights/make_kernel.ts from tasks/weights/kernel.as; don't edit.
// deno-fmt-ignore-file

/** SHA-256 of kernel.as. */
export const KERNEL_SOURCE = "${createHash("sha256").update(source).digest("hex")}";

/** The WebAssembly module, ${code.length} bytes in base64. */
export const KERNEL_CODE =
  "${btoa(String.fromCharCode(...code))}";
`,
);
console.log(`${code.length} bytes`);

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
