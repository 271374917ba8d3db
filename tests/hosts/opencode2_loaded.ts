import { FakeOpenCode2 } from "./fake_opencode2.ts";
import type { Differences, World } from "./opencode2_world.ts";
import { RuntimeDouble } from "./runtime_double.ts";

/** A conversation. */
export const S = "ses_fb53f2ae6ffe2lNSphGKicmVR2";

/** A loaded instance; with a world, one more on the same database, as after a restart. */
export async function load(differences: Differences = {}, world?: World, reportPath?: string) {
  const host = new FakeOpenCode2(differences, world, reportPath);
  const runtime = new RuntimeDouble();
  let count = 0;
  runtime.block = ({ text }) =>
    Promise.resolve({ text: `<memory>${text} ${++count}</memory>\n`, ids: [`id-${count}`] });
  await host.load(() => Promise.resolve(runtime));
  return { host, runtime };
}

/** What a host without blocks would send, to see what was added. */
export const added = (text: string) => `\n\n<memory>${text}</memory>\n`;
