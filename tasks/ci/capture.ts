/** Runs a program to its end and resolves to what it printed. @throws {Error} with its complaint. */
export async function capture(
  program: string,
  args: string[],
  options: { cwd: string; input?: string; env?: Record<string, string> },
): Promise<string> {
  const { cwd, input, env } = options;
  const child = new Deno.Command(program, {
    args,
    cwd,
    ...env === undefined ? {} : { env },
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  }
  const { success, code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(
    `Cannot run "${program} ${args.slice(0, 3).join(" ")} …": it ended with ${code}\n` +
      decoder.decode(stderr),
  );
}
