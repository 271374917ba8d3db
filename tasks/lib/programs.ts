import { dirname, join } from "node:path";
import { installPackages, readText } from "./packages.ts";

/** The OpenCode that everything here is tried with. */
export const OPENCODE_VERSION = "1.18.33";
const RIPGREP_VERSION = "1.18.0";
const VERDACCIO = "6.10.4";
/** Verdaccio's own choice is one that is deprecated, and that not every mirror of npm has. */
const VERDACCIO_OVERRIDES = { "node-fetch": "2.7.0" };

/** Programs that a run of the real OpenCode needs. */
export interface Programs {
  /** The `opencode` program. */
  opencode: string;
  /** The folder that holds `rg`; OpenCode's `skill` tool looks for it on the PATH. */
  ripgrepFolder: string;
}

/**
 * Fetches OpenCode and ripgrep as npm packages, once. The platform's own package is taken, since
 * `opencode-ai` is only a wrapper whose install script picks one of them.
 */
export async function locatePrograms(print: (line: string) => void): Promise<Programs> {
  const opencode = await packageOfOpenCode();
  const ripgrep = `@vscode/ripgrep-${Deno.build.os === "windows" ? "win32" : os()}-${arch()}`;
  const folder = await installPackages("opencode", {
    [opencode]: OPENCODE_VERSION,
    [ripgrep]: RIPGREP_VERSION,
  }, print);
  const suffix = Deno.build.os === "windows" ? ".exe" : "";
  return {
    opencode: join(folder, "node_modules", opencode, "bin", `opencode${suffix}`),
    ripgrepFolder: dirname(join(folder, "node_modules", ripgrep, "bin", `rg${suffix}`)),
  };
}

/** Fetches Verdaccio, a private npm registry, once, and returns the folder that it is installed in. */
export function locateVerdaccio(print: (line: string) => void): Promise<string> {
  return installPackages(
    `verdaccio-${VERDACCIO}`,
    { verdaccio: VERDACCIO },
    print,
    VERDACCIO_OVERRIDES,
  );
}

/** `opencode-<os>-<arch>`, with `-baseline` for processors without AVX2 and `-musl` for that libc. */
async function packageOfOpenCode(): Promise<string> {
  let name = `opencode-${os()}-${arch()}`;
  if (Deno.build.os === "linux") {
    const processor = await readText("/proc/cpuinfo") ?? "";
    if (arch() === "x64" && !/\bavx2\b/.test(processor)) name += "-baseline";
    if (await readText("/etc/alpine-release") !== undefined) name += "-musl";
  }
  return name;
}

function os(): string {
  return Deno.build.os;
}

function arch(): string {
  return Deno.build.arch === "aarch64" ? "arm64" : "x64";
}
