import { LOOPBACK_ONLY, loopbackOnly } from "./loopback.ts";

/** What a run of `deno test` ended with. */
export interface TestResult {
  passed: number;
  /** At least 1 when the run failed in another way, e.g. in the type check. */
  failed: number;
}

/**
 * Runs `deno test` on paths, shows its output as it comes, and counts the top-level tests. Where the
 * system can, every address but loopback is cut off from the tests and from all that they start.
 */
export async function runTests(
  args: string[],
  env: Record<string, string> = {},
): Promise<TestResult> {
  const loopback = await loopbackOnly();
  const isCutOff = loopback.command.length > 0;
  // What the tests import is downloaded, once, while that is possible.
  if (isCutOff && !await succeeds(["test", "--quiet", "--no-run", ...args])) {
    return { passed: 0, failed: 1 };
  }
  console.log(loopback.line);
  const test = [Deno.execPath(), "test", "--allow-all", "--quiet", "--no-prompt", ...args];
  const command = [...loopback.command, ...test];
  const child = new Deno.Command(command[0]!, {
    args: command.slice(1),
    stdout: "piped",
    stderr: "inherit",
    env: { NO_COLOR: "1", ...env, ...isCutOff ? { [LOOPBACK_ONLY]: "1" } : {} },
  }).spawn();

  let tail = "";
  const decoder = new TextDecoder();
  for await (const bytes of child.stdout) {
    await Deno.stdout.write(bytes);
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-4096);
  }
  const { code } = await child.status;
  const summary = /(\d+) passed(?: \([^)]*\))? \| (\d+) failed/.exec(tail);
  const passed = Number(summary?.[1] ?? 0);
  const failed = Number(summary?.[2] ?? 0) || (code === 0 && passed > 0 ? 0 : 1);
  return { passed, failed };
}

/** Runs Deno with its output shown. */
async function succeeds(args: string[]): Promise<boolean> {
  return (await new Deno.Command(Deno.execPath(), { args }).spawn().status).success;
}
