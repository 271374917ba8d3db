/**
 * Both scenario tables as one program, for runtimes that have no `Deno.test`: bundled, then run as
 * `node program.mjs <address of the package's server.js> <an empty folder>`. Prints one JSON line per
 * scenario, `{name, error?}`.
 *
 * @module
 */
import { mkdirSync } from "node:fs";
import process from "node:process";
import type { PluginModule } from "../../plugin/mod.ts";
import { FakeOpenCode1 } from "./fake_opencode1.ts";
import { FakeOpenCode2 } from "./fake_opencode2.ts";
import { PACKAGE_SCENARIOS } from "./package_scenarios.ts";
import { runScenario, SCENARIOS } from "./scenarios.ts";

const [entry, folder] = process.argv.slice(2);
if (entry === undefined || folder === undefined) throw new Error("Give the entry and a folder");
const { default: plugin } = await import(entry) as { default: PluginModule };

async function report(name: string, run: () => Promise<void>): Promise<void> {
  let error: string | undefined;
  try {
    await run();
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.stack ?? thrown.message : String(thrown);
  }
  console.log(JSON.stringify({ name, error }));
}

for (
  const [adapter, makeHost] of [
    ["opencode1", () => new FakeOpenCode1()],
    ["opencode2", () => new FakeOpenCode2()],
  ] as const
) {
  for (const scenario of SCENARIOS) {
    await report(`${adapter} ${scenario.name}`, () => runScenario(scenario, makeHost()));
  }
}
for (const [index, { name, run }] of PACKAGE_SCENARIOS.entries()) {
  const home = `${folder}/${index}`;
  for (const [variable, value] of [["HOME", home], ["MEM0_USER_ID", "casey"]] as const) {
    process.env[variable] = value;
  }
  await report(`the package ${name}`, () =>
    run({
      async start(project = "lighthouse") {
        mkdirSync(`${home}/${project}`, { recursive: true });
        const host = new FakeOpenCode1(`${home}/${project}`);
        await host.loadPlugin(plugin, {
          dbPath: `${home}/memories.db`,
          stateDir: `${home}/state`,
        });
        return host;
      },
    }));
}
process.exit(0);
