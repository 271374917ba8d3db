import { join } from "node:path";
import { compare, type Measurement, settingOf } from "./context.ts";
import { projectName } from "./dataset.ts";
import { PluginProcess } from "./plugin_process.ts";
import { Proxy } from "./proxy.ts";
import { median } from "./table.ts";

const MB = 1_000_000;

/** What having the plugin costs: on the disk, and each time the host starts. */
export const measureWeight: Measurement = async (context) => {
  const times = context.quick ? 5 : 21;
  return await compare(
    [
      { measure: `Import in a fresh Bun, median of ${times}`, unit: "ms", better: "less" },
      {
        measure: `Import and start, until the hooks are there, median of ${times}`,
        unit: "ms",
        better: "less",
      },
      { measure: "JavaScript that the plugin may load", unit: "KB", better: "less" },
      { measure: "JavaScript of the package, its programs too", unit: "KB", better: "less" },
      { measure: "Package", unit: "MB", better: "less" },
      { measure: "Installed with all that it brings along", unit: "MB", better: "less" },
      {
        measure: "Hosts other than this machine asked for, in a conversation",
        unit: "",
        better: "less",
      },
    ],
    context.plugins,
    async (plugin) => {
      const imports: number[] = [];
      const starts: number[] = [];
      let foreign = new Set<string>();
      const proxy = new Proxy(context.backend.url);
      const setting = settingOf(context, proxy.url, context.user("weight"), projectName(0));
      try {
        for (let round = 0; round < times; round++) {
          imports.push(await timeImport(context.bun, plugin.entry));
          await PluginProcess.with(plugin, setting, async (process) => {
            starts.push(process.loaded.importMs + process.loaded.startMs);
            if (round > 0) return;
            await process.call("say", {
              sessionID: "ses_1",
              text: "What do we know of the build?",
            });
            foreign = new Set((await process.call("dispose", {})).foreign);
          });
        }
      } finally {
        await proxy.close();
      }
      if (foreign.size > 0) context.print(`  ${plugin.name}: ${[...foreign].join(", ")}`);
      return [
        median(imports),
        median(starts),
        await reachable(plugin.entry) / 1000,
        await sizeOf(plugin.folder, (path) => /\.[cm]?js$/.test(path)) / 1000,
        await sizeOf(plugin.folder) / MB,
        await sizeOf(plugin.installed) / MB,
        foreign.size,
      ];
    },
  );
};

async function timeImport(bun: string, entry: string): Promise<number> {
  const script = `const started = performance.now(); await import(${JSON.stringify(entry)});` +
    "console.log(performance.now() - started); process.exit(0);";
  const { stdout } = await new Deno.Command(bun, { args: ["-e", script] }).output();
  return Number(new TextDecoder().decode(stdout));
}

/** Bytes of the entry and all files beside it that it imports, at once or later. */
async function reachable(entry: string): Promise<number> {
  const seen = new Set<string>();
  const visit = async (url: string): Promise<number> => {
    if (seen.has(url)) return 0;
    seen.add(url);
    const code = await Deno.readTextFile(new URL(url));
    let sum = new TextEncoder().encode(code).length;
    for (
      const [, path] of code.matchAll(/(?:from|import)\s*\(?\s*["'](\.\.?\/[^"']+\.m?js)["']/g)
    ) {
      sum += await visit(new URL(path!, url).href);
    }
    return sum;
  };
  return await visit(entry);
}

/** Bytes of a folder's files; links are not followed. */
async function sizeOf(folder: string, counts = (_path: string) => true): Promise<number> {
  let sum = 0;
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) sum += await sizeOf(path, counts);
    else if (entry.isFile && counts(path)) sum += (await Deno.stat(path)).size;
  }
  return sum;
}
