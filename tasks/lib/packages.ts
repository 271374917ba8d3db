import { join } from "node:path";

/** Where downloaded programs stay between runs; ignored by git. */
export const CACHE = new URL("../../.cache/", import.meta.url).pathname;

/**
 * Puts npm packages into a folder of the cache and returns that folder. Install scripts don't run.
 * A folder that is complete is used as it is, without network.
 *
 * Deno's own installer does it, so that a machine with Deno alone is enough; it reads the same
 * `.npmrc` and `npm_config_registry` as npm.
 *
 * @param name The folder's name below `.cache/`.
 * @param packages Exact versions by package name.
 * @param overrides Exact versions of what they depend on, where npm would choose others.
 * @throws {Error} when the installer fails; its output has been shown.
 */
export async function installPackages(
  name: string,
  packages: Record<string, string>,
  print: (line: string) => void,
  overrides?: Record<string, string>,
): Promise<string> {
  const folder = join(CACHE, name);
  const manifest = JSON.stringify({ private: true, dependencies: packages, overrides });
  const done = join(folder, "complete.json");
  if (await readText(done) === manifest) return folder;

  const list = Object.entries(packages).map(([key, version]) => `${key} ${version}`).join(", ");
  print(`Downloading ${list} from npm into .cache/${name}, once …`);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "package.json"), manifest);
  await Deno.writeTextFile(join(folder, "deno.json"), '{"nodeModulesDir":"auto"}');
  const started = Date.now();
  const heartbeat = setInterval(() => print(`  … ${seconds(started)} s`), 5_000);
  try {
    // stdin closed: a question of the installer must not wait for an answer.
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["install", "--quiet"],
      cwd: folder,
      stdin: "null",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    if (!success) {
      throw new Error(
        `Cannot download ${list}: "deno install" failed in "${folder}", see its message above; ` +
          "check the network and the npm registry, then run the same command again",
      );
    }
  } finally {
    clearInterval(heartbeat);
  }
  await Deno.writeTextFile(done, manifest);
  print(`  done in ${seconds(started)} s`);
  return folder;
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}

/** A file's text, or undefined when there is no such file. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
