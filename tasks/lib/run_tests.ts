/** What a run of `deno test` ended with. */
export interface TestResult {
  passed: number;
  /** At least 1 when the run failed in another way, e.g. in the type check. */
  failed: number;
}

/** Runs `deno test` on paths, shows its output as it comes, and counts the top-level tests. */
export async function runTests(
  args: string[],
  env: Record<string, string> = {},
): Promise<TestResult> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--quiet", "--no-prompt", ...args],
    stdout: "piped",
    stderr: "inherit",
    env: { NO_COLOR: "1", ...env },
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
