/**
 * Makes the npm package in `npm/`: bundled ESM, the declarations, the skills, the manifest. Run as a
 * program (`deno task build`) it checks the result as well.
 *
 * `deno bundle` makes the JavaScript: one small file per entry, and chunks that are shared, and loaded
 * when they are needed: a user of a server never loads SQLite, and OpenCode, which imports a plugin
 * before it shows anything, loads half a kilobyte. `deno pack` makes the declarations, since those
 * that `deno bundle` can make are one file each; what else it makes is not used.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { minify } from "terser";
import { readText } from "./tasks/lib/packages.ts";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/** An entry of the package: its export name, its source, and the name of its bundle. */
interface Entry {
  name: string;
  source: string;
  bundle: string;
}

/** `./server` is OpenCode's word for the entry of a plugin. */
const ENTRIES: Entry[] = [
  { name: ".", source: "mod.ts", bundle: "mod" },
  { name: "./client", source: "client/mod.ts", bundle: "client" },
  { name: "./admin", source: "client/admin.ts", bundle: "admin" },
  { name: "./embedded", source: "embedded/mod.ts", bundle: "embedded" },
  { name: "./server", source: "plugin/mod.ts", bundle: "server" },
];

/** The command line: what `npx opencode-mem0-selfhost` runs. */
const BIN = { source: "cli/bin.ts", bundle: "cli" };

/** Folders whose sources declarations are made from. */
const SOURCES = ["mod.ts", "client", "embedded", "embedder", "language", "plugin"];

/**
 * Files that are in the package beside bundles and declarations: source, and where it goes. What the
 * code finds beside itself (`weights/` from `embedder/`, `../skills/` from `plugin/`) lies so that the
 * same relative address is right in the source and in the bundle.
 */
const COPIES: { from: string; to: string; optional?: boolean }[] = [
  { from: "skills", to: "skills" },
  { from: "embedder/weights", to: "dist/weights", optional: true },
  { from: "README.md", to: "README.md" },
  { from: "LICENSE", to: "LICENSE" },
  { from: "NOTICE", to: "NOTICE" },
];

/**
 * Builds the package.
 *
 * @param out The folder to make; what is in it is removed first. Default `npm/`.
 * @returns its path.
 * @throws {Error} when a step fails; its output has been shown.
 */
export async function buildPackage(out: string = join(ROOT, "npm")): Promise<string> {
  await removeFolder(out);
  await Deno.mkdir(join(out, "dist"), { recursive: true });
  await bundle(join(out, "dist"));
  await makeDeclarations(join(out, "types"));
  for (const { from, to, optional } of COPIES) {
    await copy(join(ROOT, from), join(out, to), optional ?? false);
  }
  const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
  await Deno.writeTextFile(
    join(out, "package.json"),
    `${JSON.stringify(manifest(config.version), null, 2)}\n`,
  );
  return out;
}

/**
 * Bundles all entries into one flat folder. Flat matters: whichever chunk a module ends up in, what
 * it finds relative to itself is at the same place.
 */
async function bundle(target: string): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "mem0-entries-" });
  try {
    const files: string[] = [];
    for (const { name, source, bundle } of ENTRIES) {
      const what = name === "./server" ? "{ default }" : "*";
      const address = pathToFileURL(join(ROOT, source)).href;
      const file = join(work, `${bundle}.ts`);
      await Deno.writeTextFile(file, `export ${what} from ${JSON.stringify(address)};\n`);
      files.push(file);
    }
    const options = ["--quiet", "--minify", "--code-splitting", "--outdir", target];
    await run(["bundle", ...options, ...files]);
    // By itself: chunks that it shared with the plugin would make the plugin larger.
    const bin = join(work, `${BIN.bundle}.ts`);
    const address = pathToFileURL(join(ROOT, BIN.source)).href;
    await Deno.writeTextFile(bin, `#!/usr/bin/env node\nimport ${JSON.stringify(address)};\n`);
    await run(["bundle", ...options, bin]);
  } finally {
    await removeFolder(work);
  }
  await shrink(target);
}

/**
 * Takes out what `deno bundle --minify` leaves: it looks once and at each statement by itself, and what
 * one look takes out shows the next one more. Nothing here may change what the code does.
 */
async function shrink(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".js")) continue;
    const file = join(folder, name);
    const { code } = await minify(await Deno.readTextFile(file), {
      ecma: 2022,
      module: true,
      compress: { passes: 4, keep_fargs: false },
    });
    if (code === undefined) throw new Error(`Cannot minify "${name}": nothing came back`);
    await Deno.writeTextFile(file, code);
  }
}

/** The manifest; every field that npm, a bundler or OpenCode reads, and no other. */
function manifest(version: string): Record<string, unknown> {
  return {
    name: "opencode-mem0-selfhost",
    version,
    description:
      "OpenCode remembers: on a self-hosted Mem0 server, or in one SQLite file of your own",
    keywords: ["opencode", "opencode-plugin", "mem0", "memory", "self-hosted", "sqlite"],
    license: "Apache-2.0",
    type: "module",
    sideEffects: false,
    main: "./dist/server.js",
    bin: { "opencode-mem0-selfhost": `dist/${BIN.bundle}.js` },
    types: "./types/plugin/mod.d.ts",
    exports: {
      ...Object.fromEntries(ENTRIES.map(({ name, source, bundle }) => [name, {
        types: `./types/${source.replace(/\.ts$/, ".d.ts")}`,
        default: `./dist/${bundle}.js`,
      }])),
      "./package.json": "./package.json",
    },
    files: ["dist", "types", "skills", "NOTICE"],
    // OpenCode reads its own line before it loads a plugin (docs/adr/0004 says why this version).
    engines: { node: ">=20", opencode: ">=1.15.11" },
  };
}

/** Packs a copy of the sources with the package's entries, and keeps the declarations. */
async function makeDeclarations(target: string): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "mem0-pack-" });
  try {
    for (const source of SOURCES) await copy(join(ROOT, source), join(work, source), true);
    const exports = Object.fromEntries(ENTRIES.map(({ name, source }) => [name, `./${source}`]));
    const config = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.json")));
    await Deno.writeTextFile(
      join(work, "deno.json"),
      JSON.stringify({
        name: config.name,
        version: config.version,
        license: config.license,
        compilerOptions: config.compilerOptions,
        exports,
        publish: { exclude: ["**/*_test.ts"] },
      }),
    );
    const archive = join(work, "package.tgz");
    await run(["pack", "--quiet", "--allow-dirty", "--no-source-maps", "-o", archive], work);
    await runProgram("tar", ["-xzf", archive, "-C", work], work);
    await copyDeclarations(join(work, "package"), target);
  } finally {
    await removeFolder(work);
  }
  for (const { source } of ENTRIES) {
    const file = join(target, source.replace(/\.ts$/, ".d.ts"));
    // With types that can't be read from the source alone, deno pack drops all of them, and exits 0.
    if (await readText(file) === undefined) {
      throw new Error(
        `Cannot build the declarations: "${file}" is missing; ` +
          'run "deno publish --dry-run --allow-dirty" and give the exports it names explicit types',
      );
    }
  }
}

async function copyDeclarations(from: string, to: string): Promise<void> {
  for await (const entry of Deno.readDir(from)) {
    const source = join(from, entry.name);
    if (entry.isDirectory) await copyDeclarations(source, join(to, entry.name));
    if (!entry.isFile || !entry.name.endsWith(".d.ts")) continue;
    await Deno.mkdir(to, { recursive: true });
    await Deno.copyFile(source, join(to, entry.name));
  }
}

async function copy(from: string, to: string, optional: boolean): Promise<void> {
  let isDirectory: boolean;
  try {
    isDirectory = (await Deno.stat(from)).isDirectory;
  } catch (error) {
    if (optional && error instanceof Deno.errors.NotFound) return;
    throw new Error(`Cannot copy "${basename(from)}" into the package`, { cause: error });
  }
  await Deno.mkdir(dirname(to), { recursive: true });
  if (!isDirectory) return await Deno.copyFile(from, to);
  for await (const entry of Deno.readDir(from)) {
    await copy(join(from, entry.name), join(to, entry.name), false);
  }
}

async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function run(args: string[], cwd: string = ROOT): Promise<void> {
  return runProgram(Deno.execPath(), args, cwd);
}

async function runProgram(program: string, args: string[], cwd: string): Promise<void> {
  const output = await new Deno.Command(program, { args, cwd, stdin: "null" }).output();
  if (output.success) return;
  await Deno.stderr.write(output.stdout);
  await Deno.stderr.write(output.stderr);
  throw new Error(`Cannot build the package: "${basename(program)} ${args.join(" ")}" failed`);
}

if (import.meta.main) {
  const { checkPackage } = await import("./tasks/lib/check_package.ts");
  const out = await buildPackage();
  console.log(`Built ${out}`);
  Deno.exit(await checkPackage(out, console.log) ? 0 : 1);
}
