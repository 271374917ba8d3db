import { EmbeddedStore } from "../../embedded/mod.ts";

/** What a soak found. */
export interface SoakResult {
  /** Writes that were acknowledged. */
  acknowledged: number;
  /** Acknowledged writes that are not there. */
  lost: string[];
  /** Acknowledged writes that are there more than once. */
  doubled: string[];
  /** Memories in words but not in rows or the other way round. */
  unindexed: number;
  /** What writers printed as errors. */
  errors: string[];
  /** Writers killed while writing. */
  killed: number;
}

/**
 * Lets several processes write to one file at once; each is killed with -9 in the middle, and a new one
 * writes the rest. Then counts what is there.
 */
export async function soak(path: string, writers: number, writes: number): Promise<SoakResult> {
  const acknowledged = new Set<string>();
  const errors: string[] = [];
  let killed = 0;
  await Promise.all(Array.from({ length: writers }, async (_, writer) => {
    const killAt = 1 + Math.floor(Math.random() * (writes - 1));
    const first = await write(path, `writer${writer}a`, 0, writes, acknowledged, errors, killAt);
    if (first < writes) {
      killed++;
      await write(path, `writer${writer}b`, first, writes, acknowledged, errors);
    }
  }));
  const store = await EmbeddedStore.open({ path });
  const seen = new Map<string, number>();
  const scope = { user: "soak" };
  for await (const { text } of store.iterate({ scope })) seen.set(text, (seen.get(text) ?? 0) + 1);
  const texts = [...acknowledged];
  const byWords = new Set<string>();
  for (let writer = 0; writer < writers; writer++) {
    for (const half of ["a", "b"]) {
      const query = { scope, text: `writer${writer}${half}`, limit: 2 * writes, minScore: 0.0001 };
      for (const hit of await store.search(query)) byWords.add(hit.text);
    }
  }
  await store.close();
  return {
    acknowledged: texts.length,
    lost: texts.filter((text) => !seen.has(text)),
    doubled: texts.filter((text) => seen.get(text)! > 1),
    unindexed: [...seen.keys()].filter((text) => !byWords.has(text)).length,
    errors,
    killed,
  };
}

/** Runs one writer; returns how many of its writes were acknowledged, counted from 0. */
async function write(
  path: string,
  name: string,
  from: number,
  to: number,
  acknowledged: Set<string>,
  errors: string[],
  killAt = Infinity,
): Promise<number> {
  const script = new URL("./soak_writer.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", script, path, name, `${from}`, `${to}`],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const failures = new Response(child.stderr).text();
  let done = from;
  let rest = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      acknowledged.add(line);
      if (++done === killAt) kill(child);
    }
  }
  const { success } = await child.status;
  if (!success && killAt === Infinity) errors.push(await failures);
  else await failures;
  return done;
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // On a busy machine it may have written everything and ended before its line is read here.
    if (!(error instanceof TypeError)) throw error;
  }
}
