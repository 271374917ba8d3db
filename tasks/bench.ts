/**
 * Measures our package side by side with the one that people use now, and with what else runs offline:
 * `deno task bench [--quick] [--fresh] [--only weight,recall,…] [--out FILE]`.
 *
 * All are driven alike, each in a process and home of its own, through OpenCode 1's plugin interface,
 * on the same server: the live one of MEM0_HOST and MEM0_API_KEY, else our own `serve`. Writes a
 * Markdown table. The data goes under users of its own, which are emptied at the end.
 *
 * @module
 */
import os from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openBackend } from "./bench/backend.ts";
import type { Context, Measurement } from "./bench/context.ts";
import { measureLatency, measurePrefix } from "./bench/conversation.ts";
import { measureDeletion } from "./bench/deletion.ts";
import { measureHanging } from "./bench/hanging.ts";
import { LEFT_OUT, preparePlugins } from "./bench/plugins.ts";
import { measureRecall } from "./bench/recall.ts";
import { measureSecrets } from "./bench/secrets.ts";
import { listWorse, renderTable, type Row } from "./bench/table.ts";
import { measureWeight } from "./bench/weight.ts";
import { installPackages } from "./lib/packages.ts";

const MEASUREMENTS: Record<string, Measurement> = {
  weight: measureWeight,
  recall: measureRecall,
  latency: measureLatency,
  prefix: measurePrefix,
  deletion: measureDeletion,
  secrets: measureSecrets,
  hanging: measureHanging,
};
/** The one in OpenCode 1.18. */
const BUN_VERSION = "1.3.14";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    quick: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    only: { type: "string" },
    out: { type: "string" },
  },
});
const chosen = values.only?.split(",") ?? Object.keys(MEASUREMENTS);
const unknown = chosen.find((name) => !Object.hasOwn(MEASUREMENTS, name));
if (unknown !== undefined) {
  const names = Object.keys(MEASUREMENTS).join(", ");
  console.error(`Cannot measure "${unknown}": give any of ${names}`);
  Deno.exit(2);
}

const print = (line: string) => console.error(line);
const folder = await Deno.makeTempDir({ prefix: "mem0-bench-" });
const users = new Set<string>();
const run = crypto.randomUUID().slice(0, 8);
const backend = await openBackend(Deno.env.toObject());
const loads: number[] = [os.loadavg()[0]!];
try {
  const context: Context = {
    plugins: await preparePlugins(folder, values.fresh, print),
    backend,
    bun: await locateBun(),
    quick: values.quick,
    user: (name) => {
      const user = `bench-${run}-${name}`;
      users.add(user);
      return user;
    },
    print,
  };
  const rows: Row[] = [];
  for (const name of chosen) {
    print(`Measuring: ${name} …`);
    const started = performance.now();
    rows.push(...await MEASUREMENTS[name]!(context));
    print(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
    loads.push(os.loadavg()[0]!);
  }
  const report = renderReport(context, rows);
  console.log(report);
  if (values.out !== undefined) await Deno.writeTextFile(values.out, `${report}\n`);
} finally {
  await backend.close([...users]);
  await Deno.remove(folder, { recursive: true });
}

function renderReport({ plugins, quick }: Context, rows: readonly Row[]): string {
  const cpus = os.cpus();
  const load = `${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
  const worse = listWorse(rows, plugins);
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}${quick ? " (`--quick`)" : ""}, on ` +
    `${backend.description}.`,
    "",
    `${cpus.length} cores (${cpus[0]!.model.trim()}), ${os.type()}, load ${load}; plugins in Bun ` +
    `${BUN_VERSION}, the bench and the server in Deno ${Deno.version.deno}.`,
    "",
    renderTable(rows, plugins),
    "",
    worse.length > 0 ? "Where ours is worse:" : "Ours is nowhere worse by more than 5 %.",
    ...worse.map((line) => `- ${line}`),
    "",
    "What is missing, and why:",
    ...LEFT_OUT.map((line) => `- ${line}`),
  ].join("\n");
}

async function locateBun(): Promise<string> {
  const arch = Deno.build.arch === "aarch64" ? "aarch64" : "x64";
  const name = `@oven/bun-${Deno.build.os}-${arch}`;
  const installed = await installPackages(`bun-${BUN_VERSION}`, { [name]: BUN_VERSION }, print);
  return join(installed, "node_modules", name, "bin", "bun");
}
